"""Whoever does whatever in whichever order: four agree, no dissent is lost, and nothing happens twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from makegood.foundation.errors import Problem
from makegood.foundation.history.verification import verify
from makegood.promises.services import add_indicator, read_indicator
from makegood.remediation.models import Contingency, Dissent, Plan, PlanAction, PlanMilestone, PlannedMessage
from makegood.remediation.services import (
    agree_to_plan,
    dissent_from_plan,
    fire_contingencies,
    look_at_plans,
    meet_milestone,
    remove_piece,
    rule_on_dissent,
)
from makegood.remediation.states import FOUR, RUNNING, TOUCHES, Kind
from tests.depth import examples
from tests.remediation.bench import TODAY, case, forecast
from tests.staff import AT, person

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
PART_OF = {
    Kind.CAUSE: "causes",
    Kind.MILESTONE: "milestones",
    Kind.RISK: "risks",
    Kind.CONTINGENCY: "contingencies",
    Kind.MESSAGE: "communication",
}
CODES = ("capacity", "supplier", "handover", "external-event")


class PlanLife(RuleBasedStateMachine):
    """A plan in the hands of its four people, an executive, strangers and the clock."""

    reached: ClassVar[set[str]] = set()

    @initialize(is_told=st.booleans())
    def begin(self, *, is_told: bool) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.here = case()
        self.executive, self.stranger = person("executive"), person("support")
        self.at = AT
        self.dissents = 0
        self.overruled = False
        self.agreed: set[int] = set()
        self.word: dict[str, str] = dict.fromkeys(FOUR, "awaited")
        self.measured = 0
        self.indicator = add_indicator(
            promise=self.here.promise, name="Open faults", unit="", direction="lower", amber=Decimal(2), red=Decimal(5),
            by=self.here.boss, at=AT,
        )  # fmt: skip
        forecast(self.here.promise, 0.8)
        if is_told:
            self.here.add(Kind.MESSAGE)

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            assert verify().flaw is None
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def _changed(self, part: str) -> None:
        """Expect the word of those whom a part touches to be taken back, and of no other."""
        for function in TOUCHES[part]:
            if self.word[function] != "awaited":
                self.word[function] = "reset"

    @rule(kind=st.sampled_from(sorted(PART_OF)), code=st.sampled_from(CODES), is_stranger=st.booleans())
    def add(self, kind: Kind, code: str, *, is_stranger: bool) -> None:
        said: dict[str, Any] = {Kind.CAUSE: {"code": code}}.get(kind, {})
        try:
            self.here.add(kind, by=self.stranger if is_stranger else self.here.boss, at=self.at, **said)
        except Problem:
            return
        assert not is_stranger
        self._changed(PART_OF[kind])

    @rule(function=st.sampled_from(FOUR))
    def add_action(self, function: str) -> None:
        self.here.add(Kind.ACTION, function=function, at=self.at)
        self._changed(f"actions:{function}")

    @rule(day=st.integers(0, 12))
    def add_contingency(self, day: int) -> None:
        self.here.add(Kind.CONTINGENCY, trigger="date", threshold=None, day=TODAY + timedelta(days=day), at=self.at)
        self.here.add(Kind.STEP, at=self.at)
        self._changed("contingencies")

    @rule(threshold=st.sampled_from([0.3, 0.6, 0.7]))
    def add_contingency_for_a_fall(self, threshold: float) -> None:
        self.here.add(Kind.CONTINGENCY, threshold=threshold, at=self.at)
        self.here.add(Kind.STEP, at=self.at)
        self._changed("contingencies")

    @rule(day=st.integers(0, 12))
    def add_contingency_for_a_milestone(self, day: int) -> None:
        stone = self.here.add(Kind.MILESTONE, due=TODAY + timedelta(days=day), at=self.at)
        self._changed("milestones")
        self.here.add(Kind.CONTINGENCY, trigger="milestone", threshold=None, milestone=stone, at=self.at)
        self._changed("contingencies")

    @precondition(lambda _machine: PlanMilestone.objects.filter(met_on=None).exists())
    @rule()
    def meet_a_milestone(self) -> None:
        number, today = PlanMilestone.objects.filter(met_on=None).latest("pk").pk, self.at.date()
        meet_milestone(number=number, on=today, today=today, by=self.here.boss, at=self.at)

    @rule()
    def add_contingency_for_a_measurement(self) -> None:
        self.here.add(
            Kind.CONTINGENCY, trigger="measurement", threshold=None, indicator=self.indicator, at=self.at
        )  # fmt: skip
        self._changed("contingencies")

    @rule(value=st.sampled_from([1, 4, 6]))
    def measure(self, value: int) -> None:
        today = self.at.date()
        read_indicator(
            number=self.indicator, on=today, value=Decimal(value), today=today, by=self.here.boss, at=self.at
        )
        self.measured = value

    @precondition(lambda _machine: PlannedMessage.objects.exists())
    @rule()
    def take_a_message_off(self) -> None:
        number = PlannedMessage.objects.latest("pk").pk
        remove_piece(kind=Kind.MESSAGE, number=number, by=self.here.boss, at=self.at)
        self._changed("communication")

    @rule(function=st.sampled_from(FOUR), speaker=st.sampled_from([*FOUR, "executive", "stranger"]))
    def agree(self, function: str, speaker: str) -> None:
        who = {**self.here.four, "executive": self.executive, "stranger": self.stranger}[speaker]
        try:
            agree_to_plan(number=self.here.plan, function=function, seen=self.here.seen(function), by=who, at=self.at)
        except Problem:
            assert speaker != function or not PlannedMessage.objects.exists()
            return
        assert speaker == function
        self.word[function] = "approved"

    @precondition(lambda _machine: PlannedMessage.objects.exists())
    @rule()
    def all_agree(self) -> None:
        """Let all four agree, so that the walk comes further than the beginning."""
        self.here.agree(at=self.at)
        self.word = dict.fromkeys(FOUR, "approved")
        assert Plan.objects.get().state == "agreed"

    @rule(function=st.sampled_from(FOUR))
    def dissent(self, function: str) -> None:
        self.dissents += 1
        dissent_from_plan(
            number=self.here.plan, function=function, seen=self.here.seen(function), reason=f"No {self.dissents}",
            by=self.here.four[function], at=self.at,
        )  # fmt: skip
        self.word[function] = "declined"

    @rule(who=st.sampled_from(["executive", "stranger", "sales"]))
    def decide(self, who: str) -> None:
        by = {"executive": self.executive, "stranger": self.stranger, "sales": self.here.four["sales"]}[who]
        all_spoke = set(self.word.values()) <= {"approved", "declined"}
        is_late = self.at >= Plan.objects.get().tell_by
        needed = "declined" in self.word.values() if all_spoke else is_late
        try:
            rule_on_dissent(number=self.here.plan, reason="So be it", by=by, at=self.at)
        except Problem:
            return
        assert who == "executive"
        assert needed
        self.overruled = True

    @rule(hours=st.integers(1, 96), p_kept=st.sampled_from([0.2, 0.5, 0.65, 0.75, 0.8, 0.95]))
    def time_goes_by(self, hours: int, p_kept: float) -> None:
        self.at += timedelta(hours=hours)
        forecast(self.here.promise, p_kept, at=self.at)
        before = Plan.objects.get()
        look_at_plans(at=self.at)
        look_at_plans(at=self.at)
        fire_contingencies(plan=self.here.plan, today=self.at.date(), at=self.at)
        if before.agreed_at is not None:
            waiting = Contingency.objects.filter(fired_at=None, pk__in=self.agreed).select_related("milestone")
            assert not any(self._has_come(one, p_kept) for one in waiting)
        if Plan.objects.get().lapses > before.lapses:
            assert before.state == "agreed"
            assert (before.p_kept_at_agreement or 0) - p_kept > 0.1
            self._changed("forecast")

    def _has_come(self, one: Contingency, p_kept: float) -> bool:
        """Say whether a contingency should have fired by now, as this test knows the world."""
        today = self.at.date()
        if one.trigger == "milestone":
            return one.milestone is not None and one.milestone.met_on is None and one.milestone.due < today
        if one.trigger == "measurement":
            return self.measured > 5
        return one.day <= today if one.day is not None else p_kept < (one.threshold or 0)

    @invariant()
    def each_function_stands_where_it_said(self) -> None:
        assert self.here.standings() == self.word

    @invariant()
    def an_agreed_plan_was_agreed_by_four_and_says_what_the_customer_is_told(self) -> None:
        plan = Plan.objects.get()
        assert plan.state in RUNNING
        self.reached.add(plan.state)
        if plan.state == "agreed":
            self.agreed |= set(Contingency.objects.values_list("pk", flat=True))
            assert self.overruled or set(self.word.values()) <= {"approved", "declined"}
            assert PlannedMessage.objects.exists()
            assert "declined" not in self.word.values() or plan.rulings.exists()

    @invariant()
    def no_dissent_is_lost(self) -> None:
        said = [f"No {number}" for number in range(1, self.dissents + 1)]
        assert list(Dissent.objects.order_by("pk").values_list("reason", flat=True)) == said

    @invariant()
    def what_fired_was_agreed_to_and_fired_once_with_each_of_its_steps(self) -> None:
        assert set(Contingency.objects.exclude(fired_at=None).values_list("pk", flat=True)) <= self.agreed
        for one in Contingency.objects.prefetch_related("steps"):
            actions = PlanAction.objects.filter(step__contingency=one).count()
            assert actions == (0 if one.fired_at is None else one.steps.count())


def test_a_plan_holds_whatever_the_order() -> None:
    steps = settings(max_examples=examples(20), stateful_step_count=30, deadline=None)
    run_state_machine_as_test(PlanLife, settings=steps)
    assert PlanLife.reached >= {"open", "agreed"}
