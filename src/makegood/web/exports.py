"""Tables for a spreadsheet: no cell is taken for a formula.

A page that is one table has a ``Listing``; a page with several names each of them as a :class:`Table`. Days are written
as ISO 8601 has them, heads in the reader's language, and everything that the reader may see is in it, not only the part
that a page shows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from xlsxwriter import Workbook

from makegood.web.listing import FORMATS, Column, Listing

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Table:
    """One of the tables of a page, to be taken along as a file; ``rows`` reads all of it."""

    name: str
    columns: Sequence[Column]
    rows: Callable[[], Sequence[Any]]


def export(listing: Listing) -> HttpResponse:
    """Return the rows of ``listing`` as the file that was asked for."""
    return _file(listing.name, listing.columns, listing.rows, listing.asked.format)


def taken(request: HttpRequest, *tables: Table) -> HttpResponse | None:
    """Return the one of ``tables`` that the address asks for as a file; None where it asks for the page itself."""
    kind, name = request.GET.get("format", ""), request.GET.get("table", "")
    if kind not in FORMATS:
        return None
    return next((_file(one.name, one.columns, one.rows(), kind) for one in tables if one.name == name), None)


def _file(name: str, all_columns: Sequence[Column], rows: Sequence[object], kind: str) -> HttpResponse:
    columns = [column for column in all_columns if column.export]
    if kind == "xlsx":
        answer = HttpResponse(_workbook(columns, rows), content_type=XLSX)
    else:
        answer = HttpResponse(_csv(columns, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _cells(columns: Sequence[Column], rows: Sequence[object]) -> Iterator[list[object]]:
    for row in rows:
        yield [_plain(column.export(row)) for column in columns if column.export]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return "" if value is None else value


def _csv(columns: Sequence[Column], rows: Sequence[object]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([_harmless(str(column.title)) for column in columns])
    for cells in _cells(columns, rows):
        writer.writerow([_harmless(cell) for cell in cells])
    return file.getvalue().encode("utf-8-sig")  # the mark by which Excel knows the encoding


def _harmless(cell: object) -> str:
    text = cell.isoformat(sep=" ", timespec="minutes") if isinstance(cell, datetime) else str(cell)
    is_number = isinstance(cell, (int, float, Decimal, date))
    return f"'{text}" if not is_number and text.startswith(BEGINS_A_FORMULA) else text


def _workbook(columns: Sequence[Column], rows: Sequence[object]) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
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
    sheet.autofit()
    book.close()
    return file.getvalue()
