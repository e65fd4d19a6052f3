"""Reading joint plans."""

from __future__ import annotations

from makegood.remediation.queries.names import FOUR_NAMES, SEVERITY_REASONS, SOURCE_NAMES, STATE_NAMES
from makegood.remediation.queries.plans import (
    MemberRow,
    PlanRow,
    find_plan,
    in_remediation,
    plan_of,
    plan_page,
    plan_story,
)

__all__ = [
    "FOUR_NAMES",
    "SEVERITY_REASONS",
    "SOURCE_NAMES",
    "STATE_NAMES",
    "MemberRow",
    "PlanRow",
    "find_plan",
    "in_remediation",
    "plan_of",
    "plan_page",
    "plan_story",
]
