"""What keeps the forecast current, and what is done with it."""

from __future__ import annotations

from makegood.feasibility.services.committing import ask_to_commit, compute_again
from makegood.feasibility.services.feeds import UnableToMakeFeed, make_feed, note_reading, renew_feed, revoke_feed
from makegood.feasibility.services.freezing import UnableToFreeze, freeze_baseline, freeze_morning
from makegood.feasibility.services.noting import note, note_promises, promises_to
from makegood.feasibility.services.placing import place_promise, try_place
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
from makegood.feasibility.services.snapshots import freeze_day

__all__ = [
    "Forecaster",
    "HasMoved",
    "Renewal",
    "UnableToFreeze",
    "UnableToMakeFeed",
    "UnableToRank",
    "ask_to_commit",
    "change_draft",
    "compute_again",
    "freeze_baseline",
    "freeze_day",
    "freeze_morning",
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
    "take_back_draft",
    "try_draft",
    "try_place",
]
