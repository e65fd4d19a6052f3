"""Identifiers that sort by the time of their making (UUID version 7, RFC 9562)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62


def new_id(at: datetime) -> UUID:
    """Return a new identifier made at ``at``: 48 bits of milliseconds, then 74 bits of chance."""
    milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    return UUID(int=milliseconds << 80 | _VERSION | secrets.randbits(12) << 64 | _VARIANT | secrets.randbits(62))
