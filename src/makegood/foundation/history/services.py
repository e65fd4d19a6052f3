"""Writing history: called inside the transaction of what it records."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import connection, transaction

from makegood.foundation.actors import EVERYONE, Actor
from makegood.foundation.history.models import Body, Entry

SALT_BYTES = 32
NOTHING_BEFORE = bytes(32)
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
) -> Entry:
    """Append that ``actor`` did ``verb`` to ``subject`` at ``at``; ``facts`` go into the erasable body.

    Must be called inside the transaction of the change it tells of: RuntimeError otherwise.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("history is written inside the transaction of what it records")
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = Entry.objects.order_by("-position").only("position", "digest").first()
        body = Body.objects.create(salt=secrets.token_bytes(SALT_BYTES), content={"actor": actor.name, **(facts or {})})
        entry = Entry(
            position=last.position + 1 if last else 1,
            at=at.astimezone(UTC),
            verb=verb,
            subject_kind=subject[0],
            subject_number=subject[1],
            actor_kind=actor.kind,
            actor_number=actor.number,
            audience=audience,
            body=body,
            body_digest=digest_of_body(bytes(body.salt), body.content),
            previous=bytes(last.digest) if last else NOTHING_BEFORE,
        )
        entry.digest = digest_of_entry(entry)
        entry.save(force_insert=True)
        return entry


def digest_of_body(salt: bytes, content: object) -> bytes:
    """Return the salted digest that stands for a body: it says nothing about the body once the salt is erased."""
    return hashlib.sha256(salt + _canonical(content)).digest()


def digest_of_entry(entry: Entry) -> bytes:
    """Return the digest of an entry with everything before it."""
    header = [
        entry.position,
        entry.at.isoformat(),
        entry.verb,
        entry.subject_kind,
        entry.subject_number,
        entry.actor_kind,
        entry.actor_number,
        entry.audience,
        bytes(entry.body_digest).hex(),
    ]
    return hashlib.sha256(bytes(entry.previous) + _canonical(header)).digest()


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
