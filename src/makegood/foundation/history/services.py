"""Writing history: called inside the transaction of what it records."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter

from django.db import connection

from makegood.foundation.actors import EVERYONE, Actor
from makegood.foundation.history.chain import (
    Header,
    canonical,
    digest_of_body,
    digest_of_entry,
)
from makegood.foundation.history.models import Body, Entry
from makegood.foundation.history.queries import ERASING, last_link
from makegood.foundation.inserting import insert_rows

_said = attrgetter(*Header.__slots__)
SALT_BYTES = 32
LOCK = 0x6D616B65
"""The advisory lock under which PostgreSQL extends the chain; SQLite has one writer at a time anyway."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What was done, to what, and what there is to say of it as JSON values."""

    verb: str
    subject: tuple[str, int]
    facts: Mapping[str, object]


def record(
    *,
    verb: str,
    subject: tuple[str, int],
    actor: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    audience: str = EVERYONE,
) -> int:
    """Append that ``actor`` did ``verb`` to ``subject`` at ``at``; return the entry's position.

    ``facts`` are JSON values and go into the erasable body. The chain stays locked until the transaction ends, so call
    it last. RuntimeError outside a transaction: history is written with what it records or not at all.
    """
    return record_many(happened=[Happened(verb, subject, facts or {})], actor=actor, at=at, audience=audience)


def record_many(*, happened: Sequence[Happened], actor: Actor, at: datetime, audience: str = EVERYONE) -> int:
    """Append several things that ``actor`` did at once, in their order, as :func:`record` does with one.

    Return the position of the last. RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("history is written inside the transaction of what it records")
    _lock_the_chain()
    position, previous = last_link()
    at = at.astimezone(UTC)
    entries, bodies = [], []
    for one in happened:
        position += 1
        salt, content = secrets.token_bytes(SALT_BYTES), canonical({"actor": actor.name, **one.facts})
        header = Header(
            position=position,
            at=at,
            verb=one.verb,
            subject_kind=one.subject[0],
            subject_number=one.subject[1],
            actor_kind=actor.kind,
            actor_number=actor.number,
            audience=audience,
            body_digest=digest_of_body(salt, content),
        )
        digest = digest_of_entry(header, previous)
        entries.append((*_said(header), previous, digest))
        bodies.append((position, salt, content))
        previous = digest
    insert_rows(Entry, (*Header.__slots__, "previous", "digest"), entries)
    insert_rows(Body, ("entry_id", "salt", "content"), bodies)
    return position


def erase(*, position: int, by: Actor, at: datetime, reason: str) -> None:
    """Erase what the entry at ``position`` says in full, and record that it was done; the chain still holds.

    Entry.DoesNotExist where there is none.
    """
    entry = Entry.objects.get(position=position)
    Body.objects.filter(entry=entry).update(salt=None, content=None)
    record(
        verb=ERASING,
        subject=(entry.subject_kind, entry.subject_number),
        actor=by,
        at=at,
        facts={"position": position, "reason": reason},
        audience=entry.audience,
    )


def _lock_the_chain() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
