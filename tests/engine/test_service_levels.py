from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.portfolio import Measurement, ServiceLevelTerm
from makegood.engine.service_levels import DETAILS, ServiceLevelVerdict, judge_service_level

TODAY = date(2026, 7, 1)


def promised(target: float, first: int, last: int) -> ServiceLevelTerm:
    """Promise replies within four hours in the share ``target``, from day ``first`` to ``last`` after today."""
    start, end = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    return ServiceLevelTerm(
        promise="BP-3", measure="reply", operator="<=", threshold=4, target=target, start=start, end=end
    )


def measured(kept_by_day: dict[int, list[bool]]) -> list[Measurement]:
    return [
        Measurement(
            "reply", datetime.combine(TODAY, datetime.min.time()) + timedelta(days=day, hours=9), 1 if kept else 9
        )
        for day, outcomes in kept_by_day.items()
        for kept in outcomes
    ]


def judge(term: ServiceLevelTerm, measurements: list[Measurement], seed: int = 1) -> ServiceLevelVerdict:
    verdict = judge_service_level(term, measurements, as_of=TODAY, seed=seed)
    assert set(verdict.detail.values) == set(DETAILS[verdict.detail.code])
    return verdict


def test_without_measurements_nothing_is_claimed() -> None:
    verdict = judge(promised(0.9, -10, 20), [])
    assert (verdict.state, verdict.p_kept, verdict.attainment) == ("unchecked", None, None)
    assert verdict.detail.code == "not measured"


def test_measurements_from_the_future_are_not_known_yet() -> None:
    assert judge(promised(0.9, -10, 20), measured({1: [True] * 50})).detail.code == "not measured"
    past = measured({day: [True, False] for day in range(-40, 0)})
    assert judge(promised(0.9, -10, 20), past) == judge(promised(0.9, -10, 20), past + measured({1: [True] * 500}))


def test_measurements_older_than_a_year_say_nothing_of_the_days_to_come() -> None:
    verdict = judge(promised(0.9, 0, 20), measured({-400: [True] * 50}))
    assert (verdict.state, verdict.detail.code) == ("unchecked", "measured too long ago")
    assert verdict.detail.values["last"] == TODAY - timedelta(days=400)


@pytest.mark.parametrize(("kept", "state", "p"), [(19, "met", 1.0), (18, "not met", 0.0)])
def test_a_window_that_is_over_is_certain(kept: int, state: str, p: float) -> None:
    verdict = judge(promised(0.95, -30, -1), measured({-5: [True] * kept + [False] * (20 - kept), -31: [False] * 9}))
    assert (verdict.state, verdict.p_kept, verdict.elapsed_observations) == (state, p, 20)
    assert verdict.attainment == kept / 20
    assert verdict.detail.code == "window over"


def test_a_window_that_is_over_without_observations_stays_unchecked() -> None:
    verdict = judge(promised(0.95, -30, -1), measured({-40: [True]}))
    assert (verdict.state, verdict.detail.code) == ("unchecked", "nothing falls into the window")


def test_a_window_in_which_nothing_ever_happens_stays_unchecked() -> None:
    weekly = measured({day: [True] for day in range(-70, 0, 7)})  # on the weekday of today
    assert judge(promised(0.95, 1, 1), weekly).detail.code == "nothing falls into the window"
    assert judge(promised(0.95, 0, 0), weekly).p_kept is not None


def test_ten_of_ten_do_not_give_certainty() -> None:
    verdict = judge(promised(0.95, 0, 29), measured({day: [True] for day in range(-10, 0)}))
    assert verdict.p_kept is not None
    assert 0.5 < verdict.p_kept < 0.85
    assert verdict.state == "inconclusive"
    assert verdict.low == pytest.approx(0.7225, abs=1e-4)


def test_a_long_good_record_is_met_and_a_long_bad_one_is_not() -> None:
    good = judge(promised(0.9, -20, 20), measured({day: [True] * 49 + [False] for day in range(-200, 0)}))
    bad = judge(promised(0.9, -20, 20), measured({day: [True] * 4 + [False] for day in range(-200, 0)}))
    assert good.state == "met"
    assert bad.state == "not met"
    assert good.p_kept is not None
    assert good.p_kept < 1
    assert bad.p_kept is not None
    assert bad.p_kept > 0


def test_what_happened_in_the_window_is_not_forgotten() -> None:
    record = {day: [True] * 19 + [False] for day in range(-200, -15)}
    quiet = judge(promised(0.93, -15, 15), measured(record | {day: [True] * 20 for day in range(-15, 0)}))
    rough = judge(promised(0.93, -15, 15), measured(record | {day: [True] * 18 + [False] * 2 for day in range(-15, 0)}))
    assert quiet.p_kept is not None
    assert rough.p_kept is not None
    assert rough.p_kept < 0.3
    assert quiet.p_kept > 0.97
    assert quiet.elapsed_observations == rough.elapsed_observations == 300


def test_good_service_that_must_make_up_for_a_bad_start_is_at_risk() -> None:
    record = {day: [True] * 19 + [False] for day in range(-200, -5)} | {
        day: [True] * 14 + [False] * 6 for day in range(-5, 0)
    }
    verdict = judge(promised(0.92, -5, 40), measured(record))
    assert verdict.low is not None
    assert verdict.low > 0.92
    assert verdict.state == "at risk"


def test_today_counts_as_elapsed_once_it_was_measured() -> None:
    past = {day: [True, True, False] for day in range(-60, 0)}
    unmeasured, seen = (
        judge(promised(0.6, -5, 0), measured(past)),
        judge(promised(0.6, -5, 0), measured(past | {0: [True] * 3})),
    )
    assert unmeasured.detail.values["days_left"] == 1
    assert (seen.p_kept, seen.detail.code, seen.elapsed_observations) == (1.0, "window over", 18)


def test_outages_in_a_row_leave_more_doubt_than_single_failures() -> None:
    single = {day: [True] * 9 + [False] for day in range(-140, 0)}
    clustered = {day: [day % 70 >= 7] * 10 for day in range(-140, 0)}
    apart, together = judge(promised(0.85, 0, 27), measured(single)), judge(promised(0.85, 0, 27), measured(clustered))
    assert apart.attainment == together.attainment == 0.9
    assert apart.p_kept is not None
    assert together.p_kept is not None
    assert together.p_kept < 0.85
    assert apart.p_kept > 0.95
    assert together.low is not None
    assert apart.low is not None
    assert together.low < apart.low


def test_weekdays_are_kept() -> None:
    """Today is a Wednesday; replies are late on weekends only, and the window holds no weekend."""
    saturday = 3
    past = {day: [(day - saturday) % 7 > 1] * 5 for day in range(-350, 0)}
    verdict = judge(promised(0.95, 0, 2), measured(past))
    assert verdict.attainment == pytest.approx(5 / 7, abs=0.01)
    assert verdict.state == "met"


def test_the_trend_is_the_change_of_the_share_in_thirty_days() -> None:
    improving = measured({day: [True] * (100 + day) + [False] * -day for day in range(-60, 0)})
    assert judge(promised(0.9, 0, 20), improving).trend == pytest.approx(0.3)
    assert judge(promised(0.9, 0, 20), measured({day: [True] for day in range(-20, 0)})).trend is None


outcomes_by_day = st.dictionaries(st.integers(-120, 0), st.lists(st.booleans(), min_size=1, max_size=4), min_size=1)


@given(outcomes_by_day, st.integers(-40, 10), st.integers(0, 60), st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing_and_the_seed_everything(
    outcomes: dict[int, list[bool]], first: int, length: int, shuffler: Random
) -> None:
    term, rows = promised(0.9, first, first + length), measured(outcomes)
    shuffled = rows.copy()
    shuffler.shuffle(shuffled)
    assert judge(term, rows) == judge(term, shuffled) == judge(term, rows)


@given(outcomes_by_day, st.integers(-40, 10), st.integers(0, 60))
def test_a_verdict_is_always_consistent(outcomes: dict[int, list[bool]], first: int, length: int) -> None:
    verdict = judge(promised(0.9, first, first + length), measured(outcomes))
    assert (verdict.p_kept is None) == (verdict.state == "unchecked")
    if verdict.p_kept is not None:
        assert 0 <= verdict.p_kept <= 1
        assert verdict.low is not None
        assert verdict.high is not None
        assert verdict.attainment is not None
        assert 0 <= verdict.low <= verdict.attainment <= verdict.high <= 1


@given(outcomes_by_day, st.floats(0, 1), st.floats(0, 1), st.integers(-1, 20))
def test_a_higher_target_on_the_same_record_is_never_likelier(
    outcomes: dict[int, list[bool]], one: float, other: float, last: int
) -> None:
    rows = measured(outcomes | {-1: [True]})
    low, high = (judge(promised(target, -200, last), rows).p_kept for target in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert high <= low


def test_different_seeds_agree_within_the_noise_of_the_replicates() -> None:
    rows = measured({day: [day % 9 != 0] * 3 for day in range(-100, 0)})
    results = [judge(promised(0.88, 0, 30), rows, seed=seed).p_kept for seed in (1, 2, 3)]
    assert len(set(results)) == 3
    assert np.ptp(np.array(results, dtype=float)) < 0.05


def test_a_thousand_measurements_are_judged_quickly() -> None:
    rows = measured({day: [True, True, False] for day in range(-334, 0)})
    judge(promised(0.7, -30, 60), rows)
    times = []
    for _ in range(5):
        started = time.perf_counter()
        judge(promised(0.7, -30, 60), rows)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.05


# ------------------------------------------------------------------------------------------ does P mean what it says?


def one_service(generator: np.random.Generator, days: int, *, clustered: bool) -> list[np.ndarray]:
    """Simulate the working days of a service of unknown quality; clustered ones go through bad spells of some days."""
    rate, bad_spell, days_kept = generator.beta(18, 2), False, []
    for day in range(days):
        begins = (1 - rate) / rate / 3
        bad_spell = clustered and bool(generator.random() < (2 / 3 if bad_spell else begins))
        chance = (0.4 if bad_spell else 0.98) if clustered else rate
        volume = 0 if day % 7 >= 5 else generator.poisson(4)
        days_kept.append(generator.random(volume) < chance)
    return days_kept


@pytest.mark.parametrize(("clustered", "bias", "error"), [(False, 0.05, 0.06), (True, 0.08, 0.11)])
def test_probabilities_come_true_as_often_as_they_say(clustered: bool, bias: float, error: float) -> None:
    generator, said, came_true = np.random.default_rng(11), [], []
    for number in range(250):
        past, window_past, ahead = 182, 28, 60
        service = one_service(generator, past + ahead, clustered=clustered)
        target = float(generator.choice([0.85, 0.9, 0.95]))
        rows = measured({day - past: kept.tolist() for day, kept in enumerate(service[:past])})
        verdict = judge_service_level(
            promised(target, -window_past, ahead - 1), rows, as_of=TODAY, seed=number, replicates=400
        )
        assert verdict.p_kept is not None
        said.append(verdict.p_kept)
        came_true.append(np.concatenate(service[past - window_past :]).mean() >= target)
    p, y = np.array(said), np.array(came_true, dtype=float)
    assert abs((p - y).mean()) < bias
    groups = np.array_split(np.argsort(p, kind="stable"), 5)
    assert sum(abs((p - y)[group].sum()) for group in groups) / len(p) < error
    assert ((p - y) ** 2).mean() < 0.6 * y.mean() * (1 - y.mean())
