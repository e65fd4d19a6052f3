"""What a joint plan is made of, for programs: added, changed, taken off, and what becomes of it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from ninja import Status

from makegood.foundation.clock import present
from makegood.remediation import queries, services
from makegood.remediation.api.plans import whole_plan
from makegood.remediation.schemas.pieces import (
    CauseChanged,
    CauseGiven,
    ContingencyChanged,
    ContingencyGiven,
    FinishedGiven,
    MetGiven,
    PlanActionChanged,
    PlanActionGiven,
    PlanMilestoneChanged,
    PlanMilestoneGiven,
    PlannedMessageChanged,
    PlannedMessageGiven,
    PlanProgressGiven,
    PlanRiskChanged,
    PlanRiskGiven,
    StepChanged,
    StepGiven,
    ToldGiven,
)
from makegood.remediation.schemas.plans import PlanOut
from makegood.remediation.states import Kind
from makegood.web.programs import Given, Number, ProgramRequest, Programs

pieces = Programs("plans")


@pieces.write("POST", "/{int:number}/causes", PlanOut, status=201)
def add_cause(request: ProgramRequest, number: Number, given: CauseGiven) -> Status[PlanOut]:
    """Add a cause: why the promise is in danger."""
    return _add(Kind.CAUSE, request, number, given)


@pieces.write("PATCH", "/causes/{int:number}", PlanOut)
def change_cause(request: ProgramRequest, number: Number, given: CauseChanged) -> PlanOut:
    """Change a cause; what is left out stays as it is."""
    return _change(Kind.CAUSE, request, number, given)


@pieces.write("POST", "/causes/{int:number}/remove", PlanOut)
def remove_cause(request: ProgramRequest, number: Number) -> PlanOut:
    """Take a cause off its plan."""
    return _remove(Kind.CAUSE, request, number)


@pieces.write("POST", "/{int:number}/actions", PlanOut, status=201)
def add_plan_action(request: ProgramRequest, number: Number, given: PlanActionGiven) -> Status[PlanOut]:
    """Add an action: what somebody does by a day."""
    return _add(Kind.ACTION, request, number, given)


@pieces.write("PATCH", "/actions/{int:number}", PlanOut)
def change_plan_action(request: ProgramRequest, number: Number, given: PlanActionChanged) -> PlanOut:
    """Change an action; what is left out stays as it is."""
    return _change(Kind.ACTION, request, number, given)


@pieces.write("POST", "/actions/{int:number}/remove", PlanOut)
def remove_plan_action(request: ProgramRequest, number: Number) -> PlanOut:
    """Take an action off its plan."""
    return _remove(Kind.ACTION, request, number)


@pieces.write("POST", "/{int:number}/milestones", PlanOut, status=201)
def add_plan_milestone(request: ProgramRequest, number: Number, given: PlanMilestoneGiven) -> Status[PlanOut]:
    """Add a milestone: a day by which something is so."""
    return _add(Kind.MILESTONE, request, number, given)


@pieces.write("PATCH", "/milestones/{int:number}", PlanOut)
def change_plan_milestone(request: ProgramRequest, number: Number, given: PlanMilestoneChanged) -> PlanOut:
    """Change a milestone; what is left out stays as it is."""
    return _change(Kind.MILESTONE, request, number, given)


@pieces.write("POST", "/milestones/{int:number}/remove", PlanOut)
def remove_plan_milestone(request: ProgramRequest, number: Number) -> PlanOut:
    """Take a milestone off its plan."""
    return _remove(Kind.MILESTONE, request, number)


@pieces.write("POST", "/{int:number}/risks", PlanOut, status=201)
def add_plan_risk(request: ProgramRequest, number: Number, given: PlanRiskGiven) -> Status[PlanOut]:
    """Add a risk: what may go wrong."""
    return _add(Kind.RISK, request, number, given)


@pieces.write("PATCH", "/risks/{int:number}", PlanOut)
def change_plan_risk(request: ProgramRequest, number: Number, given: PlanRiskChanged) -> PlanOut:
    """Change a risk; what is left out stays as it is."""
    return _change(Kind.RISK, request, number, given)


@pieces.write("POST", "/risks/{int:number}/remove", PlanOut)
def remove_plan_risk(request: ProgramRequest, number: Number) -> PlanOut:
    """Take a risk off its plan."""
    return _remove(Kind.RISK, request, number)


@pieces.write("POST", "/{int:number}/contingencies", PlanOut, status=201)
def add_contingency(request: ProgramRequest, number: Number, given: ContingencyGiven) -> Status[PlanOut]:
    """Add a contingency: what is done if something happens."""
    return _add(Kind.CONTINGENCY, request, number, given)


@pieces.write("PATCH", "/contingencies/{int:number}", PlanOut)
def change_contingency(request: ProgramRequest, number: Number, given: ContingencyChanged) -> PlanOut:
    """Change a contingency; what is left out stays as it is."""
    return _change(Kind.CONTINGENCY, request, number, given)


@pieces.write("POST", "/contingencies/{int:number}/remove", PlanOut)
def remove_contingency(request: ProgramRequest, number: Number) -> PlanOut:
    """Take a contingency off its plan."""
    return _remove(Kind.CONTINGENCY, request, number)


@pieces.write("POST", "/{int:number}/steps", PlanOut, status=201)
def add_step(request: ProgramRequest, number: Number, given: StepGiven) -> Status[PlanOut]:
    """Add a step to a contingency: what is done when it fires."""
    return _add(Kind.STEP, request, number, given)


@pieces.write("PATCH", "/steps/{int:number}", PlanOut)
def change_step(request: ProgramRequest, number: Number, given: StepChanged) -> PlanOut:
    """Change a step of a contingency; what is left out stays as it is."""
    return _change(Kind.STEP, request, number, given)


@pieces.write("POST", "/steps/{int:number}/remove", PlanOut)
def remove_step(request: ProgramRequest, number: Number) -> PlanOut:
    """Take a step of a contingency off its plan."""
    return _remove(Kind.STEP, request, number)


@pieces.write("POST", "/{int:number}/messages", PlanOut, status=201)
def add_planned_message(request: ProgramRequest, number: Number, given: PlannedMessageGiven) -> Status[PlanOut]:
    """Add a message to the communication part: who tells whom what and when."""
    return _add(Kind.MESSAGE, request, number, given)


@pieces.write("PATCH", "/messages/{int:number}", PlanOut)
def change_planned_message(request: ProgramRequest, number: Number, given: PlannedMessageChanged) -> PlanOut:
    """Change a message of the communication part; what is left out stays as it is."""
    return _change(Kind.MESSAGE, request, number, given)


@pieces.write("POST", "/messages/{int:number}/remove", PlanOut)
def remove_planned_message(request: ProgramRequest, number: Number) -> PlanOut:
    """Take a message of the communication part off its plan."""
    return _remove(Kind.MESSAGE, request, number)


@pieces.write("POST", "/actions/{int:number}/progress", PlanOut)
def report_progress(request: ProgramRequest, number: Number, given: PlanProgressGiven) -> PlanOut:
    """Say how far an action is."""
    plan = services.report_progress(number=number, progress=given.progress, by=request.viewer, at=present())
    return whole_plan(request, plan)


@pieces.write("POST", "/actions/{int:number}/finish", PlanOut)
def finish_action(request: ProgramRequest, number: Number, given: FinishedGiven) -> PlanOut:
    """Say that an action is done, and by what one sees it."""
    plan = services.finish_action(number=number, evidence=given.evidence, by=request.viewer, at=present())
    return whole_plan(request, plan)


@pieces.write("POST", "/actions/{int:number}/reopen", PlanOut)
def reopen_action(request: ProgramRequest, number: Number) -> PlanOut:
    """Say that an action is not done after all."""
    return whole_plan(request, services.reopen_action(number=number, by=request.viewer, at=present()))


@pieces.write("POST", "/milestones/{int:number}/met", PlanOut)
def meet_milestone(request: ProgramRequest, number: Number, given: MetGiven) -> PlanOut:
    """Say that a milestone was met, as its acceptance has it."""
    today = timezone.localdate(present(), ZoneInfo(request.viewer.zone))
    plan = services.meet_milestone(number=number, on=given.on, today=today, by=request.viewer, at=present())
    return whole_plan(request, plan)


@pieces.write("POST", "/messages/{int:number}/told", PlanOut)
def tell_message(request: ProgramRequest, number: Number, given: ToldGiven) -> PlanOut:
    """Say that the customer was told what was planned, which is a notice of the promise."""
    plan = services.tell_message(number=number, by=request.viewer, at=present(), **given.given())
    return whole_plan(request, plan)


def _add(kind: Kind, request: ProgramRequest, number: int, given: Given) -> Status[PlanOut]:
    services.add_piece(plan=number, kind=kind, by=request.viewer, at=present(), **given.given())
    return Status(201, whole_plan(request, number))


def _change(kind: Kind, request: ProgramRequest, number: int, given: Given) -> PlanOut:
    found = queries.find_piece(kind, number, request.viewer)
    said: dict[str, Any] = {**found.said, **given.given()}
    services.change_piece(kind=kind, number=number, by=request.viewer, at=present(), **said)
    return whole_plan(request, found.plan)


def _remove(kind: Kind, request: ProgramRequest, number: int) -> PlanOut:
    plan = services.remove_piece(kind=kind, number=number, by=request.viewer, at=present())
    return whole_plan(request, plan)
