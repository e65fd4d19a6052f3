"""Bringing results up to date with what is on record: for some promises, or for all of them bit by bit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from makegood.foundation.jobs.services import enqueue
from makegood.foundation.timers.queries import waiting
from makegood.foundation.timers.services import start
from makegood.learning.bridge import Reckoned, reckon
from makegood.learning.models import Result, Score
from makegood.learning.queries.facts import facts_of
from makegood.learning.services.tallying import forget_months, forget_scores, hold_results, queue_counting
from makegood.promises.models import Promise

BATCH = 500
CHECK = "learning.check"
"""The timer of the nightly check."""
HOUSE = ("house", 0)
CHECK_BATCH = "makegood.learning.tasks.check"
NIGHT = time(2, 40)
RESULT_FIELDS = tuple(field.name for field in Result._meta.get_fields() if field.name != "promise")
SCORE_FIELDS = tuple(
    column for field in Score._meta.concrete_fields if (column := field.attname) not in {"id", "promise_id"}
)


def renew_results(numbers: Collection[int]) -> int:
    """Bring the results and scores of some promises up to date, those of what they are parts of, and of their parts.

    Return how many promises had others before. Run again, it changes nothing.
    """
    ordered = sorted(numbers)
    return sum(_renew(set(ordered[begin : begin + BATCH])) for begin in range(0, len(ordered), BATCH))


@transaction.atomic
def _renew(wanted: set[int]) -> int:
    hold_results()
    for parts in (Promise.objects.filter(pk__in=wanted), Result.objects.filter(promise__in=wanted)):
        wanted |= {parent for parent in parts.values_list("parent", flat=True) if parent is not None}
    wanted |= set(Promise.objects.filter(parent__in=wanted).values_list("pk", flat=True))
    zone = settings.DEFAULT_ZONE
    found = {number: reckon(facts, zone) for number, facts in facts_of(wanted).items() if facts.agreed}
    unsaid = Score.objects.filter(promise__in=wanted - found.keys())
    forget_scores(list(unsaid.values_list("due", flat=True)))
    unsaid.delete()
    past = Result.objects.filter(promise__in=wanted - found.keys())
    forget_months(list(past.values_list("first_date", flat=True)))
    gone, _by_model = past.delete()
    return gone + len(_write_results(found) | _write_scores(found))


def renew_after(number: int) -> int | None:
    """Bring the next few promises after ``number`` up to date; return the last of them, None where there is none."""
    numbers = list(Promise.objects.filter(pk__gt=number).order_by("pk").values_list("pk", flat=True)[:BATCH])
    renew_results(numbers)
    return numbers[-1] if numbers else None


def renew_all() -> None:
    """Bring every result up to date, a few at a time so that nobody waits for it."""
    last: int | None = 0
    while last is not None:
        last = renew_after(last)


@transaction.atomic
def begin_checking(*, at: datetime, after: int = 0, anew: bool = True) -> None:
    """Queue the next part of a check of all results; with ``anew`` set the clock for the one of the next night."""
    enqueue(task=CHECK_BATCH, arguments={"after": after}, at=at)
    queue_counting(at=at)
    if anew:
        zone = ZoneInfo(settings.DEFAULT_ZONE)
        tomorrow = at.astimezone(zone).date() + timedelta(days=1)
        night = datetime.combine(tomorrow, NIGHT, zone)
        start(kind=CHECK, subject=HOUSE, due_at=night, key=CHECK)


def keep_checking(*, at: datetime) -> None:
    """Begin a check of all results unless one of the nights to come will: a process that starts again adds nothing."""
    if not any(timer.key == CHECK for timer in waiting(subject=HOUSE)):
        begin_checking(at=at)


def _write_results(found: dict[int, Reckoned]) -> set[int]:
    """Write the results that are not what is there; return whose."""
    rows: list[dict[str, Any]] = [dict(row) for row in Result.objects.filter(promise__in=found).values()]
    there = {row.pop("promise_id"): row for row in rows}
    changed = {number for number, one in found.items() if there.get(number) != one.result}
    before = [there[number]["first_date"] for number in changed if number in there]
    forget_months([*before, *(found[number].result["first_date"] for number in changed)])
    Result.objects.bulk_create(
        [Result(promise_id=number, **found[number].result) for number in sorted(changed)],
        update_conflicts=True,
        unique_fields=["promise"],
        update_fields=RESULT_FIELDS,
    )
    return changed


def _write_scores(found: dict[int, Reckoned]) -> set[int]:
    """Write the scores of promises that have others than what is there; return whose."""
    there: dict[int, list[dict[str, Any]]] = {}
    for row in Score.objects.filter(promise__in=found).order_by("pk").values("promise_id", *SCORE_FIELDS):
        there.setdefault(row.pop("promise_id"), []).append(row)
    changed = {number for number, one in found.items() if there.get(number, []) != list(one.scores)}
    before = [score["due"] for number in changed for score in there.get(number, [])]
    forget_scores([*before, *(score["due"] for number in changed for score in found[number].scores)])
    if changed & there.keys():
        Score.objects.filter(promise__in=changed).delete()
    Score.objects.bulk_create(
        Score(promise_id=number, **score) for number in sorted(changed) for score in found[number].scores
    )
    return changed
