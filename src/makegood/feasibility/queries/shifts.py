"""What the latest changes did to promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from makegood.feasibility.models import Shift
from makegood.foundation.actors import EVERYONE, Viewer


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

    @property
    def points(self) -> float:
        """Return by how much it is likelier to be kept."""
        return self.kept_after - self.kept_before


def shifts_since(since: datetime, viewer: Viewer, *, of_capability: bool = False) -> tuple[ShiftRow, ...]:
    """Return what moved since a moment, each promise once, who lost the most first; in one query.

    ``of_capability`` leaves out what moved for other reasons than what operations can do.
    """
    if EVERYONE not in viewer.audiences:
        return ()
    found = Shift.objects.filter(at__gte=since).select_related("promise__customer").order_by("pk")
    if of_capability:
        found = found.filter(of_capability=True)
    rows: dict[int, ShiftRow] = {}
    for one in found:
        first = rows.get(one.promise_id)
        rows[one.promise_id] = ShiftRow(
            promise=one.promise_id,
            key=one.promise.key,
            title=one.promise.title,
            customer_name=one.promise.customer.name,
            kept_before=first.kept_before if first else one.kept_before,
            kept_after=one.kept_after,
            safe_before=first.safe_before if first else one.safe_before,
            safe_after=one.safe_after,
            at=one.at,
        )
    return tuple(sorted((row for row in rows.values() if row.points), key=lambda row: (row.points, row.key)))
