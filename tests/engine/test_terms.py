"""Dates, specifications and service levels together: joint probability, and the term that binds."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pytest

from makegood.engine import Measurement, Portfolio, ProductAttribute, RiskDriver, ServiceLevelTerm, SpecificationTerm
from makegood.engine.results import PromiseForecast
from tests.engine.portfolios import a_portfolio, a_promise, an_item, day, the_promise

SAMPLES = 1_024
EXPORT = SpecificationTerm(promise="P", attribute="export", operator="=", value="yes")
SPEED = SpecificationTerm(promise="P", attribute="speed", operator=">=", value="80", unit="mm/s")
FAST = ProductAttribute(name="speed", value="90", unit="mm/s")
RESPONSE = ServiceLevelTerm(
    promise="P", measure="response", operator="<=", threshold=4.0, target=0.9, start=day(0), end=day(30)
)


def measured(*values: float, measure: str = "response") -> tuple[Measurement, ...]:
    """Return one measurement on each of the last days, the last of ``values`` yesterday."""
    return tuple(
        Measurement(measure, datetime.combine(day(-number), time(12)), value)
        for number, value in enumerate(reversed(values), start=1)
    )


def with_terms(**facts: Any) -> PromiseForecast:
    """Forecast a promise whose work is late in 20 % of the samples, with terms beside its date."""
    late = RiskDriver(name="late", probability=0.2, items=("P/1",), delay_days=60)
    return the_promise(a_portfolio(an_item("P/1"), risks=(late,), **facts), samples=SAMPLES)


def test_a_date_alone_is_the_whole_promise() -> None:
    promise = with_terms()
    assert promise.p_kept == pytest.approx(0.8, abs=1 / SAMPLES)
    assert [(term.kind, term.p_kept) for term in promise.terms] == [("date", promise.p_kept)]
    assert promise.binding_term == promise.terms[0]


def test_what_the_product_has_takes_nothing_off_and_what_it_has_not_takes_all() -> None:
    assert with_terms(specifications=(SPEED,), attributes=(FAST,)).p_kept == with_terms().p_kept
    slow = ProductAttribute(name="speed", value="70", unit="mm/s")
    promise = with_terms(specifications=(SPEED,), attributes=(slow,))
    assert promise.p_kept == 0
    assert promise.binding_term is not None
    assert (promise.binding_term.name, promise.binding_term.gap) == ("speed", 10.0)


def test_a_term_that_nobody_can_check_is_left_out_and_counted() -> None:
    promise = with_terms(specifications=(SPEED, EXPORT), attributes=(FAST,))
    assert promise.p_kept == with_terms().p_kept
    assert (promise.terms_checked, len(promise.terms)) == (2, 3)
    assert "unchecked terms" in [finding.code for finding in promise.findings]


def test_date_and_service_level_hold_together_as_often_as_both_draws_say() -> None:
    promise = with_terms(service_levels=(RESPONSE,), measurements=measured(*[2.0] * 18, 9.0, 2.0))
    level = promise.terms[-1].p_kept
    assert level is not None
    assert 0.2 < level < 0.9
    assert promise.p_kept == pytest.approx(0.8 * level, abs=0.03)
    assert promise.binding_term == min(promise.terms, key=lambda term: term.p_kept or 0.0)


def test_what_is_on_the_roadmap_must_come_before_acceptance() -> None:
    soon = ProductAttribute(name="export", value="yes", available_from=day(20), available_p90=day(20))
    late = ProductAttribute(name="export", value="yes", available_from=day(40), available_p90=day(40))
    assert with_terms(specifications=(EXPORT,), attributes=(soon,)).p50 == day(20)
    assert with_terms(specifications=(EXPORT,), attributes=(soon,)).p_kept == with_terms().p_kept
    promise = with_terms(specifications=(EXPORT,), attributes=(late,))
    assert (promise.p_kept, promise.p50) == (0.0, day(40))
    date_term, export = promise.terms
    assert date_term.p_kept == with_terms().p_kept, "the date by itself would be kept"
    assert date_term.capable == day(60).isoformat()
    assert (export.p_kept, export.state) == (0.0, "met later")


def test_a_roadmap_date_with_a_spread_is_late_as_often_as_its_distribution_says() -> None:
    export = ProductAttribute(name="export", value="yes", available_from=day(15), available_p90=day(30))
    promise = the_promise(a_portfolio(an_item("P/1"), specifications=(EXPORT,), attributes=(export,)), samples=SAMPLES)
    assert promise.p_kept == pytest.approx(0.9, abs=0.02)
    assert promise.terms[1].p_kept == promise.p_kept


def test_one_roadmap_serves_all_promises_in_the_same_samples() -> None:
    export = ProductAttribute(name="export", value="yes", available_from=day(30), available_p90=day(60))
    terms = tuple(SpecificationTerm(promise=key, attribute="export", operator="=", value="yes") for key in ("P", "Q"))
    portfolio = a_portfolio(an_item("P/1"), an_item("Q/1"), specifications=terms, attributes=(export,))
    first, second = the_promise(portfolio, "P"), the_promise(portfolio, "Q")
    assert first.p_kept == second.p_kept
    assert first.curve is not None
    assert second.curve is not None
    assert first.curve.counts.tolist() == second.curve.counts.tolist()


def test_without_work_the_probability_is_unknown_whatever_the_product_has() -> None:
    portfolio = a_portfolio(promises=(a_promise(),), specifications=(SPEED,), attributes=(FAST,))
    promise = the_promise(portfolio)
    assert (promise.p_kept, promise.status, promise.p50) == (None, "unknown", None)


def test_a_service_level_alone_is_a_promise_too_and_has_no_date_to_deliver_by() -> None:
    portfolio = a_portfolio(
        promises=(a_promise(due_in=30),), service_levels=(RESPONSE,), measurements=measured(*[2.0] * 20)
    )
    promise = the_promise(portfolio, samples=SAMPLES)
    assert [term.kind for term in promise.terms] == ["service level"]
    assert promise.p_kept == pytest.approx(promise.terms[0].p_kept, abs=1 / SAMPLES)
    assert promise.p50 is None


def test_without_work_a_specification_on_the_roadmap_still_has_to_come_in_time() -> None:
    days = [datetime.combine(day(-n), time(12)) for n in range(300)]
    portfolio = Portfolio(
        promises=(a_promise(),),
        specifications=(SpecificationTerm(promise="P", attribute="export", operator="=", value="yes"),),
        attributes=(ProductAttribute(name="export", value="yes", available_from=day(300), available_p90=day(300)),),
        service_levels=(
            ServiceLevelTerm(
                promise="P", measure="m", operator="<=", threshold=2, target=0.9, start=day(0), end=day(30)
            ),
        ),
        measurements=tuple(Measurement("m", at, 1.0) for at in days),
    )
    assert the_promise(portfolio).p_kept == 0
