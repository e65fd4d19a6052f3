"""Reading how well services run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Max, Q, QuerySet, When
from django.utils.translation import gettext as _

from makegood.capability.models import Measurement, ServiceMeasure
from makegood.capability.states import Sense
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import Event, stories
from makegood.foundation.pages import Page, matching, ordered, part_of

ORDERS = {
    "name": (F("words"), F("pk")),
    "count": (F("count"), F("words"), F("pk")),
    "latest": (F("latest"), F("words"), F("pk")),
}
_GOOD = (
    Q(measurements__value__gte=F("threshold"), sense=Sense.AT_LEAST)
    | Q(measurements__value__lte=F("threshold"), sense=Sense.AT_MOST)
)  # fmt: skip


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
    """One observation."""

    number: int
    measure: int
    reference: str
    at: datetime
    value: float


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


def measurement_page(
    measure: int, viewer: Viewer, *, since: datetime | None = None, page: int = 1, size: int = 50
) -> Page[MeasurementRow]:
    """Return one page of the measurements of a measure, the latest first; NotFound."""
    if not visible_measures(viewer).filter(pk=measure).exists():
        raise NotFound(_("There is no such measure."))
    found = Measurement.objects.filter(measure=measure)
    if since is not None:
        found = found.filter(at__gte=since)
    rows, total = part_of(found.order_by("-at", "-pk"), number=page, size=size)
    shown = tuple(MeasurementRow(one.pk, one.measure_id, one.reference, one.at, one.value) for one in rows)
    return Page(shown, total, max(page, 1), size)


def measure_story(number: int, viewer: Viewer, limit: int = 50) -> list[Event]:
    """Return what happened to a measure, newest first, as far as the viewer may know."""
    return stories(subjects={"measure": [number]}, viewer=viewer, limit=limit)


def visible_measures(viewer: Viewer) -> QuerySet[ServiceMeasure]:
    """Return the measures that a viewer may know of."""
    return ServiceMeasure.objects.all() if EVERYONE in viewer.audiences else ServiceMeasure.objects.none()


def _with_figures(measures: QuerySet[ServiceMeasure]) -> QuerySet[ServiceMeasure]:
    return measures.annotate(
        count=Count("measurements"),
        good=Case(When(threshold=None, then=None), default=Count("measurements", filter=_GOOD)),
        latest=Max("measurements__at"),
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
        good=getattr(measure, "good", None),
        latest=getattr(measure, "latest", None),
        made_at=measure.made_at,
        version=measure.version,
    )
