"""What the latest changes did to promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nsmallest
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
    """Return what moved since a moment, each promise once, and the ``most`` who lost the most; in three queries.

    ``of_capability`` leaves out what moved for other reasons than what operations can do.
    """
    if EVERYONE not in viewer.audiences:
        return Shifts()
    found = Shift.objects.filter(at__gte=since, **({"of_capability": True} if of_capability else {})).order_by("pk")
    moved: dict[int, tuple[float, float, int, int]] = {}
    for number, promise, before, after in found.values_list("pk", "promise", "kept_before", "kept_after"):
        first = moved.get(promise)  # one policy may move thousands: no more is read of them than this
        moved[promise] = (before, after, number, number) if first is None else (first[0], after, first[2], number)
    points = {promise: after - before for promise, (before, after, _first, _last) in moved.items()}
    fallen = [promise for promise, lost in points.items() if lost < 0]
    named = nsmallest(most, fallen, key=lambda promise: (points[promise], promise))
    promises = Promise.objects.select_related("customer", "outlook").in_bulk(named)
    ends = Shift.objects.in_bulk({number for promise in named for number in moved[promise][2:]})
    return Shifts(
        fell=tuple(
            _row(promises[promise], ends[moved[promise][2]], ends[moved[promise][3]])
            for promise in named
            if promise in promises
        ),
        fallen=len(fallen),
        risen=sum(each > 0 for each in points.values()),
    )


def _row(promise: Promise, first: Shift, last: Shift) -> ShiftRow:
    outlook = getattr(promise, "outlook", None)
    return ShiftRow(
        promise=promise.pk,
        key=promise.key,
        title=promise.title,
        customer_name=promise.customer.name,
        kept_before=first.kept_before,
        kept_after=last.kept_after,
        safe_before=first.safe_before,
        safe_after=last.safe_after,
        at=last.at,
        details={} if outlook is None else outlook.details,
    )
