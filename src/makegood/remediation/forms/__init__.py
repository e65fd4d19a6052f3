"""What people type about joint plans, ways out and decisions."""

from __future__ import annotations

from makegood.remediation.forms.changes import ChangedOptionForm, changed_option_form
from makegood.remediation.forms.criteria import CriteriaBase, CriteriaForm, LockChangeForm, initial_of
from makegood.remediation.forms.deciding import AnswerForm, Asked, DecideForm, JudgeForm, SubmitForm, judge_form
from makegood.remediation.forms.options import OptionForm, ReasonForm, WhatIfForm

__all__ = [
    "AnswerForm",
    "Asked",
    "ChangedOptionForm",
    "CriteriaBase",
    "CriteriaForm",
    "DecideForm",
    "JudgeForm",
    "LockChangeForm",
    "OptionForm",
    "ReasonForm",
    "SubmitForm",
    "WhatIfForm",
    "changed_option_form",
    "initial_of",
    "judge_form",
]
