"""What was seen, as a number: the hash of a part's content, whichever way it is written. Pure."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping

from makegood.foundation.history.chain import canonical

Digests = Mapping[str, str]
"""Part → the hash of its content."""


def content_hash(content: object) -> str:
    """Return the SHA-256 of JSON ``content`` in hexadecimal: the order of keys and the form of accents don't matter.

    TypeError where it is not JSON; ValueError for numbers that JSON has no word for.
    """
    return hashlib.sha256(canonical(_plain(content)).encode()).hexdigest()


def changed_parts(before: Digests, now: Digests) -> frozenset[str]:
    """Return the parts that were changed, added or taken away."""
    return frozenset(part for part in {*before, *now} if before.get(part) != now.get(part))


def covered(digests: Digests, parts: Iterable[str]) -> dict[str, str]:
    """Return the hashes of those ``parts`` that are there, in order: what a role sees."""
    return {part: digests[part] for part in sorted(parts) if part in digests}


def _plain(content: object) -> object:
    if isinstance(content, str):
        return unicodedata.normalize("NFC", content)
    if isinstance(content, Mapping):
        if not all(isinstance(key, str) for key in content):
            raise TypeError("keys of JSON are text")
        return {unicodedata.normalize("NFC", key): _plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_plain(value) for value in content]
    return content
