"""Reading forecasts."""

from __future__ import annotations

from makegood.feasibility.queries.board import Board, DueDay, Group, Line, board, due_days
from makegood.feasibility.queries.comparing import (
    NOW,
    Comparison,
    Instant,
    Moved,
    Side,
    Totals,
    compared,
    find_instant,
    instants,
)
from makegood.feasibility.queries.frozen import BaselineSummary, StampRow, baselines, find_baseline, stamp_of
from makegood.feasibility.queries.outlooks import (
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
    "NOW",
    "BaselineSummary",
    "Board",
    "Comparison",
    "DueDay",
    "Group",
    "Instant",
    "Line",
    "Moved",
    "OutlookRow",
    "PastOutlook",
    "Side",
    "StampRow",
    "Totals",
    "Wanted",
    "Whole",
    "baselines",
    "board",
    "compared",
    "due_days",
    "find_baseline",
    "find_instant",
    "instants",
    "is_behind",
    "is_pending",
    "outlook_of",
    "outlook_page",
    "past_of",
    "stamp_of",
    "standout_counts",
    "weeks_of",
    "whole",
]
