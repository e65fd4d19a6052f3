"""Who may see joint plans, work on them, and decide."""

from __future__ import annotations

from makegood.remediation.policies.deciding import (
    can_answer_lock,
    can_decide,
    can_judge,
    can_propose_criteria,
    can_publish_criteria,
    can_return,
    check_answer_lock,
    check_decide,
    check_judge,
    check_propose_criteria,
    check_publish_criteria,
    check_return,
)
from makegood.remediation.policies.plans import (
    can_open_plan,
    can_rule,
    can_speak_for,
    can_work_on_plan,
    check_lower_severity,
    check_open_plan,
    check_rule,
    check_see_plans,
    check_settle_proposal,
    check_speak_for,
    check_work_on_plan,
)

__all__ = [
    "can_answer_lock",
    "can_decide",
    "can_judge",
    "can_open_plan",
    "can_propose_criteria",
    "can_publish_criteria",
    "can_return",
    "can_rule",
    "can_speak_for",
    "can_work_on_plan",
    "check_answer_lock",
    "check_decide",
    "check_judge",
    "check_lower_severity",
    "check_open_plan",
    "check_propose_criteria",
    "check_publish_criteria",
    "check_return",
    "check_rule",
    "check_see_plans",
    "check_settle_proposal",
    "check_speak_for",
    "check_work_on_plan",
]
