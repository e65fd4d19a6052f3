"""What takes too long for a page or for the process that keeps the forecast."""

from __future__ import annotations

from datetime import datetime

from makegood.feasibility import services
from makegood.foundation.jobs.task import Effect
from makegood.foundation.jobs.task import task as a_task


@a_task(slow=True, attempts=3)
def solve(*, trial: int, at: datetime) -> Effect | None:
    """Look for the best set of changes that somebody asked for."""
    return services.solve(trial, at=at)
