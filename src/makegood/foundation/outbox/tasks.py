"""Delivering news: the handler's effect and the mark that it was delivered are one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.utils.module_loading import import_string

from makegood.foundation.jobs.task import task
from makegood.foundation.outbox.models import News


@task(attempts=12, routine=True)
def deliver(*, news: int, handler: str, at: datetime) -> None:
    """Hand one piece of news to one handler, which also gets ``event``, ``subject``, ``news`` and ``happened_at``."""
    found = News.objects.filter(pk=news).first()
    if found is None:
        return
    handle = cast(Callable[..., None], import_string(handler))
    payload: dict[str, Any] = {
        **found.payload,
        "news": found.pk,
        "event": found.event,
        "subject": [found.subject_kind, found.subject_number],
        "happened_at": found.at.isoformat(),
    }
    handle(payload, at=at)
