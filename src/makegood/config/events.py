"""Which room hears which news: the one table through which events travel upwards."""

from __future__ import annotations

from collections.abc import Mapping

HANDLERS: Mapping[str, tuple[str, ...]] = {}
"""Event → dotted paths of handlers, each ``handle(payload: dict, *, at: datetime) -> None`` and idempotent."""
