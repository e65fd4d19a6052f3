"""Forecasts as they were made on past days, against what happened: the plan, the past and both, on the same promises.

Every case is one promise as it stood in one folder. Only cases about which all views had a figure are compared, so that
none of them is scored on easier promises than the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Literal

import numpy as np

from makegood.engine.portfolio import HistoryRow, Promise
from makegood.engine.proportions import wilson
from makegood.engine.reliability import ece
from makegood.engine.results import PromiseForecast, ViewFigures
from makegood.engine.scores import brier, log_loss, skill

ViewName = Literal["base", "inside", "outside", "combined"]
VIEWS: tuple[ViewName, ...] = ("base", "inside", "outside", "combined")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One promise as it stood on one day: what each view said, and what happened."""

    as_of: date
    promise: str
    customer: str
    due: date
    kept: bool
    finished: date | None
    base: float
    inside: ViewFigures | None
    outside: ViewFigures | None
    combined: ViewFigures

    def said(self, view: ViewName) -> float | None:
        """Return the probability that ``view`` gave."""
        if view == "base":
            return self.base
        figures: ViewFigures | None = getattr(self, view)
        return None if figures is None else figures.p_kept

    def quoted(self, view: ViewName) -> date | None:
        """Return the date that ``view`` would have quoted, P85."""
        figures: ViewFigures | None = None if view == "base" else getattr(self, view)
        return None if figures is None else figures.p85


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewScore:
    """How one view did."""

    view: ViewName
    n: int
    said: float
    """Mean probability."""
    brier: float
    skill: float
    """Against the base rate known at each forecast's own time; 0 for the base rate itself."""
    ece: float
    log_loss: float
    quoted: tuple[float, float, float] | None
    """Share done by the date it would have quoted, with Wilson's 95 % interval; None where it quoted none."""
    quoted_n: int
    days_off: float | None
    """Finish − P50 in calendar days, in the middle; positive where it was too early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """All views on the same cases."""

    n: int
    promises: int
    kept: float | None
    """Share kept."""
    scores: tuple[ViewScore, ...]
    """Of the base rate first; views that had nothing to say in any case are absent."""
    left_out: int
    """Cases about which not every view had a figure."""


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


def cases_of(
    as_of: date, combined: Sequence[PromiseForecast], plan: Mapping[str, PromiseForecast], endings: Endings
) -> tuple[Case, ...]:
    """Return what was said on the day ``as_of`` about promises whose end is known and was not known then."""
    base = endings.base_rate(as_of)
    found = []
    for both in combined:
        kept = endings.kept(both.promise, both.due)
        if both.p_kept is None or both.status == "accepted" or both.due < as_of or kept is None:
            continue
        views, alone = both.views, plan[both.promise]
        found.append(
            Case(
                as_of=as_of,
                promise=both.promise,
                customer=both.customer,
                due=both.due,
                kept=kept,
                finished=endings.by_promise.get(both.promise, Ending()).finished,
                base=base,
                inside=None if alone.p_kept is None else _figures(alone),
                outside=None if views is None else views.outside,
                combined=_figures(both),
            )
        )
    return tuple(found)


def _figures(promise: PromiseForecast) -> ViewFigures:
    return ViewFigures(promise.p_kept, promise.p50, promise.p85, promise.p95)


def score_views(cases: Sequence[Case]) -> Replay:
    """Score every view on the cases about which all of them had a figure."""
    heard = [view for view in VIEWS if any(case.said(view) is not None for case in cases)]
    common = [case for case in cases if all(case.said(view) is not None for view in heard)]
    return Replay(
        n=len(common),
        promises=len({case.promise for case in common}),
        kept=float(np.mean([case.kept for case in common])) if common else None,
        scores=tuple(_score(view, common) for view in heard) if common else (),
        left_out=len(cases) - len(common),
    )


def _score(view: ViewName, cases: Sequence[Case]) -> ViewScore:
    said = [case.said(view) or 0.0 for case in cases]
    happened = [float(case.kept) for case in cases]
    base = brier([case.base for case in cases], happened)
    mine = brier(said, happened)
    dates = [(case.quoted(view), case.finished) for case in cases]
    decided = [(quoted, done) for quoted, done in dates if quoted is not None and done is not None]
    in_time = sum(done <= quoted for quoted, done in decided)
    halves = [
        (case.finished - figures.p50).days
        for case in cases
        if case.finished is not None
        and view != "base"
        and (figures := getattr(case, view)) is not None
        and figures.p50 is not None
    ]
    return ViewScore(
        view=view,
        n=len(cases),
        said=float(np.mean(said)),
        brier=mine,
        skill=skill(mine, base),
        ece=ece(said, happened),
        log_loss=log_loss(said, happened),
        quoted=(in_time / len(decided), *wilson(in_time, len(decided))) if decided else None,
        quoted_n=len(decided),
        days_off=median(halves) if halves else None,
    )


def _day(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
