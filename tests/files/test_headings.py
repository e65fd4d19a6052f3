"""Headings in a person's own words, and titles above them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from makegood.files import read_portfolio
from makegood.files.columns import SHEETS
from makegood.files.headings import fold
from tests.files.desk import AS_OF, errors, only_error, read, workbook_of


def told(notes: object) -> list[tuple[str, dict[str, object]]]:
    return [(note.message.code, dict(note.message.values)) for note in notes]  # type: ignore[attr-defined]  # notes


@pytest.mark.parametrize("title", ["made_at", "Made At", "MADE-AT", " made  at ", "Made_at", "made - at"])
def test_case_blanks_hyphens_and_underscores_do_not_matter(tmp_path: Path, title: str) -> None:
    files = read(tmp_path, promises=f"promise,customer,due,{title}\nP-1,C,2027-01-15,2026-10-01\n", work="")
    assert files.portfolio.promises[0].made_at == date(2026, 10, 1)
    assert files.notes == ()


@pytest.mark.parametrize(
    "header", ["Promise ID,Client,Due Date", "Order,Account,Deadline", "ID,Kunde,Liefertermin", "Zusage,Kunde,Termin"]
)
def test_well_known_other_words_are_read_and_noted(tmp_path: Path, header: str) -> None:
    files = read(tmp_path, promises=f"{header}\nP-1,Northwind,2027-01-15\nP-2,C,2027-01-16\n")
    first = files.portfolio.promises[0]
    assert (first.key, first.customer, first.due, first.attributes) == ("P-1", "Northwind", date(2027, 1, 15), {})
    own = header.split(",")
    assert told(files.notes) == [
        ("heading read as", {"heading": heading, "column": column})
        for heading, column in zip(own, ("promise", "customer", "due"), strict=True)
    ]


def test_a_column_under_its_own_name_leaves_the_other_words_alone(tmp_path: Path) -> None:
    files = read(tmp_path, promises="promise,customer,due,Date\nP-1,C,2027-01-15,soon\n", work="")
    assert files.portfolio.promises[0].attributes == {"Date": "soon"}


def test_two_headings_for_one_column_are_not_chosen_between(tmp_path: Path) -> None:
    promises = "promise,customer,Deadline,Delivery date\nP-1,C,2027-01-15,2027-01-16\n"
    error = only_error(tmp_path, promises=promises, work="")
    assert (error.column, error.problem.code, error.mend.code) == ("due", "missing column", "rename the column")
    assert error.mend.values["found"] in {"Deadline", "Delivery date"}


def test_a_misspelt_heading_is_suggested(tmp_path: Path) -> None:
    error = only_error(tmp_path, promises="promise,customer,deu\nP-1,C,2027-01-15\n", work="")
    assert error.mend.values == {"found": "deu", "column": "due"}


def test_no_word_stands_for_two_columns_of_a_file() -> None:
    for sheet in SHEETS.values():
        names = [name for column in sheet.columns for name in (column.name, *column.also)]
        assert len(names) == len(set(names)), sheet.name
        assert [fold(name) for name in names] == names


@pytest.mark.parametrize("title", ["Our promises", "Zusagen 2026;;", "Report;Date", "Open orders;Kim;November"])
def test_a_title_above_the_headings_is_left_out_and_noted(tmp_path: Path, title: str) -> None:
    promises = f"{title}\n\npromise;customer;due\nP-1;Northwind;15.01.2027\nP-2;C;16.01.2027\n"
    files = read(tmp_path, promises=promises)
    assert [each.due for each in files.portfolio.promises] == [date(2027, 1, 15), date(2027, 1, 16)]
    assert told(files.notes) == [("headings found below", {"row": 3})]


def test_a_title_above_the_headings_of_a_sheet_is_left_out(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Promises"], [], ["Promise", "Client", "Due"], ["P-1", "C", date(2027, 1, 15)]]
    files = read_portfolio(workbook_of(tmp_path / "book.xlsx", {"promises": rows}), as_of=AS_OF)
    assert files.portfolio.promises[0].customer == "C"
    assert told(files.notes)[0] == ("headings found below", {"row": 3})


def test_rows_below_a_title_keep_their_numbers(tmp_path: Path) -> None:
    error = only_error(tmp_path, promises="Ours\n\npromise,customer,due\nP-1,C,soon\n", work="")
    assert (error.row, error.column) == (4, "due")


def test_headings_with_a_mistake_are_no_title(tmp_path: Path) -> None:
    found = errors(tmp_path, promises="promise,costumer,due\npromise,customer,due\n", work="")
    assert [(error.column, error.mend.code) for error in found] == [("customer", "rename the column")]


def test_a_title_without_headings_below_it_is_a_header_that_lacks_columns(tmp_path: Path) -> None:
    found = errors(tmp_path, promises="Ours\nP-1\n", work="")
    assert {error.column for error in found} >= {"promise", "customer", "due"}


def test_a_mistake_in_headings_below_a_title_is_told_once(tmp_path: Path) -> None:
    rows = "".join(f"P-{number},C,2027-01-15\n" for number in range(20))
    found = errors(tmp_path, promises=f"Ours\n\npromise,custmer,due\n{rows}", work="")
    assert [(error.column, error.mend.values.get("found")) for error in found] == [("customer", "custmer")]
