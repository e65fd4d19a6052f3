"""What happens to plans by itself: contingencies fire, agreements lapse, clocks run out, and red forecasts propose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings as house
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery

from makegood.engine.settings import Settings
from makegood.feasibility.models import Outlook, Snapshot
from makegood.foundation.actors import HOUSE
from makegood.foundation.timers.queries import waiting
from makegood.foundation.timers.services import start
from makegood.promises.models import Indicator
from makegood.promises.states import IndicatorDirection, Light, State, light_of
from makegood.remediation.models import Contingency, ContingencyStep, Plan, PlanAction
from makegood.remediation.queries.stages import told_of_it
from makegood.remediation.services.agreeing import lapse_plan, p_kept_of
from makegood.remediation.services.noting import note
from makegood.remediation.services.opening import ACKNOWLEDGE, propose_plan
from makegood.remediation.services.reaching import locked_plan
from makegood.remediation.states import RUNNING, WORKED_ON, Trigger

DAILY = "plans.daily"
"""The timer of the look at every plan once a day."""
ALL_PLANS = ("plan", 0)
MORNING = time(5)


def look_at_plans(*, at: datetime) -> int:
    """Look at every plan that was agreed once: contingencies, and whether the agreement lapses; return what happened.

    Called after every forecast and every day; told twice, it changes nothing more.
    """
    today = at.astimezone(ZoneInfo(house.DEFAULT_ZONE)).date()
    happened = 0
    for number in (
        Plan.objects.filter(state__in=sorted(WORKED_ON), agreed_at__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    ):
        happened += fire_contingencies(plan=number, today=today, at=at)
        happened += lapse_plan(number=number, at=at)
    return happened


@transaction.atomic
def fire_contingencies(*, plan: int, today: date, at: datetime) -> int:
    """Fire what a plan waits for and has come, each once for ever, with its steps as actions; return how many.

    What was added or changed since the functions agreed last waits for their word.
    """
    of = locked_plan(plan)
    if of.state not in WORKED_ON or of.agreed_at is None:
        return 0
    waits = Contingency.objects.filter(plan=of, fired_at=None, agreed_version=F("version")).select_related(
        "milestone", "indicator"
    )
    fired = 0
    for one in waits.order_by("pk"):
        seen = _seen(one, of, today)
        if seen is not None and Contingency.objects.filter(pk=one.pk, fired_at=None).update(
            fired_at=at, fired_for=seen
        ):
            _act(one, of, today, at)
            note(of, "fire", by=HOUSE, at=at, facts={"title": one.title, "trigger": one.trigger, **seen})
            fired += 1
    return fired


def propose_for_crossings(*, at: datetime) -> list[int]:
    """Propose a plan for each promise whose forecast has crossed the red line since the day before; return the plans.

    Told twice, it proposes nothing more: a promise has one running plan, and one that was ended since then says that
    somebody has looked at it.
    """
    red = Settings().thresholds.amber
    before = Snapshot.objects.filter(promise=OuterRef("pk"), day__lt=OuterRef("computed_at__date")).order_by("-day")
    ended = Plan.objects.filter(promise=OuterRef("pk"), closed_at__date__gte=OuterRef("seen_on"))
    running = Plan.objects.filter(promise=OuterRef("pk"), state__in=sorted(RUNNING))
    crossed = (
        Outlook.objects.filter(p_kept__lt=red, promise__state=State.COMMITTED)
        .annotate(seen_on=Subquery(before.values("day")[:1]), seen=Subquery(before.values("p_kept")[:1]))
        .filter(~Exists(running), ~Exists(ended), seen__gte=red)
    )
    made = [propose_plan(promise=promise, at=at) for promise in crossed.order_by("pk").values_list("pk", flat=True)]
    return [number for number in made if number is not None]


@transaction.atomic
def clock_ran_out(*, plan: int, kind: str, at: datetime) -> bool:
    """Say in the story that nobody acknowledged a plan, or told the customer, in time; return whether it is so."""
    of = locked_plan(plan)
    if of.state not in RUNNING:
        return False
    if kind == ACKNOWLEDGE:
        is_late = of.acknowledged_at is None
    else:
        is_late = not Plan.objects.filter(Exists(told_of_it()), pk=plan).exists()
    if is_late:
        note(of, "late", by=HOUSE, at=at, facts={"what": kind.rpartition(".")[2]})
    return is_late


def set_daily_clock(*, at: datetime, anew: bool = False) -> None:
    """Let plans be looked at in the morning; a clock that waits already is left alone unless it is to be set anew."""
    if anew or not any(timer.key == DAILY for timer in waiting(subject=ALL_PLANS)):
        zone = ZoneInfo(house.DEFAULT_ZONE)
        tomorrow = at.astimezone(zone).date() + timedelta(days=1)
        start(kind=DAILY, subject=ALL_PLANS, due_at=datetime.combine(tomorrow, MORNING, zone), key=DAILY)


def _act(one: Contingency, plan: Plan, today: date, at: datetime) -> None:
    """Make actions of the steps of a contingency."""
    PlanAction.objects.bulk_create(
        PlanAction(
            plan=plan,
            title=step.title,
            function=step.function,
            owner_id=step.owner_id,
            due=today + timedelta(days=step.days),
            step=step,
            made_at=at,
        )
        for step in ContingencyStep.objects.filter(contingency=one).order_by("pk")
    )


def _seen(one: Contingency, plan: Plan, today: date) -> Mapping[str, Any] | None:
    """Return what was seen where a contingency is to fire; None where it still waits."""
    if one.trigger == Trigger.KEPT_BELOW:
        kept = p_kept_of(plan)
        return {"p_kept": kept} if kept is not None and kept < (one.threshold or 0) else None
    if one.trigger == Trigger.DATE:
        return {"day": one.day.isoformat()} if one.day is not None and today >= one.day else None
    if one.trigger == Trigger.MILESTONE:
        missed = one.milestone is not None and one.milestone.met_on is None and today > one.milestone.due
        return {"milestone": one.milestone.title} if missed and one.milestone else None
    return _crossed(one.indicator)


def _crossed(indicator: Indicator | None) -> Mapping[str, Any] | None:
    if indicator is None:
        return None
    latest = indicator.readings.order_by("-on", "-pk").first()
    if latest is None:
        return None
    light = light_of(
        latest.value, direction=IndicatorDirection(indicator.direction), amber=indicator.amber, red=indicator.red
    )
    return {"indicator": indicator.name, "value": str(latest.value.normalize())} if light is Light.RED else None
