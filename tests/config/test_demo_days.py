"""The demo company can be filled in on any day: what is told of promises is told of such as are open on all of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from makegood.config.demo.deciding import ways_for_helios, ways_for_northwind
from makegood.config.demo.remediating import AGREED, OPENED, TALKED
from makegood.config.demo.reviewing import A_WEEK, known_on
from makegood.config.demo.revising import CASES
from makegood.config.demo.watching import COMMENTS, PARTS, WATCHED
from makegood.files import read_portfolio
from makegood.files.demo import build_demo
from makegood.files.demo.tables import csv_text

DAYS = [date(2026, 11, 27) + timedelta(days=ahead) for ahead in (0, 1, 2, 3, 34, 100)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_is_told_of_a_promise_is_told_of_one_that_is_open_whatever_the_day(day: date) -> None:
    rows = {row["promise"]: row for row in build_demo(as_of=day)["promises.csv"]}
    told = {one.promise for one in WATCHED} | {key for pair in PARTS for key in pair} | {one[0] for one in COMMENTS}
    assert told <= set(rows)
    assert all(rows[part]["customer"] == rows[whole]["customer"] for part, whole in PARTS)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_is_worked_on_is_open_whatever_the_day(day: date) -> None:
    rows = {row["promise"]: row for row in build_demo(as_of=day)["promises.csv"]}
    worked_on = {AGREED, TALKED, OPENED} | {one.key for one in CASES}
    assert worked_on <= set(rows)
    assert not [key for key in worked_on if rows[key]["accepted_at"]]
    ways = (*ways_for_helios(1, day), *ways_for_northwind(1, 1, day))
    assert len({way.title for way in ways}) == len(ways)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_was_known_a_week_ago_can_be_read_whatever_the_day(day: date, tmp_path: Path) -> None:
    for name, rows in known_on(build_demo(as_of=day), day - A_WEEK, day).items():
        (tmp_path / name).write_text(csv_text(name, rows), encoding="utf-8")
    assert read_portfolio(tmp_path, as_of=day - A_WEEK).portfolio.promises
