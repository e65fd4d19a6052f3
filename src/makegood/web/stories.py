"""History as a reader is told it: each verb has one sentence, and what changed reads "field: before → after".

The rooms say how: sentences, the fields of what they keep, and what the things are called that a fact is the number of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from makegood.foundation.history.queries import Event
from makegood.web.wording import in_words, set_apart, told_plainly

Facts = Mapping[str, object]
Sentence = Promise | Callable[[Facts], Promise | str]
"""May name facts as ``%(name)s``; a function chooses among several by the facts, of which there may be none."""
Names = Callable[[Collection[int]], Mapping[int, str]]
"""Says what the things with these numbers are called, in one query."""

Known = Mapping[str, Mapping[int, str]]
"""Kind → number → name."""

CHANGED = "changed"
"""The fact that holds name → [before, after]: see foundation.versions."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How facts about one kind of thing read: by the form fields that they were typed into, and as numbers of what."""

    fields: Mapping[str, forms.Field]
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, in a sentence, with what it changed."""

    at: datetime
    actor: str
    said: str
    changes: tuple[Change, ...] = ()
    kind: str = ""
    number: int = 0
    subject: str = ""
    """What it happened to: empty where that was not asked for or has no name any more."""


_SENTENCES: dict[str, Sentence] = {}
_KEPT: dict[str, Kept] = {}
_NAMES: dict[str, Names] = {}
_NOT_KEPT = Kept({}, {})


def tell(sentences: Mapping[str, Sentence]) -> None:
    """Say how verbs are told: a sentence each."""
    _SENTENCES.update(sentences)


def tell_facts(kind: str, fields: Mapping[str, forms.Field], *, numbers: Mapping[str, str] | None = None) -> None:
    """Say how facts about a ``kind`` of thing read, by name; ``numbers`` has the kind of those that name a row.

    A higher room adds what it tells on the story of a lower one's things.
    """
    before = _KEPT.get(kind, _NOT_KEPT)
    _KEPT[kind] = Kept({**before.fields, **fields}, {**before.numbers, **(numbers or {})})


def tell_names(kind: str, names: Names) -> None:
    """Say what things of a ``kind`` are called, wherever a fact is the number of one."""
    _NAMES[kind] = names


def told(events: Iterable[Event], *, with_subjects: bool = False) -> list[Told]:
    """Return events in sentences; one whose body was erased keeps its verb alone.

    ``with_subjects`` names what each happened to as well. Costs one query for each kind of thing that is named.
    """
    events = list(events)
    wanted = _numbers_in(events)
    if with_subjects:
        for event in events:
            wanted[event.subject_kind].add(event.subject_number)
    names = {kind: _NAMES[kind](numbers) for kind, numbers in wanted.items() if numbers and kind in _NAMES}
    return [_told(event, names) for event in events]


def _told(event: Event, names: Known) -> Told:
    kind, number = event.subject_kind, event.subject_number
    subject = names.get(kind, {}).get(number, "")
    return Told(event.at, event.actor, _sentence(event, names), tuple(_changes(event, names)), kind, number, subject)


def _numbers_in(events: Iterable[Event]) -> dict[str, set[int]]:
    """Return the numbers, by kind, of everything that will be said of ``events`` and is known by its number."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in events:
        facts, text = event.facts or {}, _text(event)
        for fact, kind in _KEPT.get(event.subject_kind, _NOT_KEPT).numbers.items():
            said = [*_changed(facts).get(fact, ()), facts.get(fact) if f"%({fact})s" in text else None]
            wanted[kind].update(one for one in said if isinstance(one, int))
    return wanted


def _text(event: Event) -> str:
    sentence = _SENTENCES.get(event.verb, event.verb)
    return str(sentence(event.facts or {}) if callable(sentence) else sentence)


def _sentence(event: Event, names: Known) -> str:
    text = _text(event)
    try:
        return text % _Words(event, names)
    except KeyError:
        return text.partition("%(")[0].rstrip(" :;,“„")


class _Words(dict[str, str]):
    """The facts of an event in words, of which only those are put into words that its sentence asks for."""

    def __init__(self, event: Event, names: Known) -> None:
        super().__init__()
        self._event, self._names = event, names

    def __missing__(self, name: str) -> str:
        return _value(self._event, name, (self._event.facts or {})[name], self._names)


def _changes(event: Event, names: Known) -> Iterator[Change]:
    kept = _KEPT.get(event.subject_kind, _NOT_KEPT)
    order = list(kept.fields)
    changed = _changed(event.facts or {})
    for name in sorted(changed, key=lambda one: order.index(one) if one in kept.fields else len(order)):
        before, after = changed[name]
        field = kept.fields.get(name)
        label = str(field.label) if field else name
        pair = set_apart(_value(event, name, before, names), _value(event, name, after, names))
        yield Change(label, *pair)


def _changed(facts: Facts) -> Mapping[str, list[Any]]:
    changed = facts.get(CHANGED)
    return changed if isinstance(changed, Mapping) else {}


def _value(event: Event, name: str, value: object, names: Known) -> str:
    kept = _KEPT.get(event.subject_kind, _NOT_KEPT)
    if name in kept.numbers and isinstance(value, int):
        return names.get(kept.numbers[name], {}).get(value) or _("number %(number)s") % {"number": value}
    field = kept.fields.get(name)
    return in_words(field, value) if field else told_plainly(value)
