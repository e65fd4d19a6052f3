"""Joint plans and all that belongs to them."""

from __future__ import annotations

from makegood.remediation.models.agreeing import Dissent, Ruling
from makegood.remediation.models.dialogue import GapTerm, InScope, PlanComment, PlanMention, RootCause
from makegood.remediation.models.doing import (
    Contingency,
    ContingencyStep,
    PlanAction,
    PlanMilestone,
    PlannedMessage,
    PlanRisk,
)
from makegood.remediation.models.plans import Plan, PlanMember

__all__ = [
    "Contingency",
    "ContingencyStep",
    "Dissent",
    "GapTerm",
    "InScope",
    "Plan",
    "PlanAction",
    "PlanComment",
    "PlanMember",
    "PlanMention",
    "PlanMilestone",
    "PlanRisk",
    "PlannedMessage",
    "RootCause",
    "Ruling",
]
