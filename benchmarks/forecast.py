"""How fast a portfolio is forecast, beside other ways to compute the same on the same draws, in one run.

``python benchmarks/forecast.py [--json] [--sizes 1k 10k 100k] [--million]`` prints times and ratios; ratios count,
because seconds are those of one machine. A peer that is too slow for all samples runs on fewer, its time is scaled up,
and the note says so. Plain Python and SimPy are timed on the schedule alone, NumPy and ours on all that a simulation
counts (draws, schedule, causes, sums). A peer's answer is compared with ours before its time is told: NumPy's counts
and plain Python's days must be the same, SimPy's may differ by 0.15 days on average and by one for a promise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, process_time

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]  # the shapes and the event simulation are the tests'

import numba
import numpy as np

from benchmarks.measuring import Row, best_of, compared, in_a_process, print_rows
from makegood.engine import CommonFactors, Portfolio, Settings, forecast
from makegood.engine.drawing import Draws
from makegood.engine.kernel.running import lay_out_for_kernel, simulate_compiled
from makegood.engine.layout import lay_out
from makegood.engine.parts import independent_parts
from makegood.engine.plain import block_size, simulate_plainly
from makegood.engine.problem import Problem
from makegood.engine.schedule import MINUTE_BITS, place
from makegood.engine.settings import INDEPENDENT
from tests.engine import event_simulation, plain_python
from tests.engine.kernel.tallies import differences
from tests.engine.portfolios import MONDAY
from tests.engine.shapes import Plan, grouped_portfolio, shaped_portfolio

SAMPLES = 1_000
CPUS = int(numba.config.NUMBA_DEFAULT_NUM_THREADS)
DEFAULTS = Settings(samples=SAMPLES)
GROUPS = 10
MEAN_DAYS, DAYS = 0.15, 1.0
"""What an event simulation may differ by: on average, and for a promise."""


@dataclass(frozen=True, slots=True)
class Size:
    """A portfolio of 4 items a promise that saturates its teams for 250 working days, and what peers can stand."""

    promises: int
    teams: int
    numpy_blocks: bool
    """Whether NumPy runs, on all samples or on as many as it likes best at once."""
    other_samples: int


SIZES = {
    "1k": Size(1_000, 20, numpy_blocks=True, other_samples=4),
    "10k": Size(10_000, 50, numpy_blocks=True, other_samples=1),
    "100k": Size(100_000, 200, numpy_blocks=False, other_samples=0),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print {'rows': [...]} for programs")
    parser.add_argument(
        "--sizes", choices=SIZES, nargs="+", default=["1k", "10k", "100k"], help="portfolios to measure"
    )
    parser.add_argument("--million", action="store_true", help="also a million promises of 2,000 teams (minutes)")
    asked = parser.parse_args()
    print_rows(rows_of(asked.sizes, million=asked.million), as_json=asked.json)


def rows_of(sizes: list[str], *, million: bool) -> Iterator[Row]:
    """Measure everything that was asked for."""
    for name in sizes:
        portfolio = shaped_portfolio(plan_of(SIZES[name]))
        yield from against_peers(name, portfolio)
        yield from by_itself(name, portfolio)
    yield from after_one_change()
    if "100k" in sizes:
        yield from peak_of(SIZES["100k"].promises, SIZES["100k"].teams, 1)
    if million:
        yield from peak_of(5_000, 10, 200)


def plan_of(size: Size) -> Plan:
    """Return what the portfolio of ``size`` is made from."""
    return Plan(promises=size.promises, teams=size.teams, working_days=250)


def against_peers(name: str, portfolio: Portfolio) -> Iterator[Row]:
    """Compare one thread of ours with peers that have one."""
    size = SIZES[name]
    problem = lay_out(portfolio, as_of=MONDAY, settings=DEFAULTS)
    simulate_compiled(problem)
    ours = best_of(lambda: simulated(problem, 1))
    if size.numpy_blocks:
        samples = min(SAMPLES, block_size(problem))
        seconds = numpy_seconds(lay_out(portfolio, as_of=MONDAY, settings=replace(DEFAULTS, samples=samples)))
        yield compared(f"{name}, one thread", ours, "NumPy across samples", seconds, ran(samples))
    if size.other_samples:
        yield from against_schedules(name, ours, problem, size.other_samples)


def numpy_seconds(problem: Problem) -> float:
    """Return how long NumPy takes for all samples, from those of ``problem``; its counts are compared with ours."""
    started = perf_counter()
    counted = simulate_plainly(problem)
    seconds = perf_counter() - started
    assert differences(counted, simulate_compiled(problem)) == [], "NumPy counts the same"
    return seconds * SAMPLES / problem.settings.samples


def against_schedules(name: str, ours: float, problem: Problem, samples: int) -> Iterator[Row]:
    """Compare with peers that play one sample after the other, from draws that are made before the clock starts."""
    draws = Draws(problem, 0, samples)
    finish = place(problem, draws, lambda: None).finish >> MINUTE_BITS
    expected = np.stack([finish[list(deal.jobs)].max(axis=0) for deal in problem.deals if deal.jobs])
    needs, chance = plain_python.drawn(problem, draws).tolist(), event_simulation.drawn(problem, draws)
    for peer, mean, each, play in (
        ("plain Python", 0.0, 0.0, lambda: plain_python.played_in_python(problem, needs)),
        ("SimPy", MEAN_DAYS, DAYS, lambda: event_simulation.played(problem, chance)),
    ):
        started = perf_counter()
        off = play() - expected
        seconds = (perf_counter() - started) * SAMPLES / samples
        assert abs(off.mean()) <= mean, f"{peer} finishes on other days"
        assert abs(off).mean() <= each, f"{peer} finishes on other days"
        yield compared(f"{name}, one thread", ours, peer, seconds, ran(samples))


def simulated(problem: Problem, threads: int) -> float:
    """Return how long the simulation takes, its input being laid out."""
    laid_out = lay_out_for_kernel(problem)
    started = perf_counter()
    simulate_compiled(problem, threads=threads, laid_out=laid_out)
    return perf_counter() - started


def ran(samples: int) -> str:
    """Say how many samples a peer ran."""
    return "all samples" if samples == SAMPLES else f"peer ran {samples:,} of {SAMPLES:,} samples"


def by_itself(name: str, portfolio: Portfolio) -> Iterator[Row]:
    """Compare ways to run ours, and put the simulation beside the whole of a forecast."""
    problem, independent, one_traced, all_traced = (
        lay_out(portfolio, as_of=MONDAY, settings=settings)
        for settings in (
            DEFAULTS,
            replace(DEFAULTS, factors=INDEPENDENT),
            replace(DEFAULTS, traced_samples=1),
            replace(DEFAULTS, traced_samples=SAMPLES),
        )
    )
    whole = best_of(lambda: simulated(problem, CPUS))
    rate = f"{len(problem.jobs) * SAMPLES / whole / 1e6:.0f} M items × samples a second"
    yield compared(f"{name}, {CPUS} threads", whole, "one thread", best_of(lambda: simulated(problem, 1)), rate)
    for case, other, note in (
        ("independent draws", independent, "what common factors cost: 1/ratio"),
        ("one sample traced", one_traced, f"what tracing {problem.traced_samples} of {SAMPLES} costs: 1/ratio"),
        ("every sample traced", all_traced, "what tracing them all would cost: ratio"),
    ):
        seconds = best_of(lambda other=other: simulated(other, CPUS))  # type: ignore[misc]  # bound now, not later
        yield compared(f"{name}, {CPUS} threads", whole, case, seconds, note)
    everything = best_of(lambda: forecast(portfolio, as_of=MONDAY, settings=DEFAULTS), rounds=1)
    yield compared(f"{name}, {CPUS} threads", whole, "whole forecast", everything, "with checks, layout and reasons")


def after_one_change() -> Iterator[Row]:
    """Compare the forecast of one of ten independent groups of teams with that of all."""
    plan = Plan(promises=1_000, teams=5, working_days=250)
    portfolio = grouped_portfolio(plan, GROUPS)
    settings = replace(DEFAULTS, factors=CommonFactors(), horizon_days=730, traced_samples=512)
    parts = list(independent_parts(portfolio, least_items=4 * plan.promises))
    touched = lay_out(parts[3], as_of=MONDAY, settings=settings)
    everything = lay_out(portfolio, as_of=MONDAY, settings=settings)
    again, full = simulate_compiled(touched), simulate_compiled(everything)
    places = {deal.promise.key: row for row, deal in enumerate(everything.deals)}
    same = [places[deal.promise.key] for deal in touched.deals]
    assert np.array_equal(again.done_in_full, full.done_in_full[same]), "the part's figures are those of the whole"
    one, all_of_them = best_of(lambda: simulated(touched, CPUS)), best_of(lambda: simulated(everything, CPUS))
    yield compared("10k, one of ten groups changed", one, "all groups", all_of_them, "identical results")


def peak_of(promises: int, teams: int, groups: int) -> Iterator[Row]:
    """Forecast in a process of its own, and report the most memory that it took."""
    seconds, before, peak, spent = in_a_process(whole_forecast, promises, teams, groups)
    note = f"peak {peak / 2**30:.2f} GB, {before / 2**30:.2f} of it the portfolio itself; {spent:.0f} s of processors"
    yield Row(f"{promises * groups:,} promises, whole forecast", round(seconds, 2), "", None, None, note)


def whole_forecast(promises: int, teams: int, groups: int, peak: Callable[[], int]) -> tuple[float, int, int, float]:
    """Return the seconds of a forecast, memory before it and at its peak in bytes, and seconds of processors."""
    plan = Plan(promises=promises, teams=teams, working_days=250)
    portfolio = shaped_portfolio(plan) if groups == 1 else grouped_portfolio(plan, groups)
    before, started, spent = peak(), perf_counter(), process_time()
    found = forecast(portfolio, as_of=MONDAY, settings=DEFAULTS)
    assert found.portfolio.checked == promises * groups
    return perf_counter() - started, before, peak(), process_time() - spent


if __name__ == "__main__":
    main()
