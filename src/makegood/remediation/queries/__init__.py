"""Reading joint plans."""

from __future__ import annotations

from makegood.remediation.queries.agreeing import (
    APPROVED,
    DissentRow,
    RulingRow,
    StandRow,
    dissents_of,
    lines_of,
    rulings_of,
    seen_of,
    stands_of,
)
from makegood.remediation.queries.dialogue import (
    CauseRow,
    PlanMentionRow,
    SaidRow,
    ScopeRow,
    causes_of,
    gap_of,
    plan_mentions_of,
    said_of,
    scope_of,
)
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
    "APPROVED",
    "FOUR_NAMES",
    "SEVERITY_REASONS",
    "SOURCE_NAMES",
    "STATE_NAMES",
    "CauseRow",
    "DissentRow",
    "MemberRow",
    "PlanMentionRow",
    "PlanRow",
    "RulingRow",
    "SaidRow",
    "ScopeRow",
    "StandRow",
    "causes_of",
    "dissents_of",
    "find_plan",
    "gap_of",
    "in_remediation",
    "lines_of",
    "plan_mentions_of",
    "plan_of",
    "plan_page",
    "plan_story",
    "rulings_of",
    "said_of",
    "scope_of",
    "seen_of",
    "stands_of",
]
