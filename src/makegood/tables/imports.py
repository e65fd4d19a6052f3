"""Tables as other systems and people's spreadsheets give them: rows of texts, and which column is what.

Only parsing: whether a row can be used is said by the room that it is for.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from django.utils.translation import gettext as _

from makegood.files.formulas import harmless
from makegood.files.headings import fold
from makegood.files.limits import MAX_CELL
from makegood.files.refusals import Refused
from makegood.files.workbooks import read_first_sheet
from makegood.foundation.errors import Problem

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
HEADINGS_AMONG = 10
"""Rows among which the headings are sought: a title may stand above them."""
LEAST_KNOWN = 2

Headings = Mapping[str, Sequence[str]]
"""How the columns of each field may be headed, folded and with umlauts spelt out; the first that knows one gets it."""
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SEPARATORS = {f"sep={mark}": mark for mark in ",;\t"}

Row = tuple[int, tuple[str, ...]]
"""The number of a row as the program that made the file shows it, and its cells, as many as there are headings."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says: ``headings``, and the rows below them that are not blank."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


class UnreadableTable(Problem):
    """The file is no table that can be read, or too large."""

    code = "unreadable-table"


def read_table(content: bytes, name: str, headings: Headings) -> Table:
    """Return the rows of a CSV file or of a workbook's first sheet; ``name`` tells which it is. UnreadableTable.

    Where the headings stand, and what parts the columns, is where most of ``headings`` are found.
    """
    known = frozenset(one for names in headings.values() for one in names)
    if len(content) > MOST_BYTES:
        raise UnreadableTable(_("Files of more than 50 MB are not read. Please send it in parts."), field="file")
    if PurePath(name).suffix.lower() in {".xlsx", ".xlsm"} or content.startswith(b"PK\x03\x04"):
        records = _sheet(content)
    else:
        records = _csv(_decoded(content), known)
    return _table(
        [
            (number, [_unguarded(cell.strip()) for cell in cells])
            for number, cells in records
            if any(map(str.strip, cells))
        ],
        known,
    )


def guess_mapping(heads: Sequence[str], headings: Headings) -> dict[str, int]:
    """Return for each field the place of the column that is headed like it; a heading serves one field only."""
    names = [folded_heading(head) for head in heads]
    found: dict[str, int] = {}
    for field, known in headings.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None and place not in found.values():
            found[field] = place
    return found


def folded_heading(heading: str) -> str:
    """Return a heading as headings are compared: folded, with umlauts spelt out."""
    plain = unicodedata.normalize("NFC", heading).casefold().translate(_SPELT)
    return fold(plain.replace(".", " ").replace("/", " ").strip(" :*"))


def _table(records: list[tuple[int, list[str]]], known: frozenset[str]) -> Table:
    if not records:
        raise UnreadableTable(_("There is nothing in this file."), field="file")
    counts = [len(known.intersection(map(folded_heading, cells))) for _number, cells in records[:HEADINGS_AMONG]]
    place = counts.index(max(counts)) if max(counts) >= LEAST_KNOWN else 0
    headings = records[place][1]
    while headings and not headings[-1]:
        headings.pop()
    rows = records[place + 1 :]
    if len(headings) > MOST_COLUMNS:
        raise UnreadableTable(_("More than 200 columns are not read. Please leave some out."), field="file")
    if len(rows) > MOST_ROWS:
        raise UnreadableTable(_("More than 200,000 rows are not read. Please send it in parts."), field="file")
    width = len(headings)
    return Table(tuple(headings), tuple((number, _as_wide(cells, width)) for number, cells in rows))


def _unguarded(cell: str) -> str:
    """Take off the apostrophe by which a file of refused rows keeps a spreadsheet from running a cell."""
    bare = cell[1:]
    return bare if cell.startswith("'") and harmless(bare) == cell else cell


def _as_wide(cells: list[str], width: int) -> tuple[str, ...]:
    return tuple(cells[:width]) + ("",) * (width - len(cells))


def _sheet(content: bytes) -> Iterable[tuple[int, Sequence[str]]]:
    try:
        rows = read_first_sheet(content)
    except Refused as refused:
        raise UnreadableTable(
            _("This workbook can't be read. Please save it again without a password."), field="file"
        ) from refused
    return [(number, [cell.replace("\0", " ") for cell in cells]) for number, cells in rows]  # no database keeps a NUL


def _decoded(content: bytes) -> str:
    text = next(filter(None, (_tried(content, how) for how in _encodings(content))), None)
    if content and text is None:
        raise UnreadableTable(_("This is no text that can be read. Please save it as CSV in UTF-8."), field="file")
    return text or ""


def _encodings(content: bytes) -> Sequence[Callable[[bytes], str]]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [partial(str, encoding="utf-16")]
    return [partial(str, encoding="utf-8-sig"), partial(str, encoding="cp1252")]


def _tried(content: bytes, decode: Callable[[bytes], str]) -> str | None:
    try:
        text = decode(content)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else unicodedata.normalize("NFC", text)


def _csv(text: str, known: frozenset[str]) -> list[tuple[int, list[str]]]:
    first, _end, rest = text.partition("\n")
    skipped = 0
    delimiter = _SEPARATORS.get(first.strip(" \r"))  # Excel's way of naming it
    if delimiter is not None:
        text, skipped = rest, 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text, known))
    records: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(len(cell) > MAX_CELL for cell in cells):
                raise UnreadableTable(_too_long(begins + skipped), field="file")
            records.append((begins + skipped, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableTable(_too_long(begins + skipped), field="file") from error
    return records


def _too_long(line: int) -> str:
    return _("The text that begins in line %(line)s has no end: a quotation mark may be missing.") % {"line": line}


def _delimiter(text: str, known: frozenset[str]) -> str:
    """Return the mark under which the first lines have most headings that are known, else most columns."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:HEADINGS_AMONG]

    def weight(mark: str) -> tuple[int, int]:
        split = [next(csv.reader([line[:MAX_CELL]], delimiter=mark), []) for line in lines]
        return max(
            ((len(known.intersection(map(folded_heading, cells))), len(cells)) for cells in split), default=(0, 0)
        )

    return max(",;\t", key=weight)
