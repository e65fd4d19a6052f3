"""What the tests of the files have in common: a small portfolio as texts, and short ways to read and to fail."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from makegood.files import FileError, InvalidFiles, PortfolioFiles, read_portfolio

AS_OF = date(2026, 11, 23)

PROMISES = "promise,customer,due\nP-1,Northwind,2027-01-15\nP-2,Contoso,2027-02-01\n"
TEAMS = "team,slots\nAssembly,3\nSoftware,2\n"
WORK = (
    "promise,item,team,hours,after\nP-1,build,Assembly,40,\nP-1,test,Assembly,8,build\nP-2,code,Software,30,P-1/build\n"
)
SMALL: Mapping[str, str] = {"promises": PROMISES, "teams": TEAMS, "work": WORK}


def folder_of(base: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write ``files`` by sheet name (``.csv`` is added unless there is an ending) into a new folder under ``base``."""
    folder = base / "portfolio"
    folder.mkdir()
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / (name if "." in name else f"{name}.csv")).write_bytes(data)
    return folder


def read(base: Path, /, **files: str | bytes) -> PortfolioFiles:
    """Read the small portfolio with ``files`` in place of its own; it must be valid."""
    return read_portfolio(folder_of(base, {**SMALL, **files}), as_of=AS_OF)


def errors_at(path: Path, **options: Any) -> tuple[FileError, ...]:
    """Return the errors of what is at ``path``; fail where there is none."""
    try:
        read_portfolio(path, as_of=AS_OF, **options)
    except InvalidFiles as invalid:
        return invalid.errors
    raise AssertionError(f"{path} was read without any error")


def errors(base: Path, /, **files: str | bytes) -> tuple[FileError, ...]:
    """Return the errors of the small portfolio with ``files`` in place of its own."""
    return errors_at(folder_of(base, {**SMALL, **files}))


def only_error(base: Path, /, **files: str | bytes) -> FileError:
    """Return the one error of the small portfolio with ``files`` in place of its own."""
    found = errors(base, **files)
    assert len(found) == 1, [str(error) for error in found]
    return found[0]


def zip_of(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """Write a zip with ``members`` by name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def workbook_of(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write a workbook whose cells have their native types; dates are formatted as dates."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    path.write_bytes(content.getvalue())
    return path
