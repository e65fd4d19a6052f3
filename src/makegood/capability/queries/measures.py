"""Reading how well services run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from makegood.capability.models import MeasuredDay, Measurement, ServiceMeasure
from makegood.capability.states import Sense
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import Event, stories
from makegood.foundation.pages import Page, each, matching, ordered, part_of

ORDERS = {
    "name": (F("words"), F("pk")),
    "count": (F("count"), F("words"), F("pk")),
    "latest": (F("latest"), F("words"), F("pk")),
}
_GOOD = Q(measure__sense=Sense.AT_LEAST, value__gte=F("measure__threshold")) | Q(
    measure__sense=Sense.AT_MOST, value__lte=F("measure__threshold")
)
_BAD = Q(measure__sense=Sense.AT_LEAST, value__lt=F("measure__threshold")) | Q(
    measure__sense=Sense.AT_MOST, value__gt=F("measure__threshold")
)


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One service measure; ``good`` of its ``count`` measurements meet the threshold, None where there is none."""

    number: int
    name: str
    unit: str
    sense: Sense
    threshold: float | None
    target: float | None
    source: str
    count: int
    good: int | None
    latest: datetime | None
    made_at: datetime
    version: int

    @property
    def share(self) -> float | None:
        """Return the share of measurements that meet the threshold, None where nothing can be said."""
        return None if self.good is None or not self.count else self.good / self.count


@dataclass(frozen=True, slots=True)
class MeasurementRow:
    """One observation; ``is_good`` says whether it meets the threshold, None where there is none."""

    number: int
    measure: int
    reference: str
    at: datetime
    value: float
    is_good: bool | None


@dataclass(frozen=True, slots=True)
class MeasuredDayRow:
    """How many measurements of a day there are, and how many of them meet the threshold."""

    day: date
    count: int
    good: int


def measure_page(
    viewer: Viewer, *, text: str = "", sort: str = "name", page: int = 1, size: int = 50
) -> Page[MeasureRow]:
    """Return one page of measures, in two queries; what can't be understood is the default."""
    found = _with_figures(visible_measures(viewer)).filter(matching(text))
    rows, total = part_of(found.order_by(*ordered(ORDERS, sort, default="name")), number=page, size=size)
    return Page(tuple(map(_row, rows)), total, max(page, 1), size)


def find_measure(number: int, viewer: Viewer) -> MeasureRow:
    """Return one measure; NotFound."""
    found = _with_figures(visible_measures(viewer)).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such measure."))
    return _row(found)


def measure_named(name: str, viewer: Viewer) -> int:
    """Return the number of the measure that is called so, whatever its case; NotFound."""
    found = visible_measures(viewer).filter(name__iexact=name).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such measure."))
    return found


@dataclass(frozen=True, slots=True)
class WantedMeasurements:
    """Which measurements are wanted: since a moment, of some days of the company, those that are good or not."""

    since: datetime | None = None
    first: date | None = None
    last: date | None = None
    is_good: bool | None = None


ALL = WantedMeasurements()


def measurement_page(
    measure: int, viewer: Viewer, wanted: WantedMeasurements = ALL, *, page: int = 1, size: int = 50
) -> Page[MeasurementRow]:
    """Return one page of the measurements of a measure, the latest first; NotFound."""
    of = visible_measures(viewer).filter(pk=measure).first()
    if of is None:
        raise NotFound(_("There is no such measure."))
    found = _wanted(Measurement.objects.filter(measure=measure), wanted)
    rows, total = part_of(found.order_by("-at", "-pk"), number=page, size=size)
    return Page(each(rows, lambda one: _measurement(one, of)), total, max(page, 1), size)


def measured_days(
    measures: Collection[int], viewer: Viewer, *, since: date, until: date
) -> Mapping[int, list[MeasuredDayRow]]:
    """Return how many measurements each day of a window has and how many are good, by measure; in one query."""
    found: dict[int, list[MeasuredDayRow]] = {number: [] for number in measures}
    days = MeasuredDay.objects.filter(measure__in=visible_measures(viewer).filter(pk__in=measures), day__gte=since)
    rows = days.filter(day__lte=until).order_by("day").values_list("measure", "day", "count", "good")
    for number, day, count, good in rows:
        found[number].append(MeasuredDayRow(day, count, good))
    return found


def _wanted(found: QuerySet[Measurement], wanted: WantedMeasurements) -> QuerySet[Measurement]:
    zone = ZoneInfo(settings.DEFAULT_ZONE)
    if wanted.since is not None:
        found = found.filter(at__gte=wanted.since)
    if wanted.first is not None:
        found = found.filter(at__gte=datetime.combine(wanted.first, time(), zone))
    if wanted.last is not None:
        found = found.filter(at__lt=datetime.combine(wanted.last + timedelta(days=1), time(), zone))
    return found if wanted.is_good is None else found.filter(_GOOD if wanted.is_good else _BAD)


def _measurement(one: Measurement, of: ServiceMeasure) -> MeasurementRow:
    threshold, at_least = of.threshold, of.sense == Sense.AT_LEAST
    good = None if threshold is None else one.value >= threshold if at_least else one.value <= threshold
    return MeasurementRow(one.pk, of.pk, one.reference, one.at, one.value, good)


def measure_story(number: int, viewer: Viewer, limit: int = 50) -> list[Event]:
    """Return what happened to a measure, newest first, as far as the viewer may know."""
    return stories(subjects={"measure": [number]}, viewer=viewer, limit=limit)


def visible_measures(viewer: Viewer) -> QuerySet[ServiceMeasure]:
    """Return the measures that a viewer may know of."""
    return ServiceMeasure.objects.all() if EVERYONE in viewer.audiences else ServiceMeasure.objects.none()


def _with_figures(measures: QuerySet[ServiceMeasure]) -> QuerySet[ServiceMeasure]:
    latest = Measurement.objects.filter(measure=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    return measures.annotate(
        count=Coalesce(Sum("days__count"), 0), good=Coalesce(Sum("days__good"), 0), latest=Subquery(latest)
    )


def _row(measure: ServiceMeasure) -> MeasureRow:
    return MeasureRow(
        number=measure.pk,
        name=measure.name,
        unit=measure.unit,
        sense=Sense(measure.sense),
        threshold=measure.threshold,
        target=measure.target,
        source=measure.source,
        count=getattr(measure, "count", 0),
        good=None if measure.threshold is None else getattr(measure, "good", None),
        latest=getattr(measure, "latest", None),
        made_at=measure.made_at,
        version=measure.version,
    )


def measure_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what measures are called, by number."""
    return dict(ServiceMeasure.objects.filter(pk__in=numbers).values_list("pk", "name"))
