"""The chain: what is digested, and how. Pure, so that anybody can check a history with a few lines of their own.

An entry's digest is SHA-256 over the digest before it and the entry's own header as JSON; the header holds the salted
digest of the body, never the body. So a body can be erased and the chain still proves everything else, and without the
salt nobody can find the body by trying (compare Crosby and Wallach 2009, "Efficient data structures for tamper-evident
logging", for chains and their heads).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

_WRITTEN = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode
NOTHING_BEFORE = bytes(32)
"""What the first entry has before it."""


@dataclass(frozen=True, slots=True)
class Header:
    """What an entry says about itself."""

    position: int
    at: datetime
    verb: str
    subject_kind: str
    subject_number: int
    actor_kind: str
    actor_number: int
    audience: str
    body_digest: bytes


def digest_of_body(salt: bytes, content: str) -> bytes:
    """Return the salted digest that stands for a body: it says nothing about the body once the salt is erased."""
    return hashlib.sha256(salt + content.encode()).digest()


def digest_of_entry(header: Header, previous: bytes) -> bytes:
    """Return the digest of an entry together with everything before it."""
    said = [
        header.position,
        header.at.astimezone(UTC).isoformat(),
        header.verb,
        header.subject_kind,
        header.subject_number,
        header.actor_kind,
        header.actor_number,
        header.audience,
        header.body_digest.hex(),
    ]
    return hashlib.sha256(previous + canonical(said).encode()).digest()


def canonical(value: object) -> str:
    """Write ``value`` as JSON in the one way that is digested; TypeError where it is not JSON."""
    return _WRITTEN(value)
