"""The first thing that is read of a backup: what is in it, who wrote it, and by what it is known again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1
"""Goes up whenever a backup is written in another way."""
MEMBER = "manifest.json"
TABLES = "tables/"
DATA = "data/"
KEPT_FILES = ("secret-key",)
"""Files of the data folder without which the rest is worth less: what was signed or encrypted needs the key."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, how many rows are there, and the highest number that was ever given to one."""

    columns: tuple[str, ...]
    rows: int
    last_number: int | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The history as it was: ``flaw`` says what was wrong with it already, empty where it was whole."""

    entries: int
    head: str
    flaw: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup; ``digests`` are SHA-256 of every file in it but this one."""

    format: int
    version: str
    made_at: str
    database: str
    migrations: tuple[str, ...]
    tables: Mapping[str, Table]
    history: Chain
    digests: Mapping[str, str]

    def written(self) -> str:
        """Return it as JSON that a person can read."""
        return json.dumps(asdict(self), indent=2)


def read_manifest(text: str) -> Manifest:
    """Return the manifest that ``text`` is; ValueError where it is none, of a format that is not ours included."""
    said: dict[str, Any] = json.loads(text)
    try:
        if said["format"] != FORMAT:
            raise UnknownFormat(str(said["format"]))
        return Manifest(
            **{
                **said,
                "migrations": tuple(said["migrations"]),
                "tables": {
                    name: Table(**{**table, "columns": tuple(table["columns"])})
                    for name, table in said["tables"].items()
                },
                "history": Chain(**said["history"]),
            }
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a manifest: {error}") from error


class UnknownFormat(ValueError):
    """It was written in another way than ours."""


def member_of(table: str) -> str:
    """Return the name of the file that holds the rows of ``table``."""
    return f"{TABLES}{table}.jsonl"
