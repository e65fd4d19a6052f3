"""What becomes of actions, milestones and messages of a plan: this is progress, and takes no agreement back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound
from makegood.foundation.texts import kept_text
from makegood.promises.services import give_notice
from makegood.remediation.models import Plan, PlanAction, PlanMilestone, PlannedMessage
from makegood.remediation.policies import check_see_plans, check_work_on_plan
from makegood.remediation.queries import find_plan
from makegood.remediation.services.noting import note
from makegood.remediation.services.reaching import UnableToChangePlan, taken

MOST_EVIDENCE = 5_000


@transaction.atomic
def report_progress(*, number: int, progress: int, by: Viewer, at: datetime) -> int:
    """Say how far an action is, in per cent below 100, and return its plan; Denied, NotFound, UnableToChangePlan.

    Whoever owns it says so, or whoever works on the plan.
    """
    action, plan = _action(number, by)
    if not 0 <= progress < 100:
        raise UnableToChangePlan(
            _("Please give a percentage from 0 to 99; what is done is finished."), field="progress"
        )
    if action.progress != progress:
        before, action.progress = action.progress, progress
        action.save(update_fields=["progress"])
        note(
            plan, "progress", by=by.actor, at=at, facts={"title": action.title, "before": before, "progress": progress}
        )
    return plan.pk


@transaction.atomic
def finish_action(*, number: int, evidence: str, by: Viewer, at: datetime) -> int:
    """Say that an action is done, and by what one sees it; return its plan.

    Denied, NotFound, UnableToChangePlan, also where something that comes first is not done.
    """
    action, plan = _action(number, by)
    if action.after is not None and action.after.done_at is None:
        raise UnableToChangePlan(_("“%(title)s” has to be done first.") % {"title": action.after.title})
    action.evidence = kept_text(evidence, field="evidence", most=MOST_EVIDENCE, refusal=UnableToChangePlan, needed=True)
    action.progress, action.done_at = 100, at
    action.save(update_fields=["evidence", "progress", "done_at"])
    note(plan, "done", by=by.actor, at=at, facts={"title": action.title, "evidence": action.evidence})
    return plan.pk


@transaction.atomic
def reopen_action(*, number: int, by: Viewer, at: datetime) -> int:
    """Say that an action is not done after all, and return its plan; Denied, NotFound, UnableToChangePlan."""
    action, plan = _action(number, by, is_done=True)
    action.progress, action.done_at = 90, None
    action.save(update_fields=["progress", "done_at"])
    note(plan, "undone", by=by.actor, at=at, facts={"title": action.title})
    return plan.pk


@transaction.atomic
def meet_milestone(*, number: int, on: date, by: Viewer, at: datetime, today: date) -> int:
    """Say that a milestone was met, as its acceptance has it; return its plan. Denied, NotFound, UnableToChangePlan."""
    milestone, plan = _piece(PlanMilestone.objects, number, by)
    if milestone.met_on is not None:
        raise UnableToChangePlan(_("This has happened and stays as it was."))
    if on > today:
        raise UnableToChangePlan(_("Please give a day that has been."), field="on")
    milestone.met_on, milestone.met_by_id = on, by.number
    milestone.save(update_fields=["met_on", "met_by"])
    note(plan, "met", by=by.actor, at=at, facts={"title": milestone.title, "on": on.isoformat()})
    return plan.pk


@transaction.atomic
def tell_message(*, number: int, by: Viewer, at: datetime, date_told: date | None = None) -> int:
    """Say that the customer was told what was planned; return the plan.

    It is recorded as a notice of the promise, which is what stops the notice clock; ``date_told`` is None where they
    heard that the date is in danger and no other was named. Denied, NotFound, UnableToChangePlan, UnableToGiveNotice.
    """
    message, plan = _piece(PlannedMessage.objects, number, by)
    if message.told_at is not None:
        raise UnableToChangePlan(_("This has happened and stays as it was."))
    give_notice(
        promise=plan.promise_id,
        date_told=date_told,
        how=message.channel,
        told_at=at,
        note=message.text,
        by=by,
        at=at,
    )
    message.told_at = at
    message.save(update_fields=["told_at"])
    note(plan, "told", by=by.actor, at=at, facts={"text": message.text[:200], "on": at.date().isoformat()})
    return plan.pk


def _action(number: int, by: Viewer, *, is_done: bool = False) -> tuple[PlanAction, Plan]:
    """Return the locked action that is done or not, with its plan, for its owner or whoever works on the plan."""
    found, plan = _piece(PlanAction.objects.select_related("after"), number, by)
    if (found.done_at is not None) is not is_done:
        raise UnableToChangePlan(_("It is done already.") if not is_done else _("It is not done yet."))
    return found, plan


def _piece(rows: Any, number: int, by: Viewer) -> tuple[Any, Plan]:  # noqa: ANN401  # of one of the models
    check_see_plans(by)
    first = rows.filter(pk=number).first()
    if first is None:
        raise NotFound(_("There is no such part of a plan."))
    row = find_plan(first.plan_id, by)
    try:
        check_work_on_plan(by, row)
    except Denied:
        if getattr(first, "owner_id", getattr(first, "teller_id", None)) != by.number:
            raise
    plan, _row = taken(row.number, by)
    return rows.select_for_update(of=("self",)).get(pk=number), plan
