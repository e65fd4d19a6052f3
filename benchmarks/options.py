"""How good the best set of options is: beside rules of thumb on what is promised, and beside trying all sets.

``python benchmarks/options.py [--json] [--portfolios N]`` prints expected value lost and promises expected to be
broken, by class, on generated portfolios. The first part spends nothing: who gets capacity first is all that may be
changed, by strict class, earliest due date, weighted shortest processing time (Smith 1956), and by our moves on top of
the strict order. The second adds everything else that would help. The third holds the choice from few options against
simulating every set of them. A time stands beside each; it is that of one machine.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]  # the shapes are the tests'

from makegood.engine import FirstPlace, LowerClass, Portfolio, PriorityPolicy, Settings, forecast
from makegood.engine.best import Demands, best_by_trying_all, best_set_of
from makegood.engine.candidates import Prices, propose
from makegood.engine.portfolio import LAST_CLASS, Estimate, Fixed, Learnt, Stated
from makegood.engine.results import Forecast
from makegood.engine.scenarios import Comparison, Scenario, latest_date, worth_after
from tests.engine.portfolios import MONDAY
from tests.engine.shapes import Plan, shaped_portfolio

SETTINGS = Settings(samples=512, traced_samples=512)
BUDGET, SLOT_WEEK = 50_000.0, 1_500.0
MOVED, FEW = 10, 8


@dataclass(frozen=True, slots=True)
class Row:
    """One way of going about a portfolio."""

    case: str
    way: str
    lost: float
    """Expected value lost, and money spent."""
    broken: tuple[float, ...]
    """Promises expected to be broken, by class from 1 on."""
    seconds: float
    note: str = ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print {'rows': [...]} for programs")
    parser.add_argument("--portfolios", type=int, default=5, help="how many to generate")
    asked = parser.parse_args()
    rows = (row for seed in range(1, asked.portfolios + 1) for row in of_one(seed))
    if asked.json:
        print(json.dumps({"rows": [asdict(row) for row in rows]}, indent=2))
        return
    print(f"{'no.':<6}{'way':<34}{'lost + spent':>14}  {'broken, by class':<24}{'time':>8}  note")
    for row in rows:
        broken = " / ".join(f"{each:.1f}" for each in row.broken)
        print(
            f"{row.case:<6}{row.way:<34}{row.lost:>14,.0f}  {broken:<24}{row.seconds:>6.1f} s  {row.note}", flush=True
        )


def of_one(seed: int) -> Iterator[Row]:
    """Go about one portfolio in every way."""
    portfolio = crowded(seed)
    strict = forecast(portfolio, as_of=MONDAY, settings=SETTINGS)
    yield of_forecast(seed, "strict class", portfolio, strict)
    by_due = replace(SETTINGS, policy=PriorityPolicy("due", ("due",)))
    yield of_forecast(seed, "earliest due date", portfolio, forecast(portfolio, as_of=MONDAY, settings=by_due))
    smith = replace(SETTINGS, policy=PriorityPolicy("Smith", ("value",)))
    ratios = forecast(weighted(portfolio), as_of=MONDAY, settings=smith)
    yield of_forecast(seed, "weighted shortest processing", portfolio, ratios)
    moves = moves_of(portfolio, strict)
    yield chosen(seed, "our moves, nothing spent", portfolio, moves, Demands(budget=0.0))
    proposed = propose(portfolio, strict, settings=SETTINGS, prices=Prices(slot_week=SLOT_WEEK), promises=6)
    yield chosen(seed, "all that would help", portfolio, proposed, Demands(budget=BUDGET))
    yield from beside_all(seed, portfolio, proposed)


def crowded(seed: int) -> Portfolio:
    """Return 30 promises in five teams that are full for twelve weeks; classes say nothing of value."""
    made = shaped_portfolio(Plan(promises=30, teams=5, working_days=60, seed=seed))
    chance = np.random.default_rng(seed)
    promises = (replace(one, priority_class=int(chance.integers(1, 4))) for one in made.promises)
    return replace(made, promises=tuple(promises))


def weighted(portfolio: Portfolio) -> Portfolio:
    """Return ``portfolio`` with value per expected hour in the place of value, which its policy ranks by."""
    hours: dict[str, float] = {}
    for item in portfolio.items:
        hours[item.promise] = hours.get(item.promise, 0.0) + (1 - item.done_share) * mean_hours(item.estimate)
    promises = (
        replace(one, value=(one.value or 0.0) / max(1.0, hours.get(one.key, 1.0))) for one in portfolio.promises
    )
    return replace(portfolio, promises=tuple(promises))


def mean_hours(estimate: Estimate) -> float:
    """Return the hours that an estimate means, about."""
    match estimate:
        case Fixed(hours):
            return hours
        case Stated(p10, p50, p90):
            return 0.3 * p10 + 0.4 * p50 + 0.3 * p90  # Swanson's rule
        case Learnt(observed):
            return sum(observed) / len(observed)


def moves_of(portfolio: Portfolio, strict: Forecast) -> list[Scenario]:
    """Return moves to the front of those with most harm, and to the end of those that would lose least by it."""
    at_stake = worth_after(portfolio).at_stake
    harmed = [one.promise for one in strict.promises][:MOVED]
    kept = {one.promise: at_stake[one.promise] * (one.p_kept or 0.0) for one in strict.promises}
    cheap = sorted(kept, key=lambda key: (kept[key], key))[:MOVED]
    return [
        *(Scenario(f"{key} first", (FirstPlace(key),)) for key in harmed),
        *(Scenario(f"{key} last", (LowerClass(key, LAST_CLASS),)) for key in cheap),
    ]


def chosen(seed: int, way: str, portfolio: Portfolio, options: Sequence[Scenario], demands: Demands) -> Row:
    """Choose from ``options``."""
    comparison = compared(portfolio, options)
    started = perf_counter()
    found = best_set_of(comparison, options, demands)
    seconds = perf_counter() - started
    after = {effect.promise: effect.after.p_kept or 0.0 for effect in found.effect.effects}
    note = f"{len(found.chosen)} of {len(options)} options, {len(found.rounds)} rounds"
    note += "" if found.agreed and found.proven else ", not finished"
    lost = found.effect.lost + found.cost
    return Row(str(seed), way, lost, broken(portfolio, after), seconds, note)


def beside_all(seed: int, portfolio: Portfolio, options: Sequence[Scenario]) -> Iterator[Row]:
    """Choose from the few options that save most alone, and simulate every set of them."""
    comparison = compared(portfolio, options)
    alone = sorted(options, key=lambda option: (option.cost - comparison.of(option).saved, option.name))
    few, demands = alone[:FEW], Demands(budget=BUDGET)
    started = perf_counter()
    ours = best_set_of(comparison, few, demands)
    between = perf_counter()
    best = best_by_trying_all(compared(portfolio, options), few, demands)
    ended = perf_counter()
    for way, found, seconds in (
        (f"{FEW} options, chosen", ours, between - started),
        (f"{FEW} options, every set tried", best, ended - between),
    ):
        after = {effect.promise: effect.after.p_kept or 0.0 for effect in found.effect.effects}
        regret = (found.effect.lost + found.cost) / (best.effect.lost + best.cost) - 1
        lost = found.effect.lost + found.cost
        yield Row(str(seed), way, lost, broken(portfolio, after), seconds, f"regret {regret:.2%}")


def compared(portfolio: Portfolio, options: Sequence[Scenario]) -> Comparison:
    """Return a comparison whose horizon reaches all options' dates."""
    until = latest_date(change for option in options for change in option.changes)
    return Comparison(portfolio, as_of=MONDAY, settings=SETTINGS, until=until)


def of_forecast(seed: int, way: str, portfolio: Portfolio, told: Forecast) -> Row:
    """Return what is lost where a rule gives capacity."""
    worth = worth_after(portfolio)
    after = {one.promise: one.p_kept or 0.0 for one in told.promises}
    lost = sum(worth.harm(key, p_kept) for key, p_kept in after.items())
    return Row(str(seed), way, lost, broken(portfolio, after), 0.0)


def broken(portfolio: Portfolio, p_kept: dict[str, float]) -> tuple[float, ...]:
    """Return how many promises of each class are expected to be broken."""
    classes = sorted({promise.priority_class for promise in portfolio.promises})
    return tuple(
        round(sum(1 - p_kept[one.key] for one in portfolio.promises if one.priority_class == number), 2)
        for number in classes
    )


if __name__ == "__main__":
    main()
