"""How the one database setting becomes what Django wants, with the settings that keep SQLite whole under load."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_FILE = "makegood.sqlite3"
LOCK_SECONDS = 20
PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;PRAGMA foreign_keys=ON;"
"""Readers beside the writer; nothing accepted is lost when power fails; INSERT OR REPLACE can't go round a trigger."""

NO_COMPILING = "-c jit=off"
"""PostgreSQL compiles queries that it takes for costly; for a page that takes longer than the query does without."""


def database_for(address: str, data: Path) -> dict[str, Any]:
    """Return Django's settings for ``postgresql://user:password@host:port/name?option=…``, or for the embedded file."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data / SQLITE_FILE),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": LOCK_SECONDS, "init_command": PRAGMAS},
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": NO_COMPILING, **dict(parse_qsl(parts.query, keep_blank_values=True))},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
