"""Nobody speaks for two, sees first and judges after, chooses who decides, or goes on where nobody waits any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from makegood.config.events import HANDLERS
from makegood.feasibility.models import Scenario
from makegood.foundation.errors import Denied
from makegood.foundation.history.queries import story
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.promises.services import cancel_promise, deliver_promise, give_notice
from makegood.remediation.handlers import promises_changed
from makegood.remediation.models import Contingency, Option, Plan, Reveal
from makegood.remediation.queries import (
    find_decision,
    find_plan,
    judging,
    lock_in_force,
    locks_of,
    progress_of,
    waiting_in_plans,
)
from makegood.remediation.services import (
    UnableToAgree,
    UnableToChangePlan,
    UnableToDecide,
    UnableToJudge,
    UnableToOpen,
    change_severity,
    clock_ran_out,
    decide_case,
    dissent_from_plan,
    join_plan,
    look_at_plans,
    name_member,
    open_plan,
    rule_on_dissent,
    submit_decision,
)
from makegood.remediation.services.proposing import proposed_severity
from makegood.remediation.states import FOUR, Kind
from tests.feasibility.what_ifs import more, team_of
from tests.promises.desk import admin, committed, customer
from tests.remediation.bench import TODAY, agreed_case, case, forecast
from tests.remediation.cases import all_judged, judged, option, with_options
from tests.remediation.test_my_work import waits
from tests.staff import AT, person

pytestmark = pytest.mark.django_db


def test_what_everybody_saw_of_one_another_stays_whatever_is_proposed_and_whoever_is_named() -> None:
    of = all_judged()
    seller = of.four["sales"]
    option(of, "Something else", more(team_of(of.promise), 1.0), cost=1_000)
    of.forecaster.answer_trials(at=AT)
    with pytest.raises(UnableToJudge, match="stays as it is") as refused:
        judged(of, seller, trust=1.0)
    assert refused.value.field
    other = person("product", name="Another Product")
    name_member(number=of.plan, function="product", person=other.number, by=of.boss, at=AT)
    with pytest.raises(UnableToJudge, match="stays as it is"):
        judged(of, seller, trust=1.0)
    for who in (*(of.four[function] for function in FOUR if function != "product"), other):
        judged(of, who)  # what is new, or new to them
    lock = lock_in_force(locks_of(of.plan, of.boss))
    assert lock is not None
    assert judging(of.row, lock, tuple(of.options()), of.boss).is_revealed
    with pytest.raises(DatabaseError), transaction.atomic():
        Reveal.objects.all().delete()


def test_whoever_proposed_a_way_out_or_sold_the_promise_does_not_decide_for_it() -> None:
    of = all_judged()
    number = submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    row = find_decision(of.plan, number, of.boss)
    decider = next(who for who in (of.boss, *of.four.values()) if who.number == row.decider)
    chosen = Option.objects.get(title="Two more")
    Option.objects.filter(pk=chosen.pk).update(by=decider.number)
    with pytest.raises(UnableToDecide, match="You proposed this way out yourself"):
        decide_case(plan=of.plan, number=number, option=chosen.pk, reason="So", by=decider, at=AT)
    Option.objects.filter(pk=chosen.pk).update(by=of.four["product"].number)
    Promise.objects.filter(pk=of.promise).update(said_by=decider.number)
    with pytest.raises(Denied, match="You sold this promise"):
        decide_case(plan=of.plan, number=number, option=chosen.pk, reason="So", by=decider, at=AT)


def test_a_cost_in_another_currency_than_the_promise_is_named_as_missing() -> None:
    of = with_options()
    Scenario.objects.filter(name="Two more").update(currency="JPY")
    for who in of.four.values():
        judged(of, who)
    with pytest.raises(UnableToDecide, match="Two more") as refused:
        submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    assert "Two more" in str(refused.value.details["faults"])


def test_whoever_is_named_for_a_function_has_it_and_speaks_for_no_other_where_somebody_else_could() -> None:
    boss, lawyer = admin(), person("legal")
    both = person("sales", "product", name="Both")
    others = {function: person(function) for function in FOUR}
    promise = committed(boss, customer(boss))
    with pytest.raises(UnableToOpen, match="do not have this function") as refused:
        open_plan(promise=promise, by=boss, at=AT, people={"product": lawyer.number})
    assert refused.value.field == "product"
    named = {"sales": both.number, "product": both.number}
    with pytest.raises(UnableToOpen, match="four see more"):
        open_plan(promise=promise, by=boss, at=AT, people=named)
    plan = open_plan(promise=promise, by=boss, at=AT, people={"sales": both.number})
    people = {member.function: member.person for member in find_plan(plan, boss).members if member.function}
    assert len(set(people.values())) == len(FOUR)
    for function in FOUR:
        with pytest.raises(UnableToChangePlan, match="do not have this function"):
            name_member(number=plan, function=function, person=lawyer.number, by=boss, at=AT)
    with pytest.raises(UnableToChangePlan, match="four see more"):
        name_member(number=plan, function="product", person=both.number, by=boss, at=AT)
    name_member(number=plan, function="sales", person=others["sales"].number, by=boss, at=AT)
    name_member(number=plan, function="product", person=both.number, by=boss, at=AT)
    User.objects.filter(pk__in=[both.number, others["product"].number]).update(is_active=False)
    name_member(number=plan, function="product", person=lawyer.number, by=boss, at=AT)  # nobody else has it any more


def test_a_case_is_made_less_grave_with_a_reason_and_by_an_executive_for_it_says_who_decides() -> None:
    boss = admin()
    promise = committed(boss, customer(boss, tier="strategic"))
    seller = person("sales")
    proposed = proposed_severity(Promise.objects.get(pk=promise)).severity
    with pytest.raises(UnableToOpen, match="taken for graver"):
        open_plan(promise=promise, by=seller, at=AT, severity="S4")
    plan = open_plan(promise=promise, by=seller, at=AT)
    join_plan(number=plan, by=seller, at=AT)
    with pytest.raises(Denied, match="chooses who decides"):
        change_severity(number=plan, severity="S4", reason="x", by=seller, at=AT)
    change_severity(number=plan, severity="S1", reason="It is the second time.", by=seller, at=AT)
    change_severity(number=plan, severity=proposed, reason="It is not.", by=person("executive"), at=AT)
    assert find_plan(plan, boss).severity == proposed


def test_a_contingency_that_was_added_since_the_agreement_waits_for_everybodys_word() -> None:
    here = agreed_case()
    forecast(here.promise, 0.8)
    here.add(Kind.CONTINGENCY, trigger="kept-below", threshold=0.9)
    forecast(here.promise, 0.75)
    look_at_plans(at=AT)
    assert Contingency.objects.get().fired_at is None
    here.agree()
    assert Plan.objects.get().state == "agreed"
    look_at_plans(at=AT)
    assert Contingency.objects.get().fired_at == AT


@pytest.mark.parametrize("is_delivered", [True, False])
def test_the_plan_of_a_promise_that_nobody_waits_for_any_more_ends_by_itself(is_delivered: bool) -> None:
    here = agreed_case()
    if is_delivered:
        deliver_promise(number=here.promise, on=TODAY, today=TODAY, by=here.boss, at=AT)
    else:
        cancel_promise(number=here.promise, by_customer=False, reason="No more", by=here.boss, at=AT)
    promises_changed({"promises": [here.promise]}, at=AT)
    promises_changed({"promises": [here.promise]}, at=AT)
    plan = Plan.objects.get()
    assert (plan.state, plan.closed_at) == ("closed", AT)
    assert "delivered or cancelled" in plan.close_reason
    assert "remediation.handlers.promises_changed" in " ".join(HANDLERS["promise.changed"])


@pytest.mark.parametrize(
    ("told", "before", "knows"),
    [(None, False, True), (None, True, True), (0, False, False), (9, False, True), (9, True, True), (0, True, False)],
    ids=["danger", "danger before", "the same date", "another date", "another before", "the same before"],
)
def test_the_customer_was_told_where_they_know_of_the_danger(told: int | None, before: bool, knows: bool) -> None:
    here = case(said_at=AT - timedelta(days=2))
    due = Promise.objects.get(pk=here.promise).due
    assert due is not None
    day = None if told is None else due + timedelta(days=told)
    at = AT - timedelta(minutes=5) if before else AT + timedelta(minutes=5)
    give_notice(
        promise=here.promise, date_told=day, how="call", told_at=at, note="", by=here.boss, at=AT + timedelta(hours=1)
    )
    late = Plan.objects.get().tell_by
    assert clock_ran_out(plan=here.plan, kind="plan.tell", at=late) == (not knows)
    told_at = progress_of(here.plan, here.boss, today=TODAY).told_at
    assert told_at == (at if knows else None)


def test_a_dissent_waits_for_an_executive_and_so_does_silence_once_time_is_over() -> None:
    here, chief = case(), person("executive")
    here.add(Kind.MESSAGE)
    here.agree("sales", "product")
    assert waits(chief).rule == ()
    dissent_from_plan(
        number=here.plan, function="operations", seen=here.seen("operations"), reason="No", by=here.four["operations"],
        at=AT,
    )  # fmt: skip
    assert waits(chief).rule == ()  # the fourth may still speak
    with pytest.raises(UnableToAgree, match="speak first"):
        rule_on_dissent(number=here.plan, reason="So be it", by=chief, at=AT)
    late = Plan.objects.get().tell_by
    assert [row.number for row in waiting_in_plans(chief, at=late, today=TODAY).rule] == [here.plan]
    assert waiting_in_plans(here.four["sales"], at=late, today=TODAY).rule == ()
    rule_on_dissent(number=here.plan, reason="So be it", by=chief, at=late)
    assert Plan.objects.get().state == "agreed"
    assert waiting_in_plans(chief, at=late, today=TODAY).rule == ()
    told = story(subject=("promise", here.promise), viewer=here.boss)
    ruled = next(one for one in told if one.verb == "plan.rule")
    assert ruled.facts is not None
    assert ruled.facts["silent"] == ["customer-success"]
