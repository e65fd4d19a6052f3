"""What waits for whom, whose agreement a decision takes back, and what lists say of a promise in remediation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.history.queries import story
from makegood.people.models import User
from makegood.people.services import send_away
from makegood.promises.queries import Mark, promise_page, register_mark
from makegood.remediation.models import Option, Plan
from makegood.remediation.queries import (
    Waiting,
    criteria_in_force,
    find_decision,
    lines_of,
    seen_of,
    waiting_in_plans,
)
from makegood.remediation.services import (
    add_piece,
    agree_to_plan,
    answer_lock,
    close_plan,
    decide_case,
    propose_lock,
    reopen_decision,
    submit_decision,
)
from makegood.remediation.states import FOUR, KIND_OF_CHANGE, Kind, touched_by
from tests.promises.desk import admin, committed, customer
from tests.promises.test_story import on_paper
from tests.remediation.cases import Case, all_judged, case, judged, with_options
from tests.staff import AT, person

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def waits(who: Viewer) -> Waiting:
    return waiting_in_plans(who, at=AT, today=TODAY)


def standings(of: Case) -> Mapping[str, str]:
    return {line.role: line.standing.value for line in lines_of(of.plan)}


def agreed(of: Case) -> Case:
    """Let the customer be told, and all four agree."""
    add_piece(
        plan=of.plan, kind=Kind.MESSAGE, teller=of.four["sales"].number, to_whom="Karin Holm", on=TODAY,
        channel="call", text="In danger", next_update=TODAY + timedelta(days=3), by=of.boss, at=AT,
    )  # fmt: skip
    agree(of, *FOUR)
    return of


def agree(of: Case, *functions: str) -> None:
    for function in functions:
        seen = next(seen_of(line) for line in lines_of(of.plan) if line.role == function)
        agree_to_plan(number=of.plan, function=function, seen=seen, by=of.four[function], at=AT)


def decided(of: Case, title: str) -> int:
    number = submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    decider = find_decision(of.plan, number, of.boss).decider
    signs = next(who for who in (of.boss, *of.four.values()) if who.number == decider)
    option = Option.objects.get(title=title).pk
    decide_case(plan=of.plan, number=number, option=option, reason="It holds", by=signs, at=AT)
    return number


def test_every_kind_of_change_touches_some_of_the_four() -> None:
    assert all(touched_by(kind) and set(touched_by(kind)) <= set(FOUR) for kind in KIND_OF_CHANGE)


def test_a_decision_takes_back_the_agreement_of_those_whom_its_way_out_touches_and_no_other() -> None:
    of = agreed(all_judged())
    assert Plan.objects.get().state == "agreed"
    number = decided(of, "Two more")  # people for operations
    assert standings(of) == {**dict.fromkeys(FOUR, "approved"), "operations": "reset"}
    assert Plan.objects.get().state == "open"
    asked = next(
        event for event in story(subject=("promise", of.promise), viewer=of.boss) if event.verb == "plan.reset"
    )
    assert asked.facts is not None
    assert (asked.facts["function"], asked.facts["parts"]) == ("operations", ["option:operations"])
    agree(of, "operations")
    assert Plan.objects.get().state == "agreed"
    reopen_decision(plan=of.plan, number=number, reason="They heard otherwise", by=of.boss, at=AT)
    assert set(standings(of).values()) == {"approved"}  # what they agreed to is what was decided last
    decided(of, "First of all")  # before others' promises, for which sales answers
    assert {one for one, standing in standings(of).items() if standing == "reset"} == {"sales", "operations"}


def test_plan_and_decision_stand_in_the_story_of_the_promise_on_paper_and_in_tables() -> None:
    of = agreed(all_judged())
    number = decided(of, "Two more")
    reopen_decision(plan=of.plan, number=number, reason="They heard otherwise", by=of.boss, at=AT)
    said = (
        "All four agree", "Decided", "Two more", "It holds", "Asked anew", "They heard otherwise",
    )  # fmt: skip
    table = page_of(of.boss, f"/promises/{of.promise}/?table=story&format=csv")
    paper = on_paper(of.boss, of.promise)
    assert [text for text in said if text not in table] == []
    assert [text for text in said if text not in paper] == []


def test_deciding_for_the_same_way_out_again_asks_nobody() -> None:
    of = agreed(all_judged())
    number = decided(of, "Two more")
    agree(of, "operations")
    reopen_decision(plan=of.plan, number=number, reason="To be sure", by=of.boss, at=AT)
    decided(of, "Two more")
    assert set(standings(of).values()) == {"approved"}
    assert Plan.objects.get().state == "agreed"


def test_judgements_and_decisions_wait_for_whoever_is_to_give_them() -> None:
    of = with_options()
    seller, other = of.four["sales"], of.four["product"]
    assert [row.number for row in waits(seller).judge] == [of.plan]
    assert (waits(of.boss).judge, waits(of.boss).decide) == ((), ())
    judged(of, seller)
    assert (waits(seller).judge, len(waits(other).judge)) == ((), 1)
    for function in ("product", "operations", "customer-success"):
        judged(of, of.four[function])
    assert not any(waits(who).judge for who in of.four.values())
    number = submit_decision(plan=of.plan, by=seller, at=AT)
    row = find_decision(of.plan, number, of.boss)
    decider = next(who for who in (of.boss, *of.four.values()) if who.number == row.decider)
    (one,) = waits(decider).decide
    assert (one.plan, one.number, one.submitted_by_name) == (of.plan, number, "For sales")
    assert waits(seller).decide == ()
    stand_in = person("legal", name="Lee Gal")
    now, until = present(), AT + timedelta(days=3)  # the page asks what time it is
    send_away(lender=decider.number, delegate=stand_in.number, begins_at=now, ends_at=until, by=decider, at=now)
    assert [each.decider_name for each in waits(stand_in).decide] == [row.decider_name]
    page = page_of(decider, "/plans/waiting/")
    assert f"/plans/{of.plan}/decision/{number}/" in page
    assert "put up for a decision by For sales" in page
    assert "you stand in for" in page_of(stand_in, "/plans/waiting/")
    option = int(row.result["first"])
    decide_case(plan=of.plan, number=number, option=option, reason="It holds", by=decider, at=AT)
    assert waits(decider).decide == ()


def test_other_criteria_let_everybody_judge_anew_once_they_count() -> None:
    of = all_judged()
    now = criteria_in_force(at=AT)
    frame = replace(now.frame, acceptable_risk=0.9)
    propose_lock(plan=of.plan, frame=frame, sign_off=now.sign_off, reason="New", by=of.four["sales"], at=AT)
    assert not any(waits(who).judge for who in of.four.values())
    answer_lock(plan=of.plan, is_approved=True, reason="", by=of.four["product"], at=AT)
    assert all(waits(who).judge for who in of.four.values())


def page_of(who: Viewer, address: str) -> str:
    client = Client()
    client.force_login(User.objects.get(pk=who.number))
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_promise_in_remediation_is_marked_in_lists_and_found_by_it() -> None:
    of = case()
    in_plan = promise_page(of.boss, today=TODAY, same={"mark": "remediation"})
    assert [(row.number, row.marks) for row in in_plan.rows] == [(of.promise, ("remediation",))]
    others = [row for row in promise_page(of.boss, today=TODAY).rows if row.number != of.promise]
    assert others
    assert not any(row.marks for row in others)
    page = page_of(of.boss, "/promises/?mark=remediation")
    assert "in remediation" in page.partition("<tbody")[2]
    assert ("in remediation" in page_of(of.boss, "/promises/?mark=remediation&format=csv")) is True
    close_plan(number=of.plan, reason="Kept", by=of.boss, at=AT)
    assert promise_page(of.boss, today=TODAY, same={"mark": "remediation"}).total == 0
    assert (
        promise_page(of.boss, today=TODAY, same={"mark": "nonsense"}).total == promise_page(of.boss, today=TODAY).total
    )
    with pytest.raises(ValueError, match="remediation"):
        register_mark(Mark("remediation", "Another", Plan.objects.all))


def test_a_finding_leads_to_opening_a_plan_because_of_it() -> None:
    boss = admin()
    promise = committed(boss, customer(boss))
    part = page_of(boss, f"/plans/of/{promise}/")
    finding = re.search(rf"/plans/open/{promise}/\?finding=([a-z-]+)", part)
    assert finding
    client = Client()
    client.force_login(User.objects.get(pk=boss.number))
    form = client.get(finding.group())
    assert 'value="finding" selected' in form.content.decode()
    made = client.post(finding.group(), {"opened_from": "finding", "reason": "", "severity": "", "severity_reason": ""})
    assert made.status_code == 302
    plan = Plan.objects.get()
    assert (plan.opened_from, plan.finding) == ("finding", finding.group(1))
