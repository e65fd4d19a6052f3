"""Reading risks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.pages import Page, part_of
from makegood.work.models import Risk


@dataclass(frozen=True, slots=True)
class RiskRow:
    """Something that may happen, and the items that it would hit, each with its promise."""

    number: int
    name: str
    probability: float
    factor: float
    delay_days: int
    items: tuple[int, ...]
    hits: tuple[tuple[int, str, str], ...]
    """Number and key of the promise, name of the item."""
    version: int


def risk_page(
    viewer: Viewer, *, promise: int | None = None, sort: str = "name", page: int = 1, size: int = 50
) -> Page[RiskRow]:
    """Return one page of the risks, or of those that would hit one promise."""
    found = _visible(viewer)
    if promise is not None:
        found = found.filter(items__promise=promise).distinct()
    order = {"name": "name", "probability": "probability"}.get(sort.removeprefix("-"), "name")
    found = found.order_by(f"-{order}" if sort.startswith("-") else order, "pk")
    rows, total = part_of(found, number=page, size=size)
    return Page(tuple(_row(risk) for risk in rows), total, max(page, 1), size)


def find_risk(number: int, viewer: Viewer) -> RiskRow:
    """Return one risk; NotFound."""
    found = _visible(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such risk."))
    return _row(found)


def _visible(viewer: Viewer) -> QuerySet[Risk]:
    seen = Risk.objects.all() if EVERYONE in viewer.audiences else Risk.objects.none()
    return seen.prefetch_related("items__promise")


def _row(risk: Risk) -> RiskRow:
    items = sorted(risk.items.all(), key=lambda one: one.pk)
    return RiskRow(
        number=risk.pk,
        name=risk.name,
        probability=risk.probability,
        factor=risk.factor,
        delay_days=risk.delay_days,
        items=tuple(one.pk for one in items),
        hits=tuple((one.promise_id, one.promise.key, one.name) for one in items),
        version=risk.version,
    )
