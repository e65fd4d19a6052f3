"""Counting results for a window: whole months from their tallies where there are any, the rest row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import add
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Count, F, Func, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.learning.models import Kept, Result, Tally
from makegood.learning.queries.slices import Slice, condition_of, due_in, visible
from makegood.learning.states import Figure

DAY = timedelta(days=1)
KEPT = (
    Figure.DUE, Figure.KEPT_FIRST, Figure.PERFECT, Figure.PERFECT_UNKNOWN, Figure.DUE_LAST, Figure.KEPT_LAST,
    Figure.EARLY, Figure.EXCLUDED,
)  # fmt: skip
NAMES = tuple(figure.name.lower() for figure in KEPT)
Range = tuple[date, date]
"""First and last day."""
Counts = dict[Any, "Counted"]
"""What was counted, by the first day of each month, or by what else was asked for."""


class Month(Func):
    """The month of a date, as text such as 2027-01."""

    output_field = CharField()

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        **_context: Any,  # noqa: ANN401  # as the framework has it
    ) -> tuple[str, tuple[str | int, ...]]:
        """Return it for SQLite, which keeps dates as text."""
        return self.as_sql(compiler, connection, template="substr(%(expressions)s, 1, 7)")

    def as_postgresql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        **_context: Any,  # noqa: ANN401  # see above
    ) -> tuple[str, tuple[str | int, ...]]:
        """Return it for PostgreSQL."""
        return self.as_sql(compiler, connection, template="to_char(%(expressions)s, 'YYYY-MM')")


@dataclass(slots=True)
class Counted:
    """What was counted of some promises."""

    kept: Counter[str] = field(default_factory=Counter)
    errors: Counter[int] = field(default_factory=Counter)
    near: float = 0.0
    leads: Counter[int] = field(default_factory=Counter)
    tells: Counter[int] = field(default_factory=Counter)
    in_time: int = 0
    never: int = 0

    def add(self, other: Counted) -> None:
        """Count what was counted of others as well."""
        for mine, theirs in (
            (self.errors, other.errors), (self.leads, other.leads), (self.tells, other.tells)
        ):  # fmt: skip
            mine.update(theirs)
        self.kept.update(other.kept)
        self.near += other.near
        self.in_time += other.in_time
        self.never += other.never


def summed(counts: Iterable[Counted]) -> Counted:
    """Return what was counted of all together."""
    whole = Counted()
    for one in counts:
        whole.add(one)
    return whole


def count(
    viewer: Viewer, asked: Slice, today: date, *, kept: bool = False, near: bool = False, told: bool = False
) -> Counts:
    """Return what is asked for of the cohort of a window, by month.

    In one query for the tallies and one for each thing that is asked for.
    """
    found: Counts = defaultdict(Counted)
    until = min(asked.until, today - DAY)
    if EVERYONE not in viewer.audiences or until < asked.since:
        return found
    months = [] if asked.customer or asked.team or asked.promise else months_within(asked.since, until)
    there = _read_tallies(found, asked, months, today) if months else set()
    _covered, rest = split(asked.since, until, [(first, last) for first, last in months if first in there])
    if rest:
        rows, of = visible(viewer, asked).filter(within(rest, "first_date")), Month(F("first_date"))
        _count_rows(found, rows, of, asked, today, kept=kept, near=near, told=told)
    return {_first(month): counted for month, counted in found.items()}


def count_by(viewer: Viewer, asked: Slice, by: str, today: date, *, kept_alone: bool = False) -> Counts:
    """Return what can be counted of the cohort of a window, by ``customer``, ``team`` or ``kind``.

    In three queries that go through all that was due; or in two where nobody asks for more than how many were kept:
    one for the tallies, and one for what no tally holds. A customer and a team are their numbers, None for no team.
    """
    found: Counts = defaultdict(Counted)
    if kept_alone:
        _count_kept_by(found, viewer, asked, by, today)
    else:
        _count_rows(found, due_in(viewer, asked, today), F(by), asked, today, kept=True, near=True, told=True)
    return dict(found)


def _count_kept_by(found: Counts, viewer: Viewer, asked: Slice, by: str, today: date) -> None:
    until = min(asked.until, today - DAY)
    if EVERYONE not in viewer.audiences or until < asked.since:
        return
    months = [] if asked.customer or asked.team or asked.promise else months_within(asked.since, until)
    there = _read_group_tallies(found, asked, by, months, today) if months else set()
    _covered, rest = split(asked.since, until, [(first, last) for first, last in months if first in there])
    if rest:
        _count_kept(found, visible(viewer, asked).filter(within(rest, "first_date")), F(by), asked, today)


def _read_group_tallies(found: Counts, asked: Slice, by: str, months: list[Range], today: date) -> set[date]:
    rows = Tally.objects.filter(first__gte=months[0][0], first__lte=months[-1][0], by_line=asked.by_line)
    there: set[date] = set()
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * len(NAMES))
    columns = (*NAMES, "later") if by == "kind" else (f"{by}s",)
    for first, kind, *kept in rows.values_list("first", "kind", *columns):
        there.add(first)
        if asked.kind and kind != asked.kind:
            continue
        groups = {kind: (kept[:-1], kept[-1])} if by == "kind" else kept[0]
        for of, (counts, later) in groups.items():
            sums[of] = list(map(add, sums[of], counts))  # there are as many as months, kinds and customers
            if later:
                _add_later(found[_key(of, by)].kept, later, today)
    for of, counts in sums.items():
        if any(counts):  # a month has a tally of every kind, also of one of which nothing was due
            found[_key(of, by)].kept.update(dict(zip(NAMES, counts, strict=True)))
    return there


def _key(of: str, by: str) -> int | str | None:
    """Return what a tally calls a group as queries do."""
    return of if by == "kind" else int(of) if of else None


def _add_later(kept: Counter[str], later: Mapping[str, list[int]], today: date) -> None:
    """Count those whose date in force was not over when their month was counted, and is by now."""
    for day, (due, held) in later.items():
        if date.fromisoformat(day) < today:
            kept.update(due_last=due, kept_last=held)


def tallied(rows: QuerySet[Result], asked: Slice, today: date) -> dict[str, Any]:
    """Return the fields of a tally of ``rows``, which are those of a month that is over."""
    found: Counts = defaultdict(Counted)
    _count_rows(found, rows, Value(""), asked, today, kept=True, near=True, told=True)
    whole = found[""]
    return {
        **{name: whole.kept[name] for name in NAMES},
        "later": _later(rows, Value(""), asked, today).get("", {}),
        "customers": _kept_of_groups(rows, "customer", asked, today),
        "teams": _kept_of_groups(rows, "team", asked, today),
        "near": whole.near,
        "errors": _texts(whole.errors),
        "leads": _texts(whole.leads),
        "tells": _texts(whole.tells),
        "in_time": whole.in_time,
        "never": whole.never,
    }


def _kept_of_groups(rows: QuerySet[Result], by: str, asked: Slice, today: date) -> dict[str, Kept]:
    found: Counts = defaultdict(Counted)
    _count_kept(found, rows, F(by), asked, today)
    later = _later(rows, F(by), asked, today)
    return {
        "" if of is None else str(of): ([counted.kept[name] for name in NAMES], later.get(of, {}))
        for of, counted in found.items()
    }


def _later(rows: QuerySet[Result], of: Combinable, asked: Slice, today: date) -> dict[Any, dict[str, list[int]]]:
    """Return by group and date in force that is not over yet: how many are due on it, and were accepted by then."""
    done = "done_on" if asked.by_line else "whole_on"
    held = Count("pk", filter=Q(**{f"{done}__lte": F("in_force")}))
    grouped = (
        rows.filter(is_excluded=False, in_force__gte=today).order_by().annotate(of=of).values_list("of", "in_force")
    )
    found: dict[Any, dict[str, list[int]]] = defaultdict(dict)
    for key, day, due, kept in grouped.annotate(due=Count("pk"), held=held):
        found[key][day.isoformat()] = [due, kept]
    return found


def month_after(first: date) -> date:
    """Return the first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def months_within(since: date, until: date) -> list[Range]:
    """Return the months that lie in a window as a whole."""
    first = since if since.day == 1 else month_after(since.replace(day=1))
    found = []
    while month_after(first) - DAY <= until:
        found.append((first, month_after(first) - DAY))
        first = month_after(first)
    return found


def _read_tallies(found: Counts, asked: Slice, months: list[Range], today: date) -> set[date]:
    rows = Tally.objects.filter(first__gte=months[0][0], first__lte=months[-1][0], by_line=asked.by_line)
    there = set()
    for row in rows.defer("customers", "teams"):
        there.add(row.first)
        if asked.kind and row.kind != asked.kind:
            continue
        _add_later(found[f"{row.first:%Y-%m}"].kept, row.later, today)
        found[f"{row.first:%Y-%m}"].add(
            Counted(
                kept=Counter({name: getattr(row, name) for name in NAMES}),
                errors=_numbers(row.errors),
                near=row.near,
                leads=_numbers(row.leads),
                tells=_numbers(row.tells),
                in_time=row.in_time,
                never=row.never,
            )
        )
    return there


def split(since: date, until: date, months: Iterable[Range]) -> tuple[list[Range], list[Range]]:
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


def within(ranges: Iterable[Range], name: str) -> Q:
    """Return what picks the rows whose date ``name`` lies within one of ``ranges``."""
    found = Q()
    for first, last in ranges:
        found |= Q(**{f"{name}__gte": first, f"{name}__lte": last})
    return found


def _count_rows(
    found: Counts,
    rows: QuerySet[Result],
    of: Combinable,
    asked: Slice,
    today: date,
    *,
    kept: bool = False,
    near: bool = False,
    told: bool = False,
) -> None:
    if kept:
        _count_kept(found, rows, of, asked, today)
    if near:
        _count_near(found, rows, of)
    if told:
        _count_told(found, rows.filter(condition_of(Figure.BROKEN_FIRST, asked, today)), of)


def _count_kept(found: Counts, rows: QuerySet[Result], of: Combinable, asked: Slice, today: date) -> None:
    wanted = {figure.name.lower(): Count("pk", filter=condition_of(figure, asked, today)) for figure in KEPT}
    for row in rows.order_by().annotate(of=of).values("of").annotate(**wanted):
        counts: dict[str, Any] = dict(row)
        found[counts.pop("of")].kept.update(counts)


def _count_near(found: Counts, rows: QuerySet[Result], of: Combinable) -> None:
    known = rows.filter(is_excluded=False, error_days__isnull=False).order_by().annotate(of=of)
    grouped = known.values_list("of", "error_days").annotate(times=Count("pk"), near=Sum("closeness"))
    for key, days, times, near in grouped:
        found[key].errors[days] += times
        found[key].near += near


def _count_told(found: Counts, missed: QuerySet[Result], of: Combinable) -> None:
    grouped = missed.order_by().annotate(of=of).values_list("of", "warned_days", "warned_in_time", "tell_days")
    for key, lead, in_time, tell, times in grouped.annotate(times=Count("pk")):
        counted = found[key]
        if lead is None:
            counted.never += times
            continue
        counted.leads[lead] += times
        counted.in_time += times if in_time else 0
        if tell is not None:
            counted.tells[tell] += times


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _numbers(counts: Mapping[str, int]) -> Counter[int]:
    return Counter({int(days): times for days, times in counts.items()})


def _texts(counts: Mapping[int, int]) -> dict[str, int]:
    return {str(days): times for days, times in sorted(counts.items())}
