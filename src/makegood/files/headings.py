"""Headings as people write them: which column each of them names, and which row of a table they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from makegood.files.columns import SheetSpec

ROWS_LOOKED_AT = 10
"""Rows that aren't blank among which the headings are sought; a title and remarks may stand above them."""
_LEAST_KNOWN = 2
"""Known headings that make a row below the first one the row of headings."""
_MOST_IN_TITLE = 2
"""Filled cells of a title line that may be known headings by chance, such as a date beside the word Date."""
_BETWEEN_WORDS = re.compile(r"[\s_-]+")


def fold(title: str) -> str:
    """Return ``title`` as columns are looked up: small letters, one underscore between words."""
    return _BETWEEN_WORDS.sub("_", title.casefold()).strip("_") or title.strip()


def known_headings(spec: SheetSpec) -> frozenset[str]:
    """Return every heading, folded, that may be read as a column of ``spec``."""
    return frozenset(name for column in spec.columns for name in (column.name, *column.also))


def read_otherwise(spec: SheetSpec, headings: Iterable[str]) -> Mapping[str, str]:
    """Return the name of the column for each of the folded ``headings`` that names one in other words.

    A column that is there under its own name, or under two others, is left alone: nothing is guessed.
    """
    given = dict.fromkeys(headings)
    found = {
        column.name: [name for name in column.also if name in given]
        for column in spec.columns
        if column.name not in given
    }
    return {names[0]: column for column, names in found.items() if len(names) == 1}


def place_of_headings(spec: SheetSpec, rows: Sequence[Sequence[str]]) -> int:
    """Return the place of the headings among the first ``rows`` of a table.

    It is the first unless that is a title; then it is the one with most known headings, at least two.
    """
    if not rows or not _may_be_title(spec, rows[0]):
        return 0
    counts = [len(known_headings(spec).intersection(map(fold, row))) for row in rows]
    return counts.index(max(counts)) if max(counts) >= _LEAST_KNOWN else 0


def _may_be_title(spec: SheetSpec, row: Sequence[str]) -> bool:
    filled = {fold(cell) for cell in row if cell.strip()}
    return len(filled) <= _MOST_IN_TITLE or not filled & known_headings(spec)
