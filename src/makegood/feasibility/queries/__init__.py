"""Reading forecasts."""

from __future__ import annotations

from makegood.feasibility.queries.outlooks import (
    OutlookRow,
    PastOutlook,
    Whole,
    is_pending,
    outlook_of,
    outlook_page,
    past_of,
    weeks_of,
    whole,
)

__all__ = [
    "OutlookRow",
    "PastOutlook",
    "Whole",
    "is_pending",
    "outlook_of",
    "outlook_page",
    "past_of",
    "weeks_of",
    "whole",
]
