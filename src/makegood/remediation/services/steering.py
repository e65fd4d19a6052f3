"""What is said about a plan as a whole: taken up or not needed, who makes it, what it is about, how it ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.feasibility.models import Outlook, Standing
from makegood.foundation.actors import HOUSE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.texts import kept_text
from makegood.foundation.timers.services import stop
from makegood.foundation.versions import changes_between, check_version
from makegood.promises.models import Promise
from makegood.promises.services.checking import severity as known_severity
from makegood.promises.states import State
from makegood.remediation.models import GapTerm, InScope, Plan, PlanMember
from makegood.remediation.policies import check_lower_severity, check_see_plans, check_settle_proposal
from makegood.remediation.queries import find_plan
from makegood.remediation.services.checking import check_named, colleague
from makegood.remediation.services.noting import note
from makegood.remediation.services.opening import ACKNOWLEDGE, TELL, start_clocks
from makegood.remediation.services.parts import renew_parts
from makegood.remediation.services.proposing import ends_of
from makegood.remediation.services.reaching import UnableToChangePlan, locked_plan, moved, plan_to_change, taken
from makegood.remediation.states import FOUR, RUNNING, PlanState, PlanVerb

MOST_TEXT = 5_000
TOLD = ("core_need", "intent", "impact")


@transaction.atomic
def take_up_plan(*, number: int, by: Viewer, at: datetime) -> None:
    """Take up a plan that the forecast proposes, which acknowledges it; Denied, NotFound, UnableToChangePlan."""
    check_settle_proposal(by, find_plan(number, by))
    plan = locked_plan(number)
    moved(plan, PlanVerb.TAKE_UP)
    plan.acknowledged_at, plan.acknowledged_by_id = at, by.number
    plan.save()
    stop(key=f"{ACKNOWLEDGE}:{number}")
    note(plan, "take-up", by=by.actor, at=at)


@transaction.atomic
def dismiss_plan(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Say why no plan is needed, though the forecast proposes one; Denied, NotFound, UnableToChangePlan."""
    check_settle_proposal(by, find_plan(number, by))
    plan = locked_plan(number)
    moved(plan, PlanVerb.DISMISS)
    _end(plan, reason, at)
    note(plan, "dismiss", by=by.actor, at=at, facts={"reason": plan.close_reason})


@transaction.atomic
def close_plan(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """End the work on a plan and say how it came out; Denied, NotFound, UnableToChangePlan."""
    plan = plan_to_change(number, by)
    moved(plan, PlanVerb.CLOSE)
    _end(plan, reason, at)
    note(plan, "close", by=by.actor, at=at, facts={"reason": plan.close_reason})


@transaction.atomic
def end_where_done(*, promises: Collection[int], at: datetime) -> int:
    """End the plans of promises that were delivered or cancelled meanwhile; return how many."""
    found = Plan.objects.filter(promise__in=promises, state__in=sorted(RUNNING))
    done = found.exclude(promise__state=State.COMMITTED).order_by("pk").values_list("pk", flat=True)
    why, ended = _("The promise was delivered or cancelled meanwhile."), 0
    for number in list(done):
        plan = locked_plan(number)
        if plan.state in RUNNING and plan.promise.state != State.COMMITTED:
            moved(plan, PlanVerb.DISMISS if plan.state == PlanState.PROPOSED else PlanVerb.CLOSE)
            _end(plan, why, at)
            note(plan, "close", by=HOUSE, at=at, facts={"reason": why})
            ended += 1
    return ended


@transaction.atomic
def acknowledge_plan(*, number: int, by: Viewer, at: datetime) -> None:
    """Say that somebody sees to it, which stops the first clock; a second one changes nothing.

    Denied, NotFound, UnableToChangePlan.
    """
    plan = plan_to_change(number, by)
    if plan.acknowledged_at is not None:
        return
    plan.acknowledged_at, plan.acknowledged_by_id = at, by.number
    plan.save(update_fields=["acknowledged_at", "acknowledged_by"])
    stop(key=f"{ACKNOWLEDGE}:{number}")
    note(plan, "acknowledge", by=by.actor, at=at, facts={"late": at > plan.acknowledge_by})


@transaction.atomic
def change_severity(*, number: int, severity: str, reason: str, by: Viewer, at: datetime) -> None:
    """Give a plan another severity, with the reason; its clocks follow.

    It says who decides: so only an executive makes it less grave. Denied, NotFound, UnableToChangePlan.
    """
    plan = plan_to_change(number, by)
    known = known_severity(severity, refusal=UnableToChangePlan)
    why = kept_text(reason, field="reason", most=300, refusal=UnableToChangePlan, needed=True)
    if known == plan.severity:
        return
    if known > plan.severity:
        check_lower_severity(by)
    before, plan.severity, plan.severity_reason = plan.severity, known, why
    plan.acknowledge_by, plan.tell_by = ends_of(
        known, plan.promise.customer.zone, opened=plan.opened_at, clock_from=plan.clock_from
    )
    plan.save()
    start_clocks(plan)
    note(plan, "severity", by=by.actor, at=at, facts={"before": before, "severity": known, "reason": why})


@transaction.atomic
def name_member(*, number: int, function: str, person: int, by: Viewer, at: datetime) -> None:
    """Name somebody for one of the four functions, whose word is asked for anew.

    Denied, NotFound, UnableToChangePlan.
    """
    plan = plan_to_change(number, by)
    if function not in FOUR:
        raise UnableToChangePlan(_("Please choose one of the four functions."), field="function")
    named = colleague(person, "person")
    members = PlanMember.objects.filter(plan=plan).exclude(function="").values_list("function", "person")
    check_named(function, named, dict(members), refusal=UnableToChangePlan)
    if PlanMember.objects.filter(plan=plan, function=function, person=named).exists():
        return
    PlanMember.objects.update_or_create(plan=plan, function=function, defaults={"person_id": named, "joined_at": at})
    renew_parts(plan, by=by.actor, at=at)
    note(plan, "name", by=by.actor, at=at, facts={"function": function, "person": person})


@transaction.atomic
def join_plan(*, number: int, by: Viewer, at: datetime) -> None:
    """Work on a plan as well; whoever does already changes nothing. Denied, NotFound, UnableToChangePlan."""
    check_see_plans(by)
    plan, _row = taken(number, by)
    if PlanMember.objects.filter(plan=plan, person=by.number).exists():
        return
    PlanMember.objects.create(plan=plan, person_id=by.number, joined_at=at)
    note(plan, "join", by=by.actor, at=at)


@transaction.atomic
def leave_plan(*, number: int, by: Viewer, at: datetime) -> None:
    """Work on it no longer; whoever is named for a function is replaced by naming another one. NotFound."""
    find_plan(number, by)
    plan = locked_plan(number)
    if not PlanMember.objects.filter(plan=plan, person=by.number, function="").delete()[0]:
        raise NotFound(_("You have not joined this plan."))
    note(plan, "leave", by=by.actor, at=at)


@transaction.atomic
def describe_plan(*, number: int, version: int, by: Viewer, at: datetime, **said: str) -> None:
    """Say what the customer needs it for, what everybody meant, and what it does to the customer.

    Denied, NotFound, Stale, UnableToChangePlan. A change that changes nothing leaves no trace.
    """
    plan = plan_to_change(number, by)
    known = {
        name: kept_text(value, field=name, most=MOST_TEXT, refusal=UnableToChangePlan)
        for name, value in said.items()
        if name in TOLD
    }
    before = {name: getattr(plan, name) for name in known}
    check_version(seen=version, current=plan.version, wanted=known, now=before)
    changed = changes_between(before, known)
    if not changed:
        return
    for name, value in known.items():
        setattr(plan, name, value)
    plan.version += 1
    plan.save(update_fields=[*known, "version"])
    renew_parts(plan, by=by.actor, at=at)
    note(plan, "describe", by=by.actor, at=at, facts={"changed": changed})


@transaction.atomic
def add_to_scope(*, number: int, promise: int, by: Viewer, at: datetime) -> None:
    """Let a plan be about another promise as well; Denied, NotFound, UnableToChangePlan."""
    plan = plan_to_change(number, by)
    if promise == plan.promise_id or not Promise.objects.filter(pk=promise).exists():
        raise UnableToChangePlan(_("Please choose another promise."), field="promise")
    _row, is_new = InScope.objects.get_or_create(plan=plan, promise_id=promise)
    if is_new:
        renew_parts(plan, by=by.actor, at=at)
        note(plan, "scope", by=by.actor, at=at, facts={"other": promise})


@transaction.atomic
def take_off_scope(*, number: int, promise: int, by: Viewer, at: datetime) -> None:
    """Let a plan be about a promise no longer; Denied, NotFound, UnableToChangePlan."""
    plan = plan_to_change(number, by)
    if InScope.objects.filter(plan=plan, promise=promise).delete()[0]:
        renew_parts(plan, by=by.actor, at=at)
        note(plan, "no-scope", by=by.actor, at=at, facts={"other": promise})


@transaction.atomic
def freeze_gap(*, number: int, by: Viewer, at: datetime) -> int:
    """Keep as evidence how far each term is off, as the forecast has it now; return how many terms.

    What was frozen before stays on record. Denied, NotFound, UnableToChangePlan where there is no forecast.
    """
    plan = plan_to_change(number, by)
    found = gap_now(plan.promise_id)
    if found is None:
        raise UnableToChangePlan(_("There is no forecast of this promise to take the gap from."))
    terms, inputs = found
    plan.freezings += 1
    plan.gap_frozen_at, plan.gap_inputs_hash = at, inputs
    plan.save(update_fields=["freezings", "gap_frozen_at", "gap_inputs_hash"])
    GapTerm.objects.bulk_create(
        GapTerm(plan=plan, freezing=plan.freezings, place=place, term=term, at=at, by_id=by.number)
        for place, term in enumerate(terms)
    )
    renew_parts(plan, by=by.actor, at=at)
    note(plan, "freeze", by=by.actor, at=at, facts={"terms": len(terms), "inputs": inputs[:12]})
    return len(terms)


def gap_now(promise: int) -> tuple[list[dict[str, Any]], str] | None:
    """Return each term of a promise as its forecast keeps it, the date first, and the hash of what that rests on."""
    outlook = Outlook.objects.filter(promise=promise).first()
    standing = Standing.objects.only("inputs_hash").first()
    if outlook is None or standing is None:
        return None
    return list(outlook.details.get("terms", [])), standing.inputs_hash


def _end(plan: Plan, reason: str, at: datetime) -> None:
    plan.close_reason = kept_text(reason, field="reason", most=MOST_TEXT, refusal=UnableToChangePlan, needed=True)
    plan.closed_at = at
    plan.save(update_fields=["state", "close_reason", "closed_at"])
    for kind in (ACKNOWLEDGE, TELL):
        stop(key=f"{kind}:{plan.pk}")
