"""The start with the dashboard, the search, the history, and how the house is running."""

from __future__ import annotations

from makegood.home.views.house import (
    held,
    history,
    job_again,
    job_give_up,
    running,
    search,
    suggest,
    verify,
)
from makegood.home.views.papers import dashboard_pdf
from makegood.home.views.start import dashboard, record, start

__all__ = [
    "dashboard",
    "dashboard_pdf",
    "held",
    "history",
    "job_again",
    "job_give_up",
    "record",
    "running",
    "search",
    "start",
    "suggest",
    "verify",
]
