"""What can be done with joint plans."""

from __future__ import annotations

from makegood.remediation.services.agreeing import (
    UnableToAgree,
    agree_to_plan,
    dissent_from_plan,
    lapse_plan,
    rule_on_dissent,
)
from makegood.remediation.services.criteria import (
    CriteriaSaid,
    UnableToSetCriteria,
    change_criteria_draft,
    propose_criteria,
    publish_criteria,
    take_back_criteria,
)
from makegood.remediation.services.deciding import (
    UnableToDecide,
    decide_case,
    reopen_decision,
    return_decision,
    submit_decision,
)
from makegood.remediation.services.doing import (
    finish_action,
    meet_milestone,
    reopen_action,
    report_progress,
    tell_message,
)
from makegood.remediation.services.judging import Said, UnableToJudge, judge
from makegood.remediation.services.locking import UnableToLock, answer_lock, lock_criteria, propose_lock
from makegood.remediation.services.opening import UnableToOpen, open_plan, propose_plan
from makegood.remediation.services.options import (
    UnableToPropose,
    propose_option,
    propose_what_if,
    simulate_options,
    withdraw_option,
)
from makegood.remediation.services.pieces import add_piece, change_piece, plan_of_piece, remove_piece
from makegood.remediation.services.reaching import UnableToChangePlan
from makegood.remediation.services.reopening import watch_decisions
from makegood.remediation.services.steering import (
    acknowledge_plan,
    add_to_scope,
    change_severity,
    close_plan,
    describe_plan,
    dismiss_plan,
    end_where_done,
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
    "CriteriaSaid",
    "Said",
    "UnableToAgree",
    "UnableToChangePlan",
    "UnableToDecide",
    "UnableToJudge",
    "UnableToLock",
    "UnableToOpen",
    "UnableToPropose",
    "UnableToSetCriteria",
    "UnableToSpeak",
    "acknowledge_plan",
    "add_piece",
    "add_to_scope",
    "agree_to_plan",
    "answer_lock",
    "answer_suggestion",
    "change_criteria_draft",
    "change_piece",
    "change_severity",
    "clock_ran_out",
    "close_plan",
    "comment_on_plan",
    "decide_case",
    "describe_plan",
    "dismiss_plan",
    "dissent_from_plan",
    "end_where_done",
    "finish_action",
    "fire_contingencies",
    "freeze_gap",
    "join_plan",
    "judge",
    "lapse_plan",
    "leave_plan",
    "lock_criteria",
    "look_at_plans",
    "meet_milestone",
    "name_member",
    "open_plan",
    "plan_of_piece",
    "propose_criteria",
    "propose_for_crossings",
    "propose_lock",
    "propose_option",
    "propose_plan",
    "propose_what_if",
    "publish_criteria",
    "read_plan_mention",
    "remove_piece",
    "reopen_action",
    "reopen_decision",
    "report_progress",
    "return_decision",
    "rule_on_dissent",
    "set_daily_clock",
    "simulate_options",
    "submit_decision",
    "take_back_criteria",
    "take_off_scope",
    "take_up_plan",
    "tell_message",
    "watch_decisions",
    "withdraw_option",
]
