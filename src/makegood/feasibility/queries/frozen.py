"""Reading what was frozen: what was known at commitment, and named baselines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from makegood.feasibility.models import Baseline, Stamp
from makegood.feasibility.states import Status
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound


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


def _summary(one: Baseline) -> BaselineSummary:
    return BaselineSummary(
        one.pk, one.name, one.as_of, one.at, one.by.name if one.by else "", one.inputs_hash, one.portfolio
    )
