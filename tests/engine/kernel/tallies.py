"""Comparing what two ways to simulate have counted, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from hashlib import blake2b

import numpy as np

from makegood.engine.tally import Tally


def differences(one: Tally, other: Tally) -> list[str]:
    """Return the names of the counts in which both differ."""
    return [field.name for field in fields(Tally) if not _same(getattr(one, field.name), getattr(other, field.name))]


def digest(tally: Tally) -> str:
    """Return a digest of all counts."""
    seen = blake2b(digest_size=16)
    for field in fields(Tally):
        value = getattr(tally, field.name)
        parts = sorted(value.items()) if isinstance(value, Mapping) else [("", value)]
        for key, part in parts:
            seen.update(f"{field.name} {key} {np.asarray(part).astype(np.int64).tolist()}".encode())
    return seen.hexdigest()


def _same(one: object, other: object) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(np.array_equal(one[key], other[key]) for key in one)
    return np.array_equal(np.asarray(one), np.asarray(other))
