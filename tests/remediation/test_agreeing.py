"""Agreement of four functions: what it needs, what a change takes back, dissent, the ruling, and how it lapses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from makegood.foundation.errors import Denied, Stale
from makegood.foundation.history.queries import story
from makegood.people.services import send_away
from makegood.remediation.models import Dissent, Plan
from makegood.remediation.queries import dissents_of, find_plan
from makegood.remediation.services import (
    UnableToAgree,
    UnableToChangePlan,
    agree_to_plan,
    change_piece,
    describe_plan,
    dissent_from_plan,
    finish_action,
    lapse_plan,
    name_member,
    remove_piece,
    rule_on_dissent,
)
from makegood.remediation.states import FOUR, TOUCHES, Kind, has_lapsed
from tests.remediation.bench import agreed_case, case, forecast
from tests.staff import AT, person

pytestmark = pytest.mark.django_db


def test_a_plan_is_agreed_once_all_four_have_agreed_and_keeps_the_probability_of_that_moment() -> None:
    here = case()
    here.add(Kind.MESSAGE)
    forecast(here.promise, 0.8)
    assert [here.agree(function) for function in FOUR] == [False, False, False, True]
    plan = find_plan(here.plan, here.boss)
    assert (plan.state, plan.agreed_at, plan.p_kept_at_agreement) == ("agreed", AT, 0.8)


def test_nobody_agrees_to_a_plan_that_does_not_say_what_the_customer_is_told() -> None:
    here = case()
    with pytest.raises(UnableToAgree):
        here.agree("sales")
    assert set(here.standings().values()) == {"awaited"}


def test_only_whoever_is_named_speaks_for_a_function_or_stands_in_for_them() -> None:
    here = case()
    here.add(Kind.MESSAGE)
    seller, other = here.four["sales"], person("sales", name="Other")
    for who in (other, here.boss, here.four["product"]):
        with pytest.raises(Denied):
            agree_to_plan(number=here.plan, function="sales", seen=here.seen("sales"), by=who, at=AT)
    send_away(
        lender=seller.number, delegate=other.number, begins_at=AT, ends_at=AT + timedelta(days=2), by=seller, at=AT
    )
    agree_to_plan(number=here.plan, function="sales", seen=here.seen("sales"), by=other, at=AT)
    assert here.standings()["sales"] == "approved"


def test_a_plan_for_which_nobody_speaks_for_a_function_is_not_agreed() -> None:
    from makegood.remediation.services import open_plan
    from tests.promises.desk import admin, committed, customer
    from tests.remediation.bench import Case

    boss = admin()
    four = {function: person(function) for function in FOUR if function != "product"}
    promise = committed(boss, customer(boss))
    here = Case(boss, four, promise, open_plan(promise=promise, by=boss, at=AT))
    here.add(Kind.MESSAGE)
    assert not here.agree("sales", "operations", "customer-success")
    maker = person("product")
    with pytest.raises(Denied):
        agree_to_plan(number=here.plan, function="product", seen=here.seen("product"), by=maker, at=AT)
    name_member(number=here.plan, function="product", person=maker.number, by=boss, at=AT)
    here.four["product"] = maker
    assert here.agree("product")


def test_what_was_changed_since_somebody_looked_is_not_agreed_to_unseen() -> None:
    here = case()
    here.add(Kind.MESSAGE)
    seen = here.seen("operations")
    here.add(Kind.ACTION)
    with pytest.raises(Stale):
        agree_to_plan(number=here.plan, function="operations", seen=seen, by=here.four["operations"], at=AT)


@pytest.mark.parametrize(
    ("kind", "part", "said"),
    [
        (Kind.CAUSE, "causes", {}),
        (Kind.MILESTONE, "milestones", {}),
        (Kind.RISK, "risks", {}),
        (Kind.CONTINGENCY, "contingencies", {}),
        (Kind.MESSAGE, "communication", {}),
        *((Kind.ACTION, f"actions:{function}", {"function": function}) for function in FOUR),
    ],
)
def test_a_change_takes_back_the_word_of_those_whom_it_touches_and_says_why(
    kind: Kind, part: str, said: dict[str, Any]
) -> None:
    here = agreed_case()
    here.add(kind, **said)
    touched = set(TOUCHES[part])
    assert {function for function, standing in here.standings().items() if standing == "reset"} == touched
    assert find_plan(here.plan, here.boss).state == "open"
    told = [
        event.facts
        for event in story(subject=("promise", here.promise), viewer=here.boss)
        if event.verb == "plan.reset"
    ]
    assert {facts["function"] for facts in told if facts} == touched
    assert {tuple(facts["parts"]) for facts in told if facts} == {(part,)}  # type: ignore[arg-type]  # a list of text
    assert here.agree(*sorted(touched))


def test_what_is_put_back_as_it_was_is_agreed_to_anew_all_the_same() -> None:
    here = agreed_case()
    number = here.add(Kind.RISK)
    remove_piece(kind=Kind.RISK, number=number, by=here.boss, at=AT)
    assert here.standings()["product"] == "reset"


def test_progress_and_what_everybody_meant_take_no_word_back() -> None:
    here = case()
    action = here.add(Kind.ACTION)
    here.add(Kind.MESSAGE)
    here.agree()
    finish_action(number=action, evidence="Seen", by=here.boss, at=AT)
    describe_plan(number=here.plan, version=0, by=here.boss, at=AT, intent="All wanted to help.")
    assert set(here.standings().values()) == {"approved"}
    describe_plan(number=here.plan, version=1, by=here.boss, at=AT, core_need="Line 2 runs by day.")
    assert {one for one, standing in here.standings().items() if standing == "reset"} == {"sales", "customer-success"}


def test_another_person_for_a_function_is_asked_anew_and_no_other() -> None:
    here = agreed_case()
    name_member(number=here.plan, function="product", person=person("product").number, by=here.boss, at=AT)
    assert [one for one, standing in here.standings().items() if standing == "reset"] == ["product"]


def test_a_dissent_needs_a_reason_stays_on_record_and_is_decided_by_an_executive() -> None:
    here = case()
    here.add(Kind.MESSAGE)
    executive = person("executive")
    with pytest.raises(UnableToAgree):
        dissent_from_plan(
            number=here.plan, function="sales", seen=here.seen("sales"), reason=" ", by=here.four["sales"], at=AT
        )
    dissent_from_plan(
        number=here.plan,
        function="sales",
        seen=here.seen("sales"),
        reason="March is too late",
        by=here.four["sales"],
        at=AT,
    )
    with pytest.raises(UnableToAgree):  # not all have spoken
        rule_on_dissent(number=here.plan, reason="So be it", by=executive, at=AT)
    assert not here.agree("product", "operations", "customer-success")
    for who in (here.boss, here.four["sales"]):
        with pytest.raises(Denied):
            rule_on_dissent(number=here.plan, reason="So be it", by=who, at=AT)
    rule_on_dissent(number=here.plan, reason="Nothing sooner is safe", by=executive, at=AT)
    assert find_plan(here.plan, here.boss).state == "agreed"
    assert [(one.function, one.reason, one.stands) for one in dissents_of(here.plan, here.boss)] == [
        ("sales", "March is too late", True)
    ]


def test_a_dissent_stays_on_record_after_its_function_agrees() -> None:
    here = case()
    here.add(Kind.MESSAGE)
    dissent_from_plan(
        number=here.plan, function="product", seen=here.seen("product"), reason="No", by=here.four["product"], at=AT
    )
    assert here.agree()
    assert [(one.function, one.stands) for one in dissents_of(here.plan, here.boss)] == [("product", False)]
    for change in ("UPDATE remediation_dissent SET reason = 'x'", "DELETE FROM remediation_dissent"):
        from django.db import connection

        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert Dissent.objects.get().reason == "No"


def test_where_nobody_dissents_there_is_nothing_to_decide() -> None:
    here = agreed_case()
    with pytest.raises(UnableToAgree):
        rule_on_dissent(number=here.plan, reason="So be it", by=person("executive"), at=AT)


def test_whoever_dissents_from_an_agreed_plan_opens_it_again() -> None:
    here = agreed_case()
    dissent_from_plan(
        number=here.plan, function="sales", seen=here.seen("sales"), reason="It changed", by=here.four["sales"], at=AT
    )
    assert find_plan(here.plan, here.boss).state == "open"


def test_an_executive_who_speaks_for_a_function_does_not_decide_about_its_dissent() -> None:
    here = case()
    both = person("executive", "sales")
    name_member(number=here.plan, function="sales", person=both.number, by=here.boss, at=AT)
    with pytest.raises(Denied):
        rule_on_dissent(number=here.plan, reason="So be it", by=both, at=AT)


@pytest.mark.parametrize(
    ("agreed", "now", "lapses"),
    [(0.8, 0.7, False), (0.8, 0.69, True), (0.8, 0.9, False), (None, 0.1, False), (0.8, None, False)],
)
def test_an_agreement_lapses_from_more_than_ten_points_on(
    agreed: float | None, now: float | None, lapses: bool
) -> None:
    assert has_lapsed(agreed=agreed, now=now) is lapses


def test_a_plan_that_lapses_says_so_asks_all_four_anew_and_can_be_agreed_again() -> None:
    here = case()
    here.add(Kind.MESSAGE)
    forecast(here.promise, 0.8)
    here.agree()
    assert not lapse_plan(number=here.plan, at=AT)
    forecast(here.promise, 0.5)
    assert lapse_plan(number=here.plan, at=AT)
    assert not lapse_plan(number=here.plan, at=AT)
    assert find_plan(here.plan, here.boss).state == "lapsed"
    assert set(here.standings().values()) == {"reset"}
    last = next(
        event for event in story(subject=("promise", here.promise), viewer=here.boss) if event.verb == "plan.lapse"
    )
    assert last.facts is not None
    assert (last.facts["before"], last.facts["p_kept"]) == (0.8, 0.5)
    assert here.agree()
    assert Plan.objects.get().p_kept_at_agreement == 0.5


def test_what_happened_with_a_closed_plan_is_over() -> None:
    from makegood.remediation.services import close_plan

    here = agreed_case()
    close_plan(number=here.plan, reason="Delivered on the day", by=here.boss, at=AT)
    with pytest.raises(UnableToAgree):
        here.agree("sales")
    with pytest.raises(UnableToChangePlan):
        change_piece(kind=Kind.MESSAGE, number=here.pieces[Kind.MESSAGE], version=0, by=here.boss, at=AT,
                     **here.usual(Kind.MESSAGE))  # fmt: skip
