"""Opening joint plans: by hand, from a finding, because somebody says so, or because the forecast does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import HOUSE, Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.texts import kept_line, kept_text
from makegood.foundation.timers.services import start
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.promises.services.checking import locked_promise
from makegood.promises.services.checking import severity as known_severity
from makegood.promises.states import Severity, State
from makegood.remediation.models import Plan, PlanMember
from makegood.remediation.policies import check_open_plan
from makegood.remediation.services.checking import check_named
from makegood.remediation.services.noting import note
from makegood.remediation.services.parts import renew_parts
from makegood.remediation.services.proposing import Gravity, ends_of, proposed_people, proposed_severity
from makegood.remediation.states import FOUR, RUNNING, OpenedFrom, PlanState

MOST_REASON = 5_000
ACKNOWLEDGE, TELL = "plan.acknowledge", "plan.tell"
"""Kinds of timers, whose keys end with the plan's number."""


class UnableToOpen(Problem):
    """Nobody relies on the promise, it has a running plan (then ``details`` names it), or what was given is wrong."""

    code = "unable-to-open"


@transaction.atomic
def open_plan(
    *,
    promise: int,
    by: Viewer,
    at: datetime,
    opened_from: str = OpenedFrom.HAND,
    reason: str = "",
    severity: str = "",
    severity_reason: str = "",
    finding: str = "",
    people: Mapping[str, int] | None = None,
) -> int:
    """Open the plan of a promise that the customer relies on, and return its number.

    Without a ``severity`` it is the proposed one; ``people`` names somebody for a function where the proposal would be
    another. The clocks start now, or on the day that the date passed. Denied, NotFound, UnableToOpen.
    """
    check_open_plan(by)
    of = _free_promise(promise)
    source = _source(opened_from)
    gravity = proposed_severity(of)
    if severity:
        known = Severity(known_severity(severity, refusal=UnableToOpen))
        why = kept_line(severity_reason, field="severity_reason", most=300, refusal=UnableToOpen)
        if known > gravity.severity and not why:
            raise UnableToOpen(_("It is taken for graver: please say why it is not."), field="severity_reason")
        gravity = Gravity(known, why)
    said = kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToOpen)
    plan = _made(of, PlanState.OPEN, gravity, source, finding=finding, reason=said, by=by.number, at=at)
    _name(plan, _named(people or {}, proposed_people(of)), at)
    start_clocks(plan)
    renew_parts(plan, by=by.actor, at=at)
    note(plan, "open", by=by.actor, at=at, facts={"severity": plan.severity, "from": source, "reason": said})
    return plan.pk


@transaction.atomic
def propose_plan(*, promise: int, at: datetime) -> int | None:
    """Propose a plan for a promise whose forecast crossed the red line; return its number.

    None where the promise has a running plan, or nobody relies on it: heard twice, the same news changes nothing.
    """
    try:
        of = _free_promise(promise)
    except Problem:
        return None
    plan = _made(of, PlanState.PROPOSED, proposed_severity(of), OpenedFrom.FORECAST, by=None, at=at)
    _name(plan, proposed_people(of), at)
    start_clocks(plan)
    renew_parts(plan, by=HOUSE, at=at)
    note(plan, "propose", by=HOUSE, at=at, facts={"severity": plan.severity})
    return plan.pk


def start_clocks(plan: Plan) -> None:
    """Start the timers of a plan, or move them: what is done already waits for nothing."""
    if plan.acknowledged_at is None:
        start(kind=ACKNOWLEDGE, subject=("plan", plan.pk), due_at=plan.acknowledge_by, key=f"{ACKNOWLEDGE}:{plan.pk}")
    start(kind=TELL, subject=("plan", plan.pk), due_at=plan.tell_by, key=f"{TELL}:{plan.pk}")


def _made(
    promise: Promise,
    state: PlanState,
    gravity: Gravity,
    source: OpenedFrom,
    *,
    by: int | None,
    at: datetime,
    finding: str = "",
    reason: str = "",
) -> Plan:
    begun = _clock_from(promise, at)
    acknowledge_by, tell_by = ends_of(gravity.severity, promise.customer.zone, opened=at, clock_from=begun)
    return Plan.objects.create(
        promise=promise,
        state=state,
        severity=gravity.severity,
        severity_reason=gravity.reason,
        opened_from=source,
        finding=kept_line(finding, field="finding", most=32, refusal=UnableToOpen),
        reason=reason,
        opened_by_id=by,
        opened_at=at,
        due=promise.due,
        clock_from=begun,
        acknowledge_by=acknowledge_by,
        tell_by=tell_by,
        core_need=promise.core_need,
    )


def _clock_from(promise: Promise, at: datetime) -> datetime:
    """Return when the notice clock started: the end of the day of the date where that has passed, or now."""
    if promise.due is None:
        return at
    passed = datetime.combine(promise.due, time.max, ZoneInfo(promise.customer.zone)).astimezone(UTC)
    return min(passed, at)


def _free_promise(number: int) -> Promise:
    promise = locked_promise(number)
    if promise.state != State.COMMITTED:
        raise UnableToOpen(_("Only what the customer relies on, and still waits for, needs a way back."))
    running = Plan.objects.filter(promise=promise, state__in=sorted(RUNNING)).values_list("pk", flat=True).first()
    if running is not None:
        raise UnableToOpen(_("This promise has a plan already."), details={"plan": running})
    return promise


def _source(opened_from: str) -> OpenedFrom:
    if opened_from not in set(OpenedFrom) - {OpenedFrom.FORECAST}:
        raise UnableToOpen(_("Please say what the plan is opened for."), field="opened_from")
    return OpenedFrom(opened_from)


def _named(people: Mapping[str, int], proposed: Mapping[str, int]) -> Mapping[str, int]:
    for function, person in people.items():
        if function not in FOUR or not User.objects.filter(pk=person, is_active=True).exists():
            raise UnableToOpen(_("Please name a colleague with an open account."), field=function)
    named = {**proposed, **people}
    for function, person in people.items():
        check_named(function, person, named, refusal=UnableToOpen)
    return named


def _name(plan: Plan, people: Mapping[str, int], at: datetime) -> None:
    PlanMember.objects.bulk_create(
        PlanMember(plan=plan, person_id=people[function], function=function, joined_at=at)
        for function in FOUR
        if function in people
    )
