"""Reading promises as lines of a board: groups with their promises, any part of it in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import RowNumber

from makegood.feasibility.models import Outlook, StandsOut
from makegood.feasibility.queries.outlooks import BY_TEAM, ORDERS, OutlookRow, Wanted, row_of, wanted_by
from makegood.feasibility.states import Act, Standout, Status, next_act
from makegood.foundation.actors import Viewer
from makegood.foundation.pages import ordered
from makegood.promises.models import PromiseTerm
from makegood.promises.states import State

BY_DANGER = (Status.RED, Status.AMBER, Status.UNKNOWN, Status.GREEN)
_DANGER = Case(*(When(status=status, then=place) for place, status in enumerate(BY_DANGER)))
_TEAM = Case(When(binding_kind__in=BY_TEAM, then=F("binding_name")), default=Value(""))
GROUPINGS: Mapping[str, tuple[Combinable, Combinable]] = {
    "customer": (F("promise__customer__words"), F("promise__customer__name")),
    "team": (_TEAM, _TEAM),
    "owner": (F("promise__owner__name"), F("promise__owner__name")),
}
"""For each way to group but by danger: what groups are sorted by, and what a group is called."""
DANGER = "danger"
IN_GROUPS = (F("grouped_by").asc(nulls_last=True), F("group_name").asc(nulls_last=True))


@dataclass(frozen=True, slots=True)
class Group:
    """Promises that stand together under a head."""

    name: str
    """A status, a customer's name, a team's key, an owner's name; empty for those that have none."""
    promises: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the board: the head of a group, or a promise with what to do about it next."""

    number: int
    """From 0 on."""
    group: Group | None = None
    row: OutlookRow | None = None
    act: Act = Act.NOTHING


@dataclass(frozen=True, slots=True)
class Board:
    """Some lines of ``total``."""

    lines: tuple[Line, ...]
    total: int
    promises: int


def board(viewer: Viewer, wanted: Wanted, *, grouping: str, sort: str, first: int, count: int, today: date) -> Board:
    """Return ``count`` lines from the ``first`` on; an unknown grouping is none. In three queries."""
    found = wanted_by(viewer, wanted)
    order = ordered(ORDERS, sort, default="harm")
    groups: list[Group] = []
    if grouping == DANGER:
        groups = _by_danger(found)
    elif grouping in GROUPINGS:
        by, name = GROUPINGS[grouping]
        found = found.annotate(grouped_by=by, group_name=name)
        groups, order = _named(found), [*IN_GROUPS, *order]
    promises = sum(group.promises for group in groups) if groups else found.count()
    heads = dict(_heads(groups))
    total = promises + len(heads)
    first = max(0, min(first, total - 1))
    shown = range(first, min(first + count, total))
    begin = first - sum(1 for place in heads if place < first)
    part = slice(begin, begin + len(shown) - sum(1 for place in heads if place in shown))
    read = _of_each(found, groups, order, part) if grouping == DANGER else found.order_by(*order)[part]
    rows = _with_more(_read(read))
    lines = []
    for number in shown:
        if number in heads:
            lines.append(Line(number, group=heads[number]))
        elif (row := next(rows, None)) is not None:  # what ended since the heads were counted is not there any more
            lines.append(_line(number, *row, today=today))
    return Board(tuple(lines), total, promises)


def _by_danger(found: QuerySet[Outlook]) -> list[Group]:
    """Return how many promises have each status, the worst first."""
    counted = dict(found.order_by().values_list("status").annotate(count=Count("*")))
    return [Group(status, counted[status]) for status in BY_DANGER if status in counted]


def _named(found: QuerySet[Any]) -> list[Group]:
    """Return the groups that have a name, and how many promises each has."""
    counted = found.order_by().values_list("grouped_by", "group_name").annotate(Count("pk"))
    ranked = counted.order_by(*IN_GROUPS)  # as the rows are: blanks last on any database
    return [Group(called or "", count) for _by, called, count in ranked]


def _heads(groups: Iterable[Group]) -> Iterator[tuple[int, Group]]:
    """Yield each group with the line that its head stands on."""
    line = 0
    for group in groups:
        yield line, group
        line += group.promises + 1


def _of_each(
    found: QuerySet[Outlook], groups: Iterable[Group], order: Sequence[OrderBy], part: slice
) -> QuerySet[Outlook]:
    """Return a part of all promises, group after group by status: each is found by an index, as all together aren't."""
    parts: list[QuerySet[Outlook]] = []
    passed = 0
    for group in groups:
        here = slice(max(part.start - passed, 0), min(part.stop - passed, group.promises))
        if here.start < here.stop:
            parts.append(found.filter(status=group.name).order_by(*order)[here])
        passed += group.promises
    if len(parts) == 1:
        return parts[0]
    there = reduce(or_, (Q(pk__in=one.values("pk")) for one in parts), Q(pk=None))
    return found.filter(there).order_by(_DANGER, *order)


def _read(found: QuerySet[Outlook]) -> list[Outlook]:
    unchecked = Exists(PromiseTerm.objects.filter(promise=OuterRef("promise"), checked_at=None))
    return list(found.annotate(is_unchecked=unchecked))


def _with_more(read: list[Outlook]) -> Iterator[tuple[OutlookRow, bool, frozenset[Standout]]]:
    """Yield promises as rows, whether all their terms were checked, and what stands out of each; in one query."""
    stands_out: dict[int, set[Standout]] = {}
    for outlook, code in StandsOut.objects.filter(outlook__in=[one.pk for one in read]).values_list("outlook", "code"):
        stands_out.setdefault(outlook, set()).add(Standout(code))
    for one in read:
        yield (
            row_of(one, None if "details" in one.get_deferred_fields() else one.details),
            not getattr(one, "is_unchecked", False),
            frozenset(stands_out.get(one.pk, ())),
        )


def _line(number: int, row: OutlookRow, is_checked: bool, stands_out: frozenset[Standout], *, today: date) -> Line:
    act = next_act(
        row.status,
        stands_out,
        is_owned=row.owner is not None,
        is_checked=is_checked,
        is_overdue=row.state == State.COMMITTED and row.due < today,
    )
    return Line(number, row=row, act=act)


def worst(viewer: Viewer, wanted: Wanted, *, count: int, today: date, promises: int | None = None) -> Board:
    """Return the ``count`` promises that hurt most, with what else is said of each; in three queries.

    It takes one less where it is known of how many ``promises``.
    """
    found = wanted_by(viewer, wanted)
    rows = _read(found.defer(None).order_by(*ordered(ORDERS, "-harm", default="harm"))[:count])
    if promises is None:
        promises = found.count() if len(rows) == count else len(rows)
    lines = (_line(number, *row, today=today) for number, row in enumerate(_with_more(rows)))
    return Board(tuple(lines), promises, promises)


@dataclass(frozen=True, slots=True)
class DueDay:
    """The promises due on a day: those that hurt most, and how many there are in all."""

    day: date
    promises: int
    rows: tuple[OutlookRow, ...]

    @property
    def more(self) -> int:
        """Return how many are not named."""
        return self.promises - len(self.rows)


def due_days(viewer: Viewer, wanted: Wanted, *, since: date, until: date, most: int) -> dict[date, DueDay]:
    """Return what is due on each day from ``since`` to ``until``, at most ``most`` promises each; in two queries."""
    found = wanted_by(viewer, wanted).filter(promise__due__range=(since, until))
    counted = found.values_list("promise__due").annotate(count=Count("pk")).order_by("promise__due")
    place = Window(RowNumber(), partition_by=F("promise__due"), order_by=[F("harm").desc(), F("pk").asc()])
    shown: dict[date, list[OutlookRow]] = {}
    for one in found.annotate(on_the_day=place).filter(on_the_day__lte=most).order_by("promise__due", "on_the_day"):
        shown.setdefault(one.promise.due or since, []).append(row_of(one))
    return {day: DueDay(day, count, tuple(shown.get(day, ()))) for day, count in counted if day is not None}
