"""Counting results for a window: whole months from their tallies where there are any, the rest row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.learning.models import Result, Tally
from makegood.learning.queries.slices import Slice, condition_of, visible
from makegood.learning.states import Figure

DAY = timedelta(days=1)
KEPT = (Figure.DUE, Figure.KEPT_FIRST, Figure.DUE_LAST, Figure.KEPT_LAST, Figure.EARLY, Figure.EXCLUDED)
NAMES = tuple(figure.name.lower() for figure in KEPT)
Range = tuple[date, date]
"""First and last day."""


@dataclass(slots=True)
class Counted:
    """What was counted; ``kept`` by the day, or the month, that it is about."""

    kept: dict[date, Counter[str]] = field(default_factory=dict)
    errors: Counter[int] = field(default_factory=Counter)
    near: float = 0.0
    leads: Counter[int] = field(default_factory=Counter)
    tells: Counter[int] = field(default_factory=Counter)
    in_time: int = 0
    never: int = 0

    @property
    def whole(self) -> Mapping[str, int]:
        """Return what was counted of all days together."""
        return sum(self.kept.values(), Counter())

    def add(self, day: date, counts: Mapping[str, int]) -> None:
        """Count what was kept of a day."""
        self.kept.setdefault(day, Counter()).update({name: counts[name] for name in NAMES})


def count(
    viewer: Viewer, asked: Slice, today: date, *, kept: bool = False, near: bool = False, told: bool = False
) -> Counted:
    """Return what is asked for of the cohort of a window; in one query for the tallies and one or two for each part."""
    found = Counted()
    until = min(asked.until, today - DAY)
    if EVERYONE not in viewer.audiences or until < asked.since:
        return found
    months = [] if asked.customer or asked.team or asked.promise else _months(asked.since, until)
    there = _read_tallies(found, asked, months) if months else set()
    covered, rest = _split(asked.since, until, [(first, last) for first, last in months if first in there])
    rows = visible(viewer, asked)
    live = rows.filter(_within(rest)) if rest else None
    if kept:
        if live is not None:
            _count_kept(found, live, asked, today, KEPT)
        if covered:
            moved = rows.filter(_within(covered), in_force__gt=F("first_date"))
            _count_kept(found, moved, asked, today, (Figure.DUE_LAST, Figure.KEPT_LAST))
    if near and live is not None:
        _count_near(found, live)
    if told and live is not None:
        _count_told(found, live.filter(condition_of(Figure.BROKEN_FIRST, asked, today)))
    return found


def tallied(rows: QuerySet[Result], asked: Slice, today: date) -> dict[str, Any]:
    """Return the fields of a tally of ``rows``, which are those of a month that is over."""
    found = Counted()
    _count_kept(found, rows, asked, today, (Figure.DUE, Figure.KEPT_FIRST, Figure.EARLY, Figure.EXCLUDED))
    _count_kept(found, rows.exclude(in_force__gt=F("first_date")), asked, today, (Figure.DUE_LAST, Figure.KEPT_LAST))
    _count_near(found, rows)
    _count_told(found, rows.filter(condition_of(Figure.BROKEN_FIRST, asked, today)))
    whole = found.whole
    return {
        **{name: whole.get(name, 0) for name in NAMES},
        "near": found.near,
        "errors": _texts(found.errors),
        "leads": _texts(found.leads),
        "tells": _texts(found.tells),
        "in_time": found.in_time,
        "never": found.never,
    }


def month_after(first: date) -> date:
    """Return the first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _months(since: date, until: date) -> list[Range]:
    """Return the months that lie in a window as a whole."""
    first = since if since.day == 1 else month_after(since.replace(day=1))
    found = []
    while month_after(first) - DAY <= until:
        found.append((first, month_after(first) - DAY))
        first = month_after(first)
    return found


def _read_tallies(found: Counted, asked: Slice, months: list[Range]) -> set[date]:
    rows = Tally.objects.filter(first__gte=months[0][0], first__lte=months[-1][0], by_line=asked.by_line)
    there = set()
    for row in rows:
        there.add(row.first)
        if asked.kind and row.kind != asked.kind:
            continue
        found.add(row.first, {name: getattr(row, name) for name in NAMES})
        for kept, counter in ((row.errors, found.errors), (row.leads, found.leads), (row.tells, found.tells)):
            counter.update({int(days): times for days, times in kept.items()})
        found.near += row.near
        found.in_time += row.in_time
        found.never += row.never
    return there


def _split(since: date, until: date, months: Iterable[Range]) -> tuple[list[Range], list[Range]]:
    """Return which days of a window lie in ``months``, ascending, and which do not; both as few ranges as can be."""
    covered: list[Range] = []
    for first, last in months:
        if covered and covered[-1][1] == first - DAY:
            covered[-1] = (covered[-1][0], last)
        else:
            covered.append((first, last))
    rest, begin = [], since
    for first, last in covered:
        if begin < first:
            rest.append((begin, first - DAY))
        begin = last + DAY
    if begin <= until:
        rest.append((begin, until))
    return covered, rest


def _within(ranges: Iterable[Range]) -> Q:
    found = Q()
    for first, last in ranges:
        found |= Q(first_date__gte=first, first_date__lte=last)
    return found


def _count_kept(found: Counted, rows: QuerySet[Result], asked: Slice, today: date, figures: tuple[Figure, ...]) -> None:
    wanted = {figure.name.lower(): Count("pk", filter=condition_of(figure, asked, today)) for figure in figures}
    for row in rows.order_by().values("first_date").annotate(**wanted):
        counts: dict[str, Any] = dict(row)
        day = counts.pop("first_date")
        found.add(day, {name: counts.get(name, 0) for name in NAMES})


def _count_near(found: Counted, rows: QuerySet[Result]) -> None:
    known = rows.filter(is_excluded=False, error_days__isnull=False).order_by()
    for days, times, near in known.values_list("error_days").annotate(times=Count("pk"), near=Sum("closeness")):
        found.errors[days] += times
        found.near += near


def _count_told(found: Counted, missed: QuerySet[Result]) -> None:
    grouped = missed.order_by().values_list("warned_days", "warned_in_time", "tell_days")
    for lead, in_time, tell, times in grouped.annotate(times=Count("pk")):
        if lead is None:
            found.never += times
            continue
        found.leads[lead] += times
        found.in_time += times if in_time else 0
        if tell is not None:
            found.tells[tell] += times


def _texts(counts: Mapping[int, int]) -> dict[str, int]:
    return {str(days): times for days, times in sorted(counts.items())}
