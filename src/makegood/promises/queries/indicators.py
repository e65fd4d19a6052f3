"""How a promise is doing by what is measured: each indicator with its latest readings, and its light."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.promises.models import Indicator
from makegood.promises.queries.lists import visible
from makegood.promises.states import IndicatorDirection, Light, light_of

SHOWN = 6
"""So many readings of each indicator are shown."""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """What an indicator showed on a day."""

    on: date
    value: Decimal
    note: str
    by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """Something measured about a promise, with its latest readings, the newest first."""

    number: int
    promise: int
    name: str
    unit: str
    direction: IndicatorDirection
    amber: Decimal
    red: Decimal
    light: Light
    readings: tuple[ReadingRow, ...]


def indicators_of(promise: int) -> tuple[IndicatorRow, ...]:
    """Return what is watched of a promise that the viewer may see, in one query."""
    return _rows(Q(promise=promise))


def find_indicator(number: int, viewer: Viewer) -> IndicatorRow:
    """Return an indicator that is watched; NotFound."""
    found = _rows(Q(pk=number, promise__in=visible(viewer)))
    if not found:
        raise NotFound(_("There is no such indicator."))
    return found[0]


def _rows(wanted: Q) -> tuple[IndicatorRow, ...]:
    """Return indicators that are watched, each with its readings joined to it, in one query."""
    newest = Window(RowNumber(), partition_by="pk", order_by=[F("readings__on").desc(), F("readings__pk").desc()])
    found: Iterable[Any] = (
        Indicator.objects.filter(wanted, retired_at=None)
        .annotate(place=newest)
        .filter(place__lte=SHOWN)
        .order_by("pk", "place")
        .values(
            "pk", "promise", "name", "unit", "direction", "amber", "red",
            "readings__on", "readings__value", "readings__note", "readings__by__name", "readings__made_at",
        )
    )  # fmt: skip
    return tuple(_row(list(rows)) for _number, rows in groupby(found, key=lambda row: row["pk"]))


def _row(rows: list[dict[str, Any]]) -> IndicatorRow:
    first = rows[0]
    direction = IndicatorDirection(first["direction"])
    return IndicatorRow(
        number=first["pk"],
        promise=first["promise"],
        name=first["name"],
        unit=first["unit"],
        direction=direction,
        amber=first["amber"],
        red=first["red"],
        light=light_of(first["readings__value"], direction=direction, amber=first["amber"], red=first["red"]),
        readings=tuple(
            ReadingRow(
                on=row["readings__on"],
                value=row["readings__value"],
                note=row["readings__note"],
                by=row["readings__by__name"] or "",
                made_at=row["readings__made_at"],
            )
            for row in rows
            if row["readings__on"] is not None
        ),
    )
