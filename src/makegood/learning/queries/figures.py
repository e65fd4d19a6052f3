"""The headline figures for any slice of the promises, counted in the database: the rows stay where they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from makegood.engine.track_figures import (
    Share,
    is_gap_alarming,
    median_of_counts,
    rebaseline_gap,
)
from makegood.feasibility.models import Standing
from makegood.foundation.actors import Viewer
from makegood.learning.models import Result
from makegood.learning.queries.counting import Counted, Counts, count, count_by, summed
from makegood.learning.queries.slices import LOW, Slice, owed
from makegood.learning.states import Step

QUARTER = 3
DRIFTS = ("agreed", "forecast", "silent")


@dataclass(frozen=True, slots=True)
class Reliability:
    """How many promises were kept, of those that were due; ``excluded`` ones were cancelled by the customer."""

    first: Share
    """By the first date."""
    last: Share
    """By the date in force, of those whose date in force is over as well."""
    perfect: Share
    """Kept by the first date, with papers and goods as they should be, as far as anybody noted it."""
    perfect_unknown: int
    """Kept by the first date, and nobody noted it: the share may be higher by so many."""
    early: int
    excluded: int

    @property
    def perfect_at_most(self) -> float | None:
        """The share of perfect orders if all of which nobody noted anything were flawless."""
        return (self.perfect.kept + self.perfect_unknown) / self.perfect.n if self.perfect.n else None

    @property
    def gap(self) -> float | None:
        """The re-baseline gap, as a share."""
        return rebaseline_gap(self.first, self.last)

    @property
    def is_gap_alarming(self) -> bool:
        """Say whether more than 10 points were won by moving dates."""
        return is_gap_alarming(self.gap)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How near to the first date promises were accepted in full, those that were."""

    n: int
    median_error_days: float | None
    """Positive when late."""
    mean_closeness: float | None

    @property
    def median_early_days(self) -> float | None:
        """The same the other way round: positive when early."""
        return None if self.median_error_days is None else -self.median_error_days


@dataclass(frozen=True, slots=True)
class Warnings:
    """How customers heard of the promises that were not kept by the first date."""

    no_surprise: Share
    """Told in time, of all that were missed."""
    never_told: int
    median_lead_days: float | None
    """Of those told at all; negative where they were told afterwards."""
    median_tell_days: float | None
    """From the first day below the red line to the notice, where both are known."""
    tell_n: int

    @property
    def surprised(self) -> int:
        """Return how many were told too late or never."""
        return self.no_surprise.n - self.no_surprise.kept


@dataclass(frozen=True, slots=True)
class Drifted:
    """Open promises that moved to a later day, and by how much."""

    promises: int
    days: int

    @property
    def mean_days(self) -> float | None:
        """By how much each of them on average."""
        return self.days / self.promises if self.promises else None


@dataclass(frozen=True, slots=True)
class DriftFigures:
    """Drift of all that is owed now, each the later ones alone; ``known`` of them have a forecast."""

    open: int
    known: int
    agreed: Drifted
    forecast: Drifted
    silent: Drifted


@dataclass(frozen=True, slots=True)
class AtRisk:
    """What may be lost of all that is owed now; ``unknown`` have no forecast and are in none of the sums."""

    open: int
    unknown: int
    expected_broken: float
    """Backlog at risk: Σ(1 − p)."""
    exposed: Mapping[str, float]
    """By currency: Σ value."""
    expected_loss: Mapping[str, float]
    """By currency: Σ value × (1 − p)."""
    below: Mapping[str, float]
    """By currency: value of what is kept with less than 85 %."""
    loss_at_95: Mapping[str, float]
    """By currency, by simulation; empty where the slice is narrower than all that is owed."""


@dataclass(frozen=True, slots=True)
class Headline:
    """What everybody sees first. Every figure opens its promises: ``rows.result_page`` with a ``Figure``."""

    reliability: Reliability
    warnings: Warnings
    drift: DriftFigures


@dataclass(frozen=True, slots=True)
class Record:
    """How some promises were kept, how near to their dates, and how customers heard of those that were not."""

    reliability: Reliability
    accuracy: Accuracy
    warnings: Warnings


@dataclass(frozen=True, slots=True)
class Period:
    """The record of one month, or quarter, that begins on ``first``."""

    first: date
    record: Record


Part = tuple[int | str | None, Record]
"""The record of a customer or a team, by number, None for no team; or of a kind."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How a window went, period by period and as a whole."""

    periods: tuple[Period, ...]
    whole: Record
    parts: tuple[Part, ...] = ()
    """Where they were asked for, with no more than how promises were kept if nothing else was."""


def headline(viewer: Viewer, asked: Slice, *, today: date) -> Headline:
    """Return kept at the first and the last date, notices and drift for ``viewer``; in five queries.

    ``asked`` says for which window, customer, team and kind. ``today`` is the company's day: what is due on it, or
    later, does not count yet.
    """
    found = summed(count(viewer, asked, today, kept=True, told=True).values())
    return Headline(_reliability(found.kept), _warnings(found), drift(viewer, asked))


def reliability(viewer: Viewer, asked: Slice, *, today: date) -> Reliability:
    """Return how many promises were kept; in three queries."""
    return _reliability(summed(count(viewer, asked, today, kept=True).values()).kept)


def course(viewer: Viewer, asked: Slice, *, today: date, step: Step = Step.MONTH) -> tuple[Period, ...]:
    """Return the record of every period of the window, those without anything due included; in five queries."""
    return overview(viewer, asked, today=today, step=step).periods


def overview(
    viewer: Viewer, asked: Slice, *, today: date, step: Step, by: str = "", kept_alone: bool = False
) -> Overview:
    """Return how the window went, with its parts where ``by`` says which; in four queries, and two or three for parts.

    ``kept_alone`` leaves out how near parts were and how customers heard: that goes through all rows.
    """
    found = count(viewer, asked, today, kept=True, near=True, told=True)
    periods, whole = periods_of(found, asked, today=today, step=step), _record(summed(found.values()))
    parts = _parts(count_by(viewer, asked, by, today, kept_alone=kept_alone)) if by else ()
    return Overview(periods, whole, parts)


def periods_of(found: Counts, asked: Slice, *, today: date, step: Step) -> tuple[Period, ...]:
    """Return what was counted, period by period."""
    sums = {first: Counted() for first in _periods(asked, today, step)}
    for month, counted in found.items():
        sums.setdefault(_begin(month, step), Counted()).add(counted)
    return tuple(Period(first, _record(mine)) for first, mine in sorted(sums.items()))


def parted(viewer: Viewer, asked: Slice, by: str, *, today: date) -> tuple[Part, ...]:
    """Return the record by ``customer``, ``team`` (numbers, None for none) or ``kind``; in three queries.

    In no order of their figures: this is no league table.
    """
    return _parts(count_by(viewer, asked, by, today))


def _parts(found: Counts) -> tuple[Part, ...]:
    return tuple((of, _record(counted)) for of, counted in found.items())


def accuracy(viewer: Viewer, asked: Slice, *, today: date) -> Accuracy:
    """Return how near to the first date promises were accepted; in two queries."""
    return _accuracy(summed(count(viewer, asked, today, near=True).values()))


def warnings(viewer: Viewer, asked: Slice, *, today: date) -> Warnings:
    """Return how customers heard of what was missed; in two queries."""
    return _warnings(summed(count(viewer, asked, today, told=True).values()))


def drift(viewer: Viewer, asked: Slice) -> DriftFigures:
    """Return how far what is owed now has moved, whatever the window; in one query."""
    return _drift([owed(viewer, asked).aggregate(**_later())])


def owed_now(viewer: Viewer, asked: Slice) -> tuple[DriftFigures, AtRisk]:
    """Return drift and what may be lost of all that is owed now, whatever the window; in two queries."""
    rows = _by_currency(owed(viewer, asked))
    return _drift(rows), _at_risk(rows, asked)


def _later() -> dict[str, Count | Sum]:
    """Return what is counted of drift."""
    wanted: dict[str, Count | Sum] = {"open": Count("pk"), "known": Count("promise__outlook")}
    for name in DRIFTS:
        later = Q(**{f"{name}_days__gt": 0})
        wanted[f"{name}_n"] = Count("pk", filter=later)
        wanted[f"{name}_sum"] = Sum(f"{name}_days", filter=later, default=0)
    return wanted


def _drift(rows: Sequence[Mapping[str, Any]]) -> DriftFigures:
    found = Counter[str]()
    for row in rows:
        found.update({name: count for name, count in row.items() if name in _later()})
    agreed, forecast, silent = (Drifted(found[f"{name}_n"], found[f"{name}_sum"]) for name in DRIFTS)
    return DriftFigures(found["open"], found["known"], agreed, forecast, silent)


def at_risk(viewer: Viewer, asked: Slice) -> AtRisk:
    """Return what may be lost of all that is owed now, whatever the window; in two queries."""
    return _at_risk(_by_currency(owed(viewer, asked)), asked)


def _at_risk(rows: Sequence[Mapping[str, Any]], asked: Slice) -> AtRisk:
    standing = None if asked.is_narrow else Standing.objects.only("portfolio").first()
    return AtRisk(
        open=sum(row["open"] for row in rows),
        unknown=sum(row["unknown"] for row in rows),
        expected_broken=sum(row["broken"] for row in rows),
        exposed={row["currency"]: row["exposed"] for row in rows if row["currency"]},
        expected_loss={row["currency"]: row["lost"] for row in rows if row["currency"]},
        below={row["currency"]: row["below"] for row in rows if row["currency"]},
        loss_at_95={} if standing is None else dict(standing.portfolio.get("loss_at_95", {})),
    )


def _by_currency(found: QuerySet[Result]) -> list[dict[str, Any]]:
    broken = 1.0 - F("promise__outlook__p_kept")
    value = ExpressionWrapper(F("promise__value") * 1.0, output_field=FloatField())
    known = Q(promise__outlook__p_kept__isnull=False)
    rows = found.order_by().values(currency=F("promise__currency")).annotate(
        **_later(),
        unknown=Count("pk", filter=~known),
        broken=Coalesce(Sum(broken, output_field=FloatField()), 0.0),
        exposed=Coalesce(Sum(value, filter=known), 0.0),
        lost=Coalesce(Sum(value * broken, filter=known, output_field=FloatField()), 0.0),
        below=Coalesce(Sum(value, filter=Q(promise__outlook__p_kept__lt=LOW)), 0.0),
    )  # fmt: skip
    return [dict(row) for row in rows]


def _record(found: Counted) -> Record:
    return Record(_reliability(found.kept), _accuracy(found), _warnings(found))


def _reliability(row: Mapping[str, int]) -> Reliability:
    return Reliability(
        first=Share(row.get("kept_first", 0), row.get("due", 0)),
        last=Share(row.get("kept_last", 0), row.get("due_last", 0)),
        perfect=Share(row.get("perfect", 0), row.get("due", 0)),
        perfect_unknown=row.get("perfect_unknown", 0),
        early=row.get("early", 0),
        excluded=row.get("excluded", 0),
    )


def _accuracy(found: Counted) -> Accuracy:
    n = found.errors.total()
    return Accuracy(n, median_of_counts(found.errors), found.near / n if n else None)


def _warnings(found: Counted) -> Warnings:
    share = Share(found.in_time, found.never + found.leads.total())
    middle, tell = median_of_counts(found.leads), median_of_counts(found.tells)
    return Warnings(share, found.never, middle, tell, found.tells.total())


def _periods(asked: Slice, today: date, step: Step) -> list[date]:
    firsts, last = [_begin(asked.since, step)], _begin(min(asked.until, today), step)
    while firsts[-1] < last:
        months = firsts[-1].month - 1 + (QUARTER if step == Step.QUARTER else 1)
        firsts.append(date(firsts[-1].year + months // 12, months % 12 + 1, 1))
    return firsts


def _begin(day: date, step: Step) -> date:
    month = day.month if step == Step.MONTH else day.month - (day.month - 1) % QUARTER
    return date(day.year, month, 1)
