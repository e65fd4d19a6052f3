"""Forecasts of past days against what happened: who counts as kept, and what is scored."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from makegood.engine import Fixed, Portfolio, Settings, Team, WorkItem, forecast
from makegood.engine.combined import combined
from makegood.engine.portfolio import HistoryRow, Promise
from makegood.engine.replay import Endings, cases_of, endings_of
from makegood.engine.results import Likeness
from makegood.engine.two_views import PastView

DAY = date(2026, 6, 1)
LAST = date(2026, 11, 1)


def day(after: int) -> date:
    return DAY + timedelta(days=after)


def endings(*rows: HistoryRow, promises: tuple[Promise, ...] = ()) -> Endings:
    return endings_of(rows, promises, LAST)


class TestWhatHappened:
    def test_a_delivery_by_the_date_in_force_then_is_kept(self) -> None:
        ended = endings(HistoryRow(promise="P", promised=day(20), delivered=day(18)))
        assert (ended.kept("P", day(18)), ended.kept("P", day(17))) == (True, False)

    def test_a_stated_outcome_counts_for_the_date_it_is_about(self) -> None:
        ended = endings(HistoryRow(promise="P", promised=day(20), delivered=day(18), kept=False))
        assert ended.kept("P", day(20)) is False
        assert ended.kept("P", day(19)) is True

    def test_a_promise_that_is_still_open_after_its_date_is_broken(self) -> None:
        assert endings().kept("P", day(20)) is False

    def test_nothing_is_decided_before_the_date_not_even_an_early_delivery(self) -> None:
        ended = endings(HistoryRow(promise="P", promised=LAST + timedelta(days=30), delivered=day(18)))
        assert ended.kept("P", LAST + timedelta(days=30)) is None

    def test_what_the_customer_cancelled_does_not_count_and_what_we_cancelled_is_broken(self) -> None:
        ended = endings(
            HistoryRow(promise="C", promised=day(20), cancelled_by="customer"),
            HistoryRow(promise="U", promised=day(20), cancelled_by="us"),
        )
        assert (ended.kept("C", day(20)), ended.kept("U", day(20))) == (None, False)

    def test_accepted_promises_of_the_last_register_are_outcomes_too(self) -> None:
        ended = endings(promises=(Promise(key="P", customer="Ann", due=day(20), accepted_at=day(19)),))
        assert ended.kept("P", day(20)) is True

    def test_the_base_rate_knows_only_what_was_known_then(self) -> None:
        rows = (
            HistoryRow(promise="A", promised=day(-20), delivered=day(-25)),
            HistoryRow(promise="B", promised=day(-20), delivered=day(-5)),
            HistoryRow(promise="C", promised=day(20), delivered=day(18)),
        )
        assert endings(*rows).base_rate(DAY) == pytest.approx(1.5 / 3)
        assert endings(*rows).base_rate(day(-100)) == 0.5


class TestWhatIsScored:
    PORTFOLIO = Portfolio(
        teams=(Team(name="Assembly", slots=1.0),),
        promises=(
            Promise(key="A", customer="Ann", due=day(15)),
            Promise(key="B", customer="Bob", due=day(20)),
            Promise(key="gone", customer="Ann", due=day(-5)),
            Promise(key="far", customer="Ann", due=LAST + timedelta(days=9)),
        ),
        items=(
            WorkItem(key="A/x", promise="A", name="x", team="Assembly", estimate=Fixed(20.0)),
            WorkItem(key="gone/x", promise="gone", name="x", team="Assembly", estimate=Fixed(20.0)),
            WorkItem(key="far/x", promise="far", name="x", team="Assembly", estimate=Fixed(20.0)),
        ),
    )
    PAST = PastView(Likeness((), 100, 30, 5.0), 0.7, np.linspace(0.0, 0.9, 60))

    def test_every_view_is_told_with_its_curve_and_what_became_of_the_promise(self) -> None:
        settings = Settings(samples=64)
        plan = forecast(self.PORTFOLIO, as_of=DAY, settings=settings)
        views = {"A": self.PAST, "B": self.PAST}
        both = combined(plan, self.PORTFOLIO, views, settings)
        ended = endings(HistoryRow(promise="A", promised=day(15), delivered=day(12)))
        cases = {case.promise: case for case in cases_of(plan, both, views, ended)}
        assert set(cases) == {"A", "B"}
        first, second = cases["A"], cases["B"]
        assert (first.kept, first.finished, second.kept) == (True, day(12), False)
        assert first.p_kept["inside"] == 1.0
        assert first.p_kept["outside"] == pytest.approx(0.7)
        assert second.p_kept["inside"] is None
        assert set(first.curves) == {"inside", "outside", "combined"}
        assert set(second.curves) == {"outside", "combined"}
        assert first.curves["inside"].finished[-1] == 1.0
        assert first.base == 0.5
