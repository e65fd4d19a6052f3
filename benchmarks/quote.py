"""How fast "what can I promise?" is answered from a warm portfolio, beside simulating everything anew, in one run.

``python benchmarks/quote.py [--json] [--sizes 10k 100k]`` prints times and ratios; ratios count, because seconds are
those of one machine; on a busy one the time of processors, in the notes, says more. Common factors and risk drivers are
on. Every offer is a new promise of four items in four teams.
The answer's P(kept), and whom it endangers, are compared with the simulation of everything before a time is told.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]  # the shapes are the tests'

from benchmarks.measuring import ROUNDS, Row, best_of, compared, print_rows
from makegood.engine import Portfolio, RiskDriver, Settings, Stated, WorkItem
from makegood.engine.kernel.running import lay_out_for_kernel, simulate_compiled
from makegood.engine.layout import lay_out
from makegood.engine.portfolio import LAST_CLASS
from makegood.engine.problem import Problem
from makegood.engine.quoting import Offer, WarmPortfolio, inserted
from makegood.engine.remedies import LEAST_HARM
from tests.engine.portfolios import MONDAY
from tests.engine.shapes import Plan, grouped_portfolio, shaped_portfolio

SETTINGS = Settings(samples=1_000, traced_samples=512)
SIZES = {"1k": (1_000, 20), "10k": (10_000, 50), "100k": (100_000, 200)}
DRIVERS, ITEMS_HIT = 20, 50
QUESTIONS = 30
GROUPS = 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print {'rows': [...]} for programs")
    parser.add_argument("--sizes", choices=SIZES, nargs="+", default=["10k", "100k"], help="portfolios to measure")
    asked = parser.parse_args()
    print_rows(rows_of(asked.sizes), as_json=asked.json)


def rows_of(sizes: list[str]) -> Iterator[Row]:
    """Measure everything that was asked for."""
    for name in sizes:
        promises, teams = SIZES[name]
        portfolio = with_drivers(shaped_portfolio(Plan(promises=promises, teams=teams, working_days=250)))
        yield from of_portfolio(name, portfolio)
    yield from of_groups()


def of_portfolio(name: str, portfolio: Portfolio) -> Iterator[Row]:
    """Ask at the lowest place and in the middle, and put a new simulation beside each."""
    started = perf_counter()
    warm = WarmPortfolio.of(portfolio, as_of=MONDAY, settings=SETTINGS)
    yield Row(f"{name}, made warm", round(perf_counter() - started, 2), "", None, None, f"{warm.bytes / 2**20:,.0f} MB")
    lowest, middle = an_offer(portfolio, 1.0, LAST_CLASS), an_offer(portfolio, 0.5, None)
    again = laid_out(warm, portfolio, middle)
    check(warm, middle, again)
    anew, spent = simulated(again)
    for case, offer, endangers in (
        ("lowest place, own dates", lowest, False),
        ("lowest place, and everybody", lowest, True),
        ("in the middle, own dates", middle, False),
        ("in the middle, and everybody", middle, True),
    ):
        ask = partial(warm.quote, offer, endangers=endangers)
        yield asked(f"{name}, {case}", ask, anew, spent)
    yield compared(f"{name}, reserved in the middle", best_of(lambda: warm.with_offer(middle)), "simulation", anew, "")


def of_groups() -> Iterator[Row]:
    """Ask in one of ten groups that share no work."""
    portfolio = grouped_portfolio(Plan(promises=1_000, teams=5, working_days=250), GROUPS)
    warm = WarmPortfolio.of(portfolio, as_of=MONDAY, settings=SETTINGS)
    offer = an_offer(portfolio, 0.05, None, teams=5)
    again = laid_out(warm, portfolio, offer)
    check(warm, offer, again)
    yield asked("10k in ten groups, middle of one", partial(warm.quote, offer), *simulated(again))


def simulated(problem: Problem) -> tuple[float, float]:
    """Return how long a simulation takes, its input being laid out, and how long processors work on it."""
    laid = lay_out_for_kernel(problem)
    times, worked = timed(lambda: simulate_compiled(problem, laid_out=laid), ROUNDS)
    return times[0], worked


def asked(case: str, ask: Callable[[], object], anew: float, spent: float) -> Row:
    """Ask several times, after once that warms up, and put a simulation beside the median."""
    ask()
    times, worked = timed(ask, QUESTIONS)
    note = (
        f"p95 {1_000 * times[int(0.95 * len(times))]:.1f} ms, best {1_000 * times[0]:.1f} ms;"
        f" processors {1_000 * worked:.1f} ms of {1_000 * spent:,.0f}: {spent / worked:,.1f} times"
    )
    return compared(case, median(times), "simulation anew", anew, note)


def timed(run: Callable[[], object], rounds: int) -> tuple[list[float], float]:
    """Return the times that ``run`` takes, ascending, and the least time that processors work on it."""
    times, worked = [], []
    for _ in range(rounds):
        started, working = perf_counter(), process_time()
        run()
        times.append(perf_counter() - started)
        worked.append(process_time() - working)
    return sorted(times), min(worked)


def an_offer(portfolio: Portfolio, place: float, priority_class: int | None, *, teams: int | None = None) -> Offer:
    """Return a new promise like the one at ``place`` along the order, of usual items in four teams."""
    promises, names = portfolio.promises, [team.name for team in portfolio.teams[:teams]]
    like = promises[min(len(promises) - 1, int(place * len(promises)))]
    hours = 250 * 8 * sum(team.slots for team in portfolio.teams) / len(portfolio.items)
    promise = replace(like, key="new", release=None, priority_class=priority_class or like.priority_class)
    items = tuple(
        WorkItem(
            key=f"new/{number}",
            promise="new",
            name=str(number),
            team=names[(7 * number + 3) % len(names)],
            estimate=Stated(p10=0.7 * hours, p50=0.95 * hours, p90=1.5 * hours),
            after=(f"new/{number - 1}",) if number else (),
        )
        for number in range(4)
    )
    return Offer(promise=promise, items=items)


def with_drivers(portfolio: Portfolio) -> Portfolio:
    """Return ``portfolio`` with risk drivers that hit some of its items together."""
    step = max(1, len(portfolio.items) // ITEMS_HIT)
    drivers = (
        RiskDriver(
            name=f"driver {number}",
            probability=0.2,
            items=tuple(item.key for item in portfolio.items[number::step][:ITEMS_HIT]),
            factor=1.3,
            delay_days=number % 2,
        )
        for number in range(DRIVERS)
    )
    return replace(portfolio, risks=tuple(drivers))


def laid_out(warm: WarmPortfolio, portfolio: Portfolio, offer: Offer) -> Problem:
    """Return the whole portfolio with ``offer`` in it, as a simulation reads it."""
    return lay_out(inserted(portfolio, [offer]), as_of=MONDAY, settings=warm.settings, checked=True)


def check(warm: WarmPortfolio, offer: Offer, problem: Problem) -> None:
    """Hold an answer against the simulation of everything."""
    answer, before = warm.quote(offer), warm.p_kept()
    kept = simulate_compiled(problem).kept / SETTINGS.samples
    after = {deal.promise.key: float(p) for deal, p in zip(problem.deals, kept, strict=True)}
    assert answer.promise.p_kept == after[offer.key], "the simulation says something else of the offer"
    fallen = {key: after[key] for key, was in before.items() if was - after[key] > LEAST_HARM}
    assert {other.promise: other.after for other in answer.endangers} == fallen, "the simulation endangers others"


if __name__ == "__main__":
    main()
