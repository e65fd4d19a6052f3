"""What can be done with revisions, by gate."""

from __future__ import annotations

from makegood.revisions.services.approving import UnableToApprove, approve_message, decline_message
from makegood.revisions.services.drafting import (
    RevisionFields,
    UnableToPropose,
    UnableToRevise,
    begin_revision,
    change_revision,
    missing_of,
    propose_revision,
    what_is_wrong,
    withdraw_revision,
    withdraw_where_done,
)
from makegood.revisions.services.gates import UnableToPass, is_old
from makegood.revisions.services.sponsoring import go_on_below_level, refuse_revision, sponsor_revision
from makegood.revisions.services.telling import build_on_notice, tell_customer, warn_customer
from makegood.revisions.services.validating import ask_for_validation, hear_answer, hear_lapse

__all__ = [
    "RevisionFields",
    "UnableToApprove",
    "UnableToPass",
    "UnableToPropose",
    "UnableToRevise",
    "approve_message",
    "ask_for_validation",
    "begin_revision",
    "build_on_notice",
    "change_revision",
    "decline_message",
    "go_on_below_level",
    "hear_answer",
    "hear_lapse",
    "is_old",
    "missing_of",
    "propose_revision",
    "refuse_revision",
    "sponsor_revision",
    "tell_customer",
    "warn_customer",
    "what_is_wrong",
    "withdraw_revision",
    "withdraw_where_done",
]
