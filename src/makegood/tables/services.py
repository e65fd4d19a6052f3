"""What becomes of the rows of a table, and the file in which those come back that were refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from makegood.files.formulas import harmless

BLOCK = 500
"""Rows that are written in one transaction."""
PROBLEM = "problem"
"""The heading of the column that says in a file of refused rows what is wrong with each."""

Row = tuple[int, Sequence[str]]
"""The number of a row as the program that made the file shows it, and its cells."""


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not brought in: its cells as they came, and what is wrong with which field."""

    number: int
    cells: tuple[str, ...]
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What would become of a row; ``changed`` names the fields that would be, ``reason`` why it would be refused."""

    number: int
    fate: Fate
    title: str
    changed: tuple[str, ...]
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    rows: tuple[PreviewRow, ...]

    def count(self, fate: Fate | str) -> int:
        """Return how many rows would have this fate."""
        return sum(row.fate == fate for row in self.rows)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did."""

    new: int
    changed: int
    same: int
    refused: tuple[RefusedRow, ...]


def error_file(refused: Sequence[RefusedRow], headings: Sequence[str]) -> str:
    """Return the refused rows as CSV with a column that says what is wrong: to be mended and sent again."""
    kept = [place for place, heading in enumerate(headings) if heading.casefold() != PROBLEM]
    out = io.StringIO(newline="")
    out.write("\ufeff")  # or Excel takes it for another encoding
    writer = csv.writer(out)
    writer.writerow([*(harmless(headings[place]) for place in kept), PROBLEM])
    for row in refused:
        said = f"{row.field}: {row.reason}" if row.field else row.reason
        writer.writerow([*(harmless(row.cells[place]) for place in kept if place < len(row.cells)), said])
    return out.getvalue()


def blocks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows a block at a time."""
    for begin in range(0, len(rows), BLOCK):
        yield rows[begin : begin + BLOCK]
