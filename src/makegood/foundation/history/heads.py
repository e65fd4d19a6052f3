"""Heads of the chain, kept elsewhere: they show that nobody has rewritten or cut off what came before them.

An owner of the database can write a whole new chain that is sound in itself. Whoever keeps one line of this file, in a
mail or on paper, can tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from makegood.foundation.errors import Problem

DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Head:
    """The digest of the chain at one position."""

    position: int
    digest: bytes
    at: datetime


class UnableToReadHeads(Problem):
    """The text is not a list of heads; ``details`` name the line."""

    code = "unreadable-heads"


def write_head(head: Head) -> str:
    """Return one line for ``head``."""
    return json.dumps({"position": head.position, "digest": head.digest.hex(), "at": head.at.isoformat()})


def read_heads(text: str) -> Iterator[Head]:
    """Yield the heads of ``text``, one a line; UnableToReadHeads names the first line that is none."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _read(line)
        except (ValueError, KeyError, TypeError) as error:
            raise UnableToReadHeads(f"line {number}: {error}", details={"line": number}) from error


def _read(line: str) -> Head:
    said = json.loads(line)
    position, digest = said["position"], bytes.fromhex(said["digest"])
    if not isinstance(position, int) or position < 1 or len(digest) != DIGEST_BYTES:
        raise ValueError("position and digest do not look like a head")
    return Head(position, digest, datetime.fromisoformat(said["at"]))
