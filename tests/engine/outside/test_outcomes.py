from __future__ import annotations

import numpy as np
import pytest

from makegood.engine.outside import History
from makegood.engine.outside.history import CancelledBy
from makegood.engine.outside.outcomes import outcomes_of

NAN = float("nan")


def one(**columns: float) -> History:
    """Return a history of one row made on day 100 and promised for day 110, with these columns otherwise."""
    given = {name: [value] for name, value in {"made": 100.0, "promised": 110.0, **columns}.items()}
    known_at, kept, delivered = (given.get(name) for name in ("known_at", "kept", "delivered"))
    return History.of(
        ["A"], made=given["made"], promised=given["promised"], delivered=delivered, known_at=known_at, kept=kept
    )


@pytest.mark.parametrize(
    ("delivered", "tolerance", "kept"),
    [(105, 0, 1), (110, 0, 1), (111, 0, 0), (111, 1, 1), (112, 1, 0), (110.7, 0, 1), (100, 0, 1)],
)
def test_kept_is_a_comparison_of_dates(delivered: float, tolerance: float, kept: float) -> None:
    outcomes = outcomes_of(one(delivered=delivered), tolerance_days=tolerance)
    assert outcomes.kept.tolist() == [kept]
    assert outcomes.usable.all()


@pytest.mark.parametrize(("delivered", "kept"), [(100.49, 1), (100.5, 1), (100.51, 0)])
def test_targets_of_minutes_are_compared_as_moments(delivered: float, kept: float) -> None:
    history = History.of(["A"], made=[100.1], promised=[100.5], delivered=[delivered])
    assert outcomes_of(history).kept.tolist() == [kept]


def test_what_is_stated_wins_over_the_dates() -> None:
    assert outcomes_of(one(delivered=105, kept=0)).kept.tolist() == [0]


def test_an_open_promise_is_broken_from_the_end_of_its_day_on() -> None:
    outcomes = outcomes_of(one())
    assert outcomes.kept.tolist() == [0]
    assert 110 < outcomes.known[0] < 111
    assert outcomes_of(one(), tolerance_days=3).known[0] == pytest.approx(114, abs=1e-3)


def test_a_late_one_is_known_to_be_late_before_it_is_done() -> None:
    outcomes = outcomes_of(one(delivered=150))
    assert outcomes.known[0] == pytest.approx(111, abs=1e-3)
    assert outcomes.finish_known[0] == 150


def test_an_early_one_is_learnt_from_at_its_date_and_not_before() -> None:
    outcomes = outcomes_of(one(delivered=102))
    assert outcomes.known[0] == 102
    assert outcomes.matured[0] == pytest.approx(111, abs=1e-3)


def test_a_stated_moment_of_knowledge_holds_for_everything() -> None:
    outcomes = outcomes_of(one(delivered=150, known_at=160))
    assert (outcomes.known[0], outcomes.finish_known[0]) == (160, 160)
    assert outcomes.reported_late


def test_where_outcomes_are_reported_late_an_open_row_may_be_unreported() -> None:
    history = History.of(["A", "B"], made=[1, 1], promised=[5, 5], delivered=[4, NAN], known_at=[20, NAN])
    assert outcomes_of(history).known.tolist() == [20, np.inf]


def test_cancelled_by_the_customer_never_counts_and_by_us_is_broken() -> None:
    history = History.of(
        ["A", "B"], made=[1, 1], promised=[5, 5], delivered=[4, 4], cancelled_by=[CancelledBy.CUSTOMER, CancelledBy.US]
    )
    outcomes = outcomes_of(history)
    assert outcomes.usable.tolist() == [False, True]
    assert outcomes.kept.tolist()[1] == 0
    assert np.isnan(outcomes.finished).all()


@pytest.mark.parametrize(
    "columns",
    [{"delivered": 99}, {"promised": 99}, {"made": NAN}, {"promised": NAN}],
    ids=["delivered before made", "overdue from the start", "without a moment", "without date or outcome"],
)
def test_what_was_decided_before_or_never_is_no_forecast(columns: dict[str, float]) -> None:
    assert not outcomes_of(one(**columns)).usable.any()


def test_durations_run_to_the_end_of_the_day() -> None:
    outcomes = outcomes_of(one(delivered=110))
    assert outcomes.planned[0] == outcomes.actual[0] == 10.5


def test_what_the_customer_cancels_after_its_date_was_broken_already() -> None:
    history = History.of(
        ["A", "B"], made=[1, 1], promised=[5, 5], known_at=[4, 9], cancelled_by=[CancelledBy.CUSTOMER] * 2
    )
    outcomes = outcomes_of(history)
    assert outcomes.usable.tolist() == [False, True]
    assert outcomes.known[1] < 6
    assert outcomes.gone.tolist() == [4, 9]
