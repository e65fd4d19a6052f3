"""Who may see joint plans, and work on them."""

from __future__ import annotations

from makegood.remediation.policies.plans import (
    can_open_plan,
    can_rule,
    can_speak_for,
    can_work_on_plan,
    check_open_plan,
    check_rule,
    check_see_plans,
    check_settle_proposal,
    check_speak_for,
    check_work_on_plan,
)

__all__ = [
    "can_open_plan",
    "can_rule",
    "can_speak_for",
    "can_work_on_plan",
    "check_open_plan",
    "check_rule",
    "check_see_plans",
    "check_settle_proposal",
    "check_speak_for",
    "check_work_on_plan",
]
