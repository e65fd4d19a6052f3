"""Workbooks: sheets named like the files, read with calamine after the archive that a workbook is has been checked.

A row's number is the sheet's. Native numbers, dates and truth values become the texts that a CSV file would have; so
does a cell that shows 25 % and holds 0.25, in sheets where the one and the other may be meant.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from makegood.files.archives import broken, chunks_of, open_archive
from makegood.files.columns import SHEETS
from makegood.files.errors import mend, problem
from makegood.files.forms import Percentage
from makegood.files.journal import Journal
from makegood.files.limits import MAX_SHEET_AREA, MAX_WORKBOOK_PARTS
from makegood.files.names import Names
from makegood.files.numbers import plain
from makegood.files.percent_cells import Place, column_number, percent_cells
from makegood.files.refusals import Refused
from makegood.files.tables import Record, Table, table_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_COMPOUND_FILE = bytes.fromhex("D0CF11E0A1B11AE1")
"""How a workbook with a password begins, which is no zip any more (so do workbooks of the old kind, .xls)."""
_FAR_CELL = re.compile(rb"""\sr\s*=\s*["'](?:[A-Za-z]{2,}[0-9]+|[A-Za-z][0-9]{7,})["']""")
"""A cell beyond column Z or row 999,999: only then is the rectangle around a sheet's values worth measuring."""
_CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,12})["']""")
_FAILED_CELL = re.compile(rb"""<(?:\w+:)?c(?=\s[^<>]*\st=["']e["'])[^<>]*?\sr=["']([A-Z]{1,3}[0-9]{1,7})["']""")
_OVERLAP = 64
"""Bytes carried over between chunks, so that no cell's reference is cut in two; longer than any of them."""


def read_workbook(path: Path, journal: Journal) -> dict[str, Table | None]:
    """Read the known sheets of the workbook at ``path``; None for one that can't be read.

    Raise :class:`Refused` where the workbook as a whole can't be read.
    """
    with path.open("rb") as stream:
        if stream.read(len(_COMPOUND_FILE)) == _COMPOUND_FILE:
            raise Refused(problem("encrypted"), mend("remove the password"))
    with open_archive(path, kind="xlsx", most_members=MAX_WORKBOOK_PARTS) as archive:
        failed = _check_parts(archive)
    if failed is not None:
        journal.note(path.name, "formula error read as blank", cell=failed)
    workbook = _open(path)
    tables: dict[str, Table | None] = {}
    for title in workbook.sheet_names:
        file, name = f"{path.name}:{title}", title.strip().casefold()
        if name not in SHEETS:
            suggestion = Names(SHEETS, listed_in="").nearest(name)
            journal.note(file, "file ignored", suggestion=suggestion)
        elif name in tables:
            journal.refuse(file, problem("given twice", other=f"{path.name}:{name}"), mend("keep one of them"))
        else:
            records = _records(workbook, title, _percentages(path, name, title))
            tables[name] = table_of(name, file, None, records, journal)
    return tables


def read_first_sheet(data: bytes) -> list[Record]:
    """Return the rows of the first sheet of the workbook ``data``, whatever it holds; raise :class:`Refused`."""
    if data.startswith(_COMPOUND_FILE):
        raise Refused(problem("encrypted"), mend("remove the password"))
    with open_archive(io.BytesIO(data), kind="xlsx", most_members=MAX_WORKBOOK_PARTS) as archive:
        _check_parts(archive)
    workbook = _opened(data)
    return list(_records(workbook, workbook.sheet_names[0], frozenset())) if workbook.sheet_names else []


def _percentages(path: Path, name: str, title: str) -> frozenset[Place]:
    """Return the cells of the sheet ``title`` that show per cent, where it has a column in which 1 means 1 %."""
    if not any(isinstance(column.form, Percentage) for column in SHEETS[name].columns):
        return frozenset()
    with open_archive(path, kind="xlsx", most_members=MAX_WORKBOOK_PARTS) as archive:
        return percent_cells(archive, title)


def _open(path: Path) -> CalamineWorkbook:
    return _opened(path.read_bytes())


def _opened(data: bytes) -> CalamineWorkbook:
    import python_calamine  # only workbooks need it

    try:
        return python_calamine.load_workbook(io.BytesIO(data))
    except BaseException as failure:
        if _is_broken(failure):
            raise broken("xlsx") from failure
        raise


def _is_broken(failure: BaseException) -> bool:
    """Say whether ``failure`` is calamine's way of meeting a broken workbook, and not that somebody stopped us.

    It fails in many ways, panics of Rust among them, which are no ``Exception`` in Python and known by name alone.
    """
    return isinstance(failure, Exception) or type(failure).__name__ == "PanicException"


def _records(workbook: CalamineWorkbook, title: str, percentages: frozenset[Place]) -> Iterator[Record]:
    rows_with_percentages = {row for row, _ in percentages}
    try:
        sheet = workbook.get_sheet_by_name(title)
        first_column = sheet.start[1] + 1 if sheet.start else 1
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [cell if type(cell) is str and cell.isascii() else _text(cell) for cell in cells]
            if number in rows_with_percentages:
                places = ((number, column) for column in count(first_column))
                texts = [
                    plain(100 * cell) + " %" if isinstance(cell, float) and place in percentages else text
                    for cell, text, place in zip(cells, texts, places, strict=False)
                ]
            if texts and not texts[0].startswith("# ") and texts[0] != "#":
                yield number, texts
    except BaseException as failure:
        if _is_broken(failure):
            raise broken("xlsx") from failure
        raise


def _text(cell: object) -> str:
    match cell:
        case str():
            return unicodedata.normalize("NFC", cell)
        case bool():
            return "yes" if cell else "no"
        case float() | int():
            return plain(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _check_parts(archive: ZipFile) -> str | None:
    """Unpack every part once without keeping it: its true size counts, and how far apart a sheet's cells lie.

    Return the first cell in which a formula failed, as ``D14``, if any: calamine gives such cells as blank.
    """
    failed: str | None = None
    for part in archive.infolist():
        has_far_cells = False
        for window in _windows(chunks_of(archive, part)):
            has_far_cells = has_far_cells or _FAR_CELL.search(window) is not None
            if failed is None and (match := _FAILED_CELL.search(window)):
                failed = match[1].decode()
        if has_far_cells:
            _check_area(_windows(chunks_of(archive, part)))
    return failed


def _windows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield ``chunks``, each with the end of the one before it."""
    tail = b""
    for chunk in chunks:
        yield tail + chunk
        tail = chunk[-_OVERLAP:]


def _check_area(windows: Iterable[bytes]) -> None:
    columns = rows = 0
    for window in windows:
        for match in _CELL.finditer(window):
            columns, rows = max(columns, column_number(match[1].decode())), max(rows, int(match[2]))
    if columns * rows > MAX_SHEET_AREA:
        raise Refused(problem("too wide", limit=MAX_SHEET_AREA), mend("clear the stray cells"))
