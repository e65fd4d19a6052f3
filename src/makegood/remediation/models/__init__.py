"""Joint plans and all that belongs to them."""

from __future__ import annotations

from makegood.remediation.models.agreeing import Dissent, Ruling
from makegood.remediation.models.criteria import CriteriaDraft, CriteriaVersion
from makegood.remediation.models.decisions import CriteriaLock, Decision, DecisionLine, Judgement, LockAnswer, Reveal
from makegood.remediation.models.dialogue import GapTerm, InScope, PlanComment, PlanMention, RootCause
from makegood.remediation.models.doing import (
    Contingency,
    ContingencyStep,
    PlanAction,
    PlanMilestone,
    PlannedMessage,
    PlanRisk,
)
from makegood.remediation.models.options import Option
from makegood.remediation.models.plans import Plan, PlanMember

__all__ = [
    "Contingency",
    "ContingencyStep",
    "CriteriaDraft",
    "CriteriaLock",
    "CriteriaVersion",
    "Decision",
    "DecisionLine",
    "Dissent",
    "GapTerm",
    "InScope",
    "Judgement",
    "LockAnswer",
    "Option",
    "Plan",
    "PlanAction",
    "PlanComment",
    "PlanMember",
    "PlanMention",
    "PlanMilestone",
    "PlanRisk",
    "PlannedMessage",
    "Reveal",
    "RootCause",
    "Ruling",
]
