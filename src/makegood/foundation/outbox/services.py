"""Announcing news, in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from makegood.foundation.batches import remove_in_batches
from makegood.foundation.jobs.services import enqueue
from makegood.foundation.outbox.models import News

DELIVER = "makegood.foundation.outbox.tasks.deliver"


_UNHEARD: ContextVar[bool] = ContextVar("unheard", default=False)


@contextmanager
def unheard() -> Iterator[None]:
    """Let news be written and delivered to nobody in this block: while a house is filled that nobody has seen yet."""
    token = _UNHEARD.set(True)
    try:
        yield
    finally:
        _UNHEARD.reset(token)


def announce(*, event: str, subject: tuple[str, int], payload: Mapping[str, Any], at: datetime) -> int:
    """Write that ``event`` happened to ``subject``, and queue one delivery for each handler; return the news' number.

    ``payload`` is JSON and holds no personal data: numbers of rows, not names. RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("news is announced inside the transaction of what happened")
    news = News.objects.create(
        event=event, subject_kind=subject[0], subject_number=subject[1], payload=dict(payload), at=at
    )
    for handler in () if _UNHEARD.get() else handlers_of(event):
        arguments = {"news": news.pk, "handler": handler}
        enqueue(task=DELIVER, arguments=arguments, at=at, key=f"news:{news.pk}:{handler}")
    return news.pk


def handlers_of(event: str) -> Sequence[str]:
    """Return the dotted paths of who hears ``event``: from the table that the settings name."""
    return _table().get(event, ())


def events_for(to: str) -> list[str]:
    """Return the events that handlers hear whose dotted path begins with ``to``."""
    return [event for event, handlers in _table().items() if any(one.startswith(to) for one in handlers)]


def _table() -> Mapping[str, Sequence[str]]:
    return cast(Mapping[str, Sequence[str]], import_string(settings.EVENT_HANDLERS))


def forget(*, announced_before: datetime) -> int:
    """Remove old news; return how many. Deliveries that still wait for it end without doing anything."""
    return remove_in_batches(News.objects.filter(at__lt=announced_before))
