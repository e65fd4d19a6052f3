"""What revisions hear of: what the forecast answers, when its ground moves, and promises that end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.revisions.services import hear_answer, hear_lapse, withdraw_where_done


def validation_answered(payload: dict[str, Any], *, at: datetime) -> None:
    """Pass the gate of a revision whose date the forecast calls safe; heard twice, it changes nothing."""
    hear_answer(validation=payload["validation"], at=at)


def validation_lapsed(payload: dict[str, Any], *, at: datetime) -> None:
    """Close the gate again of a revision whose date is not safe any more; heard twice, it changes nothing."""
    hear_lapse(validation=payload["validation"], at=at)


def promises_changed(payload: dict[str, Any], *, at: datetime) -> None:
    """Give up revisions of promises that were delivered or cancelled; heard twice, it changes nothing."""
    withdraw_where_done(promises=payload["promises"], at=at)
