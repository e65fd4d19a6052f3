"""Reading figures: for all promises or any slice of them, and the promises behind each."""

from __future__ import annotations

from makegood.learning.queries.figures import (
    Accuracy,
    AtRisk,
    Drifted,
    DriftFigures,
    Headline,
    Period,
    Reliability,
    Warnings,
    accuracy,
    at_risk,
    course,
    drift,
    headline,
    parted,
    reliability,
    warnings,
)
from makegood.learning.queries.rows import ResultRow, result_of, result_page, slips_of
from makegood.learning.queries.slices import Slice

__all__ = [
    "Accuracy",
    "AtRisk",
    "DriftFigures",
    "Drifted",
    "Headline",
    "Period",
    "Reliability",
    "ResultRow",
    "Slice",
    "Warnings",
    "accuracy",
    "at_risk",
    "course",
    "drift",
    "headline",
    "parted",
    "reliability",
    "result_of",
    "result_page",
    "slips_of",
    "warnings",
]
