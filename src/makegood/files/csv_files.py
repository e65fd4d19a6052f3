"""CSV as it comes: comma, semicolon or tab, with or without a byte order mark, lines beginning with ``#`` as comments.

A row's number is the line of the file on which it begins, the first line being 1, as an editor counts; a spreadsheet
counts the same unless quoted values run over several lines.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from makegood.files.columns import SHEETS
from makegood.files.errors import mend, problem
from makegood.files.headings import ROWS_LOOKED_AT, fold, known_headings
from makegood.files.journal import Journal
from makegood.files.limits import MAX_CELL
from makegood.files.tables import Record, Table, table_of

_DELIMITERS = ",;\t"
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\s*")
"""Excel's way of naming the delimiter in a file's first line."""
_LINE_END = re.compile(rb"\r\n|\r|\n")


def read_csv(name: str, file: str, data: bytes, journal: Journal) -> Table | None:
    """Read the bytes of a CSV file as the table ``name``; None where it can't be read, which the journal says."""
    text = _decoded(file, data, journal)
    if text is None:
        return None
    delimiter, header_width = _delimiter(name, text)
    records = _Records(file, text, delimiter, header_width, journal)
    table = table_of(name, file, delimiter, records, journal)
    records.note_comments()
    return None if records.broken else table


def _decoded(file: str, data: bytes, journal: Journal) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        journal.refuse(file, problem("UTF-16"), mend("save as UTF-8"))
        return None
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as failure:
        at = failure.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        line = _line_of(data, at)
        why = problem("not UTF-8", line=line, byte=f"0x{data[at]:02X}")
        journal.refuse(file, why, mend("save as UTF-8"), row=line)
        return _as_windows_text(data)
    if "\0" in text:
        _refuse_binary(file, data, journal)
        return None
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _as_windows_text(data: bytes) -> str | None:
    """Return refused ``data`` as old Windows programs write text, for its other errors to be told in the same pass.

    None where it is likelier damaged UTF-8 or no text at all: then every name with an umlaut would be an error too.
    """
    if b"\0" in data or not data.decode(errors="ignore").isascii():
        return None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _refuse_binary(file: str, data: bytes, journal: Journal) -> None:
    if data.count(b"\0") * 3 > len(data):
        journal.refuse(file, problem("UTF-16"), mend("save as UTF-8"))
    else:
        line = _line_of(data, data.index(b"\0"))
        journal.refuse(file, problem("binary content", line=line), mend("save as CSV"), row=line)


def _line_of(data: bytes, position: int) -> int:
    return len(_LINE_END.findall(data[:position])) + 1


def _delimiter(name: str, text: str) -> tuple[str, int]:
    """Return the delimiter under which a line has most known headings, else the first one most columns; and how many.

    Several lines are looked at since a title may stand above the headings.
    """
    known = known_headings(SHEETS[name])
    best = (0, 0, 0, ",")
    for number, line in enumerate(islice(_uncommented(text), ROWS_LOOKED_AT)):
        if number == 0 and (match := _SEPARATOR_LINE.fullmatch(line)):
            return match[1], 0
        for delimiter in _DELIMITERS:
            titles = [fold(title) for title in next(csv.reader([line[:MAX_CELL]], delimiter=delimiter), [])]
            best = max(
                best, (len(known.intersection(titles)), -number, len(titles), delimiter), key=lambda each: each[:3]
            )
    return best[3], best[2]


def _uncommented(text: str) -> Iterator[str]:
    return (line for line in io.StringIO(text, newline="") if line.strip() and not line.startswith("#"))


class _Records:
    """The records of a CSV text with the line on which each begins; comments are left out."""

    def __init__(self, file: str, text: str, delimiter: str, header_width: int, journal: Journal) -> None:
        self.broken = False
        self._file = file
        self._delimiter = delimiter
        self._header_width = header_width
        self._journal = journal
        self._lines = io.StringIO(text, newline="")
        self._line = 0
        self._start = 0
        self._between_records = True
        self._row_like_comments: list[int] = []

    def __iter__(self) -> Iterator[Record]:
        reader = csv.reader(self._uncommented(), delimiter=self._delimiter, strict=True)
        try:
            for record in reader:
                yield self._start, record
                self._between_records = True
        except csv.Error as failure:
            self._refuse(str(failure))

    def _uncommented(self) -> Iterator[str]:
        """Yield lines; a ``#`` begins a comment only where no record is unfinished, since quoted text may hold one."""
        for line in self._lines:
            self._line += 1
            if self._between_records:
                if line.startswith("#"):
                    self._look_at_comment(line)
                    continue
                if self._line == 1 and _SEPARATOR_LINE.fullmatch(line):
                    continue
                self._start = self._line
                self._between_records = False
            yield line

    def _look_at_comment(self, line: str) -> None:
        like_a_row = self._header_width > 1 and line.count(self._delimiter) == self._header_width - 1
        if like_a_row and not line[1:2].isspace():
            self._row_like_comments.append(self._line)

    def note_comments(self) -> None:
        """Say that lines were left out as comments that look as if they were meant as rows, such as ``#1001,…``."""
        if self._row_like_comments:
            first, count = self._row_like_comments[0], len(self._row_like_comments)
            self._journal.note(self._file, "comment looks like a row", row=first, count=count)

    def _refuse(self, failure: str) -> None:
        self.broken = True
        if "field limit" in failure:
            why, how = problem("cell too long", limit=MAX_CELL), mend("shorten the text")
        elif "unexpected end" in failure:
            why, how = problem("unclosed quote"), mend("close the quote")
        else:
            why, how = problem("broken quotes"), mend("double the quotes")
        self._journal.refuse(self._file, why, how, row=self._start)
