"""The calibration ledger: frozen forecasts held against what happened, counted in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet

from makegood.engine.ledger import COVERAGE_FROM, Bias, Calibration, bias_of, calibration
from makegood.engine.track_figures import Share
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.pages import Page, each, matching, ordered, part_of
from makegood.learning.models import Score
from makegood.learning.queries.scoring import PERCENTILES, scored, summed_by
from makegood.learning.queries.slices import Slice
from makegood.learning.states import Horizon, Kind

NEEDED = COVERAGE_FROM
ORDERS = {
    "due": (F("due"), F("pk")),
    "said": (F("said"), F("pk")),
    "day": (F("day"), F("pk")),
    "title": (F("promise__words"), F("pk")),
    "accepted": (F("done_on"), F("pk")),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often promises were done by a percentile of their forecast; ``share`` says how often of how many."""

    percentile: int
    share: Share

    @property
    def is_shown(self) -> bool:
        """Say whether there are outcomes enough."""
        return self.share.n >= NEEDED


@dataclass(frozen=True, slots=True)
class Ledger:
    """What can be said of the forecasts of one horizon."""

    frozen: int
    """Forecasts that were made for dates in the window."""
    known: int
    """Those whose outcome is known."""
    scores: Calibration | None
    """None where too few are."""
    coverage: tuple[Coverage, ...]

    @property
    def rate(self) -> float | None:
        """Return the share that was kept; None where too few outcomes are known."""
        return None if self.scores is None else self.scores.kept / self.scores.n

    @property
    def needed(self) -> int:
        """Return how many outcomes it takes."""
        return NEEDED


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One frozen forecast and what became of it."""

    promise: int
    key: str
    title: str
    customer_name: str
    day: date
    due: date
    said: float
    p50: date | None
    p85: date | None
    p95: date | None
    done_on: date | None
    kept: bool | None
    """None where the day is not over."""
    value: Decimal | None
    currency: str


def ledger(viewer: Viewer, asked: Slice, horizon: Horizon, *, today: date) -> Ledger:
    """Return the scores of one horizon for the dates of a window; in two queries.

    An outcome is known once the day is over, whatever came of it: open and overdue is broken. What the customer
    cancelled is not scored.
    """
    found = scored(scores(viewer, asked, horizon), asked, horizon, today)
    return Ledger(
        frozen=found.frozen,
        known=found.said.total(),
        scores=calibration({said: (times, found.kept[said]) for said, times in found.said.items()}),
        coverage=tuple(Coverage(each, Share(found.by_then[each], found.over[each])) for each in PERCENTILES),
    )


def biases(
    viewer: Viewer, asked: Slice, horizon: Horizon, by: str, *, today: date
) -> tuple[tuple[int | str | None, Bias], ...]:
    """Return how optimistic the forecasts were by ``team``, ``customer``, ``kind`` or ``seller``; in two queries.

    In the order of their numbers: no league table. Groups with fewer than ten outcomes are there for their count alone.
    """
    found = summed_by(scores(viewer, asked, horizon), asked, horizon, by, today)
    in_order = sorted(found.items(), key=lambda one: one[0] if isinstance(one[0], int) else 0)
    return tuple((of, bias_of(one.n, one.kept, one.said, one.spread)) for of, one in in_order if one.n)


def score_page(
    viewer: Viewer,
    asked: Slice,
    horizon: Horizon,
    *,
    today: date,
    text: str = "",
    known: bool = True,
    sort: str = "-due",
    page: int = 1,
    size: int = 50,
) -> Page[ScoreRow]:
    """Return one page of frozen forecasts, those with a known outcome or all of them; in two queries."""
    found = scores(viewer, asked, horizon).filter(matching(text, "promise__words", "promise__customer__words"))
    if known:
        found = found.filter(due__lt=today)
    rows, total = part_of(found.order_by(*ordered(ORDERS, sort, default="due")), number=page, size=size,
                          complete=lambda part: part.select_related("promise__customer"))  # fmt: skip
    return Page(each(rows, lambda one: _row(one, today)), total, max(page, 1), size)


def scores(viewer: Viewer, asked: Slice, horizon: Horizon) -> QuerySet[Score]:
    """Return the frozen forecasts that ``viewer`` may know of, for dates of the window."""
    if EVERYONE not in viewer.audiences:
        return Score.objects.none()
    found = Score.objects.filter(horizon=horizon, due__gte=asked.since, due__lte=asked.until)
    if asked.customer is not None:
        found = found.filter(customer=asked.customer)
    if asked.team is not None:
        found = found.filter(team=asked.team)
    return found.filter(kind=asked.kind) if asked.kind in set(Kind) else found


def _row(one: Score, today: date) -> ScoreRow:
    return ScoreRow(
        promise=one.promise_id,
        key=one.promise.key,
        title=one.promise.title,
        customer_name=one.promise.customer.name,
        day=one.day,
        due=one.due,
        said=one.said / 1000,
        p50=one.p50,
        p85=one.p85,
        p95=one.p95,
        done_on=one.done_on,
        kept=None if one.due >= today else one.done_on is not None and one.done_on <= one.due,
        value=one.promise.value,
        currency=one.promise.currency,
    )
