"""What keeps the forecast current, and what is done with it."""

from __future__ import annotations

from makegood.feasibility.services.committing import ask_to_commit, ask_to_keep, compute_again, free_kept
from makegood.feasibility.services.desk import Desk, Ground
from makegood.feasibility.services.feeds import UnableToMakeFeed, make_feed, note_reading, renew_feed, revoke_feed
from makegood.feasibility.services.freezing import UnableToFreeze, freeze_baseline, freeze_morning
from makegood.feasibility.services.level import (
    BelowLevel,
    UnableToOverride,
    is_below_level,
    let_promise_below_level,
)
from makegood.feasibility.services.noting import note, note_promises, promises_to
from makegood.feasibility.services.placing import place_promise, try_place
from makegood.feasibility.services.quoting import UnableToQuote, Wish, ask_again, ask_quote
from makegood.feasibility.services.ranking import (
    HasMoved,
    UnableToRank,
    change_draft,
    propose_policy,
    publish_draft,
    take_back_draft,
    try_draft,
)
from makegood.feasibility.services.renewing import Forecaster, Renewal
from makegood.feasibility.services.reserving import UnableToReserve, ask_to_reserve, run_out
from makegood.feasibility.services.snapshots import freeze_day

__all__ = [
    "BelowLevel",
    "Desk",
    "Forecaster",
    "Ground",
    "HasMoved",
    "Renewal",
    "UnableToFreeze",
    "UnableToMakeFeed",
    "UnableToOverride",
    "UnableToQuote",
    "UnableToRank",
    "UnableToReserve",
    "Wish",
    "ask_again",
    "ask_quote",
    "ask_to_commit",
    "ask_to_keep",
    "ask_to_reserve",
    "change_draft",
    "compute_again",
    "free_kept",
    "freeze_baseline",
    "freeze_day",
    "freeze_morning",
    "is_below_level",
    "let_promise_below_level",
    "make_feed",
    "note",
    "note_promises",
    "note_reading",
    "place_promise",
    "promises_to",
    "propose_policy",
    "publish_draft",
    "renew_feed",
    "revoke_feed",
    "run_out",
    "take_back_draft",
    "try_draft",
    "try_place",
]
