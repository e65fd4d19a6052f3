"""Portfolios of the shapes that speed and accuracy are measured on, made with a seed.

Teams of 2 to 6 slots on six calendars, saturated for a stated number of working days; promises whose items form a
chain, a diamond or two heads; efforts as symmetric and skewed ranges and as past observations. A fifth of the promises
is released later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

import numpy as np

from makegood.engine import Absence, Learnt, Portfolio, Promise, Stated, Team, WorkItem
from makegood.engine.portfolio import Estimate
from tests.engine.portfolios import MONDAY

Shape = Literal["chain", "diamond", "two heads"]

LINKS: dict[Shape, tuple[tuple[int, ...], ...]] = {
    "chain": ((), (0,), (1,), (2,)),
    "diamond": ((), (0,), (0,), (1, 2)),
    "two heads": ((), (), (0, 1), (2,)),
}
"""For each shape the predecessors of each of a promise's four items."""
WEEKS = ((8.0,) * 5 + (0.0,) * 2, (8.0,) * 4 + (0.0,) * 3, (8.0,) * 6 + (0.0,))
CALENDARS = 6
DAYS_OFF = 0.03
RELEASED_LATER = 0.2
LATEST_RELEASE = 0.35
"""As a share of the calendar days for which the teams are saturated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to make: how many of what, how long it saturates the teams, and which links it has."""

    promises: int
    teams: int
    working_days: int
    shapes: tuple[Shape, ...] = ("chain", "diamond", "two heads")
    across: float = 0.0
    """Share of the promises whose first item waits for the last item of an earlier one."""
    widest: int = 1
    """Most slots that an item can use at once; drawn for each item from 1 up."""
    seed: int = 7
    prefix: str = ""
    """Stands before all keys and names, so that several plans go into one portfolio."""


def shaped_portfolio(plan: Plan, *, as_of: date = MONDAY) -> Portfolio:
    """Make the portfolio of ``plan``; the same plan gives the same portfolio."""
    chance = np.random.default_rng(plan.seed)
    teams = _teams(plan, chance, as_of)
    days = int(plan.working_days * 7 / 5)
    mean_hours = plan.working_days * 8 * sum(team.slots for team in teams) / (4 * plan.promises)
    promises = tuple(
        Promise(
            key=f"{plan.prefix}P{number:05}",
            customer=f"{plan.prefix}C{number % max(1, plan.promises // 5):04}",
            due=as_of + timedelta(days=int((number + 1) / plan.promises * days) + int(chance.integers(0, 30))),
            priority_class=1 + number * 3 // plan.promises,
            release=_release(chance, as_of, days),
            value=float(chance.integers(1, 100)) * 1_000,
            currency="EUR",
        )
        for number in range(plan.promises)
    )
    items = [item for promise in promises for item in _items(promise, plan, teams, mean_hours, chance)]
    return Portfolio(teams=teams, promises=promises, items=tuple(_linked_across(items, plan, chance)))


def grouped_portfolio(plan: Plan, groups: int) -> Portfolio:
    """Make ``groups`` portfolios of ``plan`` that share no work, and put them together."""
    parts = [
        shaped_portfolio(replace(plan, seed=plan.seed + number, prefix=f"{plan.prefix}G{number:03}-"))
        for number in range(groups)
    ]
    return Portfolio(
        teams=tuple(team for part in parts for team in part.teams),
        promises=tuple(promise for part in parts for promise in part.promises),
        items=tuple(item for part in parts for item in part.items),
    )


def _teams(plan: Plan, chance: np.random.Generator, as_of: date) -> tuple[Team, ...]:
    days = 2 * 365
    off = [chance.choice(days, int(days * DAYS_OFF), replace=False) for _ in range(CALENDARS)]
    calendars = [tuple(_absence(as_of, int(number)) for number in sorted(numbers)) for numbers in off]
    return tuple(
        Team(
            name=f"{plan.prefix}T{number:03}",
            slots=int(chance.integers(2, 7)),
            hours_per_day=WEEKS[(calendar := int(chance.integers(CALENDARS))) % len(WEEKS)],
            available_share=1.0,
            absences=calendars[calendar],
        )
        for number in range(plan.teams)
    )


def _absence(as_of: date, number: int) -> Absence:
    return Absence(as_of + timedelta(days=number), as_of + timedelta(days=number))


def _release(chance: np.random.Generator, as_of: date, days: int) -> date | None:
    if chance.random() >= RELEASED_LATER:
        return None
    return as_of + timedelta(days=int(chance.integers(0, max(1, int(LATEST_RELEASE * days)))))


def _items(
    promise: Promise, plan: Plan, teams: tuple[Team, ...], mean_hours: float, chance: np.random.Generator
) -> list[WorkItem]:
    links = LINKS[plan.shapes[int(chance.integers(len(plan.shapes)))]]
    slots = np.array([team.slots for team in teams])
    keys = [f"{promise.key}/{number}" for number in range(len(links))]
    return [
        WorkItem(
            key=keys[number],
            promise=promise.key,
            name=str(number),
            team=teams[int(chance.choice(len(teams), p=slots / slots.sum()))].name,
            estimate=_estimate(mean_hours * float(chance.lognormal(-0.18, 0.6)), chance),
            after=tuple(keys[before] for before in links[number]),
            slots=int(chance.integers(1, plan.widest + 1)),
        )
        for number in range(len(links))
    ]


def _estimate(hours: float, chance: np.random.Generator) -> Estimate:
    kind = chance.random()
    if kind < 0.4:
        return Stated(p10=0.6 * hours, p50=hours, p90=1.4 * hours)
    if kind < 0.8:
        return Stated(p10=0.7 * hours, p50=0.95 * hours, p90=1.5 * hours)
    return Learnt(tuple(float(value) for value in np.sort(chance.gamma(2.0, hours / 2, 40))))


def _linked_across(items: list[WorkItem], plan: Plan, chance: np.random.Generator) -> list[WorkItem]:
    """Let the first item of some promises wait for the last item of the promise before."""
    by_promise = [items[first : first + 4] for first in range(0, len(items), 4)]
    linked = by_promise[:1]
    for before, own in pairwise(by_promise):
        first = own[0]
        if chance.random() < plan.across:
            first = _after(first, before[-1].key)
        linked.append([first, *own[1:]])
    return [item for group in linked for item in group]


def _after(item: WorkItem, key: str) -> WorkItem:
    return replace(item, after=(*item.after, key))
