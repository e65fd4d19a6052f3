"""What became of past promises: days and moments kept apart, columns of one's own, rows that say too little."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

import pytest

from makegood.engine.portfolio import HistoryRow
from makegood.files import FileError, InvalidFiles, read_history
from tests.files.desk import SMALL, folder_of, only_error, read, workbook_of

TWO_ROWS = "promise,made,promised,delivered\nH-1,2016-01-01,2016-03-01,2016-02-29\nH-2,2016-01-02,2016-03-02,\n"
SECONDS_FOR_FIFTY_THOUSAND = 20.0
"""Far above the second or two that it takes, so that a busy machine doesn't fail it."""


def refused(path: Path) -> tuple[FileError, ...]:
    with pytest.raises(InvalidFiles) as caught:
        read_history(path)
    return caught.value.errors


def test_a_time_of_day_is_kept_and_columns_of_its_own_are_attributes(tmp_path: Path) -> None:
    history = (
        "promise,promised,delivered,made,as_of,kept,known_at,cancelled_by,vendor\n"
        "H-1,2016-03-01,2016-02-29T11:29,2016-01-01,2016-01-02T01:16,1,2016-03-05T12:00,,Acme\n"
        "H-2,,,,,no,,us,\n"
    )
    first, second = read(tmp_path, history=history).portfolio.history
    assert first == HistoryRow(
        promise="H-1",
        promised=date(2016, 3, 1),
        delivered=datetime(2016, 2, 29, 11, 29),  # noqa: DTZ001  # on the company's clock
        made=date(2016, 1, 1),
        as_of=datetime(2016, 1, 2, 1, 16),  # noqa: DTZ001  # see above
        kept=True,
        known_at=datetime(2016, 3, 5, 12),  # noqa: DTZ001  # see above
        attributes={"vendor": "Acme"},
    )
    assert type(first.promised) is date
    assert second == HistoryRow(promise="H-2", kept=False, cancelled_by="us")


def test_a_moment_with_a_zone_is_read_on_the_company_clock(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(
        "promise,made,promised,delivered\n1,2026-06-01,2026-07-01T10:30Z,2026-07-01T12:00+02:00\n", encoding="utf-8"
    )
    (row,) = read_history(path, company_zone="Europe/Berlin").rows
    assert row.promised == datetime(2026, 7, 1, 12, 30)  # noqa: DTZ001  # on the company's clock
    assert row.delivered == datetime(2026, 7, 1, 12, 0)  # noqa: DTZ001  # see above


def test_a_column_of_midnights_holds_days(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "promise,made,promised,delivered\n1,2026-06-01,2026-07-01 00:00:00,2026-07-01 09:15\n", encoding="utf-8"
    )
    (row,) = read_history(path).rows
    assert type(row.promised) is date
    assert type(row.delivered) is datetime


@pytest.mark.parametrize(("written", "read_as"), [("Customer", "customer"), ("wir", "us"), ("Kunde", "customer")])
def test_who_cancelled_is_one_of_two(written: str, read_as: str, tmp_path: Path) -> None:
    history = f"promise,promised,cancelled_by\nH-1,2016-03-01,{written}\n"
    assert read(tmp_path, history=history).portfolio.history[0].cancelled_by == read_as


def test_anybody_else_who_cancelled_is_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, history="promise,promised,cancelled_by\nH-1,2016-03-01,nobody knows\n")
    assert (error.row, error.column, error.problem.code) == (2, "cancelled_by", "not a canceller")


def test_a_past_promise_may_have_several_rows(tmp_path: Path) -> None:
    history = "promise,as_of,promised\nH-1,2016-01-01,2016-03-01\nH-1,2016-02-01,2016-03-01\n"
    assert len(read(tmp_path, history=history).portfolio.history) == 2


def test_a_delivery_that_nobody_can_judge_is_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, history="promise,promised,delivered,kept\nH-1,,2016-01-01,\nH-2,,,yes\n")
    assert (error.row, error.column, error.problem.code) == (2, "promised", "outcome unknown")


def test_an_open_request_whose_outcome_will_say_whether_it_was_kept_is_no_error(tmp_path: Path) -> None:
    rows = read(tmp_path, history="promise,as_of,kept\nT-1,2016-01-01T08:00,yes\nT-2,2016-01-01T09:00,\n")
    assert [row.kept for row in rows.portfolio.history] == [True, None]


class TestAHistoryAlone:
    def test_is_read_from_a_folder_a_workbook_or_a_gzipped_file(self, tmp_path: Path) -> None:
        folder = folder_of(tmp_path, {"history": TWO_ROWS})
        book = workbook_of(tmp_path / "book.xlsx", {"History": [line.split(",") for line in TWO_ROWS.splitlines()]})
        packed = tmp_path / "past.csv.gz"
        packed.write_bytes(gzip.compress(TWO_ROWS.encode()))
        rows = [read_history(path).rows for path in (folder, book, packed)]
        assert rows[0] == rows[1] == rows[2]
        assert [row.promise for row in rows[0]] == ["H-1", "H-2"]

    def test_is_not_refused_for_mistakes_in_other_files(self, tmp_path: Path) -> None:
        folder = folder_of(tmp_path, {**SMALL, "promises": b"\xff\0", "history": TWO_ROWS})
        assert len(read_history(folder).rows) == 2

    def test_says_what_is_missing_where_there_is_none(self, tmp_path: Path) -> None:
        (error,) = refused(folder_of(tmp_path, SMALL))
        assert (error.file, error.problem.code) == ("history.csv", "missing file")
        (error,) = refused(tmp_path / "histroy.csv")
        assert error.problem.code == "not found"

    def test_needs_to_say_when_forecasts_were_made_and_what_they_are_held_against(self, tmp_path: Path) -> None:
        path = tmp_path / "work.csv"
        path.write_text("promise,item,team\nA,build,Assembly\n", encoding="utf-8")
        found = [(error.column, error.mend.code, error.mend.values) for error in refused(path)]
        assert found == [
            ("made", "add one of the columns", {"column": "made", "other": "as_of"}),
            ("promised", "add one of the columns", {"column": "promised", "other": "kept"}),
        ]

    def test_that_is_empty_is_no_error(self, tmp_path: Path) -> None:
        path = tmp_path / "none.csv"
        path.write_text("", encoding="utf-8")
        assert read_history(path).rows == ()

    def test_tells_every_mistake_with_its_row(self, tmp_path: Path) -> None:
        path = tmp_path / "past.csv"
        path.write_text(
            "promise,made,promised,kept\nA,,2016-13-01,\n,,2016-01-01,\nC,,2016-01-01,maybe\n", encoding="utf-8"
        )
        found = [(error.row, error.column, error.problem.code) for error in refused(path)]
        assert found == [
            (2, "promised", "impossible date"),
            (3, "promise", "missing value"),
            (4, "kept", "not yes or no"),
        ]

    def test_of_fifty_thousand_rows_takes_seconds(self, tmp_path: Path) -> None:
        attributes = [f"a{number}" for number in range(12)]
        lines = [",".join(("promise", "as_of", "promised", "delivered", *attributes))]
        for number in range(50_000):
            minute, day = number % 60, 1 + number % 28
            times = (f"2026-03-{day:02}T08:{minute:02}", f"2026-03-{day:02}T12:00", f"2026-04-{day:02}T09:{minute:02}")
            values = [f"v{number * (place + 3) % (20 + 50 * place)}" for place in range(12)]
            lines.append(",".join((str(number), *times, *values)))
        path = tmp_path / "big.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        began = perf_counter()
        assert len(read_history(path).rows) == 50_000
        assert perf_counter() - began < SECONDS_FOR_FIFTY_THOUSAND
