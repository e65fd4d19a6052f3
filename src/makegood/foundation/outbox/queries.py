"""What news is still on its way."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.states import OPEN
from makegood.foundation.outbox.models import News
from makegood.foundation.outbox.services import DELIVER, events_for

RECENT = 200
"""News that is compared: two that overtook each other on their way to the database are among the latest."""


def on_their_way(to: str) -> int:
    """Return how much news has not arrived yet at handlers whose dotted path begins with ``to``."""
    return deliveries(to).count()


def deliveries(to: str) -> QuerySet[Job]:
    """Return the jobs that still bring news to handlers whose dotted path begins with ``to``."""
    return Job.objects.filter(task=DELIVER, state__in=OPEN, arguments__handler__startswith=to)


def payloads_on_their_way(to: str) -> list[dict[str, Any]]:
    """Return what the news says that has not arrived yet at handlers whose dotted path begins with ``to``."""
    numbers = set(deliveries(to).values_list("arguments__news", flat=True))
    return list(News.objects.filter(pk__in=numbers).values_list("payload", flat=True))


def latest_for(to: str) -> tuple[int, ...]:
    """Return the numbers of the latest news for handlers whose dotted path begins with ``to``.

    They are the same again as long as nothing was announced in between that these would hear of.
    """
    found = News.objects.filter(event__in=events_for(to)).order_by("-pk")
    return tuple(found.values_list("pk", flat=True)[:RECENT])
