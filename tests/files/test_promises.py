"""Promises: what a row says, and what makes no sense."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from makegood.engine.portfolio import Promise
from makegood.files import read_portfolio
from tests.files.desk import AS_OF, PROMISES, errors, folder_of, only_error, read

FULL = (
    "promise,customer,due,first_due,made_at,told,accepted_at,class,value,currency,tier,timezone,wording,made_by,channel,"
    "owner,Region,segment\n"
    'NW-1,Northwind,2027-01-15,2026-12-20,2026-10-01,2027-01-31,2026-11-20,1,"1,200,000.50",eur,gold,Europe/Paris,'
    '"By mid January, for sure.",Ann,call,Bob,EMEA,\n'
)


def promise_with(column: str, value: str) -> str:
    return f'promise,customer,due,{column}\nP-1,C,2027-01-01,"{value}"\n'


def test_every_column_finds_its_place(tmp_path: Path) -> None:
    files = read(tmp_path, promises=FULL, work="")
    assert files.portfolio.promises == (
        Promise(
            key="NW-1",
            customer="Northwind",
            due=date(2027, 1, 15),
            first_due=date(2026, 12, 20),
            made_at=date(2026, 10, 1),
            told=date(2027, 1, 31),
            accepted_at=date(2026, 11, 20),
            priority_class=1,
            value=1_200_000.5,
            currency="EUR",
            tier="gold",
            zone="Europe/Paris",
            wording="By mid January, for sure.",
            made_by="Ann",
            channel="call",
            owner="Bob",
            attributes={"Region": "EMEA"},
        ),
    )


def test_unknown_columns_are_kept_and_noted(tmp_path: Path) -> None:
    notes = read(tmp_path, promises=FULL, work="").notes
    assert [(note.message.code, note.message.values["column"]) for note in notes] == [
        ("column kept as attribute", "Region"),
        ("column kept as attribute", "segment"),
    ]


def test_blank_cells_are_the_defaults(tmp_path: Path) -> None:
    promise = read(tmp_path).portfolio.promises[0]
    assert promise == Promise(key="P-1", customer="Northwind", due=date(2027, 1, 15))


def test_the_company_zone_is_kept(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"promises": PROMISES})
    assert read_portfolio(folder, as_of=AS_OF, company_zone="Europe/Berlin").portfolio.company_zone == "Europe/Berlin"


def test_a_promise_made_twice_names_the_other_row(tmp_path: Path) -> None:
    error = only_error(tmp_path, promises=PROMISES + "\n P-1 ,Fabrikam,2027-03-01\n")
    assert (error.file, error.row, error.column, error.value) == ("promises.csv", 5, "promise", "P-1")
    assert (error.problem.code, error.problem.values, error.mend.code) == (
        "duplicate", {"row": 2}, "remove or rename",
    )  # fmt: skip


@pytest.mark.parametrize("column", ["due", "first_due", "accepted_at"])
def test_nothing_happens_before_the_promise_is_made(tmp_path: Path, column: str) -> None:
    dates = {"due": "2027-01-01", "first_due": "2027-01-01", "accepted_at": "2026-11-10", column: "2026-10-31"}
    header, row = ",".join(dates), ",".join(dates.values())
    promises = f"promise,customer,made_at,{header}\nP-1,C,2026-11-01,{row}\n"
    error = only_error(tmp_path, promises=promises, work="")
    assert (error.column, error.value, error.problem.code) == (column, "2026-10-31", "earlier than")
    assert error.problem.values == {"other": "made_at", "date": date(2026, 11, 1)}


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("class", "-1", "out of range"), ("class", "6", "out of range"), ("class", "2.5", "not a whole number"),
        ("class", "high", "not a number"), ("value", "-1", "out of range"), ("value", "1e16", "out of range"),
        ("value", "1,234", "ambiguous number"), ("value", "5 h", "not a number"), ("currency", "€", "not a currency"),
        ("currency", "EURO", "not a currency"), ("timezone", "Mars/Base", "unknown time zone"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused(tmp_path: Path, column: str, value: str, code: str) -> None:
    error = only_error(tmp_path, promises=promise_with(column, value), work="")
    assert (error.row, error.column, error.value, error.problem.code) == (2, column, value, code)


@pytest.mark.parametrize(
    ("zone", "suggestion"), [("europe/berlin", "Europe/Berlin"), ("Europe/Berlim", "Europe/Berlin")]
)
def test_a_misspelt_time_zone_is_mended(tmp_path: Path, zone: str, suggestion: str) -> None:
    error = only_error(tmp_path, promises=promise_with("timezone", zone), work="")
    assert (error.mend.code, error.mend.values) == ("did you mean", {"suggestion": suggestion})


def test_all_errors_of_a_row_are_told_at_once(tmp_path: Path) -> None:
    promises = "promise,customer,due,class,value,currency,timezone\n,,31.02.2027,9,x,EURO,Nowhere\n"
    found = errors(tmp_path, promises=promises, work="", teams="")
    assert [error.column for error in found] == [
        "class", "currency", "customer", "due", "promise", "timezone", "value",
    ]  # fmt: skip


def test_text_that_a_spreadsheet_would_run_comes_in_as_text(tmp_path: Path) -> None:
    wording = "=cmd|'/C calc'!A0"
    assert read(tmp_path, promises=promise_with("wording", wording), work="").portfolio.promises[0].wording == wording
