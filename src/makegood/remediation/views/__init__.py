"""Pages about joint plans."""

from __future__ import annotations

from makegood.remediation.views import telling as telling  # registers the sentences
from makegood.remediation.views.pieces import (
    action_finish,
    action_progress,
    action_reopen,
    message_told,
    milestone_met,
    piece_add,
    piece_change,
    piece_remove,
)
from makegood.remediation.views.plans import plan, plans
from makegood.remediation.views.speaking import (
    plan_agree,
    plan_comment,
    plan_dissent,
    plan_mention_read,
    plan_rule,
    suggestion_answer,
)
from makegood.remediation.views.steering import (
    of_promise,
    plan_close,
    plan_describe,
    plan_dismiss,
    plan_member,
    plan_move,
    plan_open,
    plan_scope,
    plan_severity,
    plan_unscope,
    waiting,
)

__all__ = [
    "action_finish",
    "action_progress",
    "action_reopen",
    "message_told",
    "milestone_met",
    "of_promise",
    "piece_add",
    "piece_change",
    "piece_remove",
    "plan",
    "plan_agree",
    "plan_close",
    "plan_comment",
    "plan_describe",
    "plan_dismiss",
    "plan_dissent",
    "plan_member",
    "plan_mention_read",
    "plan_move",
    "plan_open",
    "plan_rule",
    "plan_scope",
    "plan_severity",
    "plan_unscope",
    "plans",
    "suggestion_answer",
    "waiting",
]
