"""What the latest changes did to promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from makegood.feasibility.models import Shift
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.promises.models import Promise


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A promise before and after what changed since; shares are from 0 to 1."""

    promise: int
    key: str
    title: str
    customer_name: str
    kept_before: float
    kept_after: float
    safe_before: date | None
    safe_after: date | None
    at: datetime
    details: Mapping[str, Any]
    """Of its forecast as it stands: why it is what it is."""

    @property
    def points(self) -> float:
        """Return by how much it is likelier to be kept."""
        return self.kept_after - self.kept_before


@dataclass(frozen=True, slots=True)
class Shifts:
    """What moved: how many promises became less likely to be kept, how many likelier, and the first of the former."""

    fell: tuple[ShiftRow, ...] = ()
    fallen: int = 0
    risen: int = 0


def shifts_since(since: datetime, viewer: Viewer, *, most: int, of_capability: bool = False) -> Shifts:
    """Return what moved since a moment, each promise once, and the ``most`` who lost the most; in two queries.

    ``of_capability`` leaves out what moved for other reasons than what operations can do.
    """
    if EVERYONE not in viewer.audiences:
        return Shifts()
    found = Shift.objects.filter(at__gte=since, **({"of_capability": True} if of_capability else {})).order_by("pk")
    moved: dict[int, tuple[float, float, date | None, date | None, datetime]] = {}
    columns = ("promise", "kept_before", "kept_after", "safe_before", "safe_after", "at")
    for promise, before, after, safe, safe_after, at in found.values_list(*columns):  # one policy may move thousands
        first = moved.get(promise)
        moved[promise] = (first[0] if first else before, after, first[2] if first else safe, safe_after, at)
    points = {promise: after - before for promise, (before, after, *_rest) in moved.items()}
    fallen = sorted(
        (promise for promise in points if points[promise] < 0), key=lambda promise: (points[promise], promise)
    )
    named = Promise.objects.select_related("customer", "outlook").in_bulk(fallen[:most])
    return Shifts(
        fell=tuple(_row(named[promise], *moved[promise]) for promise in fallen[:most] if promise in named),
        fallen=len(fallen),
        risen=sum(each > 0 for each in points.values()),
    )


def _row(
    promise: Promise, before: float, after: float, safe_before: date | None, safe_after: date | None, at: datetime
) -> ShiftRow:
    outlook = getattr(promise, "outlook", None)
    return ShiftRow(
        promise=promise.pk,
        key=promise.key,
        title=promise.title,
        customer_name=promise.customer.name,
        kept_before=before,
        kept_after=after,
        safe_before=safe_before,
        safe_after=safe_after,
        at=at,
        details={} if outlook is None else outlook.details,
    )
