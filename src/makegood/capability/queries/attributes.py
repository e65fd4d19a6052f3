"""Reading what the product has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from makegood.capability.models import ProductAttribute
from makegood.capability.states import Readiness
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import Event, stories
from makegood.foundation.pages import Page, matching, ordered, part_of

ORDERS = {"name": (F("words"), F("pk")), "available": (F("available_from"), F("words"), F("pk"))}


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """One property of the product; ``available_from`` None means now."""

    number: int
    name: str
    value: str
    unit: str
    available_from: date | None
    available_p90: date | None
    source: str
    made_at: datetime
    version: int


def attribute_page(
    viewer: Viewer,
    *,
    today: date,
    text: str = "",
    readiness: str = "",
    sort: str = "name",
    page: int = 1,
    size: int = 50,
) -> Page[AttributeRow]:
    """Return one page of attributes that match every filter, in two queries; what can't be understood is the default.

    What is on the roadmap for a day that has come counts as there, as in a forecast.
    """
    found = visible_attributes(viewer).filter(matching(text))
    later = Q(available_from__gt=today)
    if readiness in set(Readiness):
        found = found.filter(later) if readiness == Readiness.LATER else found.exclude(later)
    rows, total = part_of(
        found.order_by(*ordered(ORDERS, sort, default="name", blanks_first=True)), number=page, size=size
    )
    return Page(tuple(map(attribute_row, rows)), total, max(page, 1), size)


def find_attribute(number: int, viewer: Viewer) -> AttributeRow:
    """Return one attribute; NotFound."""
    found = visible_attributes(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such attribute."))
    return attribute_row(found)


def attribute_story(number: int, viewer: Viewer, limit: int = 50) -> list[Event]:
    """Return what happened to an attribute, newest first, as far as the viewer may know."""
    return stories(subjects={"attribute": [number]}, viewer=viewer, limit=limit)


def visible_attributes(viewer: Viewer) -> QuerySet[ProductAttribute]:
    """Return the attributes that a viewer may know of."""
    return ProductAttribute.objects.all() if EVERYONE in viewer.audiences else ProductAttribute.objects.none()


def attribute_row(attribute: ProductAttribute) -> AttributeRow:
    """Return an attribute as a row."""
    return AttributeRow(
        number=attribute.pk,
        name=attribute.name,
        value=attribute.value,
        unit=attribute.unit,
        available_from=attribute.available_from,
        available_p90=attribute.available_p90,
        source=attribute.source,
        made_at=attribute.made_at,
        version=attribute.version,
    )


def attribute_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what attributes are called, by number."""
    return dict(ProductAttribute.objects.filter(pk__in=numbers).values_list("pk", "name"))
