"""What can be done with joint plans."""

from __future__ import annotations

from makegood.remediation.services.agreeing import (
    UnableToAgree,
    agree_to_plan,
    dissent_from_plan,
    lapse_plan,
    rule_on_dissent,
)
from makegood.remediation.services.doing import (
    finish_action,
    meet_milestone,
    reopen_action,
    report_progress,
    tell_message,
)
from makegood.remediation.services.opening import UnableToOpen, open_plan, propose_plan
from makegood.remediation.services.pieces import add_piece, change_piece, plan_of_piece, remove_piece
from makegood.remediation.services.reaching import UnableToChangePlan
from makegood.remediation.services.steering import (
    acknowledge_plan,
    add_to_scope,
    change_severity,
    close_plan,
    describe_plan,
    dismiss_plan,
    freeze_gap,
    join_plan,
    leave_plan,
    name_member,
    take_off_scope,
    take_up_plan,
)
from makegood.remediation.services.talking import UnableToSpeak, answer_suggestion, comment_on_plan, read_plan_mention
from makegood.remediation.services.watching import (
    clock_ran_out,
    fire_contingencies,
    look_at_plans,
    propose_for_crossings,
    set_daily_clock,
)

__all__ = [
    "UnableToAgree",
    "UnableToChangePlan",
    "UnableToOpen",
    "UnableToSpeak",
    "acknowledge_plan",
    "add_piece",
    "add_to_scope",
    "agree_to_plan",
    "answer_suggestion",
    "change_piece",
    "change_severity",
    "clock_ran_out",
    "close_plan",
    "comment_on_plan",
    "describe_plan",
    "dismiss_plan",
    "dissent_from_plan",
    "finish_action",
    "fire_contingencies",
    "freeze_gap",
    "join_plan",
    "lapse_plan",
    "leave_plan",
    "look_at_plans",
    "meet_milestone",
    "name_member",
    "open_plan",
    "plan_of_piece",
    "propose_for_crossings",
    "propose_plan",
    "read_plan_mention",
    "remove_piece",
    "reopen_action",
    "report_progress",
    "rule_on_dissent",
    "set_daily_clock",
    "take_off_scope",
    "take_up_plan",
    "tell_message",
]
