"""Amounts with the sign of their currency, as spreadsheets export them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from makegood.files.columns import SHEETS
from makegood.files.money import Money
from makegood.files.refusals import Refused
from tests.files.desk import only_error, read


def promises_worth(*values: str, currency: str = "") -> str:
    rows = "".join(f"P-{number};C;15.01.2027;{value};{currency}\n" for number, value in enumerate(values, start=1))
    return "promise;customer;due;value;currency\n" + rows


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("48.500,00 €", "EUR"), ("€ 48.500,00", "EUR"), ("€48500", "EUR"), ("48.500,- €", "EUR"), ("48500,--", None),
        ("48 500,– EUR", "EUR"), ("CHF 48'500.-", "CHF"), ("£48,500.00", "GBP"), ("$48,500.00", None), ("48500", None),
    ],
)  # fmt: skip
def test_a_currency_beside_the_value_is_read(tmp_path: Path, text: str, currency: str | None) -> None:
    promise = read(tmp_path, promises=promises_worth(text), work="").portfolio.promises[0]
    assert (promise.value, promise.currency) == (48_500, currency)


def test_the_sign_of_the_currency_in_its_column_is_no_contradiction(tmp_path: Path) -> None:
    promise = read(tmp_path, promises=promises_worth("$48,500.00", currency="cad"), work="").portfolio.promises[0]
    assert (promise.value, promise.currency) == (48_500, "CAD")


@pytest.mark.parametrize(("text", "written"), [("48.500,00 €", "EUR"), ("JPY 5", "JPY"), ("¥5", "CNY / JPY")])
def test_a_sign_that_contradicts_the_column_is_refused(tmp_path: Path, text: str, written: str) -> None:
    error = only_error(tmp_path, promises=promises_worth(text, currency="USD"), work="")
    assert (error.row, error.column, error.problem.code) == (2, "value", "currencies differ")
    assert error.problem.values == {"written": written, "currency": "USD"}


def test_a_sign_does_not_hide_which_mark_is_decimal(tmp_path: Path) -> None:
    promises = 'promise,customer,due,value\nP-1,C,2027-01-15,"0,5 €"\nP-2,C,2027-01-15,"1,250 €"\n'
    found = read(tmp_path, promises=promises, work="").portfolio.promises
    assert [promise.value for promise in found] == [0.5, 1.25]


@pytest.mark.parametrize("text", ["€", "€ 5 €", "5 %", "5 Euro", "EUR", "- €", ",-"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        Money(0, 10).parse(text, ".")


def test_a_long_text_is_refused_at_once() -> None:
    begun = time.process_time()
    with pytest.raises(Refused):
        Money(0, 10).parse("5" + " " * 30_000 + "x", ".")
    assert time.process_time() - begun < 1


def test_ranges_are_described_in_figures_that_people_read() -> None:
    descriptions = [column.form.description for sheet in SHEETS.values() for column in sheet.columns]
    assert [text for text in descriptions if "e+" in text] == []
    assert "number from 0 to 1,000,000" in descriptions
