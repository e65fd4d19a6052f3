"""Locking the criteria of a case before there is an option, and changing them with somebody else's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.texts import kept_text
from makegood.remediation.models import CriteriaLock, LockAnswer, Option
from makegood.remediation.policies import check_answer_lock, check_work_on_plan
from makegood.remediation.queries.criteria import criteria_in_force
from makegood.remediation.queries.decisions import (
    LockRow,
    has_standing_decision,
    lock_in_force,
    locks_of,
    proposed_lock,
)
from makegood.remediation.queries.frames import FrameSaid, text_and_digest, written_sign_off
from makegood.remediation.services.criteria import MOST_REASON, checked_frame, checked_sign_off
from makegood.remediation.services.noting import note
from makegood.remediation.services.reaching import taken
from makegood.remediation.states import SignOff


class UnableToLock(Problem):
    """The criteria are locked already, something waits or was decided, or a reason is missing."""

    code = "unable-to-lock"


@transaction.atomic
def lock_criteria(*, plan: int, by: Viewer, at: datetime) -> str:
    """Lock the criteria that were in force when the case was opened, and return their digest.

    From then on ways out can be proposed; the first of them is to change nothing. Denied, NotFound, UnableToLock.
    """
    of, row = taken(plan, by)
    check_work_on_plan(by, row)
    if locks_of(plan, by):
        raise UnableToLock(_("The criteria of this case are locked already."))
    criteria = criteria_in_force(at=of.opened_at)
    lock = CriteriaLock.objects.create(
        plan=of,
        number=1,
        text=criteria.text,
        digest=criteria.digest,
        sign_off=written_sign_off(criteria.sign_off),
        criteria=criteria.number,
        by_id=by.number,
        at=at,
    )
    Option.objects.create(plan=of, title=_("Change nothing"), by_id=by.number, at=at)
    facts = {"criteria": criteria.number, "digest": lock.digest, "text": lock.text}
    note(of, "lock-criteria", by=by.actor, at=at, facts=facts)
    return lock.digest


@transaction.atomic
def propose_lock(
    *, plan: int, frame: FrameSaid, sign_off: Sequence[SignOff], reason: str, by: Viewer, at: datetime
) -> int:
    """Propose other criteria in the middle of a case, with a reason; return the number of that version.

    They count once somebody else approves of them; what was scored before stays to be seen. Not while a decision waits
    or stands: it has to be given back or reopened first. Denied, NotFound, UnableToLock, UnableToSetCriteria.
    """
    of, row = taken(plan, by)
    check_work_on_plan(by, row)
    locks = locks_of(plan, by)
    now = lock_in_force(locks)
    if now is None:
        raise UnableToLock(_("Lock the criteria of this case first."))
    if proposed_lock(locks) is not None:
        raise UnableToLock(_("A change of the criteria waits for somebody's word already."))
    if has_standing_decision(of.pk):
        raise UnableToLock(_("A decision is made by these criteria: it has to be given back or reopened first."))
    why = kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToLock, needed=True)
    text, digest = text_and_digest(checked_frame(frame))
    rules = checked_sign_off(sign_off)
    if digest == now.digest and rules == written_sign_off(now.sign_off):
        raise UnableToLock(_("These are the criteria that are locked."))
    number = locks[0].number + 1
    CriteriaLock.objects.create(
        plan=of, number=number, text=text, digest=digest, sign_off=rules, criteria=now.criteria, reason=why,
        by_id=by.number, at=at,
    )  # fmt: skip
    facts = {"number": number, "digest": digest, "text": text, "reason": why}
    note(of, "propose-criteria", by=by.actor, at=at, facts=facts)
    return number


@transaction.atomic
def answer_lock(*, plan: int, is_approved: bool, reason: str = "", by: Viewer, at: datetime) -> None:
    """Approve or refuse a change of the criteria that somebody else proposed; a refusal has a reason.

    Denied, NotFound, UnableToLock.
    """
    of, row = taken(plan, by)
    waiting = proposed_lock(locks_of(plan, by))
    if waiting is None or waiting.by is None:
        raise UnableToLock(_("No change of the criteria waits for anybody's word."))
    check_answer_lock(by, row, proposed_by=waiting.by)
    why = kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToLock, needed=not is_approved)
    LockAnswer.objects.create(
        lock_id=waiting.row, is_approved=is_approved, proposed_by_id=waiting.by, by_id=by.number, at=at, reason=why
    )
    verb = "approve-criteria" if is_approved else "refuse-criteria"
    note(of, verb, by=by.actor, at=at, facts={"number": waiting.number, "reason": why})


def locked(plan: int, by: Viewer, *, refusal: type[Problem]) -> LockRow:
    """Return the criteria by which a case is decided; ``refusal`` before there are any."""
    found = lock_in_force(locks_of(plan, by))
    if found is None:
        raise refusal(_("Lock the criteria first: they are fixed before anybody sees a way out."))
    return found
