"""What becomes of the rows of a table, and the file in which those come back that were refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from makegood.files.formulas import harmless
from makegood.tables.queries import RefusedRow

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
class RowResult:
    """What became of a row, or would; ``changed`` names the fields, ``reason`` says why ``field`` is refused."""

    number: int
    cells: tuple[str, ...]
    fate: Fate
    title: str = ""
    changed: tuple[str, ...] = ()
    field: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    rows: tuple[RowResult, ...]

    def count(self, fate: Fate | str) -> int:
        """Return how many rows would have this fate."""
        return sum(row.fate == fate for row in self.rows)


def error_file(refused: Sequence[RefusedRow], headings: Sequence[str]) -> str:
    """Return the refused rows as CSV with a column that says what is wrong: to be mended and sent again.

    Rows are named by their numbers in the file that they came in.
    """
    kept = [place for place, heading in enumerate(headings) if heading.casefold() != PROBLEM]
    out = io.StringIO(newline="")
    out.write("\ufeff")  # or Excel takes it for another encoding
    writer = csv.writer(out)
    writer.writerow([*(harmless(headings[place]) for place in kept), PROBLEM])
    for row in refused:
        said = _("Row %(row)s: %(problem)s") % {"row": row.number, "problem": row.said}
        writer.writerow([*(harmless(row.cells[place]) for place in kept if place < len(row.cells)), said])
    return out.getvalue()


def blocks(count: int) -> Iterator[tuple[int, int]]:
    """Yield where each block of ``count`` rows begins and ends."""
    for begin in range(0, count, BLOCK):
        yield begin, min(begin + BLOCK, count)
