"""What the register and the work say, as rows for the engine: in a fixed number of queries, for all or for some."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.db.models import OuterRef, Q, Subquery

from makegood.capability.models import Team
from makegood.feasibility.models import Placement
from makegood.feasibility.queries.outlooks import OWED
from makegood.promises.models import Notice, Promise, PromiseTerm
from makegood.promises.states import OPEN, State
from makegood.work.models import Predecessor, Risk, TemplateItem, WorkItem

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class PromiseInput:
    """An open promise with a date."""

    number: int
    key: str
    customer: str
    tier: str
    zone: str
    due: date
    first_due: date | None
    said_at: datetime
    told: date | None
    severity: str
    state: str
    value: Decimal | None
    currency: str
    channel: str
    said_by: str
    owner: str
    placed: int | None
    """The class that somebody gave it by name; None where it has that of its severity."""


@dataclass(frozen=True, slots=True)
class ItemInput:
    """One piece of work."""

    number: int
    promise: int
    name: str
    team: str
    p10: float | None
    p50: float | None
    p90: float | None
    wait_p50: float | None
    wait_p90: float | None
    wait_started: date | None
    not_before: date | None
    slots: int
    pausable: bool
    done_share: float
    external_id: str
    stated_at: datetime | None = None
    """None for work that is not listed yet."""


@dataclass(frozen=True, slots=True)
class TermInput:
    """One term beside the date."""

    promise: int
    kind: str
    subject: str
    operator: str
    value: str
    unit: str
    target: Decimal | None
    window_days: int | None


@dataclass(frozen=True, slots=True)
class RiskInput:
    """Something that may happen."""

    name: str
    probability: float
    factor: float
    delay_days: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HistoryInput:
    """A promise that has ended, and what became of it."""

    key: str
    customer: str
    tier: str
    severity: str
    channel: str
    value: Decimal | None
    currency: str
    said_at: datetime
    due: date
    delivered_on: date | None
    accepted_on: date | None
    in_full: bool | None
    state: str
    ended_at: datetime | None


def promise_inputs(numbers: Collection[int] | None = None) -> Iterator[PromiseInput]:
    """Yield the open promises that have a date, or those of ``numbers`` that are; in one query."""
    told = Notice.objects.filter(promise=OuterRef("pk"), date_told__isnull=False).order_by("-told_at", "-pk")
    found = Promise.objects.filter(_among("pk", numbers), state__in=OPEN, due__isnull=False).order_by("pk")
    placed = Placement.objects.filter(promise=OuterRef("pk")).order_by("-pk")
    rows = found.annotate(
        told=Subquery(told.values("date_told")[:1]), placed=Subquery(placed.values("rank_class")[:1])
    ).values_list(
        "pk", "key", "customer__name", "customer__tier", "customer__zone", "due", "first_due", "said_at", "told",
        "severity", "state", "value", "currency", "channel", "said_by__name", "said_by_name", "owner__name", "placed",
    )  # fmt: skip
    for row in rows.iterator(chunk_size=CHUNK):
        *values, said_by, said_by_name, owner, placed = cast(tuple[Any, ...], row)
        given: list[Any] = [*values, said_by or said_by_name, owner or "", placed]
        yield PromiseInput(*given)


def item_inputs(numbers: Collection[int] | None = None) -> Iterator[ItemInput]:
    """Yield the work behind open promises, or behind those of ``numbers``; in one query."""
    found = WorkItem.objects.filter(_among("promise", numbers), promise__state__in=OPEN).order_by("pk")
    rows = found.values_list(
        "pk", "promise", "name", "team__key", "p10", "p50", "p90", "wait_p50", "wait_p90", "wait_started",
        "not_before", "slots", "pausable", "done_share", "external_id", "stated_at",
    )  # fmt: skip
    for values in rows.iterator(chunk_size=CHUNK):
        yield ItemInput(*values)


def order_inputs(numbers: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """Yield pairs of items, the first of which comes after the second; in one query."""
    found = Predecessor.objects.filter(_among("item__promise", numbers), item__promise__state__in=OPEN)
    yield from found.order_by("item", "before").values_list("item", "before").iterator(chunk_size=CHUNK)


def keys_of(items: Collection[int]) -> dict[int, str]:
    """Return how the engine names some items, by number; in one query."""
    found = WorkItem.objects.filter(pk__in=items, promise__state__in=OPEN)
    return {number: f"{promise}/{name}" for number, promise, name in found.values_list("pk", "promise__key", "name")}


def waiting_for(numbers: Collection[int]) -> set[int]:
    """Return the open promises with work that comes after work of others, ``numbers``; in one query."""
    found = Predecessor.objects.filter(before__promise__in=numbers, item__promise__state__in=OPEN)
    return set(found.values_list("item__promise", flat=True).distinct())


def term_inputs(numbers: Collection[int] | None = None) -> Iterator[TermInput]:
    """Yield the terms of open promises, or of those of ``numbers``; in one query."""
    found = PromiseTerm.objects.filter(_among("promise", numbers), promise__state__in=OPEN).order_by("pk")
    rows = found.values_list("promise", "kind", "subject", "operator", "value", "unit", "target", "window_days")
    for values in rows.iterator(chunk_size=CHUNK):
        yield TermInput(*values)


def risk_inputs() -> list[RiskInput]:
    """Return every risk; in two queries."""
    found = Risk.objects.prefetch_related("items").order_by("pk")
    return [
        RiskInput(one.name, one.probability, one.factor, one.delay_days, tuple(sorted(x.pk for x in one.items.all())))
        for one in found
    ]


def team_numbers() -> dict[str, int]:
    """Return the number of each team by its key; in one query."""
    return dict(Team.objects.values_list("key", "pk"))


def usual_efforts() -> dict[str, tuple[float, float, float]]:
    """Return, by the name of an item in small letters, what templates say it takes; in one query."""
    found = TemplateItem.objects.filter(template__retired_at=None).order_by("-pk")
    rows = found.values_list("name", "p10", "p50", "p90")
    return {
        name.casefold(): (p10, p50, p90)
        for name, p10, p50, p90 in rows
        if p10 is not None and p50 is not None and p90 is not None
    }


def history_inputs() -> Iterator[HistoryInput]:
    """Yield every promise that was committed and has ended; in one query."""
    ended = Q(state=State.DELIVERED, accepted_on__isnull=False) | Q(
        state__in=[State.CANCELLED_BY_CUSTOMER, State.CANCELLED_BY_US]
    )
    found = Promise.objects.filter(ended, committed_at__isnull=False, due__isnull=False).order_by("pk")
    rows = found.values_list(
        "key", "customer__name", "customer__tier", "severity", "channel", "value", "currency", "said_at", "due",
        "delivered_on", "accepted_on", "in_full", "state", "ended_at",
    )  # fmt: skip
    for row in rows.iterator(chunk_size=CHUNK):
        yield HistoryInput(*cast(tuple[Any, ...], row))


def _among(field: str, numbers: Collection[int] | None) -> Q:
    return Q() if numbers is None else Q(**{f"{field}__in": numbers})


def owed_among(numbers: Collection[int]) -> dict[int, str]:
    """Return which of some promises take capacity that was kept for them, with their keys."""
    if not numbers:
        return {}
    return dict(Promise.objects.filter(pk__in=numbers, state__in=OWED).values_list("pk", "key"))
