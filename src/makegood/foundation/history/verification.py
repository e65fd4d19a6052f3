"""Checking the chain from its first entry to its last, and against heads that somebody kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.foundation.history.chain import NOTHING_BEFORE, Header, digest_of_body, digest_of_entry
from makegood.foundation.history.heads import Head
from makegood.foundation.history.models import Body, Entry

BLOCK = 2_000
"""Entries held in memory at once."""

Flaw = Literal["gap", "previous", "digest", "body", "no-body", "head", "short"]
"""What may be wrong: an entry is missing; it does not follow the one before; it or its body was changed; its body's row
is gone; it is not the one that a kept head names; the chain ends before a kept head."""


REASONS: Mapping[str, Promise] = {
    "gap": _("Entry %(position)s is missing."),
    "previous": _("Entry %(position)s does not follow the entry before it."),
    "digest": _("Entry %(position)s was changed."),
    "body": _("What entry %(position)s says was changed."),
    "no-body": _("What entry %(position)s says was removed without being erased."),
    "head": _("Entry %(position)s is not the one that was there when its head was kept: the history was written anew."),
    "short": _(
        "Entry %(position)s was there when its head was kept and is not now: the end of the history was cut off."
    ),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: ``flaw`` is None where all is well, else ``position`` is the first place where it is not."""

    entries: int
    erased: int
    head: bytes
    heads_met: int = 0
    flaw: Flaw | None = None
    position: int = 0

    @property
    def reason(self) -> str:
        """Return in a sentence what is wrong, empty where nothing is."""
        return reason_of(self.flaw, self.position) if self.flaw else ""


def reason_of(flaw: str, position: int) -> str:
    """Say in a sentence what is wrong at ``position``."""
    return str(REASONS[flaw]) % {"position": position}


def verify(heads: Iterable[Head] = ()) -> Verdict:
    """Walk the whole chain, and hold it against ``heads``; memory does not grow with its length."""
    kept: dict[int, set[bytes]] = {}
    for head in heads:
        kept.setdefault(head.position, set()).add(head.digest)
    previous, count, erased, met = NOTHING_BEFORE, 0, 0, 0
    for entry, body in _entries():
        flaw = _flaw_of(entry, body, count + 1, previous)
        digest = bytes(entry.digest)
        if flaw is None and kept.get(entry.position, {digest}) != {digest}:
            flaw = "head"
        if flaw is not None:
            place = count + 1 if flaw == "gap" else entry.position
            return Verdict(count, erased, previous, met, flaw, place)
        met += entry.position in kept
        erased += body is not None and body.content is None
        previous, count = digest, entry.position
    beyond = [position for position in kept if position > count]
    if beyond:
        return Verdict(count, erased, previous, met, "short", min(beyond))
    return Verdict(count, erased, previous, met)


def _flaw_of(entry: Entry, body: Body | None, expected: int, previous: bytes) -> Flaw | None:
    if entry.position != expected:
        return "gap"
    if bytes(entry.previous) != previous:
        return "previous"
    header = _header_of(entry)
    if digest_of_entry(header, previous) != bytes(entry.digest):
        return "digest"
    if body is None:
        return "no-body"
    if body.content is None or body.salt is None:
        return None
    return None if digest_of_body(bytes(body.salt), body.content) == bytes(entry.body_digest) else "body"


def _header_of(entry: Entry) -> Header:
    return Header(
        position=entry.position,
        at=entry.at,
        verb=entry.verb,
        subject_kind=entry.subject_kind,
        subject_number=entry.subject_number,
        actor_kind=entry.actor_kind,
        actor_number=entry.actor_number,
        audience=entry.audience,
        body_digest=bytes(entry.body_digest),
    )


def _entries() -> Iterator[tuple[Entry, Body | None]]:
    after = 0
    while True:
        block = list(Entry.objects.filter(position__gt=after).order_by("position")[:BLOCK])
        if not block:
            return
        bodies: Mapping[int, Body] = Body.objects.in_bulk([entry.position for entry in block])
        yield from ((entry, bodies.get(entry.position)) for entry in block)
        after = block[-1].position
