"""What a new plan begins with: how grave it is, until when what is to be done, and who makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings as house
from django.db.models import Count, Q

from makegood.engine.harm import tier_weight
from makegood.feasibility.models import Outlook
from makegood.foundation.calendars import WorkingCalendar, WorkingDays, add_working_time
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.promises.states import Origin, Role, Severity
from makegood.remediation.models import PlanMember
from makegood.remediation.states import CLOCKS, FOUR, WORKED_ON, Clock, SeverityReason

MOST_HARMFUL = 10
"""A promise among so many with the greatest expected harm is at least material (a convention)."""
GRAVE_TIER = 2.0
"""Weight of a customer's tier from which on a broken promise is at least material (a convention)."""


@dataclass(frozen=True, slots=True)
class Gravity:
    """A severity, and why it is another one than the promise has: a code, or somebody's words."""

    severity: Severity
    reason: str


def proposed_severity(promise: Promise) -> Gravity:
    """Return how grave it is that a promise won't be kept: at least as grave as the promise says.

    A second break is S1; a strategic customer or one of the greatest expected harms makes it S2 at least.
    """
    stated = Severity(promise.severity)
    if stated != Severity.LEGAL_OR_SAFETY and promise.dates.filter(origin=Origin.US).exists():
        return Gravity(Severity.LEGAL_OR_SAFETY, SeverityReason.SECOND_BREAK)
    if stated in {Severity.LEGAL_OR_SAFETY, Severity.MATERIAL}:
        return Gravity(stated, "")
    if tier_weight(promise.customer.tier) >= GRAVE_TIER:
        return Gravity(Severity.MATERIAL, SeverityReason.TIER)
    worst = Outlook.objects.order_by("-harm").values_list("promise", flat=True)[:MOST_HARMFUL]
    if Outlook.objects.count() > MOST_HARMFUL and promise.pk in set(worst):
        return Gravity(Severity.MATERIAL, SeverityReason.HARM)
    return Gravity(stated, "")


def ends_of(severity: str, zone: str, *, opened: datetime, clock_from: datetime) -> tuple[datetime, datetime]:
    """Return until when a plan is to be acknowledged and, on working days of the customer's ``zone``, told of.

    It is acknowledged within its time from when it was opened; the notice clock may have started long before.
    """
    clocks = CLOCKS[severity]
    return end_of(clocks.acknowledge, house.DEFAULT_ZONE, opened), end_of(clocks.tell, zone, clock_from)


def end_of(clock: Clock, zone: str, start: datetime) -> datetime:
    """Return when a clock runs out that started at ``start``, in a zone with the usual working week."""
    if clock.hours:
        return start + timedelta(hours=clock.hours)
    amount = timedelta(hours=clock.working_hours) if clock.working_hours else WorkingDays(clock.working_days)
    return add_working_time(start, amount, WorkingCalendar(zone))


def proposed_people(promise: Promise) -> dict[str, int]:
    """Return for each of the four functions somebody who has it; a function that nobody has is left out.

    First who has to do with the promise: its owner, whoever does it, is asked or is told, whoever said it, and whoever
    looks after the customer; then whoever has the fewest plans already.
    """
    near = _near(promise)
    people = User.objects.filter(is_active=True).order_by("pk").values_list("pk", "functions")
    holders: dict[str, list[int]] = {function: [] for function in FOUR}
    for number, functions in people:
        for function in holders.keys() & set(functions):
            holders[function].append(number)
    busy = dict(
        PlanMember.objects.filter(~Q(function=""), plan__state__in=sorted(WORKED_ON))
        .values_list("person").annotate(Count("pk")).order_by()
    )  # fmt: skip
    named: dict[str, int] = {}
    for function, numbers in sorted(holders.items(), key=lambda one: len(one[1])):  # who has least choice comes first
        free = [number for number in numbers if number not in named.values()]
        if numbers:
            named[function] = _best(free or numbers, near, busy)
    return named


def _best(numbers: Sequence[int], near: Sequence[int], busy: Mapping[int, int]) -> int:
    known = [number for number in near if number in numbers]
    return known[0] if known else min(numbers, key=lambda number: (busy.get(number, 0), number))


def _near(promise: Promise) -> list[int]:
    order = {Role.RESPONSIBLE: 0, Role.CONSULTED: 1, Role.INFORMED: 2}
    involved = sorted(promise.involved.values_list("role", "person"), key=lambda one: (order[Role(one[0])], one[1]))
    near = [promise.owner_id, *(person for _role, person in involved), promise.said_by_id, promise.customer.owner_id]
    return [number for number in near if number is not None]
