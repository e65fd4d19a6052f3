"""Tables for a spreadsheet: no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.http import HttpResponse
from django.utils import timezone
from xlsxwriter import Workbook

from makegood.web.listing import Column, Listing

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(listing: Listing) -> HttpResponse:
    """Return the rows of ``listing`` as the file that was asked for."""
    columns = [column for column in listing.columns if column.export]
    if listing.asked.format == "xlsx":
        content, kind = _workbook(columns, listing.rows), XLSX
    else:
        content, kind = _csv(columns, listing.rows), "text/csv; charset=utf-8"
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{listing.name}.{listing.asked.format}"'
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
    writer.writerow([column.title for column in columns])
    for cells in _cells(columns, rows):
        writer.writerow([_harmless(cell) for cell in cells])
    return file.getvalue().encode("utf-8-sig")  # the mark by which Excel knows the encoding


def _harmless(cell: object) -> str:
    text = cell.isoformat(sep=" ", timespec="minutes") if isinstance(cell, datetime) else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(BEGINS_A_FORMULA) else text


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
            elif isinstance(cell, (int, float)):
                sheet.write_number(line, place, cell)
            else:
                sheet.write_string(line, place, str(cell))
    sheet.autofit()
    book.close()
    return file.getvalue()
