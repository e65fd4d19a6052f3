"""What news is still on its way."""

from __future__ import annotations

from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.states import OPEN
from makegood.foundation.outbox.services import DELIVER


def on_their_way(to: str) -> int:
    """Return how much news has not arrived yet at handlers whose dotted path begins with ``to``."""
    return Job.objects.filter(task=DELIVER, state__in=OPEN, arguments__handler__startswith=to).count()
