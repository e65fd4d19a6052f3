"""Who does what by when in a plan, what is late, and what waits for the customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from makegood.foundation.actors import Viewer
from makegood.remediation.models import (
    Contingency,
    ContingencyStep,
    PlanAction,
    PlanMilestone,
    PlannedMessage,
    PlanRisk,
)
from makegood.remediation.queries.plans import visible
from makegood.remediation.states import WORKED_ON, Level, Trigger


@dataclass(frozen=True, slots=True)
class ActionRow:
    """What somebody does by a day."""

    number: int
    plan: int
    title: str
    function: str
    owner: int
    owner_name: str
    due: date
    after: int | None
    after_title: str
    waits: bool
    """Whether something has to be done first that is not."""
    progress: int
    done_at: datetime | None
    evidence: str
    contingency: str
    """Of which contingency it came; empty where it was planned."""
    made_at: datetime
    is_late: bool
    version: int


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A day by which something is so."""

    number: int
    title: str
    due: date
    acceptance: str
    met_on: date | None
    is_missed: bool
    version: int


@dataclass(frozen=True, slots=True)
class RiskRow:
    """What may go wrong."""

    number: int
    title: str
    probability: Level
    effect: Level
    mitigation: str
    owner: int
    owner_name: str
    version: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """What is done when a contingency fires."""

    number: int
    contingency: int
    title: str
    function: str
    owner: int
    owner_name: str
    days: int
    version: int


@dataclass(frozen=True, slots=True)
class ContingencyRow:
    """What is done if something happens, and whether it has."""

    number: int
    title: str
    trigger: Trigger
    threshold: float | None
    day: date | None
    milestone: int | None
    milestone_title: str
    indicator: int | None
    indicator_name: str
    fired_at: datetime | None
    steps: tuple[StepRow, ...]
    version: int


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One time that the customer is told something."""

    number: int
    teller: int
    teller_name: str
    contact: int | None
    to_whom: str
    on: date
    channel: str
    text: str
    next_update: date
    told_at: datetime | None
    is_late: bool
    version: int


def actions_of(plan: int, viewer: Viewer, *, today: date) -> tuple[ActionRow, ...]:
    """Return the actions of a plan, the next due first."""
    found = PlanAction.objects.filter(plan=plan, plan__in=visible(viewer))
    return _actions(found, today)


def own_actions(viewer: Viewer, *, today: date, limit: int = 20) -> tuple[ActionRow, ...]:
    """Return what the viewer has still to do in plans that run, the next due first."""
    found = PlanAction.objects.filter(owner=viewer.number, done_at=None, plan__state__in=sorted(WORKED_ON))
    return _actions(found.filter(plan__in=visible(viewer)), today)[:limit]


def milestones_of(plan: int, viewer: Viewer, *, today: date) -> tuple[MilestoneRow, ...]:
    """Return the milestones of a plan, the next due first."""
    found = PlanMilestone.objects.filter(plan=plan, plan__in=visible(viewer)).order_by("due", "pk")
    return tuple(
        MilestoneRow(
            one.pk, one.title, one.due, one.acceptance, one.met_on, one.met_on is None and one.due < today, one.version
        )
        for one in found
    )


def risks_of(plan: int, viewer: Viewer) -> tuple[RiskRow, ...]:
    """Return the risks of a plan, in the order in which they were found."""
    found = PlanRisk.objects.filter(plan=plan, plan__in=visible(viewer)).select_related("owner").order_by("pk")
    return tuple(
        RiskRow(
            number=one.pk,
            title=one.title,
            probability=Level(one.probability),
            effect=Level(one.effect),
            mitigation=one.mitigation,
            owner=one.owner_id,
            owner_name=one.owner.name,
            version=one.version,
        )
        for one in found
    )


def contingencies_of(plan: int, viewer: Viewer) -> tuple[ContingencyRow, ...]:
    """Return the contingencies of a plan with their steps, in two queries."""
    found = list(
        Contingency.objects.filter(plan=plan, plan__in=visible(viewer))
        .select_related("milestone", "indicator")
        .order_by("pk")
    )
    steps: dict[int, list[StepRow]] = {}
    of_them = ContingencyStep.objects.filter(contingency__plan=plan).select_related("owner").order_by("days", "pk")
    for one in of_them:
        steps.setdefault(one.contingency_id, []).append(_step(one))
    return tuple(_contingency(one, steps.get(one.pk, [])) for one in found)


def messages_of(plan: int, viewer: Viewer, *, today: date) -> tuple[MessageRow, ...]:
    """Return what the customer is told, the next first."""
    found = PlannedMessage.objects.filter(plan=plan, plan__in=visible(viewer)).select_related("teller", "contact")
    return tuple(
        MessageRow(
            number=one.pk,
            teller=one.teller_id,
            teller_name=one.teller.name,
            contact=one.contact_id,
            to_whom=told_whom(one),
            on=one.on,
            channel=one.channel,
            text=one.text,
            next_update=one.next_update,
            told_at=one.told_at,
            is_late=one.told_at is None and one.on < today,
            version=one.version,
        )
        for one in found.order_by("on", "pk")
    )


def told_whom(one: PlannedMessage) -> str:
    """Return who is told: a contact by name, or somebody who is not on record in the words that were typed."""
    return one.contact.name if one.contact else one.to_whom


def _actions(found: Any, today: date) -> tuple[ActionRow, ...]:  # noqa: ANN401  # rows of one model
    rows = found.select_related("owner", "after", "step__contingency").order_by("due", "pk")
    return tuple(
        ActionRow(
            number=one.pk,
            plan=one.plan_id,
            title=one.title,
            function=one.function,
            owner=one.owner_id,
            owner_name=one.owner.name,
            due=one.due,
            after=one.after_id,
            after_title=one.after.title if one.after else "",
            waits=one.after is not None and one.after.done_at is None,
            progress=one.progress,
            done_at=one.done_at,
            evidence=one.evidence,
            contingency=one.step.contingency.title if one.step else "",
            made_at=one.made_at,
            is_late=one.done_at is None and one.due < today,
            version=one.version,
        )
        for one in rows
    )


def _step(one: ContingencyStep) -> StepRow:
    return StepRow(
        one.pk, one.contingency_id, one.title, one.function, one.owner_id, one.owner.name, one.days, one.version
    )


def _contingency(one: Contingency, steps: list[StepRow]) -> ContingencyRow:
    return ContingencyRow(
        number=one.pk,
        title=one.title,
        trigger=Trigger(one.trigger),
        threshold=one.threshold,
        day=one.day,
        milestone=one.milestone_id,
        milestone_title=one.milestone.title if one.milestone else "",
        indicator=one.indicator_id,
        indicator_name=one.indicator.name if one.indicator else "",
        fired_at=one.fired_at,
        steps=tuple(steps),
        version=one.version,
    )
