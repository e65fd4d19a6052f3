"""Whatever is in the files, reading gives a portfolio that contradicts itself nowhere, or InvalidFiles with places."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from makegood.engine.ordering import find_cycle
from makegood.engine.validation import check_portfolio
from makegood.files import InvalidFiles, read_portfolio, write_template
from makegood.files.columns import SHEETS
from makegood.files.dates import DateOrder
from tests.files.desk import AS_OF, folder_of, workbook_of

CELLS = st.sampled_from(
    [
        *(
            "",
            " ",
            "P-1",
            "P-2",
            "a",
            "b",
            "P-1/a",
            "a;b",
            "Assembly",
            "yes",
            "nein",
            ">=",
            "≤",
            "EUR",
            "DE",
            "BY",
            "m",
        ),
        *("0", "1", "-1", "8", "1e9", "1,234", "1.234", "0,5", "95 %", "95", "nan", "inf", "\u0663", "8 8 8 8 8 0 0"),
        *("2027-01-15", "2026-01-15", "15.01.2027", "01/02/2027", "46000", "31.02.2027", "2026-01-15T10:30Z"),
        *("95..105", "105..95", "cm", "kg", "=cmd|'/C calc'!A0", "#REF!", "#1", "\u00a0", "x" * 40, '"', "a\nb"),
        "Europe/Berlin",
    ]
)
OF_ONE_CELL = {"not a number", "out of range", "not a date", "unknown team", "duplicate", "cycle"}
TEXTS = CELLS | st.text(max_size=12)


def template() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as base:
        return {path.stem: path.read_bytes() for path in write_template(Path(base), as_of=AS_OF)}


TEMPLATE = template()


def read_or_refuse(path: Path, order: DateOrder | None = None) -> None:
    """Read what is at ``path``; whatever comes out must be whole."""
    try:
        files = read_portfolio(path, as_of=AS_OF, date_order=order)
    except InvalidFiles as invalid:
        refused = invalid.errors
    else:
        check_portfolio(files.portfolio)
        assert find_cycle(files.portfolio) is None
        return
    assert refused
    for error in refused:
        assert error.file
        if error.column is not None and error.value is not None:
            assert error.row is not None
        if error.problem.code in OF_ONE_CELL:
            assert None not in (error.row, error.column, error.value)


@given(st.dictionaries(st.sampled_from(sorted(SHEETS)), st.binary(max_size=200), min_size=1))
@example({"promises": b"\xef\xbb\xbf\xff\xfe\x00"})
@example({"promises": b'promise,customer,due\n"'})
def test_any_bytes_in_any_file(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as base:
        read_or_refuse(folder_of(Path(base), files))


@st.composite
def sheets_of_cells(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    """Draw tables with columns that we know, in any order, some left out, and cells that are nearly right."""
    sheets = {}
    others = sorted(SHEETS.keys() - {"promises", "teams", "work"})
    more = draw(st.lists(st.sampled_from(others), unique=True, max_size=6))
    for name in ["promises", "teams", "work", *more]:
        needed = [column.name for column in SHEETS[name].columns if column.needed]
        optional = [column.name for column in SHEETS[name].columns if not column.needed]
        header = needed + draw(st.lists(st.sampled_from([*optional, "extra"]), unique=True, max_size=4))
        rows = draw(st.lists(st.lists(TEXTS, min_size=len(header), max_size=len(header)), max_size=5))
        sheets[name] = [header, *rows]
    return sheets


def as_csv(rows: list[list[str]], delimiter: str) -> str:
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    return "\n".join(delimiter.join(row) for row in quoted).encode(errors="replace").decode()


@given(sheets_of_cells(), st.sampled_from(",;\t"), st.sampled_from([None, "dmy", "mdy"]))
def test_any_cells_under_known_columns(
    sheets: dict[str, list[list[str]]], delimiter: str, order: DateOrder | None
) -> None:
    with tempfile.TemporaryDirectory() as base:
        files = {name: as_csv(rows, delimiter) for name, rows in sheets.items()}
        read_or_refuse(folder_of(Path(base), files), order)


@given(sheets_of_cells())
def test_any_cells_in_a_workbook(sheets: dict[str, list[list[str]]]) -> None:
    clean = {name: [[as_xml(cell) for cell in row] for row in rows] for name, rows in sheets.items()}
    with tempfile.TemporaryDirectory() as base:
        read_or_refuse(workbook_of(Path(base) / "book.xlsx", clean))


def as_xml(cell: str) -> str:
    return "".join(character for character in cell if character.isprintable())


@given(st.sampled_from(sorted(TEMPLATE)), st.data())
def test_the_template_with_one_line_changed_or_bytes_put_in(name: str, data: st.DataObject) -> None:
    lines = TEMPLATE[name].split(b"\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    cells = lines[place].split(b",")
    column = data.draw(st.integers(0, len(cells) - 1))
    cells[column] = (
        data.draw(TEXTS).encode(errors="replace") if data.draw(st.booleans()) else data.draw(st.binary(max_size=9))
    )
    lines[place] = b",".join(cells)
    with tempfile.TemporaryDirectory() as base:
        read_or_refuse(folder_of(Path(base), {**TEMPLATE, name: b"\n".join(lines)}))


def packed(workbook: bool) -> bytes:
    if not workbook:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in TEMPLATE.items():
                archive.writestr(f"{name}.csv", data)
        return content.getvalue()
    with tempfile.TemporaryDirectory() as base:
        rows: list[list[object]] = [["promise", "customer", "due"], ["P-1", "C", date(2027, 1, 1)]]
        return workbook_of(Path(base) / "book.xlsx", {"promises": rows}).read_bytes()


ARCHIVES = {"files.zip": packed(workbook=False), "book.xlsx": packed(workbook=True)}


@given(
    st.sampled_from(sorted(ARCHIVES)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=5),
    st.data(),
)
def test_archives_with_bytes_changed_or_cut_off(name: str, changes: list[tuple[int, int]], data: st.DataObject) -> None:
    content = bytearray(ARCHIVES[name])
    for place, byte in changes:
        content[place % len(content)] = byte
    end = data.draw(st.integers(0, len(content)) | st.just(len(content)))
    with tempfile.TemporaryDirectory() as base:
        path = Path(base) / name
        path.write_bytes(content[:end])
        read_or_refuse(path)


@given(st.binary(max_size=300), st.sampled_from(["files.zip", "book.xlsx", "book.xlsm", "promises.csv"]))
def test_any_bytes_as_an_archive(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as base:
        path = Path(base) / name
        path.write_bytes(content)
        read_or_refuse(path)


@given(st.data())
def test_a_workbook_with_any_part_changed(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(ARCHIVES["book.xlsx"])) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name])))
    length = data.draw(st.integers(0, 20))
    parts[name] = parts[name][:at] + data.draw(st.binary(max_size=10)) + parts[name][at + length :]
    with tempfile.TemporaryDirectory() as base:
        path = Path(base) / "book.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as changed:
            for part, content in parts.items():
                changed.writestr(part, content)
        read_or_refuse(path)
