"""What people type about joint plans, ways out and decisions."""

from __future__ import annotations

from makegood.remediation.forms.criteria import CriteriaBase, CriteriaForm, LockChangeForm, initial_of
from makegood.remediation.forms.deciding import AnswerForm, Asked, DecideForm, JudgeForm, SubmitForm, judge_form
from makegood.remediation.forms.options import ABOUT, OptionForm, ReasonForm, WhatIfForm

__all__ = [
    "ABOUT",
    "AnswerForm",
    "Asked",
    "CriteriaBase",
    "CriteriaForm",
    "DecideForm",
    "JudgeForm",
    "LockChangeForm",
    "OptionForm",
    "ReasonForm",
    "SubmitForm",
    "WhatIfForm",
    "initial_of",
    "judge_form",
]
