"""Counting whole months, so that figures over years stay quick; a month that changed is forgotten at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min

from makegood.foundation.jobs.services import enqueue
from makegood.learning.models import Result, Score, ScoreTally, Tally
from makegood.learning.queries.counting import month_after, tallied
from makegood.learning.queries.scoring import tally_of
from makegood.learning.queries.slices import Slice
from makegood.learning.states import Horizon, Kind

COUNT = "makegood.learning.tasks.count"
PAUSE = timedelta(seconds=10)
"""Time in which changes to the same month are put together."""
LOCK = 0x6D616B68
"""PostgreSQL's advisory lock under which results change and months are counted; SQLite has one writer anyway."""


def queue_counting(*, at: datetime) -> None:
    """Let months that are not counted be counted soon, once for all that changes meanwhile."""
    slot = int(at.timestamp() // PAUSE.total_seconds())
    enqueue(task=COUNT, arguments={}, at=at, due_at=at + PAUSE, key=f"learning.count:{slot}")


def count_months(*, today: date) -> int:
    """Count every month before ``today`` that is not, each in a transaction of its own; return how many."""
    counted = 0
    for first in _uncounted(Result.objects.aggregate(first=Min("first_date"))["first"], Tally, today):
        _count(first, today)
        counted += 1
    for first in _uncounted(Score.objects.aggregate(first=Min("due"))["first"], ScoreTally, today):
        _count_scores(first, today)
        counted += 1
    return counted


def _uncounted(begin: date | None, kept: type[Tally | ScoreTally], today: date) -> Iterator[date]:
    """Yield the first days of the months from that of ``begin`` on that are over and not counted."""
    there = set(kept.objects.values_list("first", flat=True).distinct())
    first = None if begin is None else begin.replace(day=1)
    while first is not None and month_after(first) <= today:
        if first not in there:
            yield first
        first = month_after(first)


def forget_months(days: Collection[date]) -> None:
    """Forget what was counted of the months of some days, in the transaction that changes their results."""
    Tally.objects.filter(first__in={day.replace(day=1) for day in days}).delete()


def forget_scores(days: Collection[date]) -> None:
    """Forget what was counted of forecasts for the months of some days, in the transaction that changes them."""
    ScoreTally.objects.filter(first__in={day.replace(day=1) for day in days}).delete()


def hold_results() -> None:
    """Let nobody else change results or count them until this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def _count(first: date, today: date) -> None:
    hold_results()
    month = Result.objects.filter(first_date__gte=first, first_date__lt=month_after(first))
    asked = {by_line: Slice(first, today, by_line=by_line) for by_line in (False, True)}
    Tally.objects.bulk_create(
        (
            Tally(
                first=first,
                kind=kind,
                by_line=by_line,
                **tallied((month if by_line else month.filter(parent=None)).filter(kind=kind), asked[by_line], today),
            )
            for kind in Kind
            for by_line in (False, True)
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def _count_scores(first: date, today: date) -> None:
    hold_results()
    month = Score.objects.filter(due__gte=first, due__lt=month_after(first))
    ScoreTally.objects.bulk_create(
        (
            ScoreTally(
                first=first, horizon=horizon, kind=kind, **tally_of(month.filter(horizon=horizon, kind=kind), today)
            )
            for horizon in Horizon
            for kind in Kind
        ),
        ignore_conflicts=True,
    )
