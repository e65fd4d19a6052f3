"""Dates: every usual way of writing one, one format a column, and the order of day and month never guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.files import read_portfolio
from makegood.files.dates import read_date_cell
from makegood.files.refusals import Refused
from tests.files.desk import AS_OF, errors, errors_at, folder_of, only_error, read


def due_of(*dates: str) -> str:
    return "promise,customer,due\n" + "".join(f'P-{n},C,"{text}"\n' for n, text in enumerate(dates, start=1))


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-04", "2027/03/04", "2027.03.04", "2027-3-4", "20270304", "04.03.2027", "4.3.2027", "4 Mar 2027",
        "4. März 2027", "04-Mar-2027", "4 March 2027", "March 4, 2027", "4th March 2027", "46450", "46450.75",
        "2027-03-04T17:30", "2027-03-04 17:30:15", "2027-03-04T17:30:15.250Z", "04.03.2027 5:30 PM",
        "2027-03-04T17:30+01:00",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_form(text: str) -> None:
    reading = read_date_cell(text)
    assert reading.day_first == reading.month_first == date(2027, 3, 4)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("soon", "not a date"), ("2027", "not a date"), ("12345", "not a date"), ("2027-03", "not a date"),
        ("2027-W09-4", "not a date"), ("04/03.2027", "not a date"), ("4 Foo 2027", "not a date"),
        ("2027-03-04 25:00", "not a date"), ("2027-03-04T10:00+99:00", "not a date"),
        ("04.03.27", "two-digit year"), ("04/03/27", "two-digit year"), ("4 Mar 27", "two-digit year"),
        ("2027-02-29", "impossible date"), ("31.02.2027", "impossible date"), ("32/13/2027", "impossible date"),
        ("2027-13-01", "impossible date"), ("31 Feb 2027", "impossible date"), ("0000-01-01", "impossible date"),
        ("1989-12-31", "year out of range"), ("2101-01-01", "year out of range"), ("01/01/9999", "year out of range"),
        ("20000", "year out of range"), ("80000", "year out of range"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_reason(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_date_cell(text)
    assert refused.value.why.code == code


def test_the_years_to_stay_within_are_told() -> None:
    with pytest.raises(Refused) as refused:
        read_date_cell("1989-12-31")
    assert (refused.value.how.code, refused.value.how.values) == ("write a year in range", {"low": 1990, "high": 2100})


@given(st.text(max_size=25) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,5}[-/. ][0-9]{1,4}( [0-9:]{1,8})?"))
def test_any_text_is_a_date_within_the_years_or_refused(text: str) -> None:
    try:
        reading = read_date_cell(text)
    except Refused:
        return
    assert all(day is None or 1990 <= day.year <= 2100 for day in (reading.day_first, reading.month_first))


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_each_form_reads_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for text in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", str(serial)):
        assert read_date_cell(text).day_first == day
    assert read_date_cell(f"{day:%d/%m/%Y}").day_first == day
    assert read_date_cell(f"{day:%m/%d/%Y}").month_first == day


@pytest.mark.parametrize("mark", ["/", "-"])
def test_a_day_above_12_anywhere_in_the_column_decides_the_order(tmp_path: Path, mark: str) -> None:
    promises = due_of(f"03{mark}04{mark}2027", f"25{mark}12{mark}2027").replace("P-1", "P-0", 1)
    found = read(tmp_path, promises=promises, work="promise,item,team\n").portfolio.promises
    assert [promise.due for promise in found] == [date(2027, 4, 3), date(2027, 12, 25)]


def test_a_month_first_column_is_read_so(tmp_path: Path) -> None:
    promises = read(tmp_path, promises=due_of("03/04/2027", "12/25/2027"), work="").portfolio.promises
    assert [promise.due for promise in promises] == [date(2027, 3, 4), date(2027, 12, 25)]


def test_a_column_in_which_both_orders_fit_is_asked_about_once(tmp_path: Path) -> None:
    error = only_error(tmp_path, promises=due_of("05/05/2027", "03/04/2027", "01/02/2027"), work="")
    assert (error.row, error.column, error.value) == (3, "due", "03/04/2027")
    assert error.problem.values == {"day_first": date(2027, 4, 3), "month_first": date(2027, 3, 4), "cells": 2}
    assert (error.problem.code, error.mend.code) == ("ambiguous date", "say the date order")


@pytest.mark.parametrize(("order", "due"), [("dmy", date(2027, 4, 3)), ("mdy", date(2027, 3, 4))])
def test_the_order_asked_for_decides_where_both_fit_and_is_noted(tmp_path: Path, order: str, due: date) -> None:
    folder = folder_of(tmp_path, {"promises": due_of("03/04/2027")})
    files = read_portfolio(folder, as_of=AS_OF, date_order=order)  # type: ignore[arg-type]  # one of the two
    assert files.portfolio.promises[0].due == due
    assert [(note.file, note.message.code, note.message.values["order"]) for note in files.notes] == [
        ("promises.csv", "date order used", order)
    ]


def test_the_order_asked_for_does_not_override_what_the_column_proves(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"promises": due_of("03/04/2027", "25/12/2027")})
    files = read_portfolio(folder, as_of=AS_OF, date_order="mdy")
    assert files.portfolio.promises[0].due == date(2027, 4, 3)
    assert files.notes == ()


def test_equal_day_and_month_leave_no_question(tmp_path: Path) -> None:
    assert read(tmp_path, promises=due_of("05/05/2027"), work="").portfolio.promises[0].due == date(2027, 5, 5)


def test_the_minority_of_a_column_with_mixed_formats_is_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, promises=due_of("2027-01-02", "2027-01-03", "04.01.2027"), work="")
    assert (error.row, error.problem.code, error.problem.values["form"]) == (4, "mixed date formats", "YYYY-MM-DD")


def test_a_column_that_proves_both_orders_has_its_minority_refused(tmp_path: Path) -> None:
    dates = due_of("25/12/2027", "26/12/2027", "12/27/2027", "01/02/2027")
    error = only_error(tmp_path, promises=dates, work="")
    assert (error.row, error.problem.code, error.problem.values["form"]) == (4, "mixed date formats", "DD/MM/YYYY")


def test_the_minority_of_a_month_first_column_is_told_that_form(tmp_path: Path) -> None:
    error = only_error(tmp_path, promises=due_of("12/25/2027", "12/26/2027", "27/12/2027"), work="")
    assert (error.row, error.problem.values["form"]) == (4, "MM/DD/YYYY")


def test_each_column_has_its_own_format(tmp_path: Path) -> None:
    promises = "promise,customer,due,first_due\nP-1,C,2027-03-04,04.03.2027\n"
    promise = read(tmp_path, promises=promises, work="").portfolio.promises[0]
    assert promise.due == promise.first_due == date(2027, 3, 4)


def test_every_impossible_date_is_told(tmp_path: Path) -> None:
    found = errors(tmp_path, promises=due_of("31.02.2027", "01.03.2027", "31.02.2027"), work="")
    assert [(error.row, error.value, error.problem.code) for error in found] == [
        (2, "31.02.2027", "impossible date"),
        (4, "31.02.2027", "impossible date"),
    ]


@pytest.mark.parametrize("column", ["made_at", "accepted_at"])
def test_what_happened_cannot_lie_in_the_future(tmp_path: Path, column: str) -> None:
    tomorrow = AS_OF + timedelta(days=1)
    error = only_error(tmp_path, promises=f"promise,customer,due,{column}\nP-1,C,2027-03-04,{tomorrow}\n", work="")
    assert (error.column, error.problem.code, error.problem.values) == (column, "in the future", {"as_of": AS_OF})


def test_today_is_not_the_future(tmp_path: Path) -> None:
    promises = f"promise,customer,due,made_at\nP-1,C,2027-03-04,{AS_OF}\n"
    assert read(tmp_path, promises=promises, work="").portfolio.promises[0].made_at == AS_OF


def test_moments_keep_their_time_on_the_company_clock(tmp_path: Path) -> None:
    measurements = "measure,at,value\nm,2026-11-01T10:30,1\nm,2026-11-01T10:30:00Z,2\nm,2026-11-01,3\n"
    folder = folder_of(tmp_path, {"promises": "promise,customer,due\n", "measurements": measurements})
    found = read_portfolio(folder, as_of=AS_OF, company_zone="Europe/Berlin").portfolio.measurements
    assert [each.at for each in found] == [
        datetime(2026, 11, 1, 10, 30),  # noqa: DTZ001  # the company's clock, by definition without a zone
        datetime(2026, 11, 1, 11, 30),  # noqa: DTZ001  # the same
        datetime(2026, 11, 1),  # noqa: DTZ001  # the same
    ]


def test_a_company_zone_that_is_not_known_fails_at_once(tmp_path: Path) -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        read_portfolio(
            folder_of(tmp_path, {"promises": "promise,customer,due\n"}), as_of=AS_OF, company_zone="Mars/Base"
        )


def test_an_excel_serial_moment_has_its_time(tmp_path: Path) -> None:
    measurements = read(tmp_path, measurements="measure,at,value\nm,46000.75,1\n").portfolio.measurements
    assert measurements[0].at.isoformat() == "2025-12-09T18:00:00"


def test_a_blank_needed_date_is_missing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"promises": "promise,customer,due\nP-1,C,\n"})
    error = errors_at(folder)[0]
    assert (error.column, error.value, error.problem.code, error.mend.code) == (
        "due", "", "missing value", "fill it in",
    )  # fmt: skip
