"""What the demo company's people do something with is there on whichever day the demo is begun."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from makegood.config.demo.remediating import AGREED, OPENED, TALKED
from makegood.config.demo.supposing import WAITED_FOR
from makegood.config.demo.watching import COMMENTS, PARTS, WATCHED
from makegood.files.demo import build_demo

NAMED = {
    AGREED, TALKED, OPENED, WAITED_FOR, "HEL-171", *(one.promise for one in WATCHED), *(one[0] for one in COMMENTS),
    *(key for pair in PARTS for key in pair),
}  # fmt: skip
"""All of them have to be open: a promise that has ended stays as it is."""


@pytest.mark.parametrize("days", range(9))
def test_every_promise_that_the_demo_speaks_of_is_open_on_any_day(days: int) -> None:
    tables = build_demo(as_of=date(2026, 11, 24) + timedelta(days=days * 11))
    owed = {row["promise"] for row in tables["promises.csv"] if not row["accepted_at"]}
    assert NAMED <= owed
