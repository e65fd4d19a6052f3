"""What can be done with joint plans."""

from __future__ import annotations

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
from makegood.remediation.services.judging import (
    Said,
    UnableToJudge,
    judge,
)
from makegood.remediation.services.locking import (
    UnableToLock,
    answer_lock,
    lock_criteria,
    propose_lock,
)
from makegood.remediation.services.opening import UnableToOpen, open_plan, propose_plan
from makegood.remediation.services.options import (
    UnableToPropose,
    propose_option,
    propose_what_if,
    simulate_options,
    withdraw_option,
)
from makegood.remediation.services.taking import (
    NotWorkedOn,
)

__all__ = [
    "CriteriaSaid",
    "NotWorkedOn",
    "Said",
    "UnableToDecide",
    "UnableToJudge",
    "UnableToLock",
    "UnableToOpen",
    "UnableToPropose",
    "UnableToSetCriteria",
    "answer_lock",
    "change_criteria_draft",
    "decide_case",
    "judge",
    "lock_criteria",
    "open_plan",
    "propose_criteria",
    "propose_lock",
    "propose_option",
    "propose_plan",
    "propose_what_if",
    "publish_criteria",
    "reopen_decision",
    "return_decision",
    "simulate_options",
    "submit_decision",
    "take_back_criteria",
    "withdraw_option",
]
