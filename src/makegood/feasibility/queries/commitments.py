"""Reading who asked to commit to what, or to keep capacity for it, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from makegood.feasibility.models import Commitment
from makegood.feasibility.states import CommitmentState
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.promises.states import Verb


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A wish to commit, or to keep capacity, and what came of it."""

    number: int
    promise: int
    promise_title: str
    verb: Verb
    until: datetime | None
    """When capacity that is kept is free again."""
    at: datetime
    by_name: str
    state: CommitmentState
    answered_at: datetime | None
    code: str
    said: str
    """What was in the way, in the language of who asked."""


def find_commitment(number: int, viewer: Viewer) -> CommitmentRow:
    """Return one wish to commit, or to keep capacity; NotFound."""
    found = _visible(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("Nobody asked for anything under this number."))
    return _row(found)


def commitments_of(promise: int, viewer: Viewer) -> tuple[CommitmentRow | None, CommitmentRow | None]:
    """Return the wish for a promise that nobody has answered yet, and the one by which capacity was kept last."""
    last: dict[bool, CommitmentRow] = {}
    for one in _visible(viewer).filter(promise=promise).exclude(state=CommitmentState.REFUSED).order_by("pk"):
        if one.state == CommitmentState.WAITING or one.verb == Verb.RESERVE:
            last[one.state == CommitmentState.WAITING] = _row(one)
    return last.get(True), last.get(False)


def _visible(viewer: Viewer) -> QuerySet[Commitment]:
    seen = Commitment.objects.all() if EVERYONE in viewer.audiences else Commitment.objects.none()
    return seen.select_related("by", "promise")


def _row(one: Commitment) -> CommitmentRow:
    return CommitmentRow(
        one.pk,
        one.promise_id,
        one.promise.title,
        Verb(one.verb),
        one.until,
        one.at,
        one.by.name,
        CommitmentState(one.state),
        one.answered_at,
        one.code,
        one.said,
    )
