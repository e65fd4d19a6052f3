"""Reading the forecast for the page that everybody opens first: which teams are ready, and what customers will see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from makegood.feasibility.queries.outlooks import BY_TEAM, OWED, Wanted, Whole, wanted_by
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


@dataclass(frozen=True, slots=True)
class Exposed:
    """The value of promises that are in danger, in one currency."""

    currency: str
    value: Decimal


def readiness(viewer: Viewer, whole: Whole | None, *, weeks: int) -> list[Readiness]:
    """Return the next ``weeks`` of each team, the least ready first; teams without a week of work are left out.

    In one query. A team may give all that is owed in the end, and yet so late that promises break: both are said.
    """
    kept = {} if whole is None else whole.teams
    held_up = wanted_by(viewer, Wanted(status=Status.RED)).filter(binding_kind__in=BY_TEAM)
    decides = dict(held_up.order_by().values_list("binding_name").annotate(Count("pk")))
    found = [
        Readiness(team, tuple(map(_week, rows[:weeks])), decides.get(team, 0))
        for team, rows in kept.items()
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


def exposed(viewer: Viewer) -> list[Exposed]:
    """Return the value of the promises in danger that we owe, by currency, the greatest first."""
    found = wanted_by(viewer, Wanted(status=Status.RED)).filter(promise__state__in=OWED, promise__value__gt=0)
    summed = found.order_by().values("promise__currency").annotate(value=Sum("promise__value")).order_by("-value")
    return [Exposed(one["promise__currency"], one["value"]) for one in summed]


def _week(row: Mapping[str, Any]) -> ReadyWeek:
    p_overload = row["p_overload"]
    return ReadyWeek(date.fromisoformat(str(row["start"])), row["load"], p_overload, ready_as(p_overload))
