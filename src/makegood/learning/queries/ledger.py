"""The calibration ledger: frozen forecasts held against what happened, counted in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Cast

from makegood.engine.ledger import COVERAGE_FROM, Bias, Calibration, bias_of, calibration
from makegood.engine.track_figures import Share
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.pages import Page, matching, ordered, part_of
from makegood.learning.models import Score
from makegood.learning.queries.slices import Slice
from makegood.learning.states import Horizon, Kind

PERCENTILES = {50: "p50", 85: "p85", 95: "p95"}
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
    """Return the scores of one horizon for the dates of a window; in one query.

    An outcome is known once the day is over, whatever came of it: open and overdue is broken. What the customer
    cancelled is not scored.
    """
    wanted = {"times": Count("pk"), "known": Count("pk", filter=Q(due__lt=today)),
              "kept": Count("pk", filter=Q(due__lt=today, done_on__lte=F("due"))), **_coverage(today)}  # fmt: skip
    grouped = scores(viewer, asked, horizon).order_by().values("said").annotate(**wanted)
    rows: list[dict[str, Any]] = [dict(row) for row in grouped]
    sums = {name: sum(row[name] for row in rows) for name in wanted}
    return Ledger(
        frozen=sums["times"],
        known=sums["known"],
        scores=calibration({row["said"]: (row["known"], row["kept"]) for row in rows}),
        coverage=tuple(Coverage(each, Share(sums[f"in{each}"], sums[f"n{each}"])) for each in PERCENTILES),
    )


def biases(
    viewer: Viewer, asked: Slice, horizon: Horizon, by: str, *, today: date
) -> tuple[tuple[int | str | None, Bias], ...]:
    """Return how optimistic the forecasts were by ``team``, ``customer``, ``kind`` or ``seller``; in one query.

    In the order of the groups: no league table. Groups with fewer than ten outcomes are there for their count alone.
    """
    kept = Q(done_on__lte=F("due"))
    rows = scores(viewer, asked, horizon).filter(due__lt=today).order_by(by).values_list(by)
    whole = Cast("said", IntegerField())  # PostgreSQL would multiply small integers, and they are too small
    found = rows.annotate(
        times=Count("pk"),
        held=Count("pk", filter=kept),
        sum_said=Sum("said"),
        sum_spread=Sum(whole * (1000 - whole), output_field=IntegerField()),
    )
    return tuple((of, bias_of(n, kept, said, spread)) for of, n, kept, said, spread in found)


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
    return Page(tuple(_row(one, today) for one in rows), total, max(page, 1), size)


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


def _coverage(today: date) -> dict[str, Count]:
    """Count those whose percentile is over, done or not: to wait for what is done would leave out the late ones."""
    wanted = {}
    for percentile, field in PERCENTILES.items():
        over = Q(**{f"{field}__lt": today})
        wanted[f"n{percentile}"] = Count("pk", filter=over)
        wanted[f"in{percentile}"] = Count("pk", filter=over & Q(done_on__lte=F(field)))
    return wanted


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
