"""Orders yet to come take capacity at the rate of the past, and are not reported themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy import stats

from makegood.engine import Portfolio, Settings, forecast, promises_per_week, with_later_arrivals
from makegood.engine.portfolio import HistoryRow
from tests.engine.portfolios import MONDAY, a_portfolio, a_promise, a_range, an_item, day

SETTINGS = Settings(samples=256)


@pytest.fixture
def busy() -> Portfolio:
    """Ten promises made in the ten weeks before, each a week's work for the one slot of their team."""
    promises = tuple(
        a_promise(f"P{number}", due_in=40 + 7 * number, made_at=day(-7 * number - 1), owner="Ada")
        for number in range(10)
    )
    items = (an_item(f"P{number}/work", a_range(24.0)) for number in range(10))
    return a_portfolio(*items, promises=promises)


def test_the_rate_counts_open_and_past_promises_of_the_last_half_year_once(busy: Portfolio) -> None:
    past = (
        HistoryRow(promise="P0", made=day(-1), delivered=day(-1)),
        HistoryRow(promise="old", made=day(-100)),
        HistoryRow(promise="too old", made=day(-183)),
        HistoryRow(promise="undated"),
    )
    assert promises_per_week(replace(busy, history=past), as_of=MONDAY) == pytest.approx(11 / 26)


def test_arrivals_lower_what_the_plan_promises_and_are_not_reported(busy: Portfolio) -> None:
    alone = forecast(busy, as_of=MONDAY, settings=SETTINGS)
    crowded = with_later_arrivals(busy, as_of=MONDAY, per_week=0.5, seed=1)
    together = forecast(crowded, as_of=MONDAY, settings=SETTINGS)
    assert {promise.promise for promise in together.promises} == {promise.promise for promise in alone.promises}
    assert together.portfolio.expected_kept < alone.portfolio.expected_kept - 0.1
    assert {customer.customer for customer in together.portfolio.customers} == {
        customer.customer for customer in alone.portfolio.customers
    }


def test_an_arrival_does_not_hold_up_what_ranks_before_it(busy: Portfolio) -> None:
    alone = forecast(busy, as_of=MONDAY, settings=SETTINGS).of("P0")
    together = forecast(
        with_later_arrivals(busy, as_of=MONDAY, per_week=0.5, seed=1), as_of=MONDAY, settings=SETTINGS
    ).of("P0")
    assert together.p_kept == alone.p_kept


def test_arrivals_come_at_the_rate_that_was_asked_for(busy: Portfolio) -> None:
    crowded = with_later_arrivals(busy, as_of=MONDAY, per_week=2.0, seed=1)
    last_due = max(promise.due for promise in busy.promises)
    arrived = [promise for promise in crowded.promises if promise.simulated]
    assert len(arrived) > 2.0 * (last_due - MONDAY).days / 7
    for number, promise in enumerate(arrived, start=1):
        made = promise.made_at
        assert made is not None
        assert (made - MONDAY).days == pytest.approx(3.5 * number, abs=3)


@pytest.mark.parametrize("number", [1, 2, 5, 30])
def test_the_time_of_an_arrival_is_that_of_a_poisson_process(busy: Portfolio, number: int) -> None:
    crowded = with_later_arrivals(busy, as_of=MONDAY, per_week=2.0, seed=1)
    (wait,) = [
        item.wait
        for item in crowded.items
        if item.wait is not None and item.key.startswith(f"arrival {number} ") and item.name == "arrives"
    ]
    whole = stats.gamma(number, scale=3.5)
    assert wait.p50_days == pytest.approx(whole.ppf(0.5), rel=0.03)
    assert wait.p90_days == pytest.approx(whole.ppf(0.9), rel=0.03)


def test_arrivals_copy_work_as_if_nothing_of_it_were_done() -> None:
    begun = a_portfolio(
        an_item("P/build", 8.0, done_share=0.5),
        an_item("P/ship", 4.0, after=("P/build",)),
        promises=(a_promise(made_at=day(-10)),),
    )
    crowded = with_later_arrivals(begun, as_of=MONDAY, per_week=1.0, seed=3)
    copied = [item for item in crowded.items if item.promise.startswith("arrival 1 ")]
    assert [item.name for item in copied] == ["arrives", "build", "ship"]
    assert all(item.done_share == 0 for item in copied)
    assert copied[2].after == (copied[0].key, copied[1].key)


@pytest.mark.parametrize("rate", [0.0, -1.0])
def test_without_a_rate_nothing_arrives(busy: Portfolio, rate: float) -> None:
    assert with_later_arrivals(busy, as_of=MONDAY, per_week=rate, seed=1) is busy


def test_nothing_arrives_where_no_promise_has_work() -> None:
    bare = a_portfolio(promises=(a_promise(),))
    assert with_later_arrivals(bare, as_of=MONDAY, per_week=3.0, seed=1) is bare


def test_the_same_seed_brings_the_same_orders(busy: Portfolio) -> None:
    once, again, other = (with_later_arrivals(busy, as_of=MONDAY, per_week=1.0, seed=seed) for seed in (1, 1, 2))
    assert once == again
    assert once != other
