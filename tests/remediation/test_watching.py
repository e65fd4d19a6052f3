"""What happens to plans by itself: contingencies fire once, agreements lapse, clocks run out, red forecasts propose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from makegood.config.events import HANDLERS
from makegood.feasibility.models import Snapshot
from makegood.foundation.history.queries import story
from makegood.foundation.outbox.models import News
from makegood.foundation.timers.queries import waiting
from makegood.promises.services import add_indicator, give_notice, read_indicator
from makegood.remediation import handlers
from makegood.remediation.models import Contingency, Plan, PlanAction
from makegood.remediation.queries import find_plan, plan_of
from makegood.remediation.services import (
    acknowledge_plan,
    change_severity,
    clock_ran_out,
    dismiss_plan,
    fire_contingencies,
    look_at_plans,
    meet_milestone,
    propose_for_crossings,
    set_daily_clock,
    take_up_plan,
)
from makegood.remediation.states import Kind
from tests.promises.desk import admin, committed, customer
from tests.remediation.bench import FORECAST, TODAY, Case, case, forecast
from tests.staff import AT

pytestmark = pytest.mark.django_db


def ready(**trigger: Any) -> Case:
    """Return an agreed plan with one contingency of two steps."""
    here = case()
    here.add(Kind.MESSAGE)
    if trigger.get("trigger") == "milestone":
        trigger["milestone"] = here.add(Kind.MILESTONE)
    here.add(Kind.CONTINGENCY, **trigger)
    here.add(Kind.STEP)
    here.add(Kind.STEP, title="Tell the forwarder", days=0)
    here.agree()
    return here


def fired(here: Case) -> list[Any]:
    events = story(subject=("promise", here.promise), viewer=here.boss)
    return [event.facts for event in events if event.verb == "plan.fire"]


def test_a_contingency_fires_once_when_the_probability_falls_below_and_its_steps_are_actions() -> None:
    here = ready()
    forecast(here.promise, 0.4)
    assert look_at_plans(at=AT) == 0
    forecast(here.promise, 0.39)
    assert look_at_plans(at=AT) == 1
    assert look_at_plans(at=AT + timedelta(days=1)) == 0
    rows = PlanAction.objects.filter(plan=here.plan).order_by("pk").values_list("title", "due")
    assert list(rows) == [("Book a flight", date(2027, 1, 6)), ("Tell the forwarder", TODAY)]
    assert [one["p_kept"] for one in fired(here)] == [0.39]
    forecast(here.promise, 0.9)
    forecast(here.promise, 0.1)
    assert look_at_plans(at=AT + timedelta(days=2)) == 0


def test_what_a_contingency_does_was_agreed_before_and_takes_no_word_back() -> None:
    here = ready(trigger="date", threshold=None, day=TODAY)
    look_at_plans(at=AT)
    assert PlanAction.objects.count() == 2
    assert set(here.standings().values()) == {"approved"}
    assert find_plan(here.plan, here.boss).state == "agreed"


def test_a_date_is_reached_on_its_day_and_not_before() -> None:
    here = ready(trigger="date", threshold=None, day=TODAY + timedelta(days=2))
    assert [look_at_plans(at=AT + timedelta(days=day)) for day in range(4)] == [0, 0, 1, 0]
    assert fired(here)[0]["day"] == "2027-01-06"


def test_a_milestone_is_missed_the_day_after_it_was_due_unless_it_was_met() -> None:
    here = ready(trigger="milestone", threshold=None)
    due = date(2027, 1, 15)
    assert fire_contingencies(plan=here.plan, today=due, at=AT) == 0
    meet_milestone(number=here.pieces[Kind.MILESTONE], on=TODAY, by=here.boss, at=AT, today=TODAY)
    assert fire_contingencies(plan=here.plan, today=due + timedelta(days=1), at=AT) == 0
    other = ready_elsewhere(here)
    assert fire_contingencies(plan=other.plan, today=due + timedelta(days=1), at=AT) == 1


def ready_elsewhere(here: Case) -> Case:
    from makegood.remediation.services import open_plan

    promise = committed(here.boss, customer(here.boss, key="EL"))
    other = Case(here.boss, here.four, promise, open_plan(promise=promise, by=here.boss, at=AT))
    other.add(Kind.MESSAGE)
    other.add(Kind.CONTINGENCY, trigger="milestone", threshold=None, milestone=other.add(Kind.MILESTONE))
    other.agree()
    return other


def test_a_measurement_fires_when_its_latest_reading_is_red() -> None:
    here = case()
    scrap = add_indicator(
        promise=here.promise, name="Scrap", unit="percent", direction="lower", amber=Decimal(3), red=Decimal(5),
        by=here.boss, at=AT,
    )  # fmt: skip
    here.add(Kind.MESSAGE)
    here.add(Kind.CONTINGENCY, trigger="measurement", threshold=None, indicator=scrap)
    here.agree()
    for value, expected in ((Decimal(5), 0), (Decimal(6), 1)):
        read_indicator(number=scrap, on=TODAY, value=value, today=TODAY, by=here.boss, at=AT)
        assert look_at_plans(at=AT) == expected
    assert fired(here)[0]["value"] == "6"


def test_a_contingency_that_nobody_agreed_to_yet_waits() -> None:
    here = case()
    here.add(Kind.CONTINGENCY, trigger="date", threshold=None, day=TODAY)
    assert look_at_plans(at=AT) == 0
    here.add(Kind.MESSAGE)
    here.agree()
    assert look_at_plans(at=AT) == 1


def test_the_database_lets_no_step_become_an_action_twice() -> None:
    here = ready(trigger="date", threshold=None, day=TODAY)
    look_at_plans(at=AT)
    one = PlanAction.objects.earliest("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanAction.objects.create(
            plan_id=here.plan, title="Again", function="sales", owner_id=here.boss.number, due=TODAY, step=one.step,
            made_at=AT,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_four_workers_that_look_at_once_fire_it_once() -> None:
    here = ready(trigger="date", threshold=None, day=TODAY)
    together, counted = Barrier(4), []

    def look() -> None:
        together.wait()
        try:
            counted.append(look_at_plans(at=AT))
        finally:
            connection.close()

    threads = [Thread(target=look) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counted) == 1
    assert PlanAction.objects.count() == 2
    assert len(fired(here)) == 1


def snapshot(promise: int, day: date, p_kept: float) -> None:
    said = {name: FORECAST[name] for name in ("status", "p50", "p85", "p95")}
    Snapshot.objects.create(promise_id=promise, day=day, due=day, inputs_hash="a", at=AT, **{**said, "p_kept": p_kept})


def test_a_promise_that_crosses_the_red_line_gets_a_proposal_once() -> None:
    boss = admin()
    crossed, was_red, is_well = (committed(boss, customer(boss, key=key)) for key in ("A", "B", "C"))
    for promise, before, now in ((crossed, 0.7, 0.5), (was_red, 0.5, 0.4), (is_well, 0.9, 0.7)):
        snapshot(promise, TODAY - timedelta(days=1), before)
        forecast(promise, now)
    made = propose_for_crossings(at=AT)
    assert [find_plan(number, boss).promise for number in made] == [crossed]
    assert propose_for_crossings(at=AT) == []
    dismiss_plan(number=made[0], reason="It is a typing error", by=boss, at=AT)
    assert propose_for_crossings(at=AT) == []


def test_a_proposal_that_is_taken_up_is_acknowledged_by_that() -> None:
    boss = admin()
    promise = committed(boss, customer(boss))
    snapshot(promise, TODAY - timedelta(days=1), 0.7)
    forecast(promise, 0.5)
    [number] = propose_for_crossings(at=AT)
    take_up_plan(number=number, by=boss, at=AT)
    plan = plan_of(promise, boss)
    assert plan is not None
    assert (plan.state, plan.acknowledged_at) == ("open", AT)
    assert [one.kind for one in waiting(subject=("plan", number))] == ["plan.tell"]


def late(here: Case) -> list[Any]:
    events = story(subject=("promise", here.promise), viewer=here.boss)
    return [event.facts["what"] for event in events if event.verb == "plan.late" and event.facts]


def test_a_clock_that_runs_out_is_told_in_the_story_unless_it_was_done() -> None:
    here = case()
    for kind in ("plan.acknowledge", "plan.tell"):
        handlers.clock_over({"key": f"{kind}:{here.plan}"}, at=AT)
    assert late(here) == ["tell", "acknowledge"]
    other = case_again(here)
    acknowledge_plan(number=other.plan, by=here.boss, at=AT)
    acknowledge_plan(number=other.plan, by=here.boss, at=AT)
    give_notice(
        promise=other.promise, date_told=None, how="call", told_at=AT + timedelta(minutes=1), note="", by=here.boss,
        at=AT + timedelta(minutes=2),
    )  # fmt: skip
    assert not clock_ran_out(plan=other.plan, kind="plan.acknowledge", at=AT)
    assert not clock_ran_out(plan=other.plan, kind="plan.tell", at=AT)
    assert late(other) == []


def case_again(here: Case) -> Case:
    from makegood.remediation.services import open_plan

    promise = committed(here.boss, customer(here.boss, key="AG"))
    return Case(here.boss, here.four, promise, open_plan(promise=promise, by=here.boss, at=AT))


def test_another_severity_moves_the_clocks() -> None:
    here = case()
    change_severity(number=here.plan, severity="S1", reason="Their line stands", by=here.boss, at=AT)
    timers = {one.kind: one.due_at for one in waiting(subject=("plan", here.plan))}
    assert timers == {
        "plan.acknowledge": datetime(2027, 1, 4, 10, tzinfo=UTC),
        "plan.tell": datetime(2027, 1, 5, 9, tzinfo=UTC),
    }


def test_every_morning_plans_are_looked_at_and_the_next_clock_is_set() -> None:
    here = ready(trigger="date", threshold=None, day=TODAY)
    set_daily_clock(at=AT)
    set_daily_clock(at=AT + timedelta(hours=1))
    [timer] = waiting(subject=("plan", 0))
    handlers.morning_came({}, at=timer.due_at)
    [following] = waiting(subject=("plan", 0))
    assert following.due_at - timer.due_at == timedelta(days=1)
    assert len(fired(here)) == 1


def test_plans_hear_of_every_forecast() -> None:
    from makegood.engine import Settings
    from makegood.feasibility.services import Forecaster

    here = ready()
    forecast(here.promise, 0.3)
    Forecaster(Settings(samples=16)).renew(at=AT)
    assert News.objects.filter(event="forecast.renewed").count() == 1
    assert "makegood.remediation.handlers.forecast_renewed" in HANDLERS["forecast.renewed"]
    forecast(here.promise, 0.3)
    handlers.forecast_renewed({}, at=AT)
    handlers.forecast_renewed({}, at=AT)
    assert len(fired(here)) == 1


def test_a_plan_that_was_never_agreed_does_not_lapse() -> None:
    here = case()
    forecast(here.promise, 0.1)
    assert look_at_plans(at=AT) == 0
    assert Plan.objects.get().state == "open"
    assert not Contingency.objects.exists()
