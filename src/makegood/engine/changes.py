"""Typed changes to a portfolio: what a company can do about a promise, applied to an immutable portfolio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from makegood.engine.portfolio import FIRST_CLASS, Portfolio, Promise, Reinforcement, WorkItem


@dataclass(frozen=True, slots=True)
class LaterDate:
    """The customer agrees to ``due``."""

    promise: str
    due: date


@dataclass(frozen=True, slots=True)
class AddedSlots:
    """``team`` gets ``slots`` more slots from ``start`` to ``end``, both days included."""

    team: str
    slots: float
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class LessScope:
    """The share ``cut`` of the work left on ``promise`` is dropped, alike on all its items."""

    promise: str
    cut: float


@dataclass(frozen=True, slots=True)
class FirstPlace:
    """``promise`` gets capacity before all others."""

    promise: str


Change = LaterDate | AddedSlots | LessScope | FirstPlace


def applied(portfolio: Portfolio, change: Change) -> Portfolio:
    """Return ``portfolio`` with ``change``; the one given stays as it is."""
    match change:
        case LaterDate(key, due):
            return _with_promise(portfolio, key, lambda promise: replace(promise, due=due))
        case FirstPlace(key):
            return _with_promise(portfolio, key, lambda promise: replace(promise, priority_class=FIRST_CLASS))
        case AddedSlots(name, slots, start, end):
            added = Reinforcement(start, end, slots)
            teams = (
                replace(team, reinforcements=(*team.reinforcements, added)) if team.name == name else team
                for team in portfolio.teams
            )
            return replace(portfolio, teams=tuple(teams))
        case LessScope(key, cut):
            items = (_cut(item, cut) if item.promise == key else item for item in portfolio.items)
            return replace(portfolio, items=tuple(items))


def _with_promise(portfolio: Portfolio, key: str, changed: Callable[[Promise], Promise]) -> Portfolio:
    promises = (changed(promise) if promise.key == key else promise for promise in portfolio.promises)
    return replace(portfolio, promises=tuple(promises))


def _cut(item: WorkItem, cut: float) -> WorkItem:
    return replace(item, done_share=1 - (1 - item.done_share) * (1 - cut))
