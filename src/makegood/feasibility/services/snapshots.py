"""Freezing what is said of each promise: once a day, and marked where that day is one by which forecasts are scored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from makegood.engine import Forecast, PromiseForecast
from makegood.feasibility import bridge
from makegood.feasibility.models import Snapshot
from makegood.feasibility.states import Milestone, milestone_of
from makegood.promises.models import Promise

BATCH = 1_000


def frozen_on(day: date) -> set[int]:
    """Return the promises whose forecast of a day is frozen."""
    return set(Snapshot.objects.filter(day=day).values_list("promise", flat=True))


def freeze_day(
    made: Mapping[int, PromiseForecast], result: Forecast, at: datetime, *, but: Collection[int] | None = None
) -> set[int]:
    """Freeze the first forecast of a day for each promise; the first of all is what was said when it was made.

    Return of which promises, ``but`` those that are known to be frozen; None: those that the database knows. It is
    called before what was noted is forgotten: a process that dies leaves the rest to the next one. Where two write at
    once, each row and each mark is there once, and no day is lost because its mark was given before.
    """
    new = sorted(made.keys() - set(frozen_on(result.as_of) if but is None else but))
    for begin in range(0, len(new), BATCH):
        _freeze(new[begin : begin + BATCH], made, result, at)
    return set(new)


@transaction.atomic
def _freeze(batch: Collection[int], made: Mapping[int, PromiseForecast], result: Forecast, at: datetime) -> None:
    there = list(Promise.objects.filter(pk__in=batch).order_by("pk").values_list("pk", flat=True))
    reached: dict[tuple[int, date], set[Milestone]] = {}
    frozen = Snapshot.objects.filter(promise__in=there)
    for promise, due, milestone in frozen.exclude(milestone="").values_list("promise", "due", "milestone"):
        reached.setdefault((promise, due), set()).add(Milestone(milestone))
    begun = set(frozen.filter(is_first=True).values_list("promise", flat=True))

    def row(number: int, *, marked: bool) -> Snapshot:
        read, day = made[number], result.as_of
        known = frozenset(reached.get((number, read.due), ()))
        return Snapshot(
            promise_id=number,
            day=day,
            due=read.due,
            is_first=marked and number not in begun,
            milestone=milestone_of((read.due - day).days, known) if marked else Milestone.NONE,
            inputs_hash=result.inputs_hash,
            at=at,
            **bridge.figures_of(read),
        )

    _add(row(number, marked=True) for number in there)
    written = set(Snapshot.objects.filter(day=result.as_of, promise__in=there).values_list("promise", flat=True))
    _add(row(number, marked=False) for number in there if number not in written)


def _add(rows: Iterable[Snapshot]) -> None:
    Snapshot.objects.bulk_create(rows, ignore_conflicts=True)
