"""Starting, moving and stopping timers, in the transaction of what they belong to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from makegood.foundation.calendars import WorkingCalendar, WorkingDays, add_working_time
from makegood.foundation.jobs.services import enqueue
from makegood.foundation.timers.models import Timer

FIRE = "makegood.foundation.timers.tasks.fire"


@transaction.atomic
def start(*, kind: str, subject: tuple[str, int], due_at: datetime, key: str) -> None:
    """Announce ``timer.<kind>`` for ``subject`` at ``due_at``; one with the same key is replaced, so this also moves.

    The news' payload holds ``key`` and ``due_at``. A moment that is past comes at once.
    """
    values = {"kind": kind, "subject_kind": subject[0], "subject_number": subject[1], "due_at": due_at}
    Timer.objects.update_or_create(key=key, defaults=values)
    enqueue(task=FIRE, arguments={"key": key}, at=due_at)


def start_after(
    *,
    kind: str,
    subject: tuple[str, int],
    after: timedelta | WorkingDays,
    calendar: WorkingCalendar,
    at: datetime,
    key: str,
) -> datetime:
    """Start a timer that is due ``after`` so much working time from ``at``; return when that is."""
    due_at = add_working_time(at, after, calendar)
    start(kind=kind, subject=subject, due_at=due_at, key=key)
    return due_at


@transaction.atomic
def move(*, key: str, due_at: datetime) -> bool:
    """Let a timer come at another time; return whether it was still waiting."""
    timer = Timer.objects.select_for_update().filter(key=key).first()
    if timer is None:
        return False
    start(kind=timer.kind, subject=(timer.subject_kind, timer.subject_number), due_at=due_at, key=key)
    return True


def stop(*, key: str) -> bool:
    """Let a timer never come; return whether it was still waiting."""
    deleted, _by_model = Timer.objects.filter(key=key).delete()
    return deleted > 0
