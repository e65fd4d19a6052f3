"""Numbers are read as people write them, and refused where two readings fit."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.files.numbers import parse_number, plain, plain_value, proven_marks
from makegood.files.refusals import Refused
from tests.files.desk import errors, only_error, read


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1,5", 1.5),
        ("0,234", 0.234),
        ("1234,567", 1234.567),
        ("1,2345", 1.2345),
        ("1 234,567", 1234.567),
        ("1 234", 1234),
        ("1\u00a0234.5", 1234.5),
        ("1\u202f234", 1234),
        ("1'234.5", 1234.5),
        ("-5", -5),
        ("\u22125", -5),
        ("+5", 5),
        (".5", 0.5),
        (",5", 0.5),
        ("1e3", 1000),
        ("1.5E-2", 0.015),
        ("007", 7),
    ],
)
def test_a_number_is_read_as_it_is_meant(text: str, number: float) -> None:
    assert parse_number(text, ".") == number


@pytest.mark.parametrize(
    "text",
    ["", "x", "nan", "inf", "-inf", "1_000", "1 23", "12 34", "1,23,4", "1.234,5,6", "1,234.5.6", "--5", "5-", "0x10",
     "1e", "1e9999", "٣", "1.2.3", "$5", "5 h", "=1+1"],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_number(text, ".")
    assert refused.value.why.code == "not a number"


@pytest.mark.parametrize("text", ["1,234", "12,345", "999,000", "-1,234"])
def test_a_comma_before_three_digits_is_ambiguous_where_commas_separate(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_number(text, ".")
    unsigned = text.lstrip("-")
    assert refused.value.why.code == "ambiguous number"
    assert refused.value.how.values == {
        "as_decimal": unsigned.replace(",", "."),
        "as_thousands": unsigned.replace(",", ""),
    }


def test_the_comma_is_decimal_in_a_file_with_semicolons_and_the_point_is_then_ambiguous(tmp_path: Path) -> None:
    work = "promise;item;team;hours\nP-1;a;Assembly;1,250\nP-1;b;Assembly;1.250\n"
    assert parse_number("1,250", ",") == 1.25
    error = only_error(tmp_path, work=work)
    assert (error.row, error.column, error.value, error.problem.code) == (3, "hours", "1.250", "ambiguous number")
    assert error.mend.values == {"as_decimal": "1,250", "as_thousands": "1250"}


def test_another_cell_of_the_column_proves_which_mark_is_decimal(tmp_path: Path) -> None:
    work = "promise;item;team;hours\nP-1;a;Assembly;0.5\nP-1;b;Assembly;1.250\n"
    items = read(tmp_path, work=work).portfolio.items
    assert [item.estimate.p50 for item in items] == [0.5, 1.25]  # type: ignore[union-attr]  # both are stated


def test_thousands_in_the_column_take_the_proof_away() -> None:
    assert proven_marks(["0.5", "1.250"]) == "."
    assert proven_marks(["0.5", "1.234.567"]) == ""
    assert proven_marks(["1,250", "words"]) == ""


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_what_is_written_plainly_is_read_back(number: float) -> None:
    assert parse_number(plain(number), ".") == pytest.approx(number, rel=1e-14, abs=1e-300)


@given(st.text(max_size=20), st.sampled_from([".", ",", ".,"]))
def test_any_text_is_a_finite_or_overflown_number_or_refused(text: str, marks: str) -> None:
    try:
        number = parse_number(text, marks)
    except Refused:
        return
    assert not math.isnan(number)


@pytest.mark.parametrize(
    ("text", "marks", "value"),
    [("1.10", ".", "1.10"), ("0,5", ".", "0.5"), ("1 200", ".", "1200"), ("IP67", ".", "IP67"), ("1,250", ",", "1.25")],
)
def test_a_value_that_may_be_text_is_rewritten_only_where_it_is_a_number_in_disguise(
    text: str, marks: str, value: str
) -> None:
    assert plain_value(text, marks) == value


@pytest.mark.parametrize("hours", ["inf", "nan", "NaN", "-inf", "lots"])
def test_hours_must_be_a_number(tmp_path: Path, hours: str) -> None:
    error = only_error(tmp_path, work=f"promise,item,team,hours\nP-1,a,Assembly,{hours}\n")
    assert (error.file, error.row, error.column, error.value) == ("work.csv", 2, "hours", hours)
    assert (error.problem.code, error.mend.code) == ("not a number", "write a number")


@pytest.mark.parametrize("hours", ["-1", "1e9", "1e300", "1e999"])
def test_hours_must_be_possible(tmp_path: Path, hours: str) -> None:
    error = only_error(tmp_path, work=f"promise,item,team,hours\nP-1,a,Assembly,{hours}\n")
    assert (error.value, error.problem.code, error.problem.values["low"]) == (hours, "out of range", 0)


def test_every_bad_number_of_a_column_is_told(tmp_path: Path) -> None:
    work = "promise,item,team,hours\nP-1,a,Assembly,x\nP-1,b,Assembly,8\nP-1,c,Assembly,x\n"
    assert [error.row for error in errors(tmp_path, work=work)] == [2, 4]
