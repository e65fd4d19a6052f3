"""What the three sides say of the message: each by another person, none by who proposes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.engine.wording.checking import find_blame
from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.queries import is_approved, standing_of
from makegood.foundation.approvals.services import say
from makegood.foundation.approvals.states import Standing, Verdict
from makegood.foundation.errors import Denied, Problem
from makegood.revisions.bridge import names_day
from makegood.revisions.models import Revision
from makegood.revisions.policies import check_speak
from makegood.revisions.services.gates import (
    Pass,
    UnableToPass,
    check_relied_on,
    close_again,
    locked_revision,
    pass_gate,
    tell,
)
from makegood.revisions.states import Gate, Side, State


class UnableToApprove(Problem):
    """The message says something that no customer should read, or does not say what it has to."""

    code = "unable-to-approve"


@transaction.atomic
def approve_message(*, number: int, side: str, seen: Mapping[str, str], by: Viewer, at: datetime) -> None:
    """Say for a side that the message may go out as it was ``seen``; the third approval passes the gate.

    Denied, NotFound, Stale where it was changed since, UnableToPass, UnableToApprove with what is wrong in it.
    """
    revision, spoken, name = _spoken(number, side, by, at)
    check_relied_on(revision)
    if revision.state != State.VALIDATED:
        raise UnableToPass(_("A message is approved once the date is found achievable."))
    wrong = what_is_wrong(revision.message, revision.due, revision.due_before)
    if wrong:
        raise UnableToApprove(wrong[0], field="message", details={"wrong": wrong})
    _check_others(revision, spoken, by)
    say(subject=("revision", number), role=spoken, verdict=Verdict.APPROVED, seen=seen, by=by.actor, at=at)
    if is_approved(subject=("revision", number)):
        pass_gate(revision, Gate.MESSAGE, Pass(by.number, name), at)
    tell(revision, "approve", by.actor, at, {"side": spoken.value, "in_name_of": name})


@transaction.atomic
def decline_message(*, number: int, side: str, seen: Mapping[str, str], reason: str, by: Viewer, at: datetime) -> None:
    """Say for a side why the message may not go out as it was ``seen``; where the gate was passed, it closes again.

    Denied, NotFound, Stale, UnableToDecline, UnableToPass.
    """
    revision, spoken, name = _spoken(number, side, by, at)
    if revision.state not in {State.VALIDATED, State.WORDED}:
        raise UnableToPass(_("A message is approved once the date is found achievable."))
    say(subject=("revision", number), role=spoken, verdict=Verdict.DECLINED, seen=seen, by=by.actor, at=at,
        reason=reason)  # fmt: skip
    close_again(revision, {Gate.MESSAGE: reason.strip()}, at, by=by.number)
    revision.save()
    tell(revision, "decline", by.actor, at, {"side": spoken.value, "reason": reason.strip(), "in_name_of": name})


def what_is_wrong(message: str, due: date, before: date) -> list[str]:
    """Return what is wrong with a message: blame, a missing date; empty where nothing is."""
    if not message:
        return [_("There is no message yet.")]
    wrong = [
        _("“%(text)s” blames somebody: say what happened, and what comes next.") % {"text": one.text}
        for one in find_blame(message)
    ]
    if due != before and not names_day(message, due):
        wrong.append(_("The message does not name the new date."))
    return wrong


def _spoken(number: int, side: str, by: Viewer, at: datetime) -> tuple[Revision, Side, int | None]:
    revision = locked_revision(number)
    if side not in set(Side):
        raise UnableToApprove(_("Please say for whom you speak."), field="side")
    spoken = Side(side)
    return revision, spoken, check_speak(by, side=spoken, made_by=revision.made_by_id, at=at)


def _check_others(revision: Revision, side: Side, by: Viewer) -> None:
    """Refuse one person for two sides: three pairs of eyes have read what goes out."""
    for line in standing_of(subject=("revision", revision.pk)):
        if line.role != side and line.standing is Standing.APPROVED and line.actor_number == by.number:
            raise Denied(_("You have approved it for another side: somebody else has to for this one."))
