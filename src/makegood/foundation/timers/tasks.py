"""What happens when a timer is due."""

from __future__ import annotations

from datetime import datetime

from makegood.foundation.jobs.task import task
from makegood.foundation.outbox.services import announce
from makegood.foundation.timers.models import Timer


@task(attempts=50)
def fire(*, key: str, at: datetime) -> None:
    """Announce that the timer has come and remove it, both or neither; a timer that was stopped or moved is let be."""
    timer = Timer.objects.select_for_update().filter(key=key).first()
    if timer is None or timer.due_at > at:
        return
    subject = (timer.subject_kind, timer.subject_number)
    payload = {"key": key, "due_at": timer.due_at.isoformat()}
    announce(event=f"timer.{timer.kind}", subject=subject, payload=payload, at=at)
    timer.delete()
