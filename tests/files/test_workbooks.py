"""Workbooks: what a spreadsheet's cells become, and what is refused before the reader opens it."""

from __future__ import annotations

import time
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from makegood.engine.portfolio import Stated
from makegood.files import read_portfolio, tables
from tests.files.desk import AS_OF, errors_at, workbook_of, zip_of

PROMISES: list[list[object]] = [["promise", "customer", "due"], ["P-1", "Northwind", date(2027, 1, 15)]]
TEAMS: list[list[object]] = [["team", "slots"], ["Assembly", 3]]


def test_row_numbers_are_the_sheets_and_the_sheet_is_named(tmp_path: Path) -> None:
    promises: list[list[object]] = [[], [], *PROMISES, [], ["P-2", "", date(2027, 1, 15)]]
    (error,) = errors_at(workbook_of(tmp_path / "book.xlsx", {"Promises": promises}))
    assert (error.file, error.row, error.column) == ("book.xlsx:Promises", 6, "customer")


def test_a_table_may_begin_away_from_the_corner(tmp_path: Path) -> None:
    promises: list[list[object]] = [["", "", *row] for row in PROMISES]
    book = workbook_of(tmp_path / "book.xlsx", {"promises": [[], [], *promises]})
    assert read_portfolio(book, as_of=AS_OF).portfolio.promises[0].customer == "Northwind"


def test_numbers_as_keys_have_no_decimals(tmp_path: Path) -> None:
    promises = [PROMISES[0], [1001, "Northwind", date(2027, 1, 15)]]
    work: list[list[object]] = [["promise", "item", "team", "hours"], [1001, 1, "Assembly", 0.1 + 0.2]]
    book = workbook_of(tmp_path / "book.xlsx", {"promises": promises, "teams": TEAMS, "work": work})
    (item,) = read_portfolio(book, as_of=AS_OF).portfolio.items
    assert item.key == "1001/1"
    assert item.estimate == Stated.from_single_point(0.3)


def test_truth_values_and_percentages_are_read(tmp_path: Path) -> None:
    work: list[list[object]] = [
        ["promise", "item", "team", "hours", "pausable", "done_percent"],
        ["P-1", "a", "Assembly", 5, False, 40],
    ]
    book = workbook_of(tmp_path / "book.xlsx", {"promises": PROMISES, "teams": TEAMS, "work": work})
    (item,) = read_portfolio(book, as_of=AS_OF).portfolio.items
    assert (item.pausable, item.done_share) == (False, 0.4)


def percent_book(path: Path, cells: list[object], number_format: str, *, corner: int = 0) -> Path:
    """Write a workbook whose column ``done_percent`` has ``cells`` in ``number_format``, the table beginning away."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    shown = book.add_format({"num_format": number_format})
    for title, rows in {"promises": PROMISES, "teams": TEAMS}.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    sheet = book.add_worksheet("work")
    sheet.write_row(corner, corner, ["promise", "item", "team", "hours", "done_percent"])
    for number, cell in enumerate(cells, start=corner + 1):
        sheet.write_row(number, corner, ["P-1", f"item {number}", "Assembly", 5])
        sheet.write(number, corner + 4, cell, shown)
    book.close()
    return path


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "0.0 %", '[Red]0.0" of "%', "0\\ %"])
@pytest.mark.parametrize("corner", [0, 3])
def test_a_cell_that_shows_per_cent_is_read_as_it_shows(tmp_path: Path, number_format: str, corner: int) -> None:
    book = percent_book(tmp_path / "book.xlsx", [1, 0.25, 0.07, 0, 0.005], number_format, corner=corner)
    files = read_portfolio(book, as_of=AS_OF)
    assert [item.done_share for item in files.portfolio.items] == [1, 0.25, 0.07, 0, 0.005]
    assert files.notes == ()


def test_more_than_a_hundred_per_cent_is_refused_as_it_shows(tmp_path: Path) -> None:
    (error,) = errors_at(percent_book(tmp_path / "book.xlsx", [1.5], "0%"))
    assert (error.row, error.value, error.problem.code) == (2, "150 %", "out of range")


@pytest.mark.parametrize("number_format", ["General", '0.0" %"', "0.0\\%"])
def test_a_bare_share_is_refused_and_a_bare_one_noted(tmp_path: Path, number_format: str) -> None:
    (error,) = errors_at(percent_book(tmp_path / "share.xlsx", [0.4], number_format))
    assert (error.value, error.problem.code, error.mend.values) == ("0.4", "bare share", {"percent": "40 %"})
    notes = read_portfolio(percent_book(tmp_path / "one.xlsx", [1], number_format), as_of=AS_OF).notes
    assert [(note.message.code, note.message.values) for note in notes] == [("read as one percent", {"row": 2})]


def test_cells_without_references_are_counted(tmp_path: Path) -> None:
    book = percent_book(tmp_path / "book.xlsx", [0.25], "0%")
    replaced(book, b'<c r="E2" s="1">', b'<c s="1">')
    assert read_portfolio(book, as_of=AS_OF).portfolio.items[0].done_share == 0.25


def test_a_workbook_that_defines_entities_is_refused(tmp_path: Path) -> None:
    book = percent_book(tmp_path / "book.xlsx", [0.25], "0%")
    replaced(book, b"<styleSheet", b'<!DOCTYPE x [<!ENTITY a "b">]><styleSheet')
    assert errors_at(book)[0].problem.code == "broken archive"


def test_a_share_cell_that_shows_per_cent_is_the_share_it_holds(tmp_path: Path) -> None:
    teams: list[list[object]] = [["team", "slots", "available_share"], ["Assembly", 3, 0.95]]
    book = workbook_of(tmp_path / "book.xlsx", {"promises": PROMISES, "teams": teams})
    assert read_portfolio(book, as_of=AS_OF).portfolio.teams[0].available_share == 0.95


def due_days(path: Path, *cells: object) -> list[date]:
    """Return the due dates read from a workbook with ``cells`` in its column ``due``."""
    rows: list[list[object]] = [PROMISES[0], *([f"P-{number}", "C", cell] for number, cell in enumerate(cells))]
    return [each.due for each in read_portfolio(workbook_of(path, {"promises": rows}), as_of=AS_OF).portfolio.promises]


@pytest.mark.parametrize("texts", [["26.02.2027"], ["26.02.2027", "27.02.2027", "28.02.2027"], ["26/02/2027"]])
def test_date_cells_and_dates_as_text_may_share_a_column(tmp_path: Path, texts: list[str]) -> None:
    cells = [date(2027, 1, 15), *texts, date(2027, 3, 4)]
    days = due_days(tmp_path / "book.xlsx", *cells)
    assert (days[0], days[1], days[-1]) == (date(2027, 1, 15), date(2027, 2, 26), date(2027, 3, 4))


@pytest.mark.parametrize("certain", ["26/02/2027", "26.02.2027", "02.01.2027"])
def test_a_text_that_reads_one_way_only_decides_for_the_other_texts(tmp_path: Path, certain: str) -> None:
    days = due_days(tmp_path / "book.xlsx", date(2027, 1, 15), certain, "03/04/2027")
    assert (days[0], days[2]) == (date(2027, 1, 15), date(2027, 4, 3))


def test_date_cells_decide_nothing_for_texts_that_read_both_ways(tmp_path: Path) -> None:
    promises: list[list[object]] = [*PROMISES, ["P-2", "C", "03/04/2027"]]
    (error,) = errors_at(workbook_of(tmp_path / "book.xlsx", {"promises": promises}))
    assert (error.row, error.problem.code) == (3, "ambiguous date")


def test_texts_in_two_formats_are_still_refused_beside_date_cells(tmp_path: Path) -> None:
    dues = [date(2027, 1, 15), "26.02.2027", "27.02.2027", "4 March 2027"]
    promises: list[list[object]] = [PROMISES[0], *([f"P-{number}", "C", due] for number, due in enumerate(dues))]
    (error,) = errors_at(workbook_of(tmp_path / "book.xlsx", {"promises": promises}))
    assert (error.row, error.problem.values) == (5, {"form": "DD.MM.YYYY"})


def test_a_duration_is_no_number_of_hours(tmp_path: Path) -> None:
    work: list[list[object]] = [["promise", "item", "team", "hours"], ["P-1", "a", "Assembly", timedelta(hours=5)]]
    book = workbook_of(tmp_path / "book.xlsx", {"promises": PROMISES, "teams": TEAMS, "work": work})
    assert errors_at(book)[0].column == "hours"


def test_an_unknown_sheet_is_noted_and_not_read(tmp_path: Path) -> None:
    book = workbook_of(tmp_path / "book.xlsx", {"promises": PROMISES, "Notes": [["what", "ever"]], "Team": []})
    notes = read_portfolio(book, as_of=AS_OF).notes
    assert [(note.file, note.message.values) for note in notes] == [
        ("book.xlsx:Notes", {"suggestion": ""}),
        ("book.xlsx:Team", {"suggestion": "teams"}),
    ]


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    book = workbook_of(tmp_path / "book.xlsx", {"promises": PROMISES, "Promises ": PROMISES})
    assert [error.problem.code for error in errors_at(book)] == ["given twice"]


def test_a_workbook_without_promises_is_told_the_sheet_to_add(tmp_path: Path) -> None:
    (error,) = errors_at(workbook_of(tmp_path / "book.xlsx", {"teams": TEAMS}))
    assert (error.problem.code, error.mend.values) == ("missing file", {"name": "book.xlsx:promises"})


def test_a_workbook_whose_sheets_have_other_names_is_told_to_name_one(tmp_path: Path) -> None:
    (error,) = errors_at(workbook_of(tmp_path / "book.xlsx", {"Sheet": PROMISES, "Plan - B": [["x"]]}))
    assert (error.problem.code, error.mend.code) == ("missing file", "name the sheet")
    assert error.mend.values["name"] == "promises"
    assert error.mend.values["sheets"] == "Sheet, Plan - B"


def test_commented_rows_are_left_out_and_keys_that_begin_with_a_hash_are_not(tmp_path: Path) -> None:
    promises: list[list[object]] = [["# the promises"], *PROMISES, ["# more"], ["#1001", "C", date(2027, 1, 1)]]
    found = read_portfolio(workbook_of(tmp_path / "book.xlsx", {"promises": promises}), as_of=AS_OF).portfolio.promises
    assert [promise.key for promise in found] == ["P-1", "#1001"]


def replaced(book: Path, old: bytes, new: bytes) -> Path:
    with zipfile.ZipFile(book) as archive:
        parts = {part.filename: archive.read(part).replace(old, new) for part in archive.infolist()}
    return zip_of(book, parts)


def test_a_formula_that_failed_is_noted(tmp_path: Path) -> None:
    promises = [[*PROMISES[0], "value"], [*PROMISES[1], 1234]]
    book = workbook_of(tmp_path / "book.xlsx", {"promises": promises})
    replaced(book, b'<c r="D2"><v>1234</v>', b'<c r="D2" t="e"><v>#REF!</v>')
    files = read_portfolio(book, as_of=AS_OF)
    assert files.portfolio.promises[0].value is None
    assert [(note.message.code, note.message.values) for note in files.notes] == [
        ("formula error read as blank", {"cell": "D2"})
    ]


@pytest.mark.parametrize("cell", [b"XFD1048576", b"ZZ900000", b"a4294967295"])
def test_a_cell_far_away_does_not_exhaust_the_memory(tmp_path: Path, cell: bytes) -> None:
    promises = [[*PROMISES[0], "value"], [*PROMISES[1], 1234]]
    book = replaced(workbook_of(tmp_path / "book.xlsx", {"promises": promises}), b'r="D2"', b'r="' + cell + b'"')
    begun = time.process_time()
    (error,) = errors_at(book)
    assert (error.problem.code, error.mend.code) == ("too wide", "clear the stray cells")
    assert time.process_time() - begun < 5


def test_a_stray_cell_within_reason_is_a_value_without_column(tmp_path: Path) -> None:
    promises = [[*PROMISES[0], "value"], [*PROMISES[1], 1234]]
    book = replaced(workbook_of(tmp_path / "book.xlsx", {"promises": promises}), b'r="D2"', b'r="AB2"')
    assert [error.problem.code for error in errors_at(book)] == ["value without column"]


def test_a_workbook_bomb_is_refused(tmp_path: Path) -> None:
    book = replaced(workbook_of(tmp_path / "book.xlsx", {"promises": PROMISES}), b"<sheetData>", b" " * 20_000_000)
    assert errors_at(book)[0].problem.code == "compressed too much"


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512))
    (error,) = errors_at(tmp_path / "book.xlsx")
    assert (error.problem.code, error.mend.code) == ("encrypted", "remove the password")


def test_a_workbook_of_too_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    rows: list[list[object]] = [PROMISES[0], *([f"P-{number}", "C", date(2027, 1, 1)] for number in range(4))]
    (error,) = errors_at(workbook_of(tmp_path / "book.xlsx", {"promises": rows}))
    assert (error.file, error.problem.values) == ("book.xlsx:promises", {"limit": 3})
    assert (
        read_portfolio(workbook_of(tmp_path / "less.xlsx", {"promises": rows[:-1]}), as_of=AS_OF).rows["promises"] == 3
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"<sheetData>", b"<sheetData"), (b"<v>0</v>", b"<v>99</v>"), (b"</sst>", b"<")],
)
def test_a_workbook_with_broken_parts_is_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    book = replaced(workbook_of(tmp_path / "book.xlsx", {"promises": PROMISES}), old, new)
    assert {error.file.split(":")[0] for error in errors_at(book)} == {"book.xlsx"}
