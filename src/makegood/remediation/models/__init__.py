"""Joint plans and all that belongs to them."""

from __future__ import annotations

from makegood.remediation.models.criteria import CriteriaDraft, CriteriaVersion
from makegood.remediation.models.decisions import CriteriaLock, Decision, DecisionLine, Judgement, LockAnswer
from makegood.remediation.models.options import Option
from makegood.remediation.models.plans import Plan, PlanMember

__all__ = [
    "CriteriaDraft",
    "CriteriaLock",
    "CriteriaVersion",
    "Decision",
    "DecisionLine",
    "Judgement",
    "LockAnswer",
    "Option",
    "Plan",
    "PlanMember",
]
