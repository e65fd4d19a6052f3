"""Reading what was promised besides dates against what we have: what was sold that the product does not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from makegood.feasibility.models import Outlook, TermOutlook
from makegood.feasibility.queries.outlooks import OutlookRow, row_of
from makegood.feasibility.states import SERVICE_LEVEL, SHORT, SPECIFICATION, TermState
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.pages import Page, ordered

TERM_KINDS = {SPECIFICATION: _("specification"), SERVICE_LEVEL: _("level of service")}
ORDERS = {
    "short": (F("short"), F("same")),
    "name": (F("same"),),
    "promises": (F("promises"), F("same")),
    "kept": (F("kept"), F("same")),
}


@dataclass(frozen=True, slots=True)
class Sold:
    """An attribute or a measure, and how many open promises name it."""

    kind: str
    name: str
    promises: int
    short: int
    """How many of them promise what we do not have: not met, met later, or at risk."""
    unchecked: int
    least: float | None
    """The least probability among them that it is kept."""
    value: Decimal | None
    """Of the promises that promise what we do not have, where all values are in one currency; else None."""
    currency: str

    @property
    def key(self) -> str:
        """Return how addresses name it."""
        return f"{self.kind}:{self.name}"


def sold_page(
    viewer: Viewer,
    *,
    text: str = "",
    kind: str = "",
    only_short: bool = False,
    sort: str = "-short",
    page: int = 1,
    size: int = 50,
) -> Page[Sold]:
    """Return what open promises name besides dates, what is short most often first; in two queries."""
    found = _visible(viewer)
    for word in text.casefold().split():
        found = found.filter(same__contains=word)
    if kind in TERM_KINDS:
        found = found.filter(kind=kind)
    is_short = Q(state__in=SHORT)
    priced = Q(counts=True, outlook__promise__value__isnull=False)
    grouped = (
        found.order_by()
        .values("kind", "same")
        .annotate(
            called=Min("name"),
            promises=Count("outlook", distinct=True),
            short=Count("outlook", distinct=True, filter=is_short),
            unchecked=Count("outlook", distinct=True, filter=Q(state=TermState.UNCHECKED)),
            kept=Min("p_kept"),
            value=Sum("outlook__promise__value", filter=priced),
            currencies=Count("outlook__promise__currency", distinct=True, filter=priced),
            currency=Min("outlook__promise__currency", filter=priced),
        )
    )
    if only_short:
        grouped = grouped.filter(short__gt=0)
    page = max(page, 1)
    rows = grouped.order_by(*ordered(ORDERS, sort, default="short"))[(page - 1) * size : page * size]
    return Page(tuple(_sold(row) for row in rows), grouped.count(), page, size)


def read_term(key: str) -> tuple[str, str] | None:
    """Return kind and name of what :attr:`Sold.key` names; None where it names nothing that can be promised."""
    kind, _colon, name = key.partition(":")
    return (kind, name) if kind in TERM_KINDS and name else None


def promises_with(viewer: Viewer, *, kind: str, name: str, most: int) -> tuple[list[OutlookRow], int]:
    """Return open promises that name an attribute or a measure, with what is said of them, and how many there are."""
    found = _visible(viewer).filter(kind=kind, same=name.casefold())
    promises = Outlook.objects.filter(pk__in=found.values("outlook")).select_related(
        "promise__customer", "promise__owner"
    )
    shown = promises.order_by("-harm", "pk")[:most]
    return [row_of(one, one.details) for one in shown], promises.count()


def _visible(viewer: Viewer) -> QuerySet[TermOutlook]:
    return TermOutlook.objects.all() if EVERYONE in viewer.audiences else TermOutlook.objects.none()


def _sold(row: Mapping[str, Any]) -> Sold:
    return Sold(
        kind=row["kind"],
        name=row["called"],
        promises=row["promises"],
        short=row["short"],
        unchecked=row["unchecked"],
        least=row["kept"],
        value=row["value"] if row["currencies"] == 1 else None,
        currency=row["currency"] or "",
    )
