"""What people type about joint plans, ways out and decisions."""

from __future__ import annotations

from makegood.remediation.forms.changes import ChangedOptionForm, changed_option_form
from makegood.remediation.forms.criteria import CriteriaBase, CriteriaForm, LockChangeForm, initial_of
from makegood.remediation.forms.deciding import AnswerForm, Asked, DecideForm, JudgeForm, SubmitForm, judge_form
from makegood.remediation.forms.options import OptionForm, ReasonForm, WhatIfForm
from makegood.remediation.forms.pieces import (
    PIECE_FORMS,
    ActionForm,
    CauseForm,
    ContingencyForm,
    MessageForm,
    MilestoneForm,
    PieceForm,
    PlanRiskForm,
    StepForm,
)
from makegood.remediation.forms.plans import (
    AgreeForm,
    CommentForm,
    DescribeForm,
    DissentForm,
    EvidenceForm,
    MemberForm,
    MetForm,
    OpenForm,
    PlanReasonForm,
    ProgressForm,
    ScopeForm,
    SeverityForm,
    ToldForm,
)

__all__ = [
    "PIECE_FORMS",
    "ActionForm",
    "AgreeForm",
    "AnswerForm",
    "Asked",
    "CauseForm",
    "ChangedOptionForm",
    "CommentForm",
    "ContingencyForm",
    "CriteriaBase",
    "CriteriaForm",
    "DecideForm",
    "DescribeForm",
    "DissentForm",
    "EvidenceForm",
    "JudgeForm",
    "LockChangeForm",
    "MemberForm",
    "MessageForm",
    "MetForm",
    "MilestoneForm",
    "OpenForm",
    "OptionForm",
    "PieceForm",
    "PlanReasonForm",
    "PlanRiskForm",
    "ProgressForm",
    "ReasonForm",
    "ScopeForm",
    "SeverityForm",
    "StepForm",
    "SubmitForm",
    "ToldForm",
    "WhatIfForm",
    "changed_option_form",
    "initial_of",
    "judge_form",
]
