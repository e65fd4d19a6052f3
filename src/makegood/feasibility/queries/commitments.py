"""Reading who asked to commit to what, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from makegood.feasibility.models import Commitment
from makegood.feasibility.states import CommitmentState
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A wish to commit, and what came of it."""

    number: int
    promise: int
    promise_title: str
    at: datetime
    by_name: str
    state: CommitmentState
    answered_at: datetime | None
    code: str
    said: str
    """What was in the way, in the language of who asked."""


def find_commitment(number: int, viewer: Viewer) -> CommitmentRow:
    """Return one wish to commit; NotFound."""
    found = _visible(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("Nobody asked to commit under this number."))
    return _row(found)


def waiting_commitment(promise: int, viewer: Viewer) -> CommitmentRow | None:
    """Return the wish to commit to a promise that nobody has answered yet; None where there is none."""
    found = _visible(viewer).filter(promise=promise, state=CommitmentState.WAITING).first()
    return None if found is None else _row(found)


def _visible(viewer: Viewer) -> QuerySet[Commitment]:
    seen = Commitment.objects.all() if EVERYONE in viewer.audiences else Commitment.objects.none()
    return seen.select_related("by", "promise")


def _row(one: Commitment) -> CommitmentRow:
    return CommitmentRow(
        one.pk,
        one.promise_id,
        one.promise.title,
        one.at,
        one.by.name,
        CommitmentState(one.state),
        one.answered_at,
        one.code,
        one.said,
    )
