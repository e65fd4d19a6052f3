"""What became of a promise, held against a date: derived from what is on record, never typed."""

from __future__ import annotations

from datetime import date

from makegood.promises.models import Promise
from makegood.promises.states import ENDED, Outcome, State


def outcome_against(promise: Promise, due: date | None, today: date) -> Outcome:
    """Say whether ``promise`` was kept by ``due``, as of ``today``.

    Kept: accepted in full by that day. An overdue one counts as broken before it is delivered, and so does one that we
    cancelled; one that the customer cancelled counts as neither (SCOR RL.1.1 and the conventions of the reference).
    """
    if promise.state == State.CANCELLED_BY_CUSTOMER or (promise.state in ENDED and promise.committed_at is None):
        return Outcome.EXCLUDED
    if promise.state == State.CANCELLED_BY_US:
        return Outcome.BROKEN
    if due is None or promise.committed_at is None:
        return Outcome.OPEN
    if promise.accepted_on is not None:
        return Outcome.KEPT if promise.in_full and promise.accepted_on <= due else Outcome.BROKEN
    return Outcome.BROKEN if today > due else Outcome.OPEN
