"""What the three sides say of the message: each by another person, none by who proposes it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.queries import Line, is_approved, standing_of
from makegood.foundation.approvals.services import say
from makegood.foundation.approvals.states import Standing, Verdict
from makegood.foundation.errors import Denied, Problem
from makegood.people.queries import speaks_as
from makegood.revisions.models import Revision
from makegood.revisions.policies import check_speak
from makegood.revisions.services.drafting import what_is_wrong
from makegood.revisions.services.gates import (
    Pass,
    UnableToPass,
    check_relied_on,
    close_again,
    locked_revision,
    pass_gate,
    tell,
)
from makegood.revisions.states import SPEAKS, Gate, RevisionState, Side


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
    if revision.state != RevisionState.VALIDATED:
        raise UnableToPass(_("A message is approved once the date is found achievable."))
    wrong = what_is_wrong(revision.message, revision.due, revision.due_before)
    if wrong:
        raise UnableToApprove(wrong[0], field="message", details={"wrong": wrong})
    _check_others(revision, spoken, {by.number, name} - {None})
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
    if revision.state not in {RevisionState.VALIDATED, RevisionState.WORDED}:
        raise UnableToPass(_("A message is approved once the date is found achievable."))
    say(subject=("revision", number), role=spoken, verdict=Verdict.DECLINED, seen=seen, by=by.actor, at=at,
        reason=reason)  # fmt: skip
    close_again(revision, {Gate.MESSAGE: reason.strip()}, at, by=by.number)
    revision.save()
    tell(revision, "decline", by.actor, at, {"side": spoken.value, "reason": reason.strip(), "in_name_of": name})


def _spoken(number: int, side: str, by: Viewer, at: datetime) -> tuple[Revision, Side, int | None]:
    revision = locked_revision(number)
    if side not in set(Side):
        raise UnableToApprove(_("Please say for whom you speak."), field="side")
    spoken = Side(side)
    return revision, spoken, check_speak(by, side=spoken, made_by=revision.made_by_id, at=at)


def _check_others(revision: Revision, side: Side, mine: AbstractSet[int | None]) -> None:
    """Refuse one person for two sides, themselves or by who stands in for them: three have read what goes out."""
    for line in standing_of(subject=("revision", revision.pk)):
        if line.role != side and line.standing is Standing.APPROVED and not mine.isdisjoint(_spoke(line)):
            raise Denied(_("This has been approved for another side by the same person: it takes somebody else."))


def _spoke(line: Line) -> set[int]:
    """Return who approved for a side, and in whose name."""
    if line.actor_number is None or line.said_at is None:
        return set()
    return {line.actor_number, *speaks_as(line.actor_number, SPEAKS[Side(line.role)], at=line.said_at)}
