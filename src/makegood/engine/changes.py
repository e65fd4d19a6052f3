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


@dataclass(frozen=True, slots=True)
class HigherClass:
    """``promise`` is given capacity as one of ``priority_class``."""

    promise: str
    priority_class: int


@dataclass(frozen=True, slots=True)
class SplitDelivery:
    """The share ``share`` of all work is delivered by the agreed date; the rest is a promise of its own, for later."""

    promise: str
    share: float
    rest_due: date


@dataclass(frozen=True, slots=True)
class DroppedTerm:
    """Whatever was wished of the attribute or measure ``term`` is not promised."""

    promise: str
    term: str


Change = LaterDate | AddedSlots | LessScope | FirstPlace | HigherClass | SplitDelivery | DroppedTerm


def rest_of(promise: str) -> str:
    """Return the key of what is delivered later of a split ``promise``."""
    return f"{promise} (rest)"


def applied(portfolio: Portfolio, change: Change) -> Portfolio:
    """Return ``portfolio`` with ``change``; the one given stays as it is."""
    match change:
        case LaterDate(key, due):
            return _with_promise(portfolio, key, lambda promise: replace(promise, due=due))
        case FirstPlace(key):
            return _with_promise(portfolio, key, lambda promise: replace(promise, priority_class=FIRST_CLASS))
        case HigherClass(key, number):
            return _with_promise(portfolio, key, lambda promise: replace(promise, priority_class=number))
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
        case SplitDelivery():
            return _split(portfolio, change)
        case DroppedTerm(key, term):
            return replace(
                portfolio,
                specifications=tuple(s for s in portfolio.specifications if (s.promise, s.attribute) != (key, term)),
                service_levels=tuple(s for s in portfolio.service_levels if (s.promise, s.measure) != (key, term)),
            )


def _with_promise(portfolio: Portfolio, key: str, changed: Callable[[Promise], Promise]) -> Portfolio:
    promises = (changed(promise) if promise.key == key else promise for promise in portfolio.promises)
    return replace(portfolio, promises=tuple(promises))


def _split(portfolio: Portfolio, change: SplitDelivery) -> Portfolio:
    """Put the rest of a promise beside it, with the same work to a lesser share and in the same order."""
    key, rest = change.promise, rest_of(change.promise)
    (whole,) = (promise for promise in portfolio.promises if promise.key == key)
    names = {item.key: f"{rest}/{item.name}" for item in portfolio.items if item.promise == key}
    first = (_cut(item, 1 - change.share) if item.promise == key else item for item in portfolio.items)
    later = (
        replace(
            _cut(item, change.share),
            key=names[item.key],
            promise=rest,
            after=tuple(names.get(before, before) for before in item.after),
        )
        for item in portfolio.items
        if item.promise == key
    )
    promised = replace(whole, key=rest, due=change.rest_due, first_due=None, value=None)
    return replace(portfolio, promises=(*portfolio.promises, promised), items=(*first, *later))


def _cut(item: WorkItem, cut: float) -> WorkItem:
    return replace(item, done_share=1 - (1 - item.done_share) * (1 - cut))
