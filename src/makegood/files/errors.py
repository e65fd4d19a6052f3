"""What can be wrong with the files, as codes with values: ``phrases`` has one sentence for each code and language.

:data:`PROBLEMS` says why something is refused, :data:`MENDS` how to mend it, :data:`NOTES` what was read differently
from what the user may expect. Each maps a stable code to the names of the values that its sentence may use; the file,
row, column and the value itself stand in :class:`FileError` and need not be repeated. Dates are ``date``, numbers are
``int`` or ``float``, everything else is text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from makegood.engine.results import Message

PROBLEMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # ---- the folder, workbook or archive as a whole
        "not found": (),
        "not a portfolio": (),  # neither a folder nor .xlsx nor .zip
        "unreadable": ("reason",),  # what the operating system said
        "missing file": ("name",),  # promises.csv, or the sheet promises
        "given twice": ("other",),  # work.csv and work.csv.gz, or sheets Work and work
        "broken archive": ("kind",),  # zip, xlsx or gz
        "encrypted": (),
        "zip in zip": ("name",),
        "several folders": (),  # files of one portfolio in more than one folder of a zip
        "odd name": ("name",),  # of a member of a zip: absolute, with .. or with a drive
        "too many files": ("count", "limit"),
        "too large": ("limit_mib",),
        "compressed too much": ("ratio", "limit"),
        "too many rows": ("limit",),
        "too wide": ("limit",),  # more columns, or a sheet's cells spread over more space, than we read
        # ---- the text of one file
        "UTF-16": (),
        "not UTF-8": ("line", "byte"),  # byte as 0xE4
        "binary content": ("line",),  # a NUL character
        "unclosed quote": (),
        "broken quotes": (),  # text after a closing quote
        "cell too long": ("limit",),
        "value without column": (),  # a row has more values than the header has names
        "duplicate column": ("first",),  # number of the column that has the name first, from 1
        "missing column": (),
        # ---- one value
        "missing value": (),
        "not a number": (),
        "ambiguous number": ("as_decimal", "as_thousands"),
        "not a whole number": (),
        "out of range": ("low", "high"),
        "bare percentage": (),  # 95 where a share between 0 and 1 is asked for
        "bare share": (),  # 0.4 where a percentage between 0 and 100 is asked for
        "not a date": (),
        "two-digit year": (),
        "impossible date": (),  # 31 February
        "year out of range": ("low", "high"),
        "ambiguous date": ("day_first", "month_first", "cells"),  # both readings; once a column, cells: how many
        "mixed date formats": ("form",),  # the form of most others in the column: YYYY-MM-DD, DD/MM/YYYY, …
        "in the future": ("as_of",),
        "earlier than": ("other", "date"),  # another column of the same row and its date
        "not yes or no": (),
        "not a canceller": (),  # neither the customer nor we
        "not an operator": (),
        "not a rule": (),
        "not a currency": (),
        "currencies differ": ("written", "currency"),  # the value says € or CHF, the column currency another
        "not hours per day": (),
        "range reversed": (),  # 105..95
        "spreadsheet error": (),  # #REF!, #N/A and the like
        "unknown time zone": (),
        "unknown country": (),
        "unknown region": ("country",),
        "units differ": ("unit", "other_unit", "attribute"),  # neither the same nor convertible
        # ---- values that must fit together
        "duplicate": ("row",),  # the row that has it first
        "unknown team": (),
        "unknown promise": (),
        "unknown item": ("item",),  # one of several in the cell
        "promise without items": ("promise",),  # a risk that names a promise, which has no work
        "needs other column": ("other",),  # wait_days_p90 without wait_days_p50, region without country
        "missing effort": (),
        "effort given twice": (),  # hours and percentiles
        "percentiles incomplete": (),
        "percentiles out of order": ("p10", "p50", "p90"),
        "p90 below p50": ("p50", "p90"),
        "risk without effect": (),
        "outcome unknown": (),  # a row of history that was delivered, with neither promised nor kept
        "cycle": ("items",),  # a → b → a
        # ---- last of a file's errors
        "more errors": ("count", "limit"),
    }
)
"""Code → names of values."""

MENDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "check the path": (),
        "check the permission": (),
        "give a folder, workbook or zip": (),
        "give the workbook": ("name",),  # a folder without promises.csv, but with this workbook
        "add the file": ("name",),
        "rename the file": ("found", "name"),
        "name the sheet": ("name", "sheets"),  # none of the workbook's sheets has a name that is known
        "keep one of them": (),
        "save it again": (),
        "remove the password": (),
        "unpack it first": (),
        "pack it again": (),  # plainly, the files at the top or in one folder
        "leave out other files": (),
        "split the file": (),
        "clear the stray cells": (),  # cells far away from the table
        "save as UTF-8": (),
        "save as CSV": (),
        "close the quote": (),
        "double the quotes": (),  # within quoted text
        "shorten the text": (),
        "name the column or quote the value": (),
        "rename or remove the column": (),
        "add the column": ("column",),
        "add one of the columns": ("column", "other"),
        "rename the column": ("found", "column"),
        "fill it in": (),
        "write a number": ("example",),
        "write it plainly": ("as_decimal", "as_thousands"),  # two ways to write it that nobody can misread
        "write a whole number": (),
        "stay in range": ("low", "high"),
        "write a year in range": ("low", "high"),
        "write share or percent": ("share", "percent"),  # 0.95 or 95 %
        "write percent": ("percent",),  # 40 % (or 40)
        "write an ISO date": ("example",),
        "write four-digit years": (),
        "use one date format": ("form",),
        "say the date order": (),  # --date-order dmy or mdy, or ISO dates
        "write a day until": ("as_of",),
        "write a later date": (),
        "write yes or no": (),
        "write customer or us": (),
        "use an operator": ("operators",),
        "use a rule": ("rules",),
        "write a currency code": ("example",),
        "keep one currency": (),
        "write hours per day": ("example",),
        "swap the ends": (),
        "correct the formula": (),
        "did you mean": ("suggestion",),
        "write a time zone": ("example",),
        "write a country code": ("example",),
        "write a region code": ("examples",),
        "write the same unit": ("unit",),
        "remove or rename": (),
        "add it or correct it": ("file",),  # where it should have been listed
        "add its work or remove it": (),
        "fill the other column": ("other",),
        "give hours or percentiles": (),
        "give one of them": (),
        "give all three": (),
        "order the percentiles": (),
        "give factor or delay": (),
        "give promised or kept": (),
        "break the cycle": (),
        "mend these first": (),
    }
)
"""Code → names of values."""

NOTES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "column kept as attribute": ("column", "suggestion"),  # suggestion: a known column of similar name, or ""
        "column ignored": ("column", "suggestion"),
        "heading read as": ("heading", "column"),  # Due Date read as due
        "headings found below": ("row",),  # a title stands above them
        "file ignored": ("suggestion",),
        "comment looks like a row": ("row", "count"),  # the first such line, and how many
        "date order used": ("column", "order"),  # both fit; the one that was asked for (dmy or mdy) was used
        "unknown attribute": ("row", "attribute", "suggestion"),  # so the term stays unchecked
        "no measurements": ("row", "measure", "suggestion"),
        "later than as-of": ("column", "count", "as_of"),  # rows kept; a forecast must not use them
        "formula error read as blank": ("cell",),  # the first such cell found in a workbook, as D14
        "read as one percent": ("row",),  # a bare 1 in done_percent of a workbook, not shown as a percentage
    }
)
"""Code → names of values."""

MAX_ERRORS = 1_000
"""Errors kept a file; a last one says how many more there are."""


@dataclass(frozen=True, slots=True)
class FileError:
    """One reason why the files are refused: where it is, what stands there, why not, and how to mend it."""

    file: str
    """As the user knows it: ``work.csv``, ``q3/work.csv`` in a zip, ``book.xlsx:Work`` for a sheet."""
    row: int | None
    """As the user's spreadsheet or editor counts, the first being 1; None where the whole file is meant."""
    column: str | None
    value: str | None
    problem: Message
    mend: Message

    def __str__(self) -> str:
        """Read as ``file:row column "value": problem``, for logs and exceptions only."""
        place = self.file + (f":{self.row}" if self.row is not None else "")
        column = f" {self.column}" if self.column is not None else ""
        value = f' "{self.value}"' if self.value is not None else ""
        return f"{place}{column}{value}: {self.problem.code}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was read differently from what the user may expect, and is no error."""

    file: str
    message: Message


class InvalidFiles(ValueError):
    """The files can't be read as a portfolio; ``errors`` has every reason found in all of them, sorted."""

    def __init__(self, errors: Iterable[FileError]) -> None:
        """Keep all ``errors`` and read as their texts, one a line."""
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


def problem(code: str, **values: object) -> Message:
    """Return the problem ``code``; KeyError or TypeError where code or values are not those of the table."""
    return _message(PROBLEMS, code, values)


def mend(code: str, **values: object) -> Message:
    """Return the mend ``code``; KeyError or TypeError where code or values are not those of the table."""
    return _message(MENDS, code, values)


def note(file: str, code: str, **values: object) -> Note:
    """Return the note ``code`` on ``file``; KeyError or TypeError where code or values are not those of the table."""
    return Note(file, _message(NOTES, code, values))


def _message(table: Mapping[str, tuple[str, ...]], code: str, values: Mapping[str, object]) -> Message:
    if set(values) != set(table[code]):
        raise TypeError(f"{code!r} takes the values {table[code]}, not {tuple(values)}")
    return Message(code, values)
