"""Which timers wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.foundation.timers.models import Timer


@dataclass(frozen=True, slots=True)
class Waiting:
    """A timer that has not come yet."""

    key: str
    kind: str
    due_at: datetime


def waiting(*, subject: tuple[str, int]) -> list[Waiting]:
    """Return the timers of ``subject``, the next one first."""
    timers = Timer.objects.filter(subject_kind=subject[0], subject_number=subject[1]).order_by("due_at", "key")
    return [Waiting(timer.key, timer.kind, timer.due_at) for timer in timers]
