"""What became of the rows that were pushed, and where each stands in its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from makegood.files.journal import Journal
from makegood.files.sources import read_tables
from makegood.files.tables import Table
from makegood.phrases import Language

FATES = ("new", "changed", "same", "refused")
LEFT = "left"
"""What a server has no place for: told, and not counted among the rows."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of ``count`` rows of a file; one that was refused says where it stands and why."""

    file: str
    row: int | None
    name: str
    fate: str
    said: str
    count: int = 1

    def line(self, language: Language) -> str:
        """Return it in a line: where it stands only where somebody has to mend it."""
        plain = f"{self.name}  {self.said}"
        if self.fate != "refused" or self.row is None:
            return plain
        place = language.say("{file}, row {row:plain}", file=self.file, row=self.row)
        return f"{place}  {plain}"


@dataclass(frozen=True, slots=True)
class Texts:
    """The tables of a folder as texts: what the server reads itself, and in which row a thing stands."""

    tables: Mapping[str, Table]

    def file(self, sheet: str) -> str:
        """Return what the user calls a file."""
        return self.tables[sheet].file if sheet in self.tables else f"{sheet}.csv"

    def row(self, sheet: str, place: int) -> int | None:
        """Return the number of the row at a place, as a spreadsheet shows it."""
        rows: Sequence[int] = self.tables[sheet].rows if sheet in self.tables else ()
        return rows[place] if place < len(rows) else None


def texts_of(path: Path) -> Texts:
    """Return the tables at ``path``, which were read without a mistake before."""
    return Texts({name: table for name, table in read_tables(path, Journal()).items() if table is not None})
