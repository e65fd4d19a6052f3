"""What people type about joint plans."""

from __future__ import annotations

from makegood.remediation.forms.pieces import PIECE_FORMS, PieceForm
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
    "AgreeForm",
    "CommentForm",
    "DescribeForm",
    "DissentForm",
    "EvidenceForm",
    "MemberForm",
    "MetForm",
    "OpenForm",
    "PieceForm",
    "PlanReasonForm",
    "ProgressForm",
    "ScopeForm",
    "SeverityForm",
    "ToldForm",
]
