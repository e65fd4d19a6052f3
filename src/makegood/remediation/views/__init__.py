"""Pages about joint plans."""

from __future__ import annotations

from makegood.remediation.views import telling as telling  # registers the sentences
from makegood.remediation.views import telling_decisions as telling_decisions  # and those of decisions
from makegood.remediation.views.criteria import (
    criteria,
    criteria_change,
    criteria_draft,
    criteria_propose,
    criteria_publish,
    criteria_take_back,
    criteria_version,
)
from makegood.remediation.views.deciding import (
    decision,
    decision_decide,
    decision_reopen,
    decision_return,
    decision_submit,
    plan_criteria,
    plan_criteria_answer,
    plan_decision,
    plan_judge,
    plan_lock,
)
from makegood.remediation.views.options import (
    option_add,
    option_what_if,
    option_withdraw,
    options_simulate,
)
from makegood.remediation.views.plans import plan, plans

__all__ = [
    "criteria",
    "criteria_change",
    "criteria_draft",
    "criteria_propose",
    "criteria_publish",
    "criteria_take_back",
    "criteria_version",
    "decision",
    "decision_decide",
    "decision_reopen",
    "decision_return",
    "decision_submit",
    "option_add",
    "option_what_if",
    "option_withdraw",
    "options_simulate",
    "plan",
    "plan_criteria",
    "plan_criteria_answer",
    "plan_decision",
    "plan_judge",
    "plan_lock",
    "plans",
]
