"""Opening a joint plan: by hand, from a finding, because somebody says so, and because the forecast does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from makegood.foundation.errors import Denied, NotFound
from makegood.foundation.history.queries import story
from makegood.foundation.timers.queries import waiting
from makegood.promises.services import involve
from makegood.remediation.models import Plan
from makegood.remediation.policies import can_open_plan, can_work_on_plan
from makegood.remediation.queries import find_plan, in_remediation, plan_of, plan_page
from makegood.remediation.services import UnableToOpen, open_plan, propose_plan
from makegood.remediation.states import CLOCKS, TRANSITIONS, PlanState
from tests.promises.desk import admin, committed, customer, draft, taken
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db


def test_every_state_of_a_plan_has_its_transitions_and_every_severity_its_clocks() -> None:
    assert set(TRANSITIONS) == set(PlanState)
    assert {after for row in TRANSITIONS.values() for after in row.values()} <= set(PlanState)
    assert set(CLOCKS) == {"S1", "S2", "S3", "S4"}


def test_a_plan_names_somebody_for_each_of_the_four_functions_the_owner_first() -> None:
    boss = admin()
    seller, other_seller = person("sales", name="Sam"), person("sales", name="Sue")
    maker, product, care = person("operations"), person("product"), person("customer-success")
    promise = committed(boss, customer(boss), owner=other_seller.number)
    plan = find_plan(open_plan(promise=promise, by=seller, at=AT), seller)
    named = {member.function: member.person for member in plan.members}
    assert named == {
        "sales": other_seller.number,
        "product": product.number,
        "operations": maker.number,
        "customer-success": care.number,
    }


def test_whoever_does_the_work_of_a_promise_is_named_before_others_of_the_function() -> None:
    boss = admin()
    person("operations", name="First")
    doing = person("operations", name="Second")
    promise = committed(boss, customer(boss))
    involve(promise=promise, person=doing.number, role="responsible", by=boss, at=AT)
    plan = find_plan(open_plan(promise=promise, by=boss, at=AT), boss)
    assert {member.function: member.person for member in plan.members} == {"operations": doing.number}


def test_where_nobody_is_near_the_one_with_the_fewest_plans_is_named() -> None:
    boss = admin()
    first, second = person("product", name="First"), person("product", name="Second")
    to = customer(boss)
    named = [
        find_plan(open_plan(promise=committed(boss, to), by=boss, at=AT), boss).members[0].person for _turn in range(3)
    ]
    assert named == [first.number, second.number, first.number]


def test_anybody_on_staff_may_say_that_we_wont_make_it_and_nobody_else() -> None:
    boss, lawyer = admin(), person("legal")
    promise = committed(boss, customer(boss))
    assert can_open_plan(lawyer)
    number = open_plan(promise=promise, by=lawyer, at=AT, opened_from="person", reason="No sensor housings before May")
    plan = find_plan(number, boss)
    assert (plan.opened_from, plan.opened_by, plan.state) == ("person", lawyer.name, "open")
    assert plan.clock_from == AT
    with pytest.raises(Denied):
        open_plan(promise=promise, by=GUEST, at=AT)
    with pytest.raises(NotFound):
        find_plan(number, GUEST)


def test_a_promise_has_one_running_plan_at_a_time() -> None:
    boss = admin()
    promise = committed(boss, customer(boss))
    first = open_plan(promise=promise, by=boss, at=AT)
    with pytest.raises(UnableToOpen) as refused:
        open_plan(promise=promise, by=boss, at=AT)
    assert refused.value.details == {"plan": first}
    assert propose_plan(promise=promise, at=AT) is None
    plan = Plan.objects.get(pk=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(
            promise_id=promise, severity="S3", opened_from="hand", opened_at=AT, clock_from=AT,
            acknowledge_by=plan.acknowledge_by, tell_by=plan.tell_by,
        )  # fmt: skip


def test_only_what_a_customer_still_waits_for_gets_a_plan() -> None:
    boss = admin()
    to = customer(boss)
    for promise in (draft(boss, to), taken(boss, to, on=date(2027, 1, 2), in_full=True)):
        with pytest.raises(UnableToOpen):
            open_plan(promise=promise, by=boss, at=AT)
        assert propose_plan(promise=promise, at=AT) is None
    with pytest.raises(NotFound):
        open_plan(promise=10**9, by=boss, at=AT)


@pytest.mark.parametrize(
    ("severity", "acknowledge_by", "tell_by"),
    [
        ("S1", datetime(2027, 1, 4, 10, tzinfo=UTC), datetime(2027, 1, 5, 9, tzinfo=UTC)),
        ("S2", datetime(2027, 1, 4, 13, tzinfo=UTC), datetime(2027, 1, 6, 9, tzinfo=UTC)),
        ("S3", datetime(2027, 1, 5, 9, tzinfo=UTC), datetime(2027, 1, 11, 9, tzinfo=UTC)),
        ("S4", datetime(2027, 1, 6, 9, tzinfo=UTC), datetime(2027, 1, 18, 9, tzinfo=UTC)),
    ],
)
def test_the_clocks_of_a_severity_run_on_working_days(
    severity: str, acknowledge_by: datetime, tell_by: datetime
) -> None:
    boss = admin()
    promise = committed(boss, customer(boss))
    plan = find_plan(open_plan(promise=promise, by=boss, at=AT, severity=severity, severity_reason="So."), boss)
    assert (plan.acknowledge_by, plan.tell_by) == (acknowledge_by, tell_by)
    timers = {one.kind: one.due_at for one in waiting(subject=("plan", plan.number))}
    assert timers == {"plan.acknowledge": acknowledge_by, "plan.tell": tell_by}


def test_the_notice_clock_of_a_date_that_has_passed_started_with_it() -> None:
    boss = admin()
    promise = committed(boss, customer(boss), due=date(2026, 12, 30), said_at=AT - timedelta(days=30))
    plan = find_plan(open_plan(promise=promise, by=boss, at=AT), boss)
    assert plan.clock_from.date() == date(2026, 12, 30)
    assert plan.tell_by == datetime(2027, 1, 7, 9, tzinfo=UTC)
    assert plan.acknowledge_by > AT


@pytest.mark.parametrize(("tier", "severity"), [("standard", "S3"), ("strategic", "S2")])
def test_a_promise_to_a_customer_that_weighs_most_is_proposed_as_material(tier: str, severity: str) -> None:
    boss = admin()
    promise = committed(boss, customer(boss, tier=tier))
    assert find_plan(open_plan(promise=promise, by=boss, at=AT), boss).severity == severity


def test_the_forecast_proposes_a_plan_that_nobody_has_opened_yet() -> None:
    boss = admin()
    promise = committed(boss, customer(boss))
    number = propose_plan(promise=promise, at=AT)
    assert number is not None
    plan = plan_of(promise, boss)
    assert plan is not None
    assert (plan.number, plan.state, plan.opened_by) == (number, "proposed", "")
    assert in_remediation([promise], boss) == {}


def test_a_plan_is_part_of_the_story_of_its_promise() -> None:
    boss = admin()
    promise = committed(boss, customer(boss))
    number = open_plan(promise=promise, by=boss, at=AT, reason="The supplier is late")
    last = story(subject=("promise", promise), viewer=boss)[0]
    assert last.verb == "plan.open"
    assert last.facts is not None
    assert (last.facts["plan"], last.facts["reason"]) == (number, "The supplier is late")
    assert in_remediation([promise], boss) == {promise: number}


def test_whoever_is_named_the_owner_and_executives_work_on_a_plan_others_join_first() -> None:
    boss, maker, stranger = admin(), person("operations"), person("support")
    owner, executive = person("legal"), person("executive")
    promise = committed(boss, customer(boss), owner=owner.number)
    plan = find_plan(open_plan(promise=promise, by=stranger, at=AT), boss)
    assert [can_work_on_plan(one, plan) for one in (boss, maker, owner, executive, stranger)] == [
        True, True, True, True, False,
    ]  # fmt: skip


def test_plans_are_listed_the_gravest_first_and_found_by_what_is_promised() -> None:
    boss = admin()
    to = customer(boss)
    mild = open_plan(promise=committed(boss, to, title="Gateway"), by=boss, at=AT, severity="S4", severity_reason="So.")
    grave = open_plan(promise=committed(boss, to, title="Sensor head"), by=boss, at=AT, severity="S1")
    assert [row.number for row in plan_page(boss).rows] == [grave, mild]
    assert [row.number for row in plan_page(boss, text="gateway").rows] == [mild]
    assert plan_page(boss, state="agreed").total == 0
    assert plan_page(boss, mine=True).total == 0
    assert plan_page(GUEST).total == 0


@pytest.mark.parametrize("wrong", [{"severity": "S9"}, {"opened_from": "forecast"}, {"people": {"legal": 1}}])
def test_what_makes_no_sense_opens_nothing(wrong: dict[str, object]) -> None:
    boss = admin()
    promise = committed(boss, customer(boss))
    with pytest.raises(UnableToOpen):
        open_plan(promise=promise, by=boss, at=AT, **wrong)  # type: ignore[arg-type]  # that is the point
    assert not Plan.objects.exists()
