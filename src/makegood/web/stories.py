"""History as a reader is told it: each verb has one sentence, said by the room it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from makegood.foundation.history.queries import Event

_SENTENCES: dict[str, Promise] = {}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, in a sentence."""

    at: datetime
    actor: str
    said: str


def tell(sentences: Mapping[str, Promise]) -> None:
    """Say how verbs are told: a sentence each, which may name facts as ``%(name)s``."""
    _SENTENCES.update(sentences)


def told(events: Iterable[Event]) -> list[Told]:
    """Return events in sentences; one whose body was erased keeps its verb alone."""
    return [Told(event.at, event.actor, _sentence(event)) for event in events]


def _sentence(event: Event) -> str:
    sentence = _SENTENCES.get(event.verb)
    if sentence is None:
        return event.verb
    try:
        return str(sentence) % {name: _plain(value) for name, value in (event.facts or {}).items()}
    except KeyError:
        return str(sentence).partition("%(")[0].rstrip(" :;,“„")


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
