"""Reading joint plans."""

from __future__ import annotations

from makegood.remediation.queries.criteria import (
    CriteriaDraftRow,
    CriteriaRow,
    criteria_drafts,
    criteria_in_force,
    criteria_versions,
    find_criteria,
    find_criteria_draft,
)
from makegood.remediation.queries.decisions import (
    Deciders,
    DecisionRow,
    JudgementRow,
    Judging,
    LineRow,
    LockRow,
    deciders_of,
    decisions_of,
    find_decision,
    judging,
    lock_in_force,
    locks_of,
    proposed_lock,
    waiting_decisions,
)
from makegood.remediation.queries.frames import (
    CriterionSaid,
    FrameSaid,
)
from makegood.remediation.queries.names import FOUR_NAMES, SEVERITY_REASONS, SOURCE_NAMES, STATE_NAMES
from makegood.remediation.queries.options import (
    OptionRow,
    SeenWhatIf,
    options_of,
    seen_what_ifs,
)
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
    "CriteriaDraftRow",
    "CriteriaRow",
    "CriterionSaid",
    "Deciders",
    "DecisionRow",
    "FrameSaid",
    "JudgementRow",
    "Judging",
    "LineRow",
    "LockRow",
    "MemberRow",
    "OptionRow",
    "PlanRow",
    "SeenWhatIf",
    "criteria_drafts",
    "criteria_in_force",
    "criteria_versions",
    "deciders_of",
    "decisions_of",
    "find_criteria",
    "find_criteria_draft",
    "find_decision",
    "find_plan",
    "in_remediation",
    "judging",
    "lock_in_force",
    "locks_of",
    "options_of",
    "plan_of",
    "plan_page",
    "plan_story",
    "proposed_lock",
    "seen_what_ifs",
    "waiting_decisions",
]
