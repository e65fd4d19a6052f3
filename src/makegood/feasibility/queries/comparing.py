"""Holding the forecast of one day against that of another: what moved, by how much, and what decided it on each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet
from django.utils.translation import gettext as _

from makegood.feasibility.models import BaselineRow, Outlook, Snapshot
from makegood.feasibility.queries.frozen import BaselineSummary, find_baseline
from makegood.feasibility.states import Status
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.pages import Page
from makegood.promises.models import Promise

NOW = "now"
DAYS = 60
"""Days that are offered to be compared, the latest ones; any other that was kept can be named."""
LATELY = timedelta(days=14)
"""How far back a day may lie that is compared at first: of a day long ago most promises have ended since."""
MOST = 0.75
"""Share of the promises of the latest day that such a day must know: with fewer, most of what moved is new."""
_BASELINE = re.compile(r"b([0-9]{1,9})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_READ = ("promise", "status", "p_kept", "p85", "binding_kind", "binding_name")


@dataclass(frozen=True, slots=True)
class Instant:
    """A forecast that can be compared: ``now``, a day such as ``2027-01-04``, or a baseline such as ``b7``."""

    key: str
    name: str
    """Of a baseline, else empty."""
    day: date | None
    at: datetime | None
    """When it was first computed: what happened since may not be in it; None for now."""
    promises: int = 0
    """How many were forecast, where days are listed."""


@dataclass(frozen=True, slots=True)
class Side:
    """What was said of a promise in one of two forecasts."""

    status: Status
    p_kept: float | None
    p85: date | None
    binding_kind: str
    binding_name: str
    due: date


@dataclass(frozen=True, slots=True)
class Moved:
    """One promise then and now; None for what was not, or is no more, forecast."""

    promise: int
    key: str
    title: str
    customer_name: str
    then: Side | None
    now: Side | None

    @property
    def points(self) -> float | None:
        """Return by how much P(kept) moved; None where it is not known in both."""
        return _points(self.then, self.now)


@dataclass(frozen=True, slots=True)
class Totals:
    """All promises of one of two forecasts together."""

    promises: int
    by_status: Mapping[Status, int]
    expected_kept: float
    """Sum of P(kept) over those where it is known."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two forecasts beside each other: one page of the promises that differ, what fell the most first."""

    then: Instant
    now: Instant
    before: Totals
    after: Totals
    rows: Page[Moved]


def instants(viewer: Viewer) -> list[Instant]:
    """Return the days of which a forecast was frozen, the latest first; in one query."""
    if EVERYONE not in viewer.audiences:
        return []
    days = Snapshot.objects.values_list("day").annotate(at=Min("at"), count=Count("pk")).order_by("-day")[:DAYS]
    return [Instant(day.isoformat(), "", day, at, count) for day, at, count in days]


def worth_comparing(days: Sequence[Instant], frozen: Sequence[BaselineSummary]) -> str:
    """Return what now is held against at first: the day before the latest, else the latest baseline, else any day.

    ``days`` and ``frozen`` stand with the latest first. Empty where nothing was kept.
    """
    if len(days) > 1 and _is_near(*days[:2]):
        return days[1].key
    earlier = [one for one in frozen if not days or days[0].day is None or one.as_of < days[0].day]
    if earlier:
        return f"b{earlier[0].number}"
    return next((one.key for one in days[1:2] or days[:1]), "")


def _is_near(latest: Instant, before: Instant) -> bool:
    """Say whether two days are close enough, and the earlier one knew enough promises, to be compared at first."""
    if latest.day is None or before.day is None:
        return False
    return latest.day - before.day <= LATELY and before.promises >= MOST * latest.promises


def find_instant(key: str, viewer: Viewer, *, near: bool = False) -> Instant:
    """Return the forecast that ``key`` names; NotFound where it names none that was kept.

    Of a day without one ``near`` takes the last day before it that has one.
    """
    if EVERYONE in viewer.audiences:
        if key == NOW:
            return Instant(NOW, "", None, None)
        if found := _BASELINE.fullmatch(key):
            baseline = find_baseline(int(found[1]), viewer)
            return Instant(key, baseline.name, baseline.as_of, baseline.at)
        if day := _day(key):
            if near:
                day = Snapshot.objects.filter(day__lte=day).aggregate(Max("day"))["day__max"] or day
            at = Snapshot.objects.filter(day=day).aggregate(Min("at"))["at__min"]
            if at is not None:
                return Instant(day.isoformat(), "", day, at)
    raise NotFound(_("No forecast was kept of that day."))


def compared(then: str, now: str, viewer: Viewer, *, page: int = 1, size: int = 50, near: bool = False) -> Comparison:
    """Return how two forecasts differ, each named as :class:`Instant` says; NotFound. See :func:`find_instant`."""
    first, second = (find_instant(key, viewer, near=near) for key in (then, now))
    before, after = _sides(first), _sides(second)
    moved = [number for number in before.keys() | after.keys() if before.get(number) != after.get(number)]
    moved.sort(key=lambda number: (*_order(_points(before.get(number), after.get(number))), number))
    page = max(page, 1)
    shown = moved[(page - 1) * size : page * size]
    names = Promise.objects.select_related("customer").in_bulk(shown)
    rows = tuple(_moved(names[number], before.get(number), after.get(number)) for number in shown if number in names)
    return Comparison(first, second, _totals(before), _totals(after), Page(rows, len(moved), page, size))


def _moved(promise: Promise, then: Side | None, now: Side | None) -> Moved:
    return Moved(promise.pk, promise.key, promise.title, promise.customer.name, then, now)


def _order(points: float | None) -> tuple[bool, float]:
    """Return what sorts what fell the most first, and what is only in one of both last."""
    return points is None, points or 0.0


def _points(then: Side | None, now: Side | None) -> float | None:
    if then is None or now is None or then.p_kept is None or now.p_kept is None:
        return None
    return now.p_kept - then.p_kept


def _sides(instant: Instant) -> dict[int, Side]:
    return {number: Side(Status(status), *rest) for number, status, *rest in _rows(instant)}


def _rows(instant: Instant) -> Iterator[tuple[Any, ...]]:
    found: QuerySet[Any]
    if instant.key == NOW:
        found = Outlook.objects.annotate(due=F("promise__due"))
    elif baseline := _BASELINE.fullmatch(instant.key):
        found = BaselineRow.objects.filter(baseline=int(baseline[1]))
    else:
        found = Snapshot.objects.filter(day=instant.day or date.max)
    yield from found.order_by().values_list(*_READ, "due")


def _totals(sides: Mapping[int, Side]) -> Totals:
    counted = Counter(side.status for side in sides.values())
    known = [side.p_kept for side in sides.values() if side.p_kept is not None]
    return Totals(len(sides), {status: counted[status] for status in Status}, sum(known))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
