"""The compiled simulation counts what the plain one counts, to the bit, whatever stands in a portfolio."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.engine import Fixed, Portfolio, Stated, Team
from makegood.engine.forecast import forecast, simulate
from makegood.engine.kernel.running import LEAST_SETTLED, lanes_of, simulate_compiled, sum_type
from makegood.engine.kernel.simulating import owe
from makegood.engine.plain import simulate_plainly
from makegood.engine.settings import INDEPENDENT, CommonFactors, Settings
from tests.engine.kernel.tallies import differences, digest
from tests.engine.portfolios import MONDAY, a_portfolio, a_promise, a_team, an_item, day, the_problem
from tests.engine.shapes import Plan, shaped_portfolio
from tests.engine.strategies import portfolios

HORIZON = 150
ROOT = Path(__file__).resolve().parents[3]
SHAPED = Plan(promises=40, teams=4, working_days=60, across=0.3, widest=3)


@given(
    portfolio=portfolios(),
    samples=st.sampled_from((1, 63, 64, 100)),
    stratified=st.booleans(),
    traced=st.sampled_from((None, 1, 40)),
    lanes=st.sampled_from((None, 16, 32, 128)),
    threads=st.sampled_from((1, 2, 4)),
)
def test_the_compiled_simulation_counts_what_the_plain_one_counts(  # what is combined
    portfolio: Portfolio, samples: int, stratified: bool, traced: int | None, lanes: int | None, threads: int
) -> None:
    problem = the_problem(
        portfolio, samples=samples, stratified=stratified, traced_samples=traced, horizon_days=HORIZON
    )
    compiled = simulate_compiled(problem, threads=threads, lanes=lanes)
    assert differences(compiled, simulate_plainly(problem)) == []


@settings(max_examples=10)
@given(seed=st.integers(0, 1_000), factors=st.sampled_from((INDEPENDENT, CommonFactors(), CommonFactors(0.5, 0.5))))
def test_it_does_so_on_full_teams_with_wide_items_and_links_across_promises(seed: int, factors: CommonFactors) -> None:
    problem = the_problem(shaped_portfolio(replace(SHAPED, seed=seed)), samples=96, factors=factors)
    assert differences(simulate_compiled(problem, threads=2, lanes=32), simulate_plainly(problem)) == []


@pytest.mark.parametrize("samples", [1_500, 2_048])
def test_samples_beyond_one_wave_are_added_to_those_before(samples: int) -> None:
    problem = the_problem(shaped_portfolio(replace(SHAPED, promises=10)), samples=samples)
    assert differences(simulate_compiled(problem), simulate_plainly(problem)) == []


def test_teams_of_more_minutes_a_day_than_16_bits_hold_are_counted_as_well() -> None:
    crowd = Team(name="Assembly", slots=200, hours_per_day=(8.0,) * 7, available_share=1.0)
    portfolio = a_portfolio(an_item("P/work", 900, slots=150), an_item("P/rest", 30), teams=(crowd,))
    problem = the_problem(portfolio, samples=64)
    assert problem.calendars[0].capacity.max() > 1 << 16
    assert differences(simulate_compiled(problem), simulate_plainly(problem)) == []


def test_days_too_short_to_be_looked_up_one_by_one_are_walked_when_tracing() -> None:
    short = Team(name="Assembly", slots=2, hours_per_day=(0.5,) * 7, available_share=1.0)
    spread = Stated(2, 5, 20)
    items = [an_item(f"P/{number}", spread) for number in range(8)]
    problem = the_problem(a_portfolio(*items, an_item("Q/work", spread), teams=(short,)), samples=64)
    assert problem.traced_samples == 64
    assert differences(simulate_compiled(problem), simulate_plainly(problem)) == []


def test_promises_that_are_settled_by_several_threads_are_counted_as_by_one() -> None:
    problem = the_problem(shaped_portfolio(replace(SHAPED, promises=2 * LEAST_SETTLED + 3)), samples=64)
    assert differences(simulate_compiled(problem, threads=2), simulate_plainly(problem)) == []


@pytest.mark.parametrize(
    ("samples", "threads", "lanes"), [(1_000, 2, 256), (1_000, 3, 128), (1_000, 8, 128), (100, 1, 128), (1_024, 4, 256)]
)
def test_blocks_are_as_large_as_leaves_no_thread_waiting(samples: int, threads: int, lanes: int) -> None:
    assert lanes_of(samples, threads) == lanes


@given(
    needs=st.lists(st.sampled_from((0, 1, 700, 2**30, 2**31 - 1)), max_size=8),
    given_minutes=st.integers(0, 2**31 + 9),
    taken=st.integers(0, 2**31 - 1),
)
def test_what_a_team_owes_is_more_than_it_gives_in_the_same_samples_where_numbers_end(
    needs: list[int], given_minutes: int, taken: int
) -> None:
    owed = np.full(2, 0, dtype=sum_type(np.array([[given_minutes]])))
    for need in [*needs, taken]:
        owe(owed, np.array([need, 0], dtype=np.int32))
    assert (int(owed[0]) > given_minutes) == (sum(needs) + taken > given_minutes)
    assert owed[1] == 0


@pytest.mark.parametrize(
    "estimate",
    [
        Fixed(0.0),
        Fixed(900_000.0),
        Stated(0.0, 0.0, 0.02),
        Stated(100_000.0, 200_000.0, 300_000.0),
        Stated(1.0, 2.0, 900_000.0),
        Stated(10.0, 12.0, 14.0),
    ],
    ids=repr,
)
def test_efforts_at_the_ends_of_what_can_be_stated_are_drawn_alike(estimate: Fixed | Stated) -> None:
    problem = the_problem(a_portfolio(an_item("P/work", estimate), an_item("P/next", 8)), samples=256)
    assert differences(simulate_compiled(problem), simulate_plainly(problem)) == []


def test_an_item_longer_than_eight_days_walks_on() -> None:
    portfolio = a_portfolio(
        an_item("P/work", 200), an_item("Q/work", 30, not_before=day(3)), promises=(a_promise("P"), a_promise("Q"))
    )
    problem = the_problem(portfolio, samples=64)
    assert differences(simulate_compiled(problem), simulate_plainly(problem)) == []


@pytest.mark.parametrize("first_day", [HORIZON, HORIZON + 1, 4_000, 2_000_000])
@pytest.mark.parametrize("hours", [0.0, 8.0])
def test_what_begins_after_the_horizon_is_finished_after_it(first_day: int, hours: float) -> None:
    portfolio = a_portfolio(
        an_item("P/work", hours, not_before=day(first_day)),
        an_item("P/next", 8, after=("P/work",)),
        an_item("Q/work", hours, slots=2),
        promises=(a_promise("P"), a_promise("Q", release=day(first_day))),
    )
    problem = the_problem(portfolio, samples=64, horizon_days=HORIZON)
    counted = simulate_compiled(problem)
    assert differences(counted, simulate_plainly(problem)) == []
    assert counted.done_in_full[:, HORIZON].tolist() == [64, 64]


def test_a_portfolio_without_work_or_teams_is_counted_too() -> None:
    for portfolio in (a_portfolio(), Portfolio(), a_portfolio(teams=(a_team(),))):
        problem = the_problem(portfolio, samples=32)
        assert differences(simulate_compiled(problem), simulate_plainly(problem)) == []


def test_large_portfolios_are_compiled_by_themselves_and_give_the_same_forecast() -> None:
    portfolio = shaped_portfolio(replace(SHAPED, promises=300, working_days=100))
    heard: list[tuple[int, int]] = []
    problem = the_problem(portfolio, samples=512)
    assert len(problem.jobs) * 512 > 1 << 19
    counted = simulate(problem, progress=lambda done, total: heard.append((done, total)))
    assert differences(counted, simulate_plainly(problem)) == []
    assert heard[-1] == (512, 512)
    asked = Settings(samples=64)
    as_is, compiled = (forecast(portfolio, as_of=MONDAY, settings=asked, compiled=how) for how in (False, True))
    assert [promise.p_kept for promise in as_is.promises] == [promise.p_kept for promise in compiled.promises]
    assert [promise.causes for promise in as_is.promises] == [promise.causes for promise in compiled.promises]


@pytest.mark.parametrize(
    "processor",
    [{"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}, {"NUMBA_OPT": "1"}, {"NUMBA_DISABLE_JIT": "1"}],
)
def test_the_answer_depends_neither_on_the_vector_units_nor_on_the_compiler(
    processor: dict[str, str], tmp_path: Path
) -> None:
    problem = the_problem(shaped_portfolio(SHAPED), samples=128)
    elsewhere = subprocess.run(
        [sys.executable, "-m", "tests.engine.kernel.elsewhere"],
        env={**os.environ, **processor, "NUMBA_CACHE_DIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == digest(simulate_compiled(problem))


def test_progress_is_told_after_each_block_and_who_stops_listening_stops_the_rest() -> None:
    problem = the_problem(shaped_portfolio(SHAPED), samples=256)
    heard: list[tuple[int, int]] = []
    simulate_compiled(problem, threads=2, lanes=32, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(32 * block, 256) for block in range(1, 9)]

    def interrupted(done: int, total: int) -> None:
        raise KeyboardInterrupt(done, total)

    with pytest.raises(KeyboardInterrupt):
        simulate_compiled(problem, threads=2, lanes=32, progress=interrupted)
