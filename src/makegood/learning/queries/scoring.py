"""Counting frozen forecasts for a window: whole months from their tallies where there are any, the rest row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Cast

from makegood.learning.models import Score, ScoreTally
from makegood.learning.queries.counting import Range, months_within, split, within
from makegood.learning.queries.slices import Slice
from makegood.learning.states import Horizon, Kind

PERCENTILES = {50: "p50", 85: "p85", 95: "p95"}
ALREADY = ""
"""The key of a tally under which percentiles count whose day was over when it was counted."""
THOUSAND = 1000
Group = int | str | None


@dataclass(slots=True)
class Scored:
    """What was counted of some frozen forecasts: how many there are, and what came of those whose day is over."""

    frozen: int = 0
    said: Counter[int] = field(default_factory=Counter)
    """How often each probability was said, in thousandths, of those with a known outcome."""
    kept: Counter[int] = field(default_factory=Counter)
    """How often it was kept then."""
    over: Counter[int] = field(default_factory=Counter)
    """By percentile: how many forecasts whose day of it is over."""
    by_then: Counter[int] = field(default_factory=Counter)
    """And how many of them were done by then."""


@dataclass(slots=True)
class Sums:
    """What it takes to tell a bias from chance: see ``engine.ledger.bias_of``."""

    n: int = 0
    kept: int = 0
    said: int = 0
    spread: int = 0

    def add(self, n: int, kept: int, said: int, spread: int) -> None:
        """Count others as well."""
        self.n, self.kept, self.said, self.spread = self.n + n, self.kept + kept, self.said + said, self.spread + spread


def scored(rows: QuerySet[Score], asked: Slice, horizon: Horizon, today: date) -> Scored:
    """Return what is counted of ``rows``, which are those of a window and a horizon; in two queries."""
    found = Scored()
    rest = rows
    if not (asked.customer or asked.team):
        tallies, rest = _tallied(rows, asked, horizon, today, but=("teams", "customers"))
        for one in tallies:
            _read(found, one, today)
    _count(found, rest, today)
    return found


def summed_by(rows: QuerySet[Score], asked: Slice, horizon: Horizon, by: str, today: date) -> dict[Group, Sums]:
    """Return what is counted of ``rows`` by ``team``, ``customer``, ``kind`` or ``seller``; in two queries."""
    found: dict[Group, Sums] = defaultdict(Sums)
    rest = rows
    if not (asked.customer or asked.team) and by != "seller":
        others = {"said", "coverage", "teams", "customers"} - {"said" if by == "kind" else f"{by}s"}
        tallies, rest = _tallied(rows, asked, horizon, today, but=tuple(others))
        for one in tallies:
            for group, sums in _sums_in(one, by):
                found[group].add(*sums)
    for group, n, kept, said, spread in _grouped(rest.filter(due__lt=today), by):
        found[group].add(n, kept, said, spread)
    return found


def tally_of(rows: QuerySet[Score], today: date) -> dict[str, Any]:
    """Return the fields of a tally of ``rows``, which are those of a month that is over."""
    found = Scored()
    _count(found, rows, today)
    coverage: dict[str, dict[str, list[int]]] = {}
    for percentile, name in PERCENTILES.items():
        coverage[str(percentile)] = {ALREADY: [found.over[percentile], found.by_then[percentile]]}
        later = rows.filter(**{f"{name}__gte": today}).order_by().values_list(name)
        held = Count("pk", filter=Q(done_on__lte=F(name)))
        for day, n, by_then in later.annotate(n=Count("pk"), held=held):
            coverage[str(percentile)][day.isoformat()] = [n, by_then]
    return {
        "frozen": found.frozen,
        "said": {str(said): [times, found.kept[said]] for said, times in sorted(found.said.items())},
        "coverage": coverage,
        **{
            f"{by}s": {"" if of is None else str(of): list(sums) for of, *sums in _grouped(rows, by)}
            for by in ("team", "customer")
        },
    }


def _tallied(
    rows: QuerySet[Score], asked: Slice, horizon: Horizon, today: date, *, but: tuple[str, ...]
) -> tuple[list[ScoreTally], QuerySet[Score]]:
    """Return the tallies of a window without the fields ``but``, and the rows that are in none of them."""
    until = min(asked.until, today - timedelta(days=1))
    months = months_within(asked.since, until) if asked.since <= until else []
    if not months:
        return [], rows
    found = ScoreTally.objects.filter(horizon=horizon, first__gte=months[0][0], first__lte=months[-1][0]).defer(*but)
    tallies = list(found)
    there = {one.first for one in tallies}
    covered: list[Range] = [(first, last) for first, last in months if first in there]
    _whole, rest = split(asked.since, asked.until, covered)
    wanted = [one for one in tallies if asked.kind not in set(Kind) or one.kind == asked.kind]
    return wanted, rows.filter(within(rest, "due")) if rest else rows.none()


def _read(found: Scored, one: ScoreTally, today: date) -> None:
    found.frozen += one.frozen
    for said, (times, kept) in one.said.items():
        found.said[int(said)] += times
        found.kept[int(said)] += kept
    for percentile, days in one.coverage.items():
        for day, (n, by_then) in days.items():
            if day == ALREADY or date.fromisoformat(day) < today:
                found.over[int(percentile)] += n
                found.by_then[int(percentile)] += by_then


def _sums_in(one: ScoreTally, by: str) -> list[tuple[Group, tuple[int, int, int, int]]]:
    if by == "kind":
        known = [(int(said), times, kept) for said, (times, kept) in one.said.items()]
        n, kept = sum(times for _s, times, _k in known), sum(held for _s, _t, held in known)
        said = sum(each * times for each, times, _k in known)
        return [(one.kind, (n, kept, said, sum(each * (THOUSAND - each) * times for each, times, _k in known)))]
    groups: Mapping[str, list[int]] = one.teams if by == "team" else one.customers
    return [(int(of) if of else None, (n, kept, said, spread)) for of, (n, kept, said, spread) in groups.items()]


def _count(found: Scored, rows: QuerySet[Score], today: date) -> None:
    known = Q(due__lt=today)
    wanted = {"times": Count("pk"), "known": Count("pk", filter=known),
              "held": Count("pk", filter=known & Q(done_on__lte=F("due"))), **_coverage(today)}  # fmt: skip
    counted: list[dict[str, Any]] = [dict(row) for row in rows.order_by().values("said").annotate(**wanted)]
    for row in counted:
        found.frozen += row["times"]
        found.said[row["said"]] += row["known"]
        found.kept[row["said"]] += row["held"]
        for percentile in PERCENTILES:
            found.over[percentile] += row[f"n{percentile}"]
            found.by_then[percentile] += row[f"in{percentile}"]


def _coverage(today: date) -> dict[str, Count]:
    """Count those whose percentile is over, done or not: to wait for what is done would leave out the late ones."""
    wanted = {}
    for percentile, name in PERCENTILES.items():
        over = Q(**{f"{name}__lt": today})
        wanted[f"n{percentile}"] = Count("pk", filter=over)
        wanted[f"in{percentile}"] = Count("pk", filter=over & Q(done_on__lte=F(name)))
    return wanted


def _grouped(rows: QuerySet[Score], by: str) -> QuerySet[Score, tuple[Any, ...]]:
    """Return for each group how many there are, how many were kept, and the sums of what was said and its spread."""
    whole = Cast("said", IntegerField())  # PostgreSQL would multiply small integers, and they are too small
    return rows.order_by().values_list(by).annotate(
        times=Count("pk"),
        held=Count("pk", filter=Q(done_on__lte=F("due"))),
        sum_said=Sum("said"),
        sum_spread=Sum(whole * (THOUSAND - whole), output_field=IntegerField()),
    )  # fmt: skip
