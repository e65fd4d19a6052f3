"""Reading figures: for all promises or any slice of them, and the promises behind each."""

from __future__ import annotations

from makegood.engine.ledger import Bias, Calibration
from makegood.engine.track_figures import ResponseTimes
from makegood.learning.queries.answers import AnswerRow, answer_times, answers
from makegood.learning.queries.figures import (
    Accuracy,
    AtRisk,
    Drifted,
    DriftFigures,
    Headline,
    Overview,
    Part,
    Period,
    Record,
    Reliability,
    Warnings,
    accuracy,
    at_risk,
    course,
    drift,
    headline,
    overview,
    owed_now,
    parted,
    reliability,
    warnings,
)
from makegood.learning.queries.ledger import Coverage, Ledger, ScoreRow, biases, ledger, score_page
from makegood.learning.queries.rows import ResultRow, parts_of, result_of, result_page, slips_of
from makegood.learning.queries.slices import Slice, day_within

__all__ = [
    "Accuracy",
    "AnswerRow",
    "AtRisk",
    "Bias",
    "Calibration",
    "Coverage",
    "DriftFigures",
    "Drifted",
    "Headline",
    "Ledger",
    "Overview",
    "Part",
    "Period",
    "Record",
    "Reliability",
    "ResponseTimes",
    "ResultRow",
    "ScoreRow",
    "Slice",
    "Warnings",
    "accuracy",
    "answer_times",
    "answers",
    "at_risk",
    "biases",
    "course",
    "day_within",
    "drift",
    "headline",
    "ledger",
    "overview",
    "owed_now",
    "parted",
    "parts_of",
    "reliability",
    "result_of",
    "result_page",
    "score_page",
    "slips_of",
    "warnings",
]
