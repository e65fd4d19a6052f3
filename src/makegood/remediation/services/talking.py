"""What people say to one another in the dialogue of a plan: comments, proposals, and whom they name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.texts import kept_text
from makegood.promises.services.talking import named_in
from makegood.remediation.models import PlanComment, PlanMention
from makegood.remediation.policies import check_see_plans, check_work_on_plan
from makegood.remediation.queries import find_plan
from makegood.remediation.services.noting import note
from makegood.remediation.services.reaching import locked_plan
from makegood.remediation.states import Stage

MOST_TEXT = 10_000


class UnableToSpeak(Problem):
    """Nothing was said, or there is nothing to answer."""

    code = "unable-to-speak"


@transaction.atomic
def comment_on_plan(
    *, number: int, text: str, by: Viewer, at: datetime, stage: str = Stage.NEED, is_proposal: bool = False
) -> int:
    """Say something in the dialogue, or propose something, and return its number; ``@`` and an address names somebody.

    All staff may. Whoever was named in this plan has answered with it. Denied, NotFound, UnableToSpeak.
    """
    check_see_plans(by)
    find_plan(number, by)
    said = kept_text(text, field="text", most=MOST_TEXT, refusal=UnableToSpeak, needed=True)
    if stage not in set(Stage):
        raise UnableToSpeak(_("Please choose a step of the dialogue."), field="stage")
    plan = locked_plan(number)
    made = PlanComment.objects.create(
        plan=plan, stage=Stage(stage).value, text=said, is_proposal=is_proposal, by_id=by.number, at=at
    )
    PlanMention.objects.filter(comment__plan=plan, person=by.number, seen_at=None).update(seen_at=at)
    PlanMention.objects.bulk_create(PlanMention(comment=made, person_id=person) for person in named_in(said, by))
    verb = "suggest" if is_proposal else "comment"
    note(plan, verb, by=by.actor, at=at, facts={"comment": made.pk, "text": said[:500]})
    return made.pk


@transaction.atomic
def answer_suggestion(*, number: int, is_taken: bool, by: Viewer, at: datetime) -> int:
    """Take a proposal up or put it aside, and return its plan; Denied, NotFound, UnableToSpeak where that was done."""
    found = PlanComment.objects.filter(pk=number, is_proposal=True).first()
    if found is None:
        raise NotFound(_("There is no such proposal."))
    check_work_on_plan(by, find_plan(found.plan_id, by))
    plan = locked_plan(found.plan_id)
    open_one = PlanComment.objects.filter(pk=number, was_taken=None)
    if not open_one.update(was_taken=is_taken, answered_by=by.number, answered_at=at):
        raise UnableToSpeak(_("Somebody has answered this already."))
    note(plan, "answer", by=by.actor, at=at, facts={"comment": number, "taken": is_taken, "text": found.text[:200]})
    return plan.pk


def read_plan_mention(*, number: int, by: Viewer, at: datetime) -> int:
    """Note that the viewer has read what names them, and return the plan; NotFound where it names others."""
    mine = PlanMention.objects.filter(pk=number, person=by.number)
    plan = mine.values_list("comment__plan", flat=True).first()
    if plan is None:
        raise NotFound(_("There is no such comment for you."))
    mine.filter(seen_at=None).update(seen_at=at)
    return plan
