"""Criteria are locked before there is a way out, everybody judges alone, and somebody who put up nothing decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from makegood.feasibility.services import apply_scenario, note_promises
from makegood.foundation.errors import Denied
from makegood.people.services import send_away
from makegood.remediation.models import CriteriaLock, Decision, Judgement
from makegood.remediation.queries import (
    LockRow,
    deciders_of,
    decisions_of,
    find_decision,
    judging,
    lock_in_force,
    locks_of,
    options_of,
    plan_story,
    waiting_decisions,
)
from makegood.remediation.queries.frames import DELIVERED
from makegood.remediation.services import (
    CriteriaSaid,
    Said,
    UnableToDecide,
    UnableToJudge,
    UnableToLock,
    UnableToPropose,
    answer_lock,
    decide_case,
    judge,
    lock_criteria,
    propose_criteria,
    propose_lock,
    publish_criteria,
    reopen_decision,
    return_decision,
    submit_decision,
    watch_decisions,
)
from makegood.remediation.states import DECISION_TRANSITIONS, DecisionState, SignOff
from makegood.work.models import WorkItem
from tests.feasibility.test_renewing import heard
from tests.feasibility.what_ifs import more, team_of
from tests.promises.desk import admin
from tests.remediation.cases import Case, all_judged, case, judged, option, with_options
from tests.staff import AT, person

pytestmark = pytest.mark.django_db


def lock_of(of: Case) -> LockRow:
    lock = lock_in_force(locks_of(of.plan, of.boss))
    assert lock is not None
    return lock


def test_every_state_of_a_decision_has_its_transitions() -> None:
    assert set(DECISION_TRANSITIONS) == set(DecisionState)
    assert {after for row in DECISION_TRANSITIONS.values() for after in row.values()} <= set(DecisionState)


def test_the_lock_is_of_the_criteria_that_were_in_force_when_the_case_was_opened() -> None:
    of = case()
    said = CriteriaSaid("Trust first", replace(DELIVERED, acceptable_risk=0.2), sign_off(), "We lost two customers")
    later = propose_criteria(said=said, by=of.four["sales"], at=AT)
    publish_criteria(number=later, version=0, by=of.boss, at=AT + timedelta(minutes=5))
    lock_criteria(plan=of.plan, by=of.four["sales"], at=AT + timedelta(minutes=10))
    assert (lock_of(of).criteria, lock_of(of).frame.acceptable_risk) == (0, 0.4)


def sign_off() -> tuple[SignOff, ...]:
    return tuple(SignOff(severity, "executive") for severity in ("S1", "S2", "S3", "S4"))


def test_judges_see_nothing_of_one_another_before_all_have_judged() -> None:
    of = with_options()
    seller, maker = of.four["sales"], of.four["operations"]
    assert judged(of, seller, trust=2.0) == 9
    options = tuple(of.options())
    seen = judging(of.row, lock_of(of), options, maker)
    assert (seen.seen, seen.is_revealed) == ((), False)
    assert len(judging(of.row, lock_of(of), options, seller).seen) == 9
    assert "mail of May" not in str(plan_story(of.row, maker))
    for who in of.four.values():
        judged(of, who)
    revealed = judging(of.row, lock_of(of), options, maker)
    assert revealed.is_revealed
    assert len(revealed.seen) == 4 * 9
    with pytest.raises(UnableToJudge, match="nothing is changed after that"):
        judged(of, seller, trust=9.0)


def test_one_may_think_again_before_all_have_judged_and_the_last_word_counts() -> None:
    of = with_options()
    seller = of.four["sales"]
    judged(of, seller, trust=2.0)
    assert judged(of, seller, trust=2.0) == 0
    assert judged(of, seller, trust=7.0) == 3
    mine = judging(of.row, lock_of(of), tuple(of.options()), seller).seen
    assert {one.value for one in mine if one.criterion == "trust"} == {7.0}
    with pytest.raises(DatabaseError), transaction.atomic():
        Judgement.objects.update(value=10.0)


@pytest.mark.parametrize(
    ("criterion", "value", "reason", "why"),
    [
        ("trust", 11.0, "Because", "from 0, the worst, to 10"),
        ("trust", float("nan"), "Because", "from 0, the worst, to 10"),
        ("trust", 5.0, "  ", "fill this in"),
        ("kept", 0.5, "Because", "Nobody is asked"),
    ],
)
def test_a_judgement_off_its_scale_or_without_a_reason_is_refused(
    criterion: str, value: float, reason: str, why: str
) -> None:
    of = with_options()
    number = of.options()[0]
    with pytest.raises(UnableToJudge, match=why) as refused:
        judge(plan=of.plan, said=[Said(number, criterion, value, reason)], by=of.four["sales"], at=AT)
    assert refused.value.field == f"{number}.{criterion}"


def test_only_the_four_judge() -> None:
    of = with_options()
    with pytest.raises(Denied, match="four functions"):
        judged(of, of.boss)


def test_it_is_not_put_up_before_everybody_has_judged_and_every_figure_is_fresh() -> None:
    of = with_options()
    seller = of.four["sales"]
    judged(of, seller)
    with pytest.raises(UnableToDecide, match="not judged yet: For customer-success, For operations, For product"):
        submit_decision(plan=of.plan, by=seller, at=AT)
    option(of, "Even more", more(team_of(of.promise), 3.0))
    with pytest.raises(UnableToDecide, match="still being simulated: Even more"):
        submit_decision(plan=of.plan, by=seller, at=AT)


def test_a_way_out_without_a_cost_is_named_with_what_is_missing() -> None:
    of = with_options()
    option(of, "Nobody knows", more(team_of(of.promise), 3.0), cost=None)
    of.forecaster.answer_trials(at=AT)
    for who in of.four.values():
        judged(of, who)
    with pytest.raises(UnableToDecide, match="Nobody knows · cost: there is no score for cost"):
        submit_decision(plan=of.plan, by=of.four["sales"], at=AT)


def test_the_decider_signs_with_a_reason_and_what_would_reopen_it_is_written_down() -> None:
    of = all_judged()
    seller = of.four["sales"]
    number = submit_decision(plan=of.plan, by=seller, at=AT)
    row = find_decision(of.plan, number, of.boss)
    first = int(row.result["first"])
    assert row.state is DecisionState.SUBMITTED
    decider = next(who for who in (of.boss, of.four["operations"]) if who.number == row.decider)
    assert [one.row for one in waiting_decisions(decider, deciders=frozenset({decider.number}))] == [row.row]
    with pytest.raises(UnableToDecide, match="fill this in"):
        decide_case(plan=of.plan, number=number, option=first, reason=" ", by=decider, at=AT)
    decide_case(plan=of.plan, number=number, option=first, reason="It holds, and nobody loses", by=decider, at=AT)
    decided = find_decision(of.plan, number, of.boss)
    assert (decided.state, decided.chosen, decided.decided_by) == (DecisionState.DECIDED, first, decider.number)
    assert {"risk", "delay"} <= {line.subject for line in decided.lines}
    with pytest.raises(UnableToDecide, match="another one by now"):
        decide_case(plan=of.plan, number=number, option=first, reason="Once more", by=decider, at=AT)
    with pytest.raises(UnableToPropose, match="given back or reopened"):
        option(of, "Too late", more(team_of(of.promise), 4.0))


def test_nobody_decides_what_they_put_up_nor_what_they_sold() -> None:
    of = all_judged()
    maker = of.four["operations"]
    may = deciders_of(of.row, lock_of(of), but=maker.number)
    assert may.function == "operations"
    assert may.people == ()
    with pytest.raises(UnableToDecide, match="neither sold nor proposes"):
        submit_decision(plan=of.plan, by=maker, at=AT)
    number = submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    row = find_decision(of.plan, number, of.boss)
    with pytest.raises(Denied, match="decides on this"):
        decide_case(plan=of.plan, number=number, option=of.options()[0], reason="I say so", by=of.boss, at=AT)
    with pytest.raises(Denied, match="put this up yourself"):
        decide_case(plan=of.plan, number=number, option=of.options()[0], reason="So", by=of.four["sales"], at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=row.row).update(decider_id=row.submitted_by)


def test_whoever_stands_in_for_the_decider_decides_and_both_are_on_record() -> None:
    of = all_judged()
    maker = of.four["operations"]
    number = submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    stand_in = person("product", name="Stand In")
    send_away(
        lender=maker.number, delegate=stand_in.number, begins_at=AT, ends_at=AT + timedelta(days=3), by=maker, at=AT
    )
    first = int(find_decision(of.plan, number, of.boss).result["first"])
    decide_case(plan=of.plan, number=number, option=first, reason="In their place", by=stand_in, at=AT)
    row = find_decision(of.plan, number, of.boss)
    assert (row.decider, row.decided_by) == (maker.number, stand_in.number)


def test_what_a_veto_or_a_limit_excludes_is_not_chosen() -> None:
    of = all_judged()
    number = submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    row = find_decision(of.plan, number, of.boss)
    out = [one for one in row.result["standings"] if any(e["code"] == "too risky" for e in one["excluded"])]
    assert out
    with pytest.raises(UnableToDecide, match="excludes it"):
        decide_case(
            plan=of.plan, number=number, option=int(out[0]["option"]), reason="Still", by=of.four["operations"], at=AT
        )


def test_other_criteria_in_the_middle_of_a_case_need_a_reason_and_somebody_elses_word() -> None:
    of = all_judged()
    seller, maker = of.four["sales"], of.four["operations"]
    frame = replace(lock_of(of).frame, acceptable_risk=0.1)
    with pytest.raises(UnableToLock, match="fill this in"):
        propose_lock(plan=of.plan, frame=frame, sign_off=sign_off(), reason="", by=seller, at=AT)
    assert propose_lock(plan=of.plan, frame=frame, sign_off=sign_off(), reason="New facts", by=seller, at=AT) == 2
    assert lock_of(of).number == 1
    with pytest.raises(Denied, match="somebody else"):
        answer_lock(plan=of.plan, is_approved=True, by=seller, at=AT)
    proposed = CriteriaLock.objects.get(number=2)
    with pytest.raises(DatabaseError, match="not locked, or of another case"), transaction.atomic():
        Judgement.objects.create(
            lock=proposed, option_id=of.options()[0], criterion="trust", judge_id=seller.number, value=1.0,
            reason="Before it counts", at=AT,
        )  # fmt: skip
    answer_lock(plan=of.plan, is_approved=True, by=maker, at=AT)
    assert (lock_of(of).number, lock_of(of).frame.acceptable_risk) == (2, 0.1)
    assert not judging(of.row, lock_of(of), tuple(of.options()), seller).seen  # they belong to the first version
    first = next(one for one in locks_of(of.plan, seller) if one.number == 1)
    assert len(judging(of.row, first, tuple(of.options()), seller).seen) == 4 * 9  # and stay to be seen


def test_a_refused_change_of_criteria_leaves_those_that_are_locked() -> None:
    of = with_options()
    frame = replace(lock_of(of).frame, acceptable_risk=0.1)
    propose_lock(plan=of.plan, frame=frame, sign_off=sign_off(), reason="New facts", by=of.four["sales"], at=AT)
    with pytest.raises(UnableToLock, match="fill this in"):
        answer_lock(plan=of.plan, is_approved=False, by=of.four["operations"], at=AT)
    answer_lock(plan=of.plan, is_approved=False, reason="Nothing is new", by=of.four["operations"], at=AT)
    assert lock_of(of).number == 1
    propose_lock(plan=of.plan, frame=frame, sign_off=sign_off(), reason="Really", by=of.four["sales"], at=AT)
    assert locks_of(of.plan, of.boss)[0].number == 3


def test_a_decision_that_was_given_back_or_reopened_stays_and_another_one_follows() -> None:
    of = all_judged()
    seller, maker = of.four["sales"], of.four["operations"]
    first = submit_decision(plan=of.plan, by=seller, at=AT)
    return_decision(plan=of.plan, number=first, reason="What does the supplier say?", by=maker, at=AT)
    second = submit_decision(plan=of.plan, by=seller, at=AT)
    chosen = int(find_decision(of.plan, second, of.boss).result["first"])
    decide_case(plan=of.plan, number=second, option=chosen, reason="It holds", by=maker, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(plan=of.plan, number=second).update(ended_why="", state="reopened")
    reopen_decision(plan=of.plan, number=second, reason="The supplier has burnt down", by=seller, at=AT)
    assert [one.state for one in decisions_of(of.plan, of.boss)] == [DecisionState.REOPENED, DecisionState.RETURNED]
    third = submit_decision(plan=of.plan, by=seller, at=AT)
    assert third == 3


def test_what_was_decided_is_not_rewritten_by_anybody() -> None:
    of = all_judged()
    number = submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    chosen = int(find_decision(of.plan, number, of.boss).result["first"])
    decide_case(plan=of.plan, number=number, option=chosen, reason="It holds", by=of.four["operations"], at=AT)
    other = next(one for one in of.options() if one != chosen)
    for statement in (
        f"UPDATE remediation_decision SET chosen_id = {other}",
        "UPDATE remediation_decision SET reason = 'Somebody else said so'",
        "DELETE FROM remediation_decision",
        "UPDATE remediation_lock SET text = '{}'",
        "DELETE FROM remediation_judgement",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def decided(of: Case) -> int:
    """Decide for what ranks first, and return its option."""
    number = submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    first = int(find_decision(of.plan, number, of.boss).result["first"])
    decide_case(plan=of.plan, number=number, option=first, reason="It holds", by=of.four["operations"], at=AT)
    return first


def test_a_decision_whose_figures_cross_a_line_is_reopened_by_itself_with_the_reason() -> None:
    of = all_judged()
    decided(of)
    assert watch_decisions(at=AT) == 0
    doing = WorkItem.objects.get(promise=of.promise)
    WorkItem.objects.filter(pk=doing.pk).update(p10=900.0, p50=1000.0, p90=1200.0)
    note_promises([of.promise], at=AT)
    of.forecaster.renew(at=AT)
    assert watch_decisions(at=AT + timedelta(minutes=5)) == 0  # it is not simulated again at once
    later = AT + timedelta(hours=2)
    assert watch_decisions(at=later) == 0
    assert of.forecaster.answer_trials(at=later) == 1
    assert watch_decisions(at=later) == 1
    assert watch_decisions(at=later) == 0
    row = decisions_of(of.plan, of.boss)[0]
    assert row.state is DecisionState.REOPENED
    assert "the risk of breaking the promise" in row.ended_why


def test_a_way_out_that_was_carried_out_is_held_against_the_forecast_itself() -> None:
    of = all_judged()
    first = decided(of)
    chosen = next(one for one in options_of(of.row, of.boss) if one.number == first)
    assert chosen.trial is not None
    if chosen.scenario is not None:
        apply_scenario(trial=chosen.trial, reason="Decided", by=admin(), at=AT)
    heard()
    note_promises([of.promise], at=AT)
    of.forecaster.renew(at=AT)
    assert watch_decisions(at=AT) == 0
    WorkItem.objects.filter(promise=of.promise).update(p10=900.0, p50=1000.0, p90=1200.0)
    note_promises([of.promise], at=AT)
    of.forecaster.renew(at=AT)
    assert watch_decisions(at=AT) == 1
