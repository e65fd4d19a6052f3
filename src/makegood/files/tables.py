"""A raw table: named columns of texts, with the row numbers that the user sees. Every kind of file becomes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from makegood.files.columns import SHEETS
from makegood.files.errors import mend, problem
from makegood.files.headings import ROWS_LOOKED_AT, fold, place_of_headings
from makegood.files.journal import Journal
from makegood.files.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS

Record = tuple[int, Sequence[str]]
"""The number of a row, and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file or sheet as texts, blanks around them cut off."""

    name: str
    """What it is: ``work``, ``promises``, …"""
    file: str
    """What the user calls it."""
    delimiter: str | None = None
    """None for a sheet of a workbook."""
    rows: Sequence[int] = ()
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By folded name: small letters, one underscore between words."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Folded name → name as the user writes it."""

    def renamed(self, names: Mapping[str, str]) -> Table:
        """Return the table with the columns that are keys of ``names`` under the names there."""
        columns = {names.get(name, name): cells for name, cells in self.columns.items()}
        titles = {names.get(name, name): title for name, title in self.titles.items()}
        return replace(self, columns=columns, titles=titles)


def table_of(name: str, file: str, delimiter: str | None, records: Iterable[Record], journal: Journal) -> Table | None:
    """Make a table of ``records``, the first that isn't blank being the header unless it is a title above it.

    None where it can't be used. A table without any record is an empty one. Blank records are left out.
    """
    filled: Iterator[Record] = (record for record in records if _is_filled(record[1]))
    first = list(islice(filled, ROWS_LOOKED_AT))
    if not first:
        return Table(name, file, delimiter)
    place = place_of_headings(SHEETS[name], [cells for _, cells in first])
    header = first[place]
    if place:
        journal.note(file, "headings found below", row=header[0])
    filled = chain(first[place + 1 :], filled)
    titles = _titles(file, *header, journal)
    if titles is None:
        return None
    rows: list[int] = []
    kept: list[Sequence[str]] = []
    width = len(titles)
    for row, cells in islice(filled, MAX_ROWS):
        rows.append(row)
        kept.append(cells if len(cells) == width else _fitted(file, row, cells, width, journal))
    if next(filled, None) is not None:
        journal.refuse(file, problem("too many rows", limit=MAX_ROWS), mend("split the file"))
        return None
    return _by_column(Table(name, file, delimiter, rows), titles, kept, journal)


def _is_filled(cells: Sequence[str]) -> bool:
    return bool(cells) and (cells[0].strip() != "" or any(map(str.strip, cells)))


def _by_column(table: Table, titles: Sequence[str], records: Sequence[Sequence[str]], journal: Journal) -> Table:
    columns: dict[str, Sequence[str]] = {}
    transposed = zip(*records, strict=True) if records else [()] * len(titles)
    for place, (title, raw) in enumerate(zip(titles, transposed, strict=True), start=1):
        cells = [cell.strip() for cell in raw]
        if title:
            columns[fold(title)] = cells
            _refuse_long(table, title, cells, journal)
        else:
            _refuse_nameless(table, place, cells, journal)
    named = {fold(title): title for title in titles if title}
    return Table(table.name, table.file, table.delimiter, table.rows, columns, named)


def _titles(file: str, row: int, cells: Sequence[str], journal: Journal) -> list[str] | None:
    titles = [cell.strip() for cell in cells]
    while titles and not titles[-1]:
        titles.pop()
    if len(titles) > MAX_COLUMNS:
        journal.refuse(file, problem("too wide", limit=MAX_COLUMNS), mend("clear the stray cells"), row=row)
        return None
    first: dict[str, int] = {}
    for place, title in enumerate(titles, start=1):
        if title and first.setdefault(fold(title), place) != place:
            why = problem("duplicate column", first=first[fold(title)])
            how = mend("rename or remove the column")
            journal.refuse(file, why, how, row=row, column=title, value=title)
    return titles if len(first) == sum(1 for title in titles if title) else None


def _fitted(file: str, row: int, cells: Sequence[str], width: int, journal: Journal) -> Sequence[str]:
    """Return ``cells`` with blanks added or cut off; values beyond the header are refused."""
    stray = next((cell for cell in cells[width:] if cell.strip()), None)
    if stray is not None:
        journal.refuse(
            file, problem("value without column"), mend("name the column or quote the value"), row=row, value=stray
        )
    return [*cells[:width], *[""] * (width - len(cells))]


def _refuse_nameless(table: Table, place: int, cells: Sequence[str], journal: Journal) -> None:
    for row, cell in zip(table.rows, cells, strict=True):
        if cell:
            why, how = problem("value without column"), mend("name the column or quote the value")
            journal.refuse(table.file, why, how, row=row, column=str(place), value=cell)


def _refuse_long(table: Table, title: str, cells: Sequence[str], journal: Journal) -> None:
    if max(map(len, cells), default=0) <= MAX_CELL:
        return
    for row, cell in zip(table.rows, cells, strict=True):
        if len(cell) > MAX_CELL:
            why = problem("cell too long", limit=MAX_CELL)
            journal.refuse(table.file, why, mend("shorten the text"), row=row, column=title, value=cell)
