"""The promises behind a figure, one page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet

from makegood.engine.track_figures import Share, slip_per_week
from makegood.feasibility.models import Snapshot
from makegood.foundation.actors import Viewer
from makegood.foundation.pages import Page, each, matching, ordered, part_of
from makegood.learning.models import Result
from makegood.learning.queries.slices import Slice, behind, visible, with_drift
from makegood.learning.states import Figure, Kind

ORDERS = {
    "first": (F("first_date"), F("pk")),
    "due": (F("in_force"), F("pk")),
    "title": (F("promise__words"), F("pk")),
    "customer": (F("promise__customer__words"), F("pk")),
    "accepted": (F("whole_on"), F("pk")),
    "notice": (F("warned_days"), F("pk")),
    "agreed": (F("agreed_days"), F("pk")),
    "forecast": (F("forecast_days"), F("pk")),
    "silent": (F("silent_days"), F("pk")),
}
SNAPSHOT_DAYS = 400


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One promise with what became of it; drift in calendar days, None where nothing is forecast or it has ended."""

    promise: int
    key: str
    title: str
    customer: int
    customer_name: str
    team_name: str
    kind: Kind
    value: Decimal | None
    currency: str
    made_on: date
    said_first: date
    first_date: date
    in_force: date
    done_on: date | None
    is_open: bool
    is_excluded: bool
    kept_first: bool | None
    """None where its day is not over, or the customer cancelled it."""
    kept_last: bool | None
    is_flawless: bool | None
    """Whether papers and goods were right; None where nobody noted it."""
    error_days: int | None
    warned_on: date | None
    warned_days: int | None
    warned_in_time: bool | None
    agreed_days: int
    forecast_days: int | None
    silent_days: int | None
    p_kept: float | None

    @property
    def relative(self) -> float | None:
        """Forecast drift as a share of the time from promise to first date."""
        lead = (self.said_first - self.made_on).days
        return None if self.forecast_days is None or lead <= 0 else self.forecast_days / lead


def result_page(
    viewer: Viewer,
    asked: Slice,
    figure: Figure,
    *,
    today: date,
    text: str = "",
    sort: str = "-first",
    page: int = 1,
    size: int = 50,
) -> Page[ResultRow]:
    """Return one page of the promises behind ``figure``, the latest due first; in three queries."""
    found = with_drift(behind(figure, viewer, asked, today)).filter(
        matching(text, "promise__words", "promise__customer__words")
    )
    rows, total = part_of(found.order_by(*ordered(ORDERS, sort, default="first")), number=page, size=size,
                          complete=_complete)  # fmt: skip
    return Page(each(rows, lambda result: _row(result, asked, today)), total, max(page, 1), size)


def result_of(promise: int, viewer: Viewer, *, today: date) -> ResultRow | None:
    """Return what became of one promise; None where nobody relied on it yet. In one query."""
    asked = Slice(date.min, date.max, promise=promise)
    found = _complete(visible(viewer, asked)).first()
    return None if found is None else _row(found, asked, today)


def parts_of(promise: int, viewer: Viewer, *, today: date) -> Share:
    """Return the schedule adherence of a promise: of the parts whose first dates are over, how many were done by then.

    What was split off is its milestones. Each is held against the date that was said first of it, and no later one than
    that of its order, which is their baseline. In one query.
    """
    asked = Slice(date.min, date.max, by_line=True)
    found = visible(viewer, asked).filter(parent=promise, is_excluded=False, first_date__lt=today)
    counted = found.aggregate(due=Count("pk"), done=Count("pk", filter=Q(done_on__lte=F("first_date"))))
    return Share(counted["done"], counted["due"])


def slips_of(promises: list[int]) -> Mapping[int, float | None]:
    """Return the slip per week of some promises by their frozen forecasts; in one query."""
    points: dict[int, list[tuple[date, date]]] = {number: [] for number in promises}
    found = Snapshot.objects.filter(promise__in=promises, p85__isnull=False).order_by("promise", "-day")
    for number, day, p85 in found.values_list("promise", "day", "p85"):
        if p85 is not None and len(points[number]) < SNAPSHOT_DAYS:
            points[number].append((day, p85))
    return {number: slip_per_week(known) for number, known in points.items()}


def _complete(found: QuerySet[Result]) -> QuerySet[Result]:
    return with_drift(found).select_related("promise__customer", "promise__outlook", "team")


def _row(result: Result, asked: Slice, today: date) -> ResultRow:
    promise = result.promise
    done = result.done_on if asked.by_line else result.whole_on
    flawless = result.is_flawless if asked.by_line else result.whole_flawless
    outlook = getattr(promise, "outlook", None) if result.is_open else None

    def kept(due: date) -> bool | None:
        return None if result.is_excluded or due >= today else done is not None and done <= due

    return ResultRow(
        promise=promise.pk,
        key=promise.key,
        title=promise.title,
        customer=promise.customer_id,
        customer_name=promise.customer.name,
        team_name=result.team.name if result.team else "",
        kind=Kind(result.kind),
        value=promise.value,
        currency=promise.currency,
        made_on=result.made_on,
        said_first=result.said_first,
        first_date=result.first_date,
        in_force=result.in_force,
        done_on=done,
        is_open=result.is_open,
        is_excluded=result.is_excluded,
        kept_first=kept(result.first_date),
        kept_last=kept(result.in_force),
        is_flawless=flawless,
        error_days=result.error_days,
        warned_on=result.warned_on,
        warned_days=result.warned_days,
        warned_in_time=result.warned_in_time,
        agreed_days=result.agreed_days,
        forecast_days=getattr(result, "forecast_days", None) if outlook else None,
        silent_days=getattr(result, "silent_days", None) if outlook else None,
        p_kept=None if outlook is None else outlook.p_kept,
    )
