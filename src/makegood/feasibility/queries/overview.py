"""Reading the forecast for the page that everybody opens first: which teams are ready, and what customers will see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from makegood.feasibility.queries.outlooks import Wanted, Whole, wanted_by
from makegood.feasibility.states import Status, ready_as
from makegood.foundation.actors import Viewer


@dataclass(frozen=True, slots=True)
class ReadyWeek:
    """Whether a team can give by the end of a week what it owes by then."""

    start: date
    load: float | None
    p_overload: float
    status: Status


@dataclass(frozen=True, slots=True)
class Readiness:
    """The next weeks of a team."""

    team: str
    """Its key."""
    weeks: tuple[ReadyWeek, ...]
    decides: int = 0
    """How many promises are in danger because of it: its queue, or its lack of people, decides them."""

    @property
    def worst(self) -> ReadyWeek:
        """Return the week in which it is least ready, the first of several."""
        return max(self.weeks, key=lambda week: week.p_overload)

    @property
    def is_ready(self) -> bool:
        """Say whether no week of these is red."""
        return self.worst.status is not Status.RED


@dataclass(frozen=True, slots=True)
class Impact:
    """What one customer may see go wrong with what is due soon."""

    customer: int
    name: str
    promises: int
    expected_broken: float
    """Sum of 1 − P(kept) over those where it is known."""
    unknown: int


def readiness(whole: Whole | None, *, weeks: int) -> list[Readiness]:
    """Return the next ``weeks`` of each team, the least ready first; teams without a week of work are left out.

    A team may give all that is owed in the end, and yet so late that promises break: so each says how many it holds up.
    """
    if whole is None:
        return []
    found = [
        Readiness(team, tuple(map(_week, rows[:weeks])), whole.sums.decides.get(team, 0))
        for team, rows in whole.teams.items()
        if rows[:weeks]
    ]
    return sorted(found, key=lambda one: (-one.worst.p_overload, -one.decides, one.team))


def impacts(viewer: Viewer, *, until: date, most: int) -> list[Impact]:
    """Return the customers with promises owed by ``until``, who will most likely see most go wrong first."""
    owed = wanted_by(viewer, Wanted(owed="owed")).filter(promise__due__lte=until)
    known = Q(p_kept__isnull=False)
    found = (
        owed.order_by()
        .values(number=F("promise__customer"), name=F("promise__customer__name"))
        .annotate(count=Count("pk"), known=Count("pk", filter=known))
        .annotate(broken=Coalesce(Sum(1.0 - F("p_kept")), 0.0))
        .order_by("-broken", "name")[:most]
    )
    return [
        Impact(one["number"], one["name"], one["count"], one["broken"], one["count"] - one["known"]) for one in found
    ]


def _week(row: Mapping[str, Any]) -> ReadyWeek:
    p_overload = row["p_overload"]
    return ReadyWeek(date.fromisoformat(str(row["start"])), row["load"], p_overload, ready_as(p_overload))
