"""The one place below the outermost layer where the hour may be asked: views, commands and the worker pass it on."""

from __future__ import annotations

from datetime import UTC, datetime


def present() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)
