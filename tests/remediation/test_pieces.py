"""What a plan is made of: causes, actions, milestones, risks, contingencies and messages, checked field by field."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from makegood.customers.services import add_contact
from makegood.foundation.errors import Denied, NotFound, Stale
from makegood.foundation.history.queries import story
from makegood.promises.models import Promise
from makegood.remediation.models import Contingency, PlanAction, RootCause
from makegood.remediation.queries import messages_of, waiting_in_plans
from makegood.remediation.services import (
    UnableToChangePlan,
    change_piece,
    close_plan,
    finish_action,
    join_plan,
    leave_plan,
    meet_milestone,
    remove_piece,
    reopen_action,
    report_progress,
    tell_message,
)
from makegood.remediation.states import Cause, Kind, Nature, nature_of
from tests.promises.desk import admin, committed, customer
from tests.remediation.bench import TODAY, Case, case
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.STEP])
def test_each_piece_is_added_changed_and_taken_off_and_the_story_says_so(kind: Kind) -> None:
    here = case()
    number = here.add(kind)
    name, value = {Kind.CAUSE: ("words", "It was the fan."), Kind.MESSAGE: ("text", "On Monday.")}.get(
        kind, ("title", "Another one")
    )
    said = {**here.usual(kind), name: value}
    change_piece(kind=kind, number=number, version=0, by=here.boss, at=AT, **said)
    change_piece(kind=kind, number=number, version=1, by=here.boss, at=AT, **said)  # nothing is changed
    assert remove_piece(kind=kind, number=number, by=here.boss, at=AT) == here.plan
    verbs = [event.verb for event in story(subject=("promise", here.promise), viewer=here.boss)][:3]
    assert verbs == [f"plan.{kind}-remove", f"plan.{kind}-change", f"plan.{kind}-add"]
    with pytest.raises(NotFound):
        remove_piece(kind=kind, number=number, by=here.boss, at=AT)


def test_a_step_belongs_to_a_contingency_of_the_same_plan() -> None:
    here = case()
    here.add(Kind.CONTINGENCY)
    here.add(Kind.STEP)
    elsewhere = Contingency.objects.get()
    other = Case(here.boss, here.four, *_another(here))
    with pytest.raises(UnableToChangePlan) as refused:
        other.add(Kind.STEP, contingency=elsewhere.pk)
    assert refused.value.field == "contingency"


def _another(here: Case) -> tuple[int, int]:
    from makegood.remediation.services import open_plan

    promise = committed(here.boss, customer(here.boss, key="OT"))
    return promise, open_plan(promise=promise, by=here.boss, at=AT)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (Kind.CAUSE, "code", "laziness"),
        (Kind.CAUSE, "words", " "),
        (Kind.CAUSE, "points", 0),
        (Kind.CAUSE, "teams", 101),
        (Kind.ACTION, "title", ""),
        (Kind.ACTION, "function", "legal"),
        (Kind.ACTION, "owner", None),
        (Kind.ACTION, "owner", 10**9),
        (Kind.ACTION, "due", None),
        (Kind.ACTION, "due", date(1812, 1, 1)),
        (Kind.ACTION, "after", 10**9),
        (Kind.MILESTONE, "acceptance", ""),
        (Kind.RISK, "probability", "certain"),
        (Kind.RISK, "effect", ""),
        (Kind.RISK, "mitigation", ""),
        (Kind.CONTINGENCY, "trigger", "mood"),
        (Kind.CONTINGENCY, "threshold", 1.0),
        (Kind.CONTINGENCY, "threshold", None),
        (Kind.MESSAGE, "to_whom", ""),
        (Kind.MESSAGE, "contact", 10**9),
        (Kind.MESSAGE, "channel", "pigeon"),
        (Kind.MESSAGE, "text", ""),
        (Kind.MESSAGE, "next_update", TODAY),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_field_at_fault(kind: Kind, field: str, value: Any) -> None:
    here = case()
    with pytest.raises(UnableToChangePlan) as refused:
        here.add(kind, **{field: value})
    assert refused.value.field == ("contact" if field == "to_whom" else field)


@pytest.mark.parametrize(
    ("trigger", "field"), [("date", "day"), ("milestone", "milestone"), ("measurement", "indicator")]
)
def test_a_contingency_needs_what_it_waits_for(trigger: str, field: str) -> None:
    here = case()
    with pytest.raises(UnableToChangePlan) as refused:
        here.add(Kind.CONTINGENCY, trigger=trigger)
    assert refused.value.field == field


def test_two_edits_of_one_piece_are_put_side_by_side() -> None:
    here = case()
    number = here.add(Kind.ACTION)
    said = here.usual(Kind.ACTION)
    change_piece(kind=Kind.ACTION, number=number, version=0, by=here.boss, at=AT, **{**said, "title": "Hire three"})
    with pytest.raises(Stale) as refused:
        change_piece(kind=Kind.ACTION, number=number, version=0, by=here.boss, at=AT, **{**said, "title": "Hire four"})
    assert refused.value.details == {"fields": {"title": {"now": "Hire three"}}, "version": 1}


def test_actions_never_wait_for_one_another_in_a_circle() -> None:
    here = case()
    first = here.add(Kind.ACTION)
    second = here.add(Kind.ACTION, title="Train them", after=first)
    third = here.add(Kind.ACTION, title="Start the line", after=second)
    with pytest.raises(UnableToChangePlan) as refused:
        change_piece(kind=Kind.ACTION, number=first, version=0, by=here.boss, at=AT,
                     **{**here.usual(Kind.ACTION), "after": third})  # fmt: skip
    assert refused.value.field == "after"


def test_an_action_is_done_after_what_comes_first_with_something_to_see() -> None:
    here = case()
    first = here.add(Kind.ACTION)
    second = here.add(Kind.ACTION, title="Train them", after=first)
    report_progress(number=second, progress=40, by=here.boss, at=AT)
    with pytest.raises(UnableToChangePlan):
        finish_action(number=second, evidence="Seen", by=here.boss, at=AT)
    with pytest.raises(UnableToChangePlan):
        finish_action(number=first, evidence=" ", by=here.boss, at=AT)
    finish_action(number=first, evidence="Two contracts signed", by=here.boss, at=AT)
    finish_action(number=second, evidence="Both passed", by=here.boss, at=AT)
    with pytest.raises(UnableToChangePlan):
        finish_action(number=second, evidence="Again", by=here.boss, at=AT)
    reopen_action(number=second, by=here.boss, at=AT)
    rows = PlanAction.objects.order_by("pk").values_list("progress", "done_at")
    assert list(rows) == [(100, AT), (90, None)]
    with pytest.raises(UnableToChangePlan):
        report_progress(number=second, progress=100, by=here.boss, at=AT)


def test_whoever_owns_an_action_reports_on_it_without_having_joined_and_others_do_not() -> None:
    here = case()
    helper, stranger = person("support"), person("legal")
    number = here.add(Kind.ACTION, owner=helper.number)
    assert report_progress(number=number, progress=10, by=helper, at=AT) == here.plan
    for who in (stranger, GUEST):
        with pytest.raises(Denied):
            report_progress(number=number, progress=20, by=who, at=AT)


def test_whoever_has_not_joined_adds_nothing_until_they_do() -> None:
    here = case()
    stranger = person("legal")
    with pytest.raises(Denied):
        here.add(Kind.RISK, by=stranger)
    join_plan(number=here.plan, by=stranger, at=AT)
    join_plan(number=here.plan, by=stranger, at=AT)
    here.add(Kind.RISK, by=stranger)
    leave_plan(number=here.plan, by=stranger, at=AT)
    with pytest.raises(Denied):
        here.add(Kind.RISK, by=stranger)
    with pytest.raises(NotFound):
        leave_plan(number=here.plan, by=stranger, at=AT)


def test_what_has_happened_stays_as_it_was() -> None:
    here = case()
    milestone, message = here.add(Kind.MILESTONE), here.add(Kind.MESSAGE)
    meet_milestone(number=milestone, on=TODAY, by=here.boss, at=AT, today=TODAY)
    tell_message(number=message, by=here.boss, at=AT)
    for kind, number in ((Kind.MILESTONE, milestone), (Kind.MESSAGE, message)):
        with pytest.raises(UnableToChangePlan):
            remove_piece(kind=kind, number=number, by=here.boss, at=AT)
    with pytest.raises(UnableToChangePlan):
        meet_milestone(number=milestone, on=TODAY, by=here.boss, at=AT, today=TODAY)
    with pytest.raises(UnableToChangePlan):
        tell_message(number=message, by=here.boss, at=AT)


def test_a_milestone_is_met_on_a_day_that_has_been() -> None:
    here = case()
    with pytest.raises(UnableToChangePlan):
        meet_milestone(number=here.add(Kind.MILESTONE), on=TODAY + timedelta(days=1), by=here.boss, at=AT, today=TODAY)


def test_a_milestone_that_a_contingency_waits_for_stays() -> None:
    here = case()
    milestone = here.add(Kind.MILESTONE)
    here.add(Kind.CONTINGENCY, trigger="milestone", milestone=milestone)
    with pytest.raises(UnableToChangePlan):
        remove_piece(kind=Kind.MILESTONE, number=milestone, by=here.boss, at=AT)


def test_telling_the_customer_is_a_notice_of_the_promise() -> None:
    from makegood.promises.models import Notice

    here = case()
    tell_message(number=here.add(Kind.MESSAGE), by=here.boss, at=AT)
    notice = Notice.objects.filter(promise=here.promise).latest("pk")
    assert (notice.how, notice.date_told, notice.told_at, notice.note) == ("call", None, AT, "The date is in danger.")


def test_the_weights_of_causes_are_shares_of_their_sum_and_a_code_stands_once() -> None:
    from makegood.remediation.queries import causes_of

    here = case()
    here.add(Kind.CAUSE, points=3)
    here.add(Kind.CAUSE, code="supplier", points=1)
    assert [(one.code, one.weight) for one in causes_of(here.plan, here.boss)] == [
        ("capacity", 0.75),
        ("supplier", 0.25),
    ]
    with pytest.raises(UnableToChangePlan):
        here.add(Kind.CAUSE, code="supplier")


@pytest.mark.parametrize(
    ("of_same_code", "teams", "peers_would", "nature"),
    [
        (1, 1, False, Nature.JUDGEMENT),
        (2, 1, False, Nature.JUDGEMENT),
        (3, 1, False, Nature.SYSTEMIC),
        (1, 2, False, Nature.SYSTEMIC),
        (1, 1, True, Nature.SYSTEMIC),
    ],
)
def test_a_cause_is_systemic_by_repetition_by_spread_or_by_the_substitution_test(
    of_same_code: int, teams: int, peers_would: bool, nature: Nature
) -> None:
    assert nature_of(of_same_code=of_same_code, teams=teams, peers_would=peers_would) is nature


def test_the_third_plan_in_ninety_days_with_the_same_cause_finds_it_systemic() -> None:
    boss = admin()
    natures = []
    for day in (0, 1, 2, 120):
        here = case_of(boss, f"C{day}")
        number = here.add(Kind.CAUSE, at=AT + timedelta(days=day))
        natures.append(RootCause.objects.get(pk=number).nature)
    assert natures == ["judgement", "judgement", "systemic", "judgement"]


def case_of(boss: Any, key: str) -> Case:
    from makegood.remediation.services import open_plan

    maker = person("operations")
    promise = committed(boss, customer(boss, key=key))
    return Case(
        boss, {"operations": maker, "customer-success": maker}, promise, open_plan(promise=promise, by=boss, at=AT)
    )


def test_the_taxonomy_has_fourteen_causes() -> None:
    assert len(Cause) == 14


def test_nothing_is_added_to_a_plan_that_has_ended() -> None:
    here = case()
    close_plan(number=here.plan, reason="Delivered", by=here.boss, at=AT)
    with pytest.raises(UnableToChangePlan):
        here.add(Kind.RISK)


def test_who_is_told_is_called_the_same_wherever_it_is_said() -> None:
    here = case()
    of = Promise.objects.get(pk=here.promise).customer_id
    contact = add_contact(customer=of, name="Karin Holm", by=here.boss, at=AT)
    with pytest.raises(UnableToChangePlan) as refused:
        here.add(Kind.MESSAGE, contact=contact, to_whom="Her deputy")
    assert refused.value.field == "to_whom"
    here.add(Kind.MESSAGE, contact=contact, to_whom="")
    here.add(Kind.MESSAGE, contact=None, to_whom="Her deputy")
    teller = here.four["customer-success"]
    shown = [one.to_whom for one in messages_of(here.plan, teller, today=TODAY)]
    assert shown == [one.to_whom for one in waiting_in_plans(teller, at=AT, today=TODAY).tell]
    assert shown == ["Karin Holm", "Her deputy"]
