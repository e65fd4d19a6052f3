"""Writing history: called inside the transaction of what it records."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

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

SALT_BYTES = 32
LOCK = 0x6D616B65
"""The advisory lock under which PostgreSQL extends the chain; SQLite has one writer at a time anyway."""


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
    if not connection.in_atomic_block:
        raise RuntimeError("history is written inside the transaction of what it records")
    _lock_the_chain()
    before, previous = last_link()
    position = before + 1
    salt, content = secrets.token_bytes(SALT_BYTES), canonical({"actor": actor.name, **(facts or {})})
    header = Header(
        position=position,
        at=at.astimezone(UTC),
        verb=verb,
        subject_kind=subject[0],
        subject_number=subject[1],
        actor_kind=actor.kind,
        actor_number=actor.number,
        audience=audience,
        body_digest=digest_of_body(salt, content),
    )
    entry = Entry(
        **{name: getattr(header, name) for name in Header.__slots__},
        previous=previous,
        digest=digest_of_entry(header, previous),
    )
    entry.save(force_insert=True)
    Body(entry=entry, salt=salt, content=content).save(force_insert=True)
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
