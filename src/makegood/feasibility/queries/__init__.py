"""Reading forecasts."""

from __future__ import annotations

from makegood.feasibility.queries.board import Board, DueDay, Group, Line, board, due_days
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
    Wanted,
    Whole,
    is_behind,
    is_pending,
    outlook_of,
    outlook_page,
    past_of,
    standout_counts,
    weeks_of,
    whole,
)

__all__ = [
    "HANDLERS",
    "BaselineSummary",
    "Board",
    "DueDay",
    "Group",
    "Line",
    "Moved",
    "OutlookRow",
    "PastOutlook",
    "StampRow",
    "Wanted",
    "Whole",
    "baselines",
    "board",
    "due_days",
    "find_baseline",
    "is_behind",
    "is_pending",
    "moved_since",
    "outlook_of",
    "outlook_page",
    "past_of",
    "stamp_of",
    "standout_counts",
    "weeks_of",
    "whole",
]
