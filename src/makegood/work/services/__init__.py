"""What can be done with the work behind promises, by verb."""

from __future__ import annotations

from makegood.work.services.checking import EffortFields, ItemFields
from makegood.work.services.items import UnableToPlan, add_item, change_item, remove_item, report_progress
from makegood.work.services.risks import RiskFields, UnableToKeepRisk, add_risk, change_risk, remove_risk
from makegood.work.services.templates import (
    UnableToApplyTemplate,
    UnableToMakeTemplate,
    apply_template,
    make_template,
    retire_template,
)

__all__ = [
    "EffortFields",
    "ItemFields",
    "RiskFields",
    "UnableToApplyTemplate",
    "UnableToKeepRisk",
    "UnableToMakeTemplate",
    "UnableToPlan",
    "add_item",
    "add_risk",
    "apply_template",
    "change_item",
    "change_risk",
    "make_template",
    "remove_item",
    "remove_risk",
    "report_progress",
    "retire_template",
]
