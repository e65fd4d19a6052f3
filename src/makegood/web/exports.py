"""Tables for a spreadsheet: no cell is taken for a formula.

A page that is one table has a ``Listing``; a page with several names each of them as a :class:`Table`. Days are written
as ISO 8601 has them, heads in the reader's language, and everything that the reader may see is in it, not only the part
that a page shows. A long table is read, written and sent some rows at a time.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language
from xlsxwriter import Workbook

from makegood.foundation.pages import PART, InParts
from makegood.web.listing import FORMATS, Column, Listing

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Table:
    """One of the tables of a page, to be taken along as a file; ``rows`` reads all of it."""

    name: str
    columns: Sequence[Column]
    rows: Callable[[], Sequence[Any]]


def export(listing: Listing) -> HttpResponseBase:
    """Return the rows of ``listing`` as the file that was asked for."""
    return _file(listing.name, listing.columns, listing.rows, listing.asked.format)


def taken(request: HttpRequest, *tables: Table) -> HttpResponseBase | None:
    """Return the one of ``tables`` that the address asks for as a file; None where it asks for the page itself."""
    kind, name = request.GET.get("format", ""), request.GET.get("table", "")
    if kind not in FORMATS:
        return None
    return next((_file(one.name, one.columns, one.rows(), kind) for one in tables if one.name == name), None)


def _file(name: str, all_columns: Sequence[Column], rows: Sequence[object], kind: str) -> HttpResponseBase:
    columns = [column for column in all_columns if column.export]
    answer: HttpResponseBase
    if kind == "xlsx":
        book = _workbook(columns, rows)
        is_long = isinstance(rows, InParts)
        answer = FileResponse(book, content_type=XLSX) if is_long else HttpResponse(book.read(), content_type=XLSX)
    elif isinstance(rows, InParts):
        answer = StreamingHttpResponse(_in_the_readers_words(_csv(columns, rows)), content_type=CSV)
    else:
        answer = HttpResponse(b"".join(_csv(columns, rows)), content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _in_the_readers_words(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Return parts that are made one after another in the language and the zone of whoever asked for them.

    They are made while they are sent, after the request has been answered.
    """
    return _made_in(get_language() or settings.LANGUAGE_CODE, timezone.get_current_timezone(), parts)


def _made_in(language: str, zone: tzinfo, parts: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with translation.override(language), timezone.override(zone):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _cells(columns: Sequence[Column], rows: Sequence[object]) -> Iterator[list[object]]:
    for row in rows:
        yield [_plain(column.export(row)) for column in columns if column.export]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return "" if value is None else value


def _csv(columns: Sequence[Column], rows: Sequence[object]) -> Iterator[bytes]:
    """Yield a CSV file, some rows at a time."""
    file = io.StringIO()
    file.write("\ufeff")  # the mark by which Excel knows the encoding
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([_harmless(str(column.title)) for column in columns])
    for place, cells in enumerate(_cells(columns, rows), start=1):
        writer.writerow([_harmless(cell) for cell in cells])
        if place % PART == 0:
            yield file.getvalue().encode()
            file.seek(0)
            file.truncate()
    yield file.getvalue().encode()


def _harmless(cell: object) -> str:
    text = cell.isoformat(sep=" ", timespec="minutes") if isinstance(cell, datetime) else str(cell)
    is_number = isinstance(cell, (int, float, Decimal, date))
    return f"'{text}" if not is_number and text.startswith(BEGINS_A_FORMULA) else text


def _workbook(columns: Sequence[Column], rows: Sequence[object]) -> IO[bytes]:
    """Return a workbook, in a file of its own where there are many rows: each is then forgotten once it is written."""
    is_long = isinstance(rows, InParts)
    file = TemporaryFile() if is_long else io.BytesIO()  # noqa: SIM115  # closed with the answer
    options = {"in_memory": not is_long, "constant_memory": is_long, "strings_to_formulas": False,
               "strings_to_urls": False}  # fmt: skip
    book = Workbook(file, options)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.title), bold)
    for line, cells in enumerate(_cells(columns, rows), start=1):
        for place, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(line, place, cell, moment)
            elif isinstance(cell, date):
                sheet.write_datetime(line, place, cell, day)
            elif isinstance(cell, (int, float, Decimal)):
                sheet.write_number(line, place, cell)
            else:
                sheet.write_string(line, place, str(cell))
    if not is_long:  # of rows that are written already nothing is known
        sheet.autofit()
    book.close()
    file.seek(0)
    return file
