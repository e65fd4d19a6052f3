"""Reading forecasts."""

from __future__ import annotations

from makegood.feasibility.queries.frozen import (
    BaselineSummary,
    Moved,
    StampRow,
    baselines,
    find_baseline,
    moved_since,
    stamp_of,
)
from makegood.feasibility.queries.outlooks import (
    HANDLERS,
    OutlookRow,
    PastOutlook,
    Whole,
    is_behind,
    is_pending,
    outlook_of,
    outlook_page,
    past_of,
    weeks_of,
    whole,
)

__all__ = [
    "HANDLERS",
    "BaselineSummary",
    "Moved",
    "OutlookRow",
    "PastOutlook",
    "StampRow",
    "Whole",
    "baselines",
    "find_baseline",
    "is_behind",
    "is_pending",
    "moved_since",
    "outlook_of",
    "outlook_page",
    "past_of",
    "stamp_of",
    "weeks_of",
    "whole",
]
