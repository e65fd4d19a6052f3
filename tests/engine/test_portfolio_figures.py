"""Team loads, and figures over all promises together, in cases worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from makegood.engine import Portfolio, RiskDriver
from makegood.engine.harm import harm, stand_in_value
from makegood.engine.results import Forecast
from tests.engine.portfolios import a_portfolio, a_promise, a_range, a_team, an_item, day, the_forecast

WEEK = 40.0
SAMPLES = 256


def one_in(share: float, *items: str, name: str = "trouble") -> RiskDriver:
    """Return a risk that breaks what it touches in ``share`` of the samples."""
    return RiskDriver(name=name, probability=share, items=items, delay_days=300)


def test_load_is_what_is_booked_and_overload_what_is_due_beyond_what_can_be_given_until_then() -> None:
    portfolio = a_portfolio(
        an_item("P/1", 20), an_item("Q/1", 80), promises=(a_promise("P", due_in=4), a_promise("Q", due_in=8))
    )
    (team,) = the_forecast(portfolio, weeks=4).teams
    assert [week.load for week in team.weeks] == [1.0, 1.0, 20 / WEEK, 0.0]
    assert [week.p_overload for week in team.weeks] == [0.0, 1.0, 0.0, 0.0]
    assert [week.readiness for week in team.weeks] == [1.0, 0.0, 1.0, 1.0]
    assert [week.start for week in team.weeks] == [day(0), day(7), day(14), day(21)]


def test_what_is_overdue_is_owed_in_the_first_week_and_what_is_due_later_in_none_shown() -> None:
    portfolio = a_portfolio(
        an_item("P/1", 10), an_item("Q/1", 80), promises=(a_promise("P", due_in=-30), a_promise("Q", due_in=300))
    )
    (team,) = the_forecast(portfolio, weeks=2).teams
    assert [week.p_overload for week in team.weeks] == [0.0, 0.0]
    (team,) = the_forecast(replace(portfolio, teams=(a_team(slots=0.1),)), weeks=2).teams
    assert [week.p_overload for week in team.weeks] == [1.0, 1.0]


def test_a_team_is_overloaded_in_the_samples_in_which_the_risk_happens() -> None:
    trouble = RiskDriver(name="rework", probability=0.25, items=("P/1",), factor=2.0)
    portfolio = a_portfolio(an_item("P/1", 30), promises=(a_promise(due_in=4),), risks=(trouble,))
    (team,) = the_forecast(portfolio, samples=SAMPLES, weeks=1).teams
    assert team.weeks[0].p_overload == 0.25
    assert team.weeks[0].load == 0.75 * 30 / WEEK + 0.25


def test_a_team_without_capacity_has_no_load_and_is_overloaded_as_soon_as_it_owes_something() -> None:
    portfolio = a_portfolio(an_item("P/1", 1), promises=(a_promise(due_in=8),), teams=(a_team(slots=0),))
    (team,) = the_forecast(portfolio, weeks=2).teams
    assert [(week.load, week.p_overload) for week in team.weeks] == [(None, 0.0), (None, 1.0)]


def two_of_one_customer(*risks: RiskDriver) -> Forecast:
    portfolio = a_portfolio(
        an_item("P/1"),
        an_item("Q/1"),
        an_item("R/1"),
        promises=(
            a_promise("P", customer="Acme", value=1_000.0, currency="EUR"),
            a_promise("Q", customer="Acme", value=500.0, currency="EUR"),
            a_promise("R", customer="Borealis", value=70.0, currency="USD"),
        ),
        risks=risks,
    )
    return the_forecast(portfolio, samples=SAMPLES)


def test_promises_that_break_together_cost_no_more_joint_probability_than_one() -> None:
    figures = two_of_one_customer(one_in(0.25, "P/1", "Q/1", "R/1")).portfolio
    assert {customer.customer: customer.p_all_kept for customer in figures.customers} == {
        "Acme": 0.75,
        "Borealis": 0.75,
    }
    assert figures.p_all_kept == 0.75
    assert figures.expected_kept == 3 * 0.75


def test_promises_that_break_apart_are_rarely_kept_together() -> None:
    forecast = two_of_one_customer(one_in(0.25, "P/1", name="a"), one_in(0.25, "Q/1", name="b"))
    acme = forecast.portfolio.customers[0]
    assert acme.promises == 2
    assert acme.p_all_kept == pytest.approx(0.75**2, abs=0.05)
    assert forecast.portfolio.p_all_kept == acme.p_all_kept


def test_value_at_risk_is_told_by_currency() -> None:
    figures = two_of_one_customer(one_in(0.25, "P/1", "Q/1")).portfolio
    assert figures.value_exposed == {"EUR": 1_500.0, "USD": 70.0}
    assert figures.expected_loss == {"EUR": 375.0, "USD": 0.0}
    assert figures.loss_at_95 == {"EUR": 1_500.0, "USD": 0.0}


@pytest.mark.parametrize(("share", "loss"), [(0.04, 0.0), (0.06, 1_000.0)])
def test_loss_at_95_percent_is_reached_in_one_of_twenty_samples(share: float, loss: float) -> None:
    assert two_of_one_customer(one_in(share, "P/1")).portfolio.loss_at_95["EUR"] == loss


def test_statuses_are_counted_and_what_nobody_can_check_is_unknown() -> None:
    portfolio = a_portfolio(
        an_item("green/1"),
        an_item("amber/1"),
        an_item("red/1"),
        promises=(
            *(a_promise(key) for key in ("green", "amber", "red", "unknown")),
            a_promise("accepted", accepted_at=day(-1)),
        ),
        risks=(one_in(0.3, "amber/1", name="a"), one_in(0.5, "red/1", name="b")),
    )
    forecast = the_forecast(portfolio, samples=SAMPLES)
    figures = forecast.portfolio
    assert {promise.promise: promise.status for promise in forecast.promises} == {
        key: key for key in ("green", "amber", "red", "unknown", "accepted")
    }
    assert (figures.open_promises, figures.checked) == (4, 3)
    assert (figures.green, figures.amber, figures.red, figures.unknown) == (1, 1, 1, 1)


def test_promises_are_sorted_by_harm_and_accepted_ones_come_last() -> None:
    portfolio = a_portfolio(
        *(an_item(f"{key}/1") for key in ("small", "large", "gold", "safe")),
        promises=(
            a_promise("small", value=100.0),
            a_promise("large", value=1_000.0),
            a_promise("gold", value=600.0, tier="Gold"),
            a_promise("safe", value=9_000.0),
            a_promise("before", value=9_999.0, accepted_at=day(-1)),
        ),
        risks=(one_in(0.5, "small/1", "large/1", "gold/1"),),
    )
    forecast = the_forecast(portfolio, samples=SAMPLES)
    assert [(promise.promise, promise.harm) for promise in forecast.promises] == [
        ("gold", 600.0),
        ("large", 500.0),
        ("small", 50.0),
        ("safe", 0.0),
        ("before", 0.0),
    ]


def test_harm_of_the_unknown_is_half_and_of_the_unvalued_that_of_the_median() -> None:
    valued = [a_promise(value=value) for value in (10.0, 90.0, 50.0, None)]
    assert stand_in_value(valued) == 50.0
    assert stand_in_value([]) == 1.0
    assert harm(valued[3], 0.8, stand_in_value(valued)) == pytest.approx(10.0)
    assert harm(valued[1], None, 50.0) == 45.0
    assert harm(a_promise(value=10.0, tier=" Key "), 0.0, 1.0) == 15.0


def test_places_count_promises_in_the_order_of_capacity() -> None:
    forecast = the_forecast(
        a_portfolio(an_item("P/1"), an_item("Q/1"), promises=(a_promise("P"), a_promise("Q", due_in=1)))
    )
    assert (forecast.of("Q").place, forecast.of("P").place) == (1, 2)


def test_what_is_overdue_is_broken_even_where_nobody_listed_its_work() -> None:
    portfolio = a_portfolio(
        an_item("Q/1"), promises=(a_promise("P", due_in=-53, customer="Acme", value=10.0), a_promise("Q", due_in=7))
    )
    forecast = the_forecast(portfolio)
    overdue = forecast.of("P")
    assert (overdue.p_kept, overdue.status) == (0.0, "red")
    assert overdue.reason is not None
    assert overdue.reason.code == "overdue"
    assert {finding.code for finding in overdue.findings} >= {"overdue", "no work items"}
    assert (forecast.portfolio.red, forecast.portfolio.unknown) == (1, 0)
    assert forecast.portfolio.loss_at_95 == {"": 10.0}


def test_an_empty_portfolio_has_a_forecast_too() -> None:
    forecast = the_forecast(Portfolio())
    assert forecast.promises == ()
    assert forecast.portfolio.p_all_kept is None
    assert forecast.portfolio.loss_at_95 == {}


def test_a_team_that_owes_nothing_is_ready() -> None:
    (team,) = the_forecast(Portfolio(teams=(a_team(),))).teams
    assert all((week.load, week.p_overload) == (0.0, 0.0) for week in team.weeks)


def test_simulated_promises_take_capacity_and_are_not_reported() -> None:
    portfolio = a_portfolio(
        an_item("later/1", 40),
        an_item("P/1", 8),
        promises=(a_promise("later", priority_class=1, simulated=True, value=5.0), a_promise(due_in=1)),
    )
    forecast = the_forecast(portfolio)
    assert [promise.promise for promise in forecast.promises] == ["P"]
    assert forecast.of("P").p50 == day(7)
    assert forecast.portfolio.open_promises == 1
    assert [customer.customer for customer in forecast.portfolio.customers] == ["customer of P"]
    assert forecast.portfolio.value_exposed == {}


def test_joint_probabilities_lie_between_those_of_independence_and_of_the_worst_promise() -> None:
    items = [an_item(f"P{number}/1", a_range(60)) for number in range(6)]
    portfolio = a_portfolio(*items, teams=(a_team(slots=6),))
    forecast = the_forecast(portfolio, samples=1_024)
    alone = [promise.p_kept for promise in forecast.promises if promise.p_kept is not None]
    assert forecast.portfolio.p_all_kept is not None
    assert np.prod(alone) < forecast.portfolio.p_all_kept <= min(alone)


def test_loss_at_95_is_the_smallest_that_95_in_100_samples_do_not_exceed() -> None:
    """Of 256 samples, the 244th in order of loss: with 13 losses it is the first of them, with 12 it is none."""
    portfolio = a_portfolio(an_item("P/1"), promises=(a_promise(value=1_000.0),), risks=(one_in(13 / SAMPLES, "P/1"),))
    assert the_forecast(portfolio, samples=SAMPLES).portfolio.loss_at_95 == {"": 1_000.0}
    rarer = replace(portfolio, risks=(one_in(12 / SAMPLES, "P/1"),))
    assert the_forecast(rarer, samples=SAMPLES).portfolio.loss_at_95 == {"": 0.0}
