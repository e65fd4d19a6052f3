"""Forecasts as they were made on past days, and what became of the promises: what a replay scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from makegood.engine.outside import DayCurve, Replayed
from makegood.engine.portfolio import HistoryRow, Promise
from makegood.engine.results import Curve, Forecast
from makegood.engine.two_views import PastView


@dataclass(frozen=True, slots=True)
class Ending:
    """How a promise ended, as far as anybody knows."""

    finished: date | None = None
    known: date | None = None
    """The day on which the outcome was known."""
    kept_for: tuple[tuple[date | None, bool], ...] = ()
    """Stated outcomes, each for the promised date it is about."""
    by_customer: bool = False
    by_us: bool = False


@dataclass(frozen=True, slots=True)
class Endings:
    """What became of promises, and until when anybody looked."""

    by_promise: Mapping[str, Ending]
    last_day: date
    """A promise whose date lies before it was kept or broken; one that is due later is not decided."""

    def kept(self, promise: str, due: date) -> bool | None:
        """Say whether ``promise`` was kept for the date ``due``; None where it is not due yet, or doesn't count.

        What was delivered early isn't counted before its date: those due at the same time could not be broken yet.
        """
        ending = self.by_promise.get(promise, Ending())
        if ending.by_customer or due >= self.last_day:
            return None
        for promised, stated in ending.kept_for:
            if promised in (None, due):
                return stated
        if ending.finished is not None:
            return ending.finished <= due
        return False

    def base_rate(self, day: date) -> float:
        """Return the share kept of what was known before ``day``, with half a success and half a failure added."""
        known = [
            kept
            for ending in self.by_promise.values()
            if ending.known is not None and ending.known < day and (kept := _own_outcome(ending)) is not None
        ]
        return (sum(known) + 0.5) / (len(known) + 1)


def endings_of(rows: Iterable[HistoryRow], promises: Iterable[Promise], last_day: date) -> Endings:
    """Return how promises ended, from a history and from what became of a register's ``promises``."""
    found: dict[str, Ending] = {}
    for promise in promises:
        if promise.accepted_at is not None:
            found[promise.key] = Ending(promise.accepted_at, promise.accepted_at)
    for row in rows:
        found[row.promise] = _with_row(found.get(row.promise, Ending()), row)
    return Endings(found, max([last_day, *(each.known for each in found.values() if each.known is not None)]))


def _with_row(ending: Ending, row: HistoryRow) -> Ending:
    finished = _day(row.delivered) or ending.finished
    known = _day(row.known_at) or _day(row.delivered) or ending.known
    promised, stated = _day(row.promised), ending.kept_for
    if row.kept is not None:
        stated = (*stated, (promised, row.kept))
    elif promised is not None and finished is not None:
        stated = (*stated, (promised, finished <= promised))
    return Ending(
        finished=finished,
        known=known,
        kept_for=stated,
        by_customer=ending.by_customer or row.cancelled_by == "customer",
        by_us=ending.by_us or row.cancelled_by == "us",
    )


def _own_outcome(ending: Ending) -> bool | None:
    """Return the outcome that the history itself tells, for the base rate."""
    if ending.by_customer:
        return None
    if ending.kept_for:
        return ending.kept_for[-1][1]
    return False if ending.by_us else None


def cases_of(plan: Forecast, both: Forecast, views: Mapping[str, PastView], endings: Endings) -> tuple[Replayed, ...]:
    """Return what was said of promises whose end is known by now and was not known then.

    ``plan`` is what the simulation said by itself, ``views`` what the past did, ``both`` the combined forecast.
    """
    base, alone = endings.base_rate(both.as_of), {promise.promise: promise for promise in plan.promises}
    found = []
    for promise in both.promises:
        kept = endings.kept(promise.promise, promise.due)
        if promise.p_kept is None or promise.status == "accepted" or promise.due < both.as_of or kept is None:
            continue
        inside, outside = alone[promise.promise], None if promise.views is None else promise.views.outside
        curves = {
            "inside": _curve(inside.curve),
            "outside": _by_day(both.as_of, views.get(promise.promise)),
            "combined": _curve(promise.curve),
        }
        found.append(
            Replayed(
                promise=promise.promise,
                as_of=both.as_of,
                due=promise.due,
                kept=kept,
                finished=endings.by_promise.get(promise.promise, Ending()).finished,
                p_kept={
                    "inside": inside.p_kept,
                    "outside": None if outside is None else outside.p_kept,
                    "combined": promise.p_kept,
                },
                curves={view: curve for view, curve in curves.items() if curve is not None},
                base=base,
            )
        )
    return tuple(found)


def _curve(curve: Curve | None) -> DayCurve | None:
    return None if curve is None else DayCurve(curve.first_day, np.cumsum(curve.counts[:-1]) / curve.samples)


def _by_day(as_of: date, past: PastView | None) -> DayCurve | None:
    return None if past is None or past.by_day is None else DayCurve(as_of, past.by_day)


def _day(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
