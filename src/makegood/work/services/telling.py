"""What the history keeps of a change of work, and how the house hears of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from makegood.capability.models import Team
from makegood.foundation.actors import Actor
from makegood.foundation.history.services import record
from makegood.foundation.outbox.services import announce

CHANGED = "work.changed"
RISKS_CHANGED = "risks.changed"
TEMPLATES_CHANGED = "templates.changed"


def tell(*, verb: str, item: int, promise: int, by: Actor, at: datetime, facts: Mapping[str, object]) -> None:
    """Announce what was done with an item and record it, last, on the story of its promise."""
    announce_work(promise, at)
    record(verb=verb, subject=("promise", promise), actor=by, at=at, facts={"item": item, **facts})


def announce_work(promise: int, at: datetime) -> None:
    """Announce that the work behind a promise is no longer what it was."""
    announce(event=CHANGED, subject=("promise", promise), payload={"promises": [promise]}, at=at)


def plain(known: Mapping[str, object]) -> dict[str, object]:
    """Return fields as history keeps them."""
    return {name: plain_value(value) for name, value in known.items()}


def plain_value(value: object) -> object:
    """Return a value as history keeps it: days as text, teams by name."""
    if isinstance(value, Team):
        return value.name
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return list(value)
    return value
