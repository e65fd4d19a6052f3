"""Agreement and dissent of the four functions, what an executive decides about dissent, and how an agreement lapses."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from makegood.feasibility.models import Outlook
from makegood.foundation.actors import HOUSE, Viewer
from makegood.foundation.approvals.services import say
from makegood.foundation.approvals.states import Standing, Verdict
from makegood.foundation.errors import Problem, Stale
from makegood.foundation.texts import kept_text
from makegood.remediation.models import Contingency, Dissent, Plan, PlanMember, PlannedMessage, Ruling
from makegood.remediation.policies import check_rule, check_speak_for
from makegood.remediation.queries import APPROVED, find_plan, lines_of, seen_of
from makegood.remediation.services.noting import note
from makegood.remediation.services.parts import renew_parts
from makegood.remediation.services.reaching import locked_plan, moved
from makegood.remediation.states import FOUR, WORKED_ON, PlanState, PlanVerb, has_lapsed

SPOKEN = frozenset({Standing.APPROVED, Standing.DECLINED})
MOST_REASON = 5_000


class UnableToAgree(Problem):
    """The plan can't be agreed to as it stands, or there is nothing to decide about it."""

    code = "unable-to-agree"


@transaction.atomic
def agree_to_plan(*, number: int, function: str, seen: str, by: Viewer, at: datetime, reason: str = "") -> bool:
    """Agree for one of the four functions to the plan as it was ``seen``; return whether the plan is agreed with this.

    It can't be agreed without its communication part. Denied, NotFound, Stale where something that the function covers
    was changed since, UnableToAgree.
    """
    plan = _plan_to_speak_of(number, function, by, at)
    _check_communication(plan)
    _say(plan, function, Verdict.APPROVED, seen=seen, by=by, at=at, reason=reason)
    is_agreed = all(line.standing is Standing.APPROVED for line in lines_of(number)) and _settle(plan, at)
    note(plan, "agree", by=by.actor, at=at, facts={"function": function, "reason": reason.strip()})
    if is_agreed:
        note(plan, "agreed", by=HOUSE, at=at, facts={"p_kept": plan.p_kept_at_agreement})
    return is_agreed


@transaction.atomic
def dissent_from_plan(*, number: int, function: str, seen: str, reason: str, by: Viewer, at: datetime) -> int:
    """Dissent for one of the four functions, with the reason; return the number under which that stays on record.

    It goes to an executive, who decides, so that it does not block for ever. Denied, NotFound, Stale, UnableToAgree.
    """
    plan = _plan_to_speak_of(number, function, by, at)
    why = kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToAgree, needed=True)
    _say(plan, function, Verdict.DECLINED, seen=seen, by=by, at=at, reason=why)
    if plan.state == PlanState.AGREED:
        moved(plan, PlanVerb.REOPEN)
        plan.save(update_fields=["state"])
    kept = Dissent.objects.create(plan=plan, function=function, by_id=by.number, at=at, reason=why)
    note(plan, "dissent", by=by.actor, at=at, facts={"function": function, "reason": why})
    return kept.pk


@transaction.atomic
def rule_on_dissent(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Decide that a plan goes on though functions dissent, and why: it is agreed with that; the dissents stay.

    Once the time is over by which the customer is to be told, it goes on without those who have said nothing, and that
    stands on record. Denied, NotFound, UnableToAgree before that, or where nobody dissents.
    """
    check_rule(by, find_plan(number, by))
    plan = locked_plan(number)
    why = kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToAgree, needed=True)
    standings = {line.role: line.standing for line in lines_of(number)}
    silent = sorted(role for role, standing in standings.items() if standing not in SPOKEN)
    if silent and at < plan.tell_by:
        raise UnableToAgree(_("All four functions speak first, until the customer has to be told."))
    if not silent and Standing.DECLINED not in standings.values():
        raise UnableToAgree(_("Nobody dissents: there is nothing to decide."))
    _check_communication(plan)
    if not _settle(plan, at):
        raise UnableToAgree(_("This can’t be done with the plan as it stands."))
    Ruling.objects.create(plan=plan, by_id=by.number, at=at, reason=why)
    facts = {"reason": why, "p_kept": plan.p_kept_at_agreement, **({"silent": silent} if silent else {})}
    note(plan, "rule", by=by.actor, at=at, facts=facts)


@transaction.atomic
def lapse_plan(*, number: int, at: datetime) -> bool:
    """Let an agreed plan lapse where P(kept) has fallen too far since; return whether it did.

    All four are asked anew then. Told twice of the same forecast, it changes nothing.
    """
    plan = locked_plan(number)
    now = p_kept_of(plan)
    if plan.state != PlanState.AGREED or not has_lapsed(agreed=plan.p_kept_at_agreement, now=now):
        return False
    moved(plan, PlanVerb.LAPSE)
    plan.lapsed_at, plan.lapse_p_kept, plan.lapses = at, now, plan.lapses + 1
    plan.save(update_fields=["state", "lapsed_at", "lapse_p_kept", "lapses"])
    renew_parts(plan, by=HOUSE, at=at)
    note(plan, "lapse", by=HOUSE, at=at, facts={"before": plan.p_kept_at_agreement, "p_kept": now})
    return True


def p_kept_of(plan: Plan) -> float | None:
    """Return how likely the promise of a plan is to be kept, as the forecast stands."""
    return Outlook.objects.filter(promise=plan.promise_id).values_list("p_kept", flat=True).first()


def _check_communication(plan: Plan) -> None:
    """Refuse what can't be agreed to because nobody says how the customer hears of it."""
    if not PlannedMessage.objects.filter(plan=plan).exists():
        raise UnableToAgree(_("First say who tells the customer what, when and through what, and when they hear next."))


def _plan_to_speak_of(number: int, function: str, by: Viewer, at: datetime) -> Plan:
    check_speak_for(by, find_plan(number, by), function, at=at)
    plan = locked_plan(number)
    if plan.state not in WORKED_ON:
        raise UnableToAgree(_("Nobody works on this plan: it has ended, or was not taken up yet."))
    return plan


def _say(plan: Plan, function: str, verdict: Verdict, *, seen: str, by: Viewer, at: datetime, reason: str) -> None:
    line = next(line for line in lines_of(plan.pk) if line.role == function)
    if seen != seen_of(line):
        raise Stale(_("This has been changed since you looked at it."), details={"function": function})
    subject = (APPROVED, plan.pk)
    say(subject=subject, role=function, verdict=verdict, seen=line.now, by=by.actor, at=at, reason=reason)


def _settle(plan: Plan, at: datetime) -> bool:
    """Make a plan an agreed one, once all four are named and have spoken; return whether it was made so."""
    named = set(PlanMember.objects.filter(plan=plan).exclude(function="").values_list("function", flat=True))
    if named != set(FOUR) or plan.state == PlanState.AGREED:
        return False
    moved(plan, PlanVerb.AGREE)
    plan.agreed_at, plan.p_kept_at_agreement = at, p_kept_of(plan)
    plan.save(update_fields=["state", "agreed_at", "p_kept_at_agreement"])
    Contingency.objects.filter(plan=plan, fired_at=None).update(agreed_version=F("version"))
    return True
