"""How fast a portfolio is forecast, beside an event simulation of the same model on the same draws.

``python benchmarks/forecast.py [--json] [--promises 100 300]`` runs everything in one go and prints ratios, because
seconds are those of one machine. SimPy is too slow for all samples: it runs a few, its time is scaled up, and the note
says so. Rows: the schedule itself; what tracing every sample back to its cause costs; the whole of a forecast.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]  # the shapes and the event simulation are the tests'

from makegood.engine import Portfolio, Settings, forecast
from makegood.engine.drawing import Draws
from makegood.engine.layout import lay_out
from makegood.engine.plain import simulate_plainly
from tests.engine.event_simulation import finish_days
from tests.engine.portfolios import MONDAY
from tests.engine.shapes import Plan, shaped_portfolio

SAMPLES = 1_024
PEER_SAMPLES = 2
ROUNDS = 3
ONE_TRACED = Settings(samples=SAMPLES, traced_samples=1)
ALL_TRACED = Settings(samples=SAMPLES)


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; ``ratio`` is how many times longer the peer takes."""

    case: str
    ours_s: float
    peer: str
    peer_s: float
    ratio: float
    note: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print {'rows': [...]} for programs")
    parser.add_argument("--promises", type=int, nargs="+", default=[100, 300], help="sizes, with 4 items a promise")
    asked = parser.parse_args()
    rows = [row for promises in asked.promises for row in rows_of(promises)]
    if asked.json:
        print(json.dumps({"rows": [asdict(row) for row in rows]}, indent=2))
    else:
        print_table(rows)


def rows_of(promises: int) -> Iterator[Row]:
    """Measure a portfolio of ``promises`` that saturates its teams for 100 working days."""
    plan = Plan(promises=promises, teams=max(4, promises // 25), working_days=100)
    portfolio = shaped_portfolio(plan)
    size = f"{promises} promises, {plan.teams} teams"
    schedule = best_of(lambda: simulate_plainly(lay_out(portfolio, as_of=MONDAY, settings=ONE_TRACED)))
    events = event_seconds(portfolio) * SAMPLES / PEER_SAMPLES
    yield compared(f"{size}: schedule", schedule, "SimPy", events, f"SimPy ran {PEER_SAMPLES} of {SAMPLES:,} samples")
    traced = best_of(lambda: simulate_plainly(lay_out(portfolio, as_of=MONDAY, settings=ALL_TRACED)))
    yield compared(f"{size}: every cause traced", traced, "one sample traced", schedule, "1 means that tracing is free")
    whole = best_of(lambda: forecast(portfolio, as_of=MONDAY, settings=ALL_TRACED))
    yield compared(
        f"{size}: forecast with reasons",
        whole,
        "its schedule",
        schedule,
        "the share of the whole that the schedule takes",
    )


def event_seconds(portfolio: Portfolio) -> float:
    """Return how long the event simulation takes for :data:`PEER_SAMPLES` samples."""
    problem = lay_out(portfolio, as_of=MONDAY, settings=ONE_TRACED)
    draws = Draws(problem, 0, PEER_SAMPLES)
    return best_of(lambda: finish_days(problem, draws), rounds=1)


def best_of(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the shortest of several runs, in seconds."""
    seconds = []
    for _ in range(rounds):
        start = perf_counter()
        run()
        seconds.append(perf_counter() - start)
    return min(seconds)


def compared(case: str, ours: float, peer: str, theirs: float, note: str) -> Row:
    """Put two times side by side."""
    return Row(case, round(ours, 4), peer, round(theirs, 4), round(theirs / ours, 2), note)


def print_table(rows: list[Row]) -> None:
    """Print the comparisons for people."""
    print(f"{'case':<48}{'ours':>9}  {'peer':<20}{'peer':>10}  {'ratio':>8}  note")
    for row in rows:
        print(f"{row.case:<48}{row.ours_s:>8.2f}s  {row.peer:<20}{row.peer_s:>9.2f}s  {row.ratio:>8.1f}  {row.note}")


if __name__ == "__main__":
    main()
