"""What the pages of the whole house put together."""

from __future__ import annotations

from makegood.home.queries.dashboard import DAYS, Dashboard, dashboard_of
from makegood.home.queries.history import HISTORY_KINDS, HISTORY_ROUTES, KINDS, ROOM_CHOICES, history_of
from makegood.home.queries.start import Start, start_of

__all__ = [
    "DAYS",
    "HISTORY_KINDS",
    "HISTORY_ROUTES",
    "KINDS",
    "ROOM_CHOICES",
    "Dashboard",
    "Start",
    "dashboard_of",
    "history_of",
    "start_of",
]
