"""Each finding and each reason, in the smallest portfolio that gives it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from makegood.engine import (
    Measurement,
    Portfolio,
    ProductAttribute,
    RiskDriver,
    ServiceLevelTerm,
    SpecificationTerm,
    Stated,
    Wait,
    WorkItem,
)
from makegood.engine.results import Message
from tests.engine.portfolios import a_portfolio, a_promise, a_range, a_team, an_item, day, the_promise

OWNED: dict[str, Any] = {"owner": "Kim", "value": 1.0, "told": day(90)}


def findings(portfolio: Portfolio) -> dict[str, dict[str, object]]:
    return {finding.code: dict(finding.values) for finding in the_promise(portfolio).findings}


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert findings(a_portfolio(an_item(), promises=(a_promise(**OWNED),))) == {}


def test_a_date_earlier_than_we_are_capable_of_is_found() -> None:
    portfolio = a_portfolio(an_item(hours=80), promises=(a_promise(due_in=9, **OWNED),))
    assert findings(portfolio) == {"date earlier than capability": {"due": day(9), "p85": day(11), "days": 2}}


def test_an_overdue_promise_is_found_and_has_no_chance() -> None:
    portfolio = a_portfolio(an_item(hours=1), promises=(a_promise(due_in=-3, **OWNED),))
    assert findings(portfolio) == {"overdue": {"due": day(-3), "days": 3}}
    promise = the_promise(portfolio)
    assert (promise.p_kept, promise.status, promise.reason) == (0.0, "red", Message("overdue", {"days": 3}))
    assert the_promise(a_portfolio(an_item(hours=1, done_share=1.0), promises=(a_promise(due_in=-3),))).p_kept == 0


def test_a_promise_due_today_is_not_overdue() -> None:
    promise = the_promise(a_portfolio(an_item(hours=8), promises=(a_promise(due_in=0, **OWNED),)))
    assert (promise.p_kept, promise.findings) == (1.0, ())


def test_a_promise_without_work_is_found_and_its_probability_is_unknown() -> None:
    portfolio = a_portfolio(promises=(a_promise(**OWNED),))
    assert findings(portfolio).keys() == {"no work items", "unchecked terms"}
    promise = the_promise(portfolio)
    assert (promise.p_kept, promise.status, promise.reason) == (None, "unknown", Message("no work items"))


def test_a_promise_whose_work_is_all_done_is_done_today() -> None:
    promise = the_promise(a_portfolio(an_item(done_share=1.0), promises=(a_promise(**OWNED),)))
    assert (promise.p50, promise.p_kept, promise.findings) == (day(0), 1.0, ())


def test_terms_that_nobody_checked_are_counted() -> None:
    term = SpecificationTerm(promise="P", attribute="colour", operator="=", value="red")
    portfolio = a_portfolio(an_item(), promises=(a_promise(**OWNED),), specifications=(term,))
    assert findings(portfolio) == {"unchecked terms": {"terms": 1}}


def test_estimates_of_a_single_figure_are_named() -> None:
    items = (an_item("P/a", Stated.from_single_point(8)), an_item("P/b", 8), an_item("P/c", a_range(8)))
    portfolio = a_portfolio(*items, promises=(a_promise(due_in=60, **OWNED),))
    assert findings(portfolio) == {"single-point estimate": {"items": ["a"]}}


def test_a_team_without_capacity_and_what_it_never_finishes_are_found() -> None:
    portfolio = a_portfolio(an_item(), promises=(a_promise(**OWNED),), teams=(a_team(slots=0),))
    assert findings(portfolio) == {"no capacity": {"team": "Assembly"}, "beyond horizon": {}}
    reason = the_promise(portfolio).reason
    assert reason is not None
    assert reason.code == "binds no capacity"


def test_a_forecast_later_than_the_customer_was_told_is_silent_drift() -> None:
    promise = a_promise(due_in=30, **{**OWNED, "told": day(2)})
    assert findings(a_portfolio(an_item(hours=32), promises=(promise,))) == {
        "silent drift": {"told": day(2), "p50": day(3), "days": 1}
    }


def test_a_promise_without_owner_or_value_is_found_and_one_in_danger_that_nobody_told() -> None:
    assert findings(a_portfolio(an_item())).keys() == {"no owner", "value missing"}
    late = a_portfolio(an_item(hours=80), promises=(a_promise(due_in=1),))
    assert "not told" in findings(late)


def test_an_accepted_promise_is_not_forecast() -> None:
    accepted = a_promise(due_in=-8, accepted_at=day(-5))
    promise = the_promise(a_portfolio(an_item(hours=1_000), promises=(accepted,)))
    assert (promise.status, promise.p_kept, promise.curve, promise.findings) == ("accepted", None, None, ())
    assert promise.reason == Message("accepted", {"accepted_at": day(-5), "days_late": 3})


# ---------------------------------------------------------------------------------------------------------- reasons


def reason(*items: WorkItem, due_in: int = 1, **facts: Any) -> Message:
    promises = (a_promise("first", priority_class=1), a_promise(due_in=due_in))
    found = the_promise(a_portfolio(*items, promises=promises, **facts)).reason
    assert found is not None
    return found


def test_on_course_says_the_slack_and_what_binds_anyway() -> None:
    assert reason(an_item(hours=16), due_in=30) == Message(
        "on course", {"slack_days": 29, "kind": "effort", "name": "work", "share": 1.0}
    )


def test_a_queue_is_the_reason_with_those_who_stand_in_it() -> None:
    found = reason(an_item("first/work", 40), an_item(hours=8))
    assert found == Message(
        "binds queue",
        {"gap_days": 6, "team": "Assembly", "share": 1.0, "days": 7.0, "takers": ["customer of first"]},
    )


@pytest.mark.parametrize(
    ("code", "named", "facts"),
    [
        ("binds effort", {"item": "work"}, {"hours": 80}),
        ("binds wait", {"item": "work"}, {"wait": Wait(20, 20)}),
        ("binds start", {"item": "P/work"}, {"not_before": day(20)}),
    ],
)
def test_what_the_item_itself_needs_is_the_reason(code: str, named: dict[str, str], facts: dict[str, Any]) -> None:
    found = reason(an_item(**facts))
    assert found.code == code
    assert named.items() <= dict(found.values).items()


def test_a_predecessor_or_a_risk_is_the_reason() -> None:
    waiting = reason(an_item("first/work", 80, team="Paint"), an_item(after=("first/work",)))
    assert (waiting.code, waiting.values["item"]) == ("binds predecessor", "first/work")
    vendor = RiskDriver(name="vendor", probability=1.0, items=("P/work",), delay_days=30)
    hit = reason(an_item(), risks=(vendor,))
    assert (hit.code, hit.values["risk"]) == ("binds risk", "vendor")


@pytest.mark.parametrize(
    ("code", "value", "available"),
    [("specification not met", "no", None), ("specification later", "yes", day(100))],
)
def test_a_specification_that_is_not_there_is_the_reason(code: str, value: str, available: date | None) -> None:
    term = SpecificationTerm(promise="P", attribute="export", operator="=", value="yes")
    attribute = ProductAttribute(name="export", value=value, available_from=available, available_p90=available)
    found = reason(an_item(), due_in=60, specifications=(term,), attributes=(attribute,))
    assert (found.code, found.values["attribute"]) == (code, "export")


def test_a_roadmap_entry_that_decides_a_late_date_is_the_reason_too() -> None:
    """Its date alone is as hopeless as the specification, and is the first term; but the roadmap comes last of all."""
    term = SpecificationTerm(promise="P", attribute="export", operator="=", value="yes")
    attribute = ProductAttribute(name="export", value="yes", available_from=day(20), available_p90=day(20))
    found = reason(an_item(hours=80), due_in=1, specifications=(term,), attributes=(attribute,))
    assert (found.code, found.values["attribute"]) == ("binds specification", "export")


def test_a_service_level_that_is_not_met_is_the_reason() -> None:
    term = ServiceLevelTerm(
        promise="P", measure="uptime", operator=">=", threshold=0.9, target=0.99, start=day(0), end=day(60)
    )
    noon = datetime.combine(day(0), time(12))
    measurements = tuple(Measurement("uptime", noon - timedelta(days=n), n % 2) for n in range(1, 40))
    found = reason(an_item(), due_in=60, service_levels=(term,), measurements=measurements)
    assert (found.code, found.values["measure"]) == ("service level", "uptime")


def test_the_estimate_of_finished_work_matters_no_more() -> None:
    portfolio = a_portfolio(an_item("P/1"), an_item("P/2", Stated.from_single_point(8), done_share=1.0))
    assert "single-point estimate" not in [finding.code for finding in the_promise(portfolio).findings]


def test_a_promise_is_overdue_when_its_date_has_passed_where_the_customer_is() -> None:
    """The working day in Auckland ends on the day before in Honolulu."""
    item = an_item(hours=1)
    for due_in, p_kept in ((-1, 1.0), (-2, 0.0)):
        promise = a_promise(due_in=due_in, zone="Pacific/Honolulu")
        found = the_promise(a_portfolio(item, promises=(promise,), company_zone="Pacific/Auckland"))
        assert found.p_kept == p_kept
        assert ("overdue" in [finding.code for finding in found.findings]) == (p_kept == 0)


def test_what_is_too_late_for_a_customer_in_the_east_is_not_on_course() -> None:
    promise = a_promise(due_in=0, zone="Asia/Tokyo")
    found = the_promise(a_portfolio(an_item(), promises=(promise,), company_zone="America/Los_Angeles"))
    assert found.p_kept == 0
    assert found.reason is not None
    assert (found.reason.code, found.reason.values) == ("late", {"gap_days": 1})
