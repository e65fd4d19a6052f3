from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from makegood.engine.outside import History, cancelled, history_from_rows, moment_of
from makegood.engine.outside.history import CancelledBy, date_of
from makegood.engine.portfolio import HistoryRow


def test_a_moment_counts_days_since_1970_with_fractions() -> None:
    assert moment_of(date(1970, 1, 2)) == 1
    assert moment_of(datetime(1970, 1, 2, 6, tzinfo=UTC)) == 1.25
    assert date_of(moment_of(datetime(2016, 2, 29, 23, 59, tzinfo=UTC))) == date(2016, 2, 29)


def test_a_forecast_could_have_been_made_when_the_promise_was() -> None:
    history = History.of(["A", "B"], made=[10.0, 11.0], promised=[20, 21])
    assert history.as_of.tolist() == [10, 11]
    assert np.isnan(history.delivered).all()


def test_a_promise_with_several_rows_was_made_at_the_first_of_them() -> None:
    history = History.of(["A", "B", "A"], as_of=[12.0, 11.0, 10.0], promised=[20, 21, 22])
    assert history.made.tolist() == [10, 11, 10]


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="column promised has 1 values for 2 rows"):
        History.of(["A", "B"], made=[1, 2], promised=[3])
    with pytest.raises(ValueError, match="column team has 1 values"):
        History.of(["A", "B"], made=[1, 2], attributes={"team": ["x"]})


def test_a_history_cannot_be_changed() -> None:
    history = History.of(["A"], made=[1.0])
    with pytest.raises(ValueError, match="read-only"):
        history.made[0] = 2


def test_rows_of_a_portfolio_become_columns() -> None:
    rows = [
        HistoryRow(promise="A", made=date(2026, 1, 1), promised=date(2026, 1, 9), delivered=date(2026, 1, 8)),
        HistoryRow(promise="B", as_of=date(2026, 1, 2), kept=False, cancelled_by="Customer", attributes={"team": "x"}),
    ]
    history = history_from_rows(rows)
    assert history.promise == ("A", "B")
    assert history.attributes["team"] == ("", "x")
    assert history.kept.tolist()[1] == 0
    assert history.cancelled_by.tolist() == [CancelledBy.NOBODY, CancelledBy.CUSTOMER]
    assert len(history_from_rows([])) == 0


@pytest.mark.parametrize(
    ("words", "who"),
    [("", CancelledBy.NOBODY), (" Client ", CancelledBy.CUSTOMER), ("us", CancelledBy.US), ("?", CancelledBy.US)],
)
def test_whoever_is_not_the_customer_is_us(words: str, who: CancelledBy) -> None:
    assert cancelled(words) is who


def test_selected_rows_keep_their_order_and_attributes() -> None:
    history = History.of(["A", "B", "C"], made=[1, 2, 3], attributes={"team": ["x", "y", "z"]})
    assert history.rows([2, 0]).attributes["team"] == ("z", "x")
    assert history.rows(np.array([False, True, False])).promise == ("B",)
