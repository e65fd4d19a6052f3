"""Counting measurements by day as they are written down, so that nobody has to count them all to look at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from makegood.capability.models import MeasuredDay, Measurement, ServiceMeasure
from makegood.capability.states import Sense

Observed = tuple[datetime, float]
"""A moment, and what was measured then."""
CHUNK = 5_000


def count_changes(measure: ServiceMeasure, *, gone: Iterable[Observed], come: Iterable[Observed]) -> None:
    """Count measurements that are there now, and no longer those that were; the measure is locked."""
    counts, good = _counted(measure, come)
    fewer, fewer_good = _counted(measure, gone)
    counts.subtract(fewer)
    good.subtract(fewer_good)
    there = {one.day: one for one in MeasuredDay.objects.filter(measure=measure, day__in=list(counts))}
    rows = [there.get(day) or MeasuredDay(measure=measure, day=day, count=0, good=0) for day in counts]
    for row in rows:
        row.count += counts[row.day]
        row.good += good[row.day]
    _keep(rows)
    MeasuredDay.objects.filter(measure=measure, count=0).delete()


def recount(measure: ServiceMeasure) -> None:
    """Count all measurements of ``measure`` anew: another threshold is met by others. The measure is locked."""
    MeasuredDay.objects.filter(measure=measure).delete()
    seen = Measurement.objects.filter(measure=measure).values_list("at", "value")
    counts, good = _counted(measure, seen.iterator(chunk_size=CHUNK))
    _keep([MeasuredDay(measure=measure, day=day, count=count, good=good[day]) for day, count in counts.items()])


def _counted(measure: ServiceMeasure, seen: Iterable[Observed]) -> tuple[Counter[date], Counter[date]]:
    zone, threshold, at_least = ZoneInfo(settings.DEFAULT_ZONE), measure.threshold, measure.sense == Sense.AT_LEAST
    counts: Counter[date] = Counter()
    good: Counter[date] = Counter()
    for at, value in seen:
        day = at.astimezone(zone).date()
        counts[day] += 1
        if threshold is not None and (value >= threshold if at_least else value <= threshold):
            good[day] += 1
    return counts, good


def _keep(rows: list[MeasuredDay]) -> None:
    MeasuredDay.objects.bulk_create(
        rows,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["measure", "day"],
        update_fields=["count", "good"],
    )
