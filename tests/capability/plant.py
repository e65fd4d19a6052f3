"""Teams, attributes and measures of a made-up company."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from makegood.capability.services import add_measure, add_team
from makegood.foundation.actors import Viewer
from makegood.foundation.outbox.models import News
from tests.staff import AT, person

TODAY = AT.date()


def team(by: Viewer | None = None, **fields: Any) -> int:  # of any field
    """Return a new team of four people."""
    return add_team(by=by or person("operations"), at=AT, **{"name": "Assembly", "slots": 4.0, **fields})


def measure_of(by: Viewer | None = None, **fields: Any) -> int:  # of any field
    """Return a new measure."""
    return add_measure(by=by or person("support"), at=AT, **{"name": "first reply", "unit": "h", **fields})


def news() -> list[dict[str, Any]]:
    """Return what forecasts heard of, in order."""
    return [one.payload for one in News.objects.filter(event="capability.changed").order_by("pk")]


def on(month: int, day: int) -> date:
    """Return a day of 2027."""
    return date(2027, month, day)


def hour(day: int, hour_of: int = 0, minute: int = 0) -> datetime:
    """Return a moment of December 2026."""
    return datetime(2026, 12, day, hour_of, minute, tzinfo=UTC)
