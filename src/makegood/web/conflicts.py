"""Two people who edit the same thing: what each changed, put together; only what both changed is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from makegood.foundation.errors import Stale
from makegood.web.inputs import HouseForm
from makegood.web.wording import in_words, set_apart


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both changed, each otherwise: in words, and the other's value as a form sends it."""

    name: str
    label: str
    was: str
    mine: str
    theirs: str
    sent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What two people wrote, put together.

    ``clashes`` are to be decided; ``theirs`` are values that the other alone changed, with their ``labels``; ``hidden``
    is what the form sends again, by name, once it is decided; ``version`` is the one that is there now.
    """

    version: int
    clashes: list[Clash] = field(default_factory=list)
    theirs: dict[str, Any] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)


def merge(form: HouseForm, stale: Stale) -> Merged:
    """Put together what was typed into ``form`` and what ``stale`` says is there now.

    What it was when the form was opened came with it; where it did not, all that differs is held to be changed by both.
    """
    now: Mapping[str, Any] = stale.details.get("fields", {})  # type: ignore[assignment]  # the services' contract
    merged = Merged(int(str(stale.details["version"])))
    both = _changed_by_both(form, now)
    for name, kept in form.fields.items():
        mine = form.cleaned_data.get(name)
        theirs = now[name]["now"] if name in now else mine
        was = _was(form, name, default=theirs if name not in both else None)
        if name in both:
            merged.clashes.append(_clash(form, name, was=was, mine=mine, theirs=theirs))
        elif name in now and _sent(kept, mine) == _sent(kept, was):
            merged.theirs[name] = mine = theirs
            merged.labels.append(str(kept.label))
        merged.hidden.extend((name, one) for one in _sent(kept, mine))
        merged.hidden.extend((form.add_initial_prefix(name), one) for one in _sent(kept, theirs))
    return merged


def _changed_by_both(form: HouseForm, now: Mapping[str, Any]) -> set[str]:
    """Return the fields that both changed, and those that belong together with one of them."""
    mine, theirs = set(), set()
    for name in now.keys() & form.fields.keys():
        kept, was = form.fields[name], _was(form, name, default=None)
        knows = form.add_initial_prefix(name) in form.data
        if not knows or _sent(kept, form.cleaned_data.get(name)) != _sent(kept, was):
            mine.add(name)
        if not knows or _sent(kept, now[name]["now"]) != _sent(kept, was):
            theirs.add(name)
    both = mine & theirs
    for group in map(set, form.together):
        if group & mine and group & theirs:
            both |= group & now.keys()
    return both


def _was(form: HouseForm, name: str, *, default: object) -> object:
    """Return what a field held when the form was opened, as far as it says so."""
    sent = form.add_initial_prefix(name)
    if sent not in form.data:
        return default
    kept = form.fields[name]
    value = kept.hidden_widget().value_from_datadict(form.data, form.files, sent)
    try:
        return kept.to_python(value)
    except forms.ValidationError:
        return value


def _clash(form: HouseForm, name: str, *, was: object, mine: object, theirs: object) -> Clash:
    kept = form.fields[name]
    old, words = in_words(kept, was), in_words(kept, mine)
    before, typed = set_apart(old, words)
    _before, stored = set_apart(old, in_words(kept, theirs))
    return Clash(name, str(kept.label), before, typed, stored, tuple(_sent(kept, theirs)))


def _sent(kept: forms.Field, value: Any) -> list[str]:  # noqa: ANN401  # of any field
    """Return a value as a form sends it: several where it is a list, in one order."""
    prepared = kept.prepare_value(value)
    if isinstance(prepared, (list, tuple, set, frozenset)):
        return sorted(map(str, prepared))
    return ["" if prepared is None else str(prepared)]
