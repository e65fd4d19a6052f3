"""What can be done with the work behind promises, by verb."""

from __future__ import annotations

from makegood.work.services.checking import EffortFields, ItemFields
from makegood.work.services.items import UnableToPlan, add_item, change_item, remove_item, report_progress
from makegood.work.services.pieces import checked_pieces, list_quoted, pieces_of
from makegood.work.services.risks import RiskFields, UnableToKeepRisk, add_risk, change_risk, remove_risk
from makegood.work.services.scope import hand_over, leave_out, set_apart, work_around
from makegood.work.services.templates import (
    UnableToApplyTemplate,
    UnableToMakeTemplate,
    apply_template,
    make_template,
    retire_template,
)
from makegood.work.services.tracked import Kept, TrackedItem, follow_tracker, keep_tracked, release_tracked

__all__ = [
    "EffortFields",
    "ItemFields",
    "Kept",
    "RiskFields",
    "TrackedItem",
    "UnableToApplyTemplate",
    "UnableToKeepRisk",
    "UnableToMakeTemplate",
    "UnableToPlan",
    "add_item",
    "add_risk",
    "apply_template",
    "change_item",
    "change_risk",
    "checked_pieces",
    "follow_tracker",
    "hand_over",
    "keep_tracked",
    "leave_out",
    "list_quoted",
    "make_template",
    "pieces_of",
    "release_tracked",
    "remove_item",
    "remove_risk",
    "report_progress",
    "retire_template",
    "set_apart",
    "work_around",
]
