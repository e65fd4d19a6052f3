"""Keeping the projection: called by the rooms in the transaction of a change, or by the rebuild."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from makegood.foundation.actors import EVERYONE
from makegood.foundation.inserting import insert_rows
from makegood.foundation.search.models import Projection

TITLE_CHARACTERS = 300
TEXT_CHARACTERS = 100_000
BLOCK = 1_000
CHANGED = ["audience", "language", "title", "text", "address", "title_words", "text_words"]
COLUMNS = ("kind", "number", *CHANGED)


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing that can be found: what it is, what it is called, what it says, who may find it, where it is."""

    kind: str
    number: int
    title: str
    text: str
    address: str
    audience: str = EVERYONE
    language: str = ""


def index(
    *, kind: str, number: int, title: str, text: str, audience: str = EVERYONE, address: str, language: str = ""
) -> None:
    """Let a thing be found, or be found by what it says now; only the beginning of a very long text is kept."""
    _write([Findable(kind, number, title, text, address, audience, language)])


def index_many(things: Iterable[Findable]) -> None:
    """Do the same for many things, a block at a time."""
    for block in _blocks(things):
        _write(block)


def index_first(things: Iterable[Findable]) -> None:
    """Let many things be found that are new: quicker, and an IntegrityError where one was found before."""
    for block in _blocks(things):
        insert_rows(Projection, COLUMNS, map(_columns, block))


def remove(*, kind: str, number: int) -> None:
    """Let a thing be found no more."""
    Projection.objects.filter(kind=kind, number=number).delete()


@transaction.atomic
def rebuild(*, kind: str, things: Iterable[Findable]) -> int:
    """Replace all that is known of ``kind`` by ``things``, a block at a time; return how many."""
    Projection.objects.filter(kind=kind).delete()
    count = 0
    for block in _blocks(things):
        _write(block)
        count += len(block)
    return count


def _write(things: list[Findable]) -> None:
    Projection.objects.bulk_create(
        [_projection(thing) for thing in things],
        update_conflicts=True,
        unique_fields=["kind", "number"],
        update_fields=CHANGED,
    )


def _projection(thing: Findable) -> Projection:
    return Projection(**dict(zip(COLUMNS, _columns(thing), strict=True)))


def _columns(thing: Findable) -> tuple[object, ...]:
    title, text = _keepable(thing.title)[:TITLE_CHARACTERS], _keepable(thing.text)[:TEXT_CHARACTERS]
    return thing.kind, thing.number, thing.audience, thing.language, title, text, thing.address, title, text


def _keepable(text: str) -> str:
    """Drop what a database refuses: the projection must never stand in the way of the change itself."""
    if text.isascii():
        return text.replace("\x00", " ")
    return unicodedata.normalize("NFC", text.replace("\x00", " ").encode("utf-8", "ignore").decode())


def _blocks(things: Iterable[Findable]) -> Iterator[list[Findable]]:
    rest = iter(things)
    while block := list(islice(rest, BLOCK)):
        yield block
