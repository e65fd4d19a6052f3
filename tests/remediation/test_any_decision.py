"""Whoever does what in whichever order: nothing is scored before the lock, nobody decides what is theirs, nothing is
lost, and no judge is led by another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from makegood.feasibility.services import note_promises
from makegood.foundation.errors import Problem
from makegood.remediation.models import CriteriaLock, Decision, Judgement, LockAnswer, Option
from makegood.remediation.queries import decisions_of, judging, lock_in_force, locks_of, options_of
from makegood.remediation.queries.frames import DELIVERED
from makegood.remediation.services import (
    Said,
    answer_lock,
    decide_case,
    judge,
    lock_criteria,
    propose_lock,
    propose_option,
    reopen_decision,
    return_decision,
    simulate_options,
    submit_decision,
    watch_decisions,
    withdraw_option,
)
from makegood.remediation.states import DEFAULT_SIGN_OFF, DecisionState
from makegood.work.models import WorkItem
from tests.depth import examples
from tests.feasibility.what_ifs import more, placed, team_of
from tests.remediation.cases import case
from tests.staff import AT, person

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
SETTINGS = settings(
    max_examples=examples(8), stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
WHO = st.integers(0, 6)


class Deciding(RuleBasedStateMachine):
    """One case, the four who work on it, an executive, a stand-in of operations and a stranger."""

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.of = case()
        self.people = [*self.of.four.values(), self.of.boss, person("executive", name="Other Boss"), person("legal")]
        self.now = AT
        self.signed: dict[int, tuple[Any, ...]] = {}
        self.said = 0

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def tried(self, act: Callable[[], Any]) -> bool:
        """Do something that may be refused; say whether it was done."""
        self.now += timedelta(minutes=1)
        try:
            with transaction.atomic():
                act()
        except Problem:
            return False
        return True

    @rule(who=WHO)
    def lock(self, who: int) -> None:
        self.tried(lambda: lock_criteria(plan=self.of.plan, by=self.people[who], at=self.now))

    @rule(who=WHO, what=st.sampled_from(["more", "place", "later"]))
    def propose(self, who: int, what: str) -> None:
        promise = self.of.promise
        change = {
            "more": more(team_of(promise), 2.0),
            "place": placed(promise),
            "later": {"kind": "later-date", "promise": promise, "due": AT.date() + timedelta(days=200)},
        }[what]
        locked = CriteriaLock.objects.exists()
        done = self.tried(
            lambda: propose_option(
                plan=self.of.plan, title=what, changes=[change], cost=Decimal(0), currency="EUR",
                by=self.people[who], at=self.now,
            )
        )  # fmt: skip
        assert locked or not done

    @rule(who=WHO, which=st.integers(0, 5))
    def withdraw(self, who: int, which: int) -> None:
        numbers = list(Option.objects.order_by("pk").values_list("pk", flat=True))
        if numbers:
            number = numbers[which % len(numbers)]
            self.tried(lambda: withdraw_option(option=number, reason="No", by=self.people[who], at=self.now))

    @rule(who=WHO, value=st.sampled_from([0.0, 3.0, 10.0, 11.0]), whole=st.booleans())
    def judge(self, who: int, value: float, whole: bool) -> None:
        lock = lock_in_force(locks_of(self.of.plan, self.of.boss))
        if lock is None:
            return
        asked = [
            Said(number, one.key, value, "Because")
            for number in self.of.options()
            for one in lock.frame.criteria
            if not one.is_measured
        ]
        said = asked if whole else asked[:2]
        if self.tried(lambda: judge(plan=self.of.plan, said=said, by=self.people[who], at=self.now)):
            assert value <= 10

    @rule(value=st.sampled_from([2.0, 8.0]))
    def everybody_judges(self, value: float) -> None:
        for who in range(4):
            self.judge(who, value, True)

    @rule(who=WHO, risk=st.sampled_from([0.05, 0.5, 1.0]))
    def change_criteria(self, who: int, risk: float) -> None:
        frame = replace(DELIVERED, acceptable_risk=risk)
        self.tried(
            lambda: propose_lock(
                plan=self.of.plan, frame=frame, sign_off=DEFAULT_SIGN_OFF, reason="New facts", by=self.people[who],
                at=self.now,
            )
        )  # fmt: skip

    @rule(who=WHO, is_approved=st.booleans())
    def answer(self, who: int, is_approved: bool) -> None:
        self.tried(
            lambda: answer_lock(
                plan=self.of.plan, is_approved=is_approved, reason="Seen", by=self.people[who], at=self.now
            )
        )

    @rule()
    def simulate(self) -> None:
        self.tried(lambda: simulate_options(plan=self.of.plan, by=self.of.boss, at=self.now))
        self.of.forecaster.answer_trials(at=self.now)

    @rule(hours=st.sampled_from([5.0, 40.0, 900.0]))
    def move_the_forecast(self, hours: float) -> None:
        WorkItem.objects.filter(promise=self.of.promise).update(p10=hours, p50=hours, p90=hours)
        note_promises([self.of.promise], at=self.now)
        self.now += timedelta(hours=2)
        self.of.forecaster.renew(at=AT)
        watch_decisions(at=self.now)
        self.of.forecaster.answer_trials(at=self.now)
        watch_decisions(at=self.now)

    @rule(who=WHO)
    def submit(self, who: int) -> None:
        self.tried(lambda: submit_decision(plan=self.of.plan, by=self.people[who], at=self.now))

    @rule(value=st.sampled_from([2.0, 8.0]), sign=st.booleans())
    def go_the_usual_way(self, value: float, sign: bool) -> None:
        """Do what people would do, as far as it goes from where the case stands: rare in any other order."""
        self.lock(0)
        self.propose(2, "more")
        self.simulate()
        self.everybody_judges(value)
        self.submit(0)
        if sign:
            for which in range(6):
                for who in (2, 4, 5):
                    self.decide(who, which)

    @rule(who=WHO, which=st.integers(0, 5))
    def decide(self, who: int, which: int) -> None:
        numbers = list(Option.objects.order_by("pk").values_list("pk", flat=True)) or [0]
        self._on_decision(
            lambda number: decide_case(
                plan=self.of.plan, number=number, option=numbers[which % len(numbers)], reason="It holds",
                by=self.people[who], at=self.now,
            )
        )  # fmt: skip

    @rule(who=WHO, act=st.sampled_from([return_decision, reopen_decision]))
    def end(self, who: int, act: Any) -> None:
        self._on_decision(
            lambda number: act(plan=self.of.plan, number=number, reason="Once more", by=self.people[who], at=self.now)
        )

    def _on_decision(self, act: Callable[[int], Any]) -> None:
        found = decisions_of(self.of.plan, self.of.boss)
        if found:
            self.tried(lambda: act(found[0].number))

    @invariant()
    def nothing_is_scored_before_the_lock(self) -> None:
        if hasattr(self, "of"):
            assert CriteriaLock.objects.exists() or not (Option.objects.exists() or Judgement.objects.exists())

    @invariant()
    def nobody_decides_what_is_theirs_or_what_a_limit_excludes(self) -> None:
        for one in Decision.objects.filter(decided_at__isnull=False) if hasattr(self, "of") else ():
            assert one.decided_by_id != one.submitted_by_id
            assert one.decided_by_id == one.decider_id  # nobody is away here
            standing = next(each for each in one.result["standings"] if each["option"] == str(one.chosen_id))
            assert {each["code"] for each in standing["excluded"]} <= {"dominated"}
            assert len(one.card["judges"]) == 4

    @invariant()
    def what_was_signed_stays_as_it_was(self) -> None:
        for one in Decision.objects.filter(decided_at__isnull=False) if hasattr(self, "of") else ():
            now = (one.chosen_id, one.reason, one.decided_by_id, one.card, one.result, one.lock_id)
            assert self.signed.setdefault(one.pk, now) == now
        if hasattr(self, "of"):
            assert self.signed.keys() <= set(Decision.objects.values_list("pk", flat=True))

    @invariant()
    def one_decision_at_a_time_and_every_version_of_the_criteria_has_two_people(self) -> None:
        if not hasattr(self, "of"):
            return
        running = [DecisionState.SUBMITTED, DecisionState.DECIDED]
        assert Decision.objects.filter(state__in=running).count() <= 1
        assert all(one.by_id != one.lock.by_id for one in LockAnswer.objects.select_related("lock"))

    @invariant()
    def no_judge_is_led_by_another(self) -> None:
        if not hasattr(self, "of"):
            return
        count = Judgement.objects.count()
        assert count >= self.said
        self.said = count
        lock = lock_in_force(locks_of(self.of.plan, self.of.boss))
        if lock is None:
            return
        options = tuple(one.number for one in options_of(self.of.row, self.of.boss))
        for who in self.people:
            found = judging(self.of.row, lock, options, who)
            assert found.is_revealed or {one.judge for one in found.seen} <= {who.number}


def test_no_order_of_acts_gets_around_a_fair_decision() -> None:
    run_state_machine_as_test(Deciding, settings=SETTINGS)
