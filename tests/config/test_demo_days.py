"""The demo company can be filled in on any day: what is told of promises is told of such as are open on all of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from makegood.config.demo.watching import COMMENTS, PARTS, WATCHED
from makegood.files.demo import build_demo

DAYS = [date(2026, 11, 27) + timedelta(days=ahead) for ahead in (0, 1, 2, 3, 34, 100)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_is_told_of_a_promise_is_told_of_one_that_is_open_whatever_the_day(day: date) -> None:
    rows = {row["promise"]: row for row in build_demo(as_of=day)["promises.csv"]}
    told = {one.promise for one in WATCHED} | {key for pair in PARTS for key in pair} | {one[0] for one in COMMENTS}
    assert told <= set(rows)
    assert all(rows[part]["customer"] == rows[whole]["customer"] for part, whole in PARTS)
