"""What keeps the forecast current, and what is done with it."""

from __future__ import annotations

from makegood.feasibility.services.applying import UnableToApply, apply_scenario
from makegood.feasibility.services.committing import ask_to_commit, ask_to_keep, compute_again, free_kept
from makegood.feasibility.services.desk import Desk, Ground
from makegood.feasibility.services.feeds import UnableToMakeFeed, make_feed, note_reading, renew_feed, revoke_feed
from makegood.feasibility.services.freezing import UnableToFreeze, freeze_baseline, freeze_morning
from makegood.feasibility.services.helping import look_for_help
from makegood.feasibility.services.level import BelowLevel, UnableToOverride, is_below_level, let_promise_below_level
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
from makegood.feasibility.services.scenarios import (
    ScenarioFields,
    add_change,
    begin_scenario,
    change_scenario,
    copy_scenario,
    list_changes,
    remove_change,
    replace_change,
    share_scenario,
    take_back_scenario,
    try_scenario,
)
from makegood.feasibility.services.snapshots import freeze_day
from makegood.feasibility.services.solving import SetDemands, look_for_best_set, solve
from makegood.feasibility.services.supposing import UnableToSuppose
from makegood.feasibility.services.validating import UnableToValidate, ask_to_validate, release_validation

__all__ = [
    "BelowLevel",
    "Desk",
    "Forecaster",
    "Ground",
    "HasMoved",
    "Renewal",
    "ScenarioFields",
    "SetDemands",
    "UnableToApply",
    "UnableToFreeze",
    "UnableToMakeFeed",
    "UnableToOverride",
    "UnableToQuote",
    "UnableToRank",
    "UnableToReserve",
    "UnableToSuppose",
    "UnableToValidate",
    "Wish",
    "add_change",
    "apply_scenario",
    "ask_again",
    "ask_quote",
    "ask_to_commit",
    "ask_to_keep",
    "ask_to_reserve",
    "ask_to_validate",
    "begin_scenario",
    "change_draft",
    "change_scenario",
    "compute_again",
    "copy_scenario",
    "free_kept",
    "freeze_baseline",
    "freeze_day",
    "freeze_morning",
    "is_below_level",
    "let_promise_below_level",
    "list_changes",
    "look_for_best_set",
    "look_for_help",
    "make_feed",
    "note",
    "note_promises",
    "note_reading",
    "place_promise",
    "promises_to",
    "propose_policy",
    "publish_draft",
    "release_validation",
    "remove_change",
    "renew_feed",
    "replace_change",
    "revoke_feed",
    "run_out",
    "share_scenario",
    "solve",
    "take_back_draft",
    "take_back_scenario",
    "try_draft",
    "try_place",
    "try_scenario",
]
