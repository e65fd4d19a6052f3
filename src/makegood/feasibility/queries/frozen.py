"""Reading what was frozen: what was known at commitment, and named baselines held against today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from makegood.feasibility.models import Baseline, BaselineRow, Outlook, Stamp
from makegood.feasibility.states import Status
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.promises.models import Promise


@dataclass(frozen=True, slots=True)
class StampRow:
    """What was known of a promise when the company committed to it."""

    as_of: date
    due: date | None
    status: Status
    p_kept: float | None
    p85: date | None
    inputs_hash: str
    at: datetime
    by_name: str
    policy: int
    """The version of the priority policy by which promises ranked."""


@dataclass(frozen=True, slots=True)
class BaselineSummary:
    """The forecast of all promises as it was when somebody gave it a name."""

    number: int
    name: str
    as_of: date
    at: datetime
    by_name: str
    inputs_hash: str
    portfolio: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """One promise then and now; None for what was not, or is no more, forecast."""

    promise: int
    key: str
    title: str
    customer_name: str
    due_then: date | None
    due_now: date | None
    kept_then: float | None
    kept_now: float | None
    safe_then: date | None
    safe_now: date | None

    @property
    def points(self) -> float | None:
        """Return by how much P(kept) moved; None where it is not known on both days."""
        return None if self.kept_then is None or self.kept_now is None else self.kept_now - self.kept_then


def stamp_of(promise: int, viewer: Viewer) -> StampRow | None:
    """Return what was known when the company committed to a promise; None where it did not, or before it was kept."""
    if EVERYONE not in viewer.audiences:
        return None
    found = Stamp.objects.defer("inputs").select_related("by").filter(promise=promise).first()
    if found is None:
        return None
    return StampRow(
        found.as_of,
        found.due,
        Status(found.status),
        found.p_kept,
        found.p85,
        found.inputs_hash,
        found.at,
        found.by.name if found.by else "",
        found.policy,
    )


def baselines(viewer: Viewer) -> tuple[BaselineSummary, ...]:
    """Return every named baseline, the latest first."""
    if EVERYONE not in viewer.audiences:
        return ()
    return tuple(_summary(one) for one in Baseline.objects.select_related("by").order_by("-pk"))


def find_baseline(number: int, viewer: Viewer) -> BaselineSummary:
    """Return one baseline; NotFound."""
    found = Baseline.objects.select_related("by").filter(pk=number).first() if EVERYONE in viewer.audiences else None
    if found is None:
        raise NotFound(_("There is no such baseline."))
    return _summary(found)


def moved_since(number: int, viewer: Viewer) -> tuple[Moved, ...]:
    """Return how each promise of a baseline stands by now, what fell the most first; NotFound. In four queries."""
    find_baseline(number, viewer)
    rows = BaselineRow.objects.filter(baseline=number).select_related("promise__customer")
    now = {one.promise_id: one for one in Outlook.objects.defer("details").select_related("promise__customer")}
    moved = [_moved(row.promise, row, now.pop(row.promise_id, None)) for row in rows]
    moved += [_moved(one.promise, None, one) for one in now.values()]
    return tuple(sorted(moved, key=lambda one: (one.points is None, one.points or 0.0, one.key)))


def _moved(promise: Promise, then: BaselineRow | None, now: Outlook | None) -> Moved:
    return Moved(
        promise=promise.pk,
        key=promise.key,
        title=promise.title,
        customer_name=promise.customer.name,
        due_then=then.due if then else None,
        due_now=promise.due if now else None,
        kept_then=then.p_kept if then else None,
        kept_now=now.p_kept if now else None,
        safe_then=then.p85 if then else None,
        safe_now=now.p85 if now else None,
    )


def _summary(one: Baseline) -> BaselineSummary:
    return BaselineSummary(
        one.pk, one.name, one.as_of, one.at, one.by.name if one.by else "", one.inputs_hash, one.portfolio
    )
