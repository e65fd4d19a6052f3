"""What the figures hear of: promises that are not what they were, and that it is night."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.learning.services import begin_checking, queue_counting, renew_results


def promises_changed(payload: dict[str, Any], *, at: datetime) -> None:
    """Bring the results of promises up to date; heard twice, it changes nothing."""
    if renew_results(payload["promises"]):
        queue_counting(at=at)


def night_came(payload: dict[str, Any], *, at: datetime) -> None:  # noqa: ARG001  # as all handlers are called
    """Begin to check every result against what is on record."""
    begin_checking(at=at)
