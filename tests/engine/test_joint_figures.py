"""Figures over all promises after each one's probability moved: the dependence that the samples saw is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from makegood.engine.joint_figures import portfolio_after
from makegood.engine.portfolio import Promise
from makegood.engine.results import CustomerForecast, Forecast, PortfolioForecast, PromiseForecast

DAY = date(2026, 11, 23)


def promise(key: str, p_kept: float | None, customer: str = "Ann") -> PromiseForecast:
    nothing: dict[str, Any] = dict.fromkeys(
        ("p_kept_se", "p_kept_first", "p50", "p85", "p95", "gap_days", "slack_days", "binding")
    )
    return PromiseForecast(promise=key, customer=customer, due=DAY, status="green", p_kept=p_kept, harm=0.0, **nothing)


def forecast(*promises: PromiseForecast, p_all: float | None = None, loss: dict[str, float] | None = None) -> Forecast:
    figures = PortfolioForecast(
        open_promises=len(promises),
        checked=len(promises),
        red=0,
        amber=0,
        green=len(promises),
        unknown=0,
        expected_kept=0.0,
        value_exposed={},
        expected_loss={},
        loss_at_95=loss or {},
        p_all_kept=p_all,
        customers=(CustomerForecast("Ann", len(promises), p_all),),
    )
    return Forecast(DAY, 1, 1_024, 1_024, DAY, promises, (), figures)


def said(*keys: str) -> list[Promise]:
    return [Promise(key=key, customer="Ann", due=DAY, value=1_000.0, currency="EUR") for key in keys]


def test_nothing_changes_where_no_probability_moved() -> None:
    plan = forecast(promise("A", 0.8), promise("B", 0.5), p_all=0.45, loss={"EUR": 1_800.0})
    after = portfolio_after(plan, plan.promises, said("A", "B"))
    assert after.p_all_kept == pytest.approx(0.45)
    assert after.loss_at_95["EUR"] == pytest.approx(1_800.0)
    assert after.customers[0].p_all_kept == pytest.approx(0.45)
    assert after.expected_kept == pytest.approx(1.3)
    assert after.expected_loss["EUR"] == pytest.approx(700.0)


def test_promises_that_stand_and_fall_together_still_do() -> None:
    plan = forecast(promise("A", 0.5), promise("B", 0.5), p_all=0.5)
    after = portfolio_after(plan, [promise("A", 0.8), promise("B", 0.8)], said("A", "B"))
    assert after.p_all_kept == pytest.approx(0.8)


def test_all_are_never_likelier_kept_than_the_least_likely_one() -> None:
    plan = forecast(promise("A", 0.9), promise("B", 0.9), p_all=0.9)
    after = portfolio_after(plan, [promise("A", 0.2), promise("B", 0.99)], said("A", "B"))
    assert after.p_all_kept is not None
    assert after.p_all_kept <= 0.2


def test_the_bad_case_gets_better_where_probabilities_rise_and_stays_within_what_is_exposed() -> None:
    plan = forecast(promise("A", 0.5), promise("B", 0.5), p_all=0.3, loss={"EUR": 2_000.0})
    better = portfolio_after(plan, [promise("A", 0.99), promise("B", 0.99)], said("A", "B"))
    worse = portfolio_after(plan, [promise("A", 0.05), promise("B", 0.05)], said("A", "B"))
    assert 0 <= better.loss_at_95["EUR"] < 2_000.0
    assert worse.loss_at_95["EUR"] <= 2_000.0 == worse.value_exposed["EUR"]


def test_without_a_plan_the_figures_come_from_the_past_alone() -> None:
    plan = forecast(promise("A", None), promise("B", None))
    after = portfolio_after(plan, [promise("A", 0.8), promise("B", 0.5)], said("A", "B"))
    assert after.checked == 2
    assert after.p_all_kept == pytest.approx(0.4)
    assert 700.0 < after.loss_at_95["EUR"] <= 2_000.0


def test_nothing_checked_is_nothing_known() -> None:
    plan = forecast(promise("A", None))
    after = portfolio_after(plan, plan.promises, said("A"))
    assert (after.p_all_kept, after.customers, after.loss_at_95) == (None, (), {})


def test_one_that_is_certainly_broken_breaks_them_all() -> None:
    plan = forecast(promise("A", 0.5), promise("B", 0.5), p_all=0.25)
    after = portfolio_after(plan, [replace(promise("A", 0.0), status="red"), promise("B", 0.5)], said("A", "B"))
    assert (after.p_all_kept, after.red) == (0.0, 1)
