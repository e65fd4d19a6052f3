"""What was counted stays known until anything changes: a page that counts over all rows asks again only then."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.core.cache import caches
from django.db import connection

from makegood.foundation.counts.services import PROCESS
from makegood.foundation.history.models import Entry

Kept = TypeVar("Kept")
FOR = 600
"""Seconds after which it is forgotten even if nothing changes."""


def remembered(*asked: object, make: Callable[[], Kept]) -> Kept:
    """Return what ``make`` returned in this process when the same was ``asked`` since the last change, or make it now.

    A change is an entry of the history: entries come one after another, each within the transaction of what it tells,
    and the digest of the latest one is unlike any other. So it serves for what follows from rows that only change
    together with an entry; ``asked`` names what it is and everything else that it depends on (who looks, which day),
    in values whose ``repr`` tells them apart. Within a transaction nothing is remembered: what is seen there may never
    come to be.
    """
    if connection.in_atomic_block:
        return make()
    latest = Entry.objects.order_by("-position").values_list("digest", flat=True).first()
    key = sha256(repr((bytes(latest or b""), asked)).encode()).hexdigest()
    known: tuple[Kept] | None = caches[PROCESS].get(key)
    if known is None:
        known = (make(),)
        caches[PROCESS].set(key, known, FOR)
    return known[0]
