"""How a case is decided, for programs: criteria, ways out, judgements, and the decision."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ninja import Status

from makegood.feasibility.schemas import ChangeOut
from makegood.foundation.clock import present
from makegood.remediation import bridge, queries, services
from makegood.remediation.queries import CriteriaRow, CriterionSaid, DecisionRow, FrameSaid, LockRow, OptionRow
from makegood.remediation.schemas.decisions import (
    AnswerGiven,
    CriteriaDraftOut,
    CriteriaGiven,
    CriteriaOut,
    CriterionOut,
    DecideGiven,
    DecisionOut,
    FrameGiven,
    JudgementOut,
    JudgementsGiven,
    JudgingOut,
    LockOut,
    OptionGiven,
    OptionMeasuredOut,
    OptionOut,
    PublishCriteriaGiven,
    SignOffOut,
    SimulatedOut,
    SubmitGiven,
    WhatIfGiven,
    WhyGiven,
)
from makegood.remediation.states import SignOff
from makegood.web.programs import Number, ProgramRequest, Programs

decisions = Programs("plans")


@decisions.read("/criteria", list[CriteriaOut])
def list_criteria(request: ProgramRequest) -> list[CriteriaOut]:
    """List the company's criteria in all their versions, those in force first."""
    return [_criteria(row) for row in queries.criteria_versions(request.viewer)]


@decisions.write("POST", "/criteria", CriteriaDraftOut, status=201)
def propose_criteria(request: ProgramRequest, given: CriteriaGiven) -> Status[CriteriaDraftOut]:
    """Propose criteria for cases that are opened once somebody else has published them."""
    said = services.CriteriaSaid(given.name, _frame(given), _sign_off(given), given.reason)
    number = services.propose_criteria(said=said, by=request.viewer, at=present())
    return Status(201, CriteriaDraftOut.model_validate(queries.find_criteria_draft(number, request.viewer)))


@decisions.write("POST", "/criteria/{int:number}/publish", CriteriaOut)
def publish_criteria(request: ProgramRequest, number: Number, given: PublishCriteriaGiven) -> CriteriaOut:
    """Put in force what somebody else proposed."""
    made = services.publish_criteria(number=number, version=given.version, by=request.viewer, at=present())
    return _criteria(queries.find_criteria(made, request.viewer))


@decisions.read("/{int:number}/criteria", list[LockOut])
def list_locks(request: ProgramRequest, number: Number) -> list[LockOut]:
    """List the criteria of a case in all their versions, the latest first."""
    queries.find_plan(number, request.viewer)
    return [_lock(row) for row in queries.locks_of(number, request.viewer)]


@decisions.write("POST", "/{int:number}/criteria/lock", list[LockOut])
def lock_criteria(request: ProgramRequest, number: Number) -> list[LockOut]:
    """Lock the criteria that were in force when the case was opened."""
    services.lock_criteria(plan=number, by=request.viewer, at=present())
    return list_locks(request, number)


@decisions.write("POST", "/{int:number}/criteria", list[LockOut], status=201)
def propose_lock(request: ProgramRequest, number: Number, given: FrameGiven) -> Status[list[LockOut]]:
    """Propose other criteria in the middle of a case."""
    services.propose_lock(
        plan=number, frame=_frame(given), sign_off=_sign_off(given), reason=given.reason, by=request.viewer,
        at=present(),
    )  # fmt: skip
    return Status(201, list_locks(request, number))


@decisions.write("POST", "/{int:number}/criteria/answer", list[LockOut])
def answer_lock(request: ProgramRequest, number: Number, given: AnswerGiven) -> list[LockOut]:
    """Say whether other criteria that somebody else proposed count."""
    services.answer_lock(plan=number, **given.given(), by=request.viewer, at=present())
    return list_locks(request, number)


@decisions.read("/{int:number}/options", list[OptionOut])
def list_options(request: ProgramRequest, number: Number) -> list[OptionOut]:
    """List the ways out of a case, withdrawn ones as well, with what is known of each."""
    row = queries.find_plan(number, request.viewer)
    return [_option(one) for one in queries.options_of(row, request.viewer, also_withdrawn=True)]


@decisions.write("POST", "/{int:number}/options", OptionOut, status=201)
def propose_option(request: ProgramRequest, number: Number, given: OptionGiven) -> Status[OptionOut]:
    """Propose a way out; its effect on every promise is simulated."""
    made = services.propose_option(plan=number, **given.given(), by=request.viewer, at=present())
    return Status(201, _option(queries.find_option(made, request.viewer)))


@decisions.write("POST", "/{int:number}/options/what-if", OptionOut, status=201)
def propose_what_if(request: ProgramRequest, number: Number, given: WhatIfGiven) -> Status[OptionOut]:
    """Propose what a named what-if would change."""
    made = services.propose_what_if(plan=number, **given.given(), by=request.viewer, at=present())
    return Status(201, _option(queries.find_option(made, request.viewer)))


@decisions.write("POST", "/{int:number}/options/simulate", SimulatedOut)
def simulate_options(request: ProgramRequest, number: Number) -> SimulatedOut:
    """Simulate again what is known of another forecast only."""
    return SimulatedOut(simulated=services.simulate_options(plan=number, by=request.viewer, at=present()))


@decisions.write("POST", "/options/{int:number}/withdraw", OptionOut)
def withdraw_option(request: ProgramRequest, number: Number, given: WhyGiven) -> OptionOut:
    """Take a way out away, with a reason; it stays to be seen."""
    services.withdraw_option(option=number, **given.given(), by=request.viewer, at=present())
    return _option(queries.find_option(number, request.viewer))


@decisions.read("/{int:number}/judgements", JudgingOut)
def get_judgements(request: ProgramRequest, number: Number) -> JudgingOut:
    """Get who has judged, and what the caller may see of it."""
    row = queries.find_plan(number, request.viewer)
    lock = queries.lock_in_force(queries.locks_of(number, request.viewer))
    if lock is None:
        return JudgingOut(judges=[], missing=[], is_revealed=False, judgements=[])
    options = tuple(one.number for one in queries.options_of(row, request.viewer))
    found = queries.judging(row, lock, options, request.viewer)
    return JudgingOut(
        judges=[name for _number, name in found.judges],
        missing=[name for _number, name in found.missing],
        is_revealed=found.is_revealed,
        judgements=[JudgementOut.model_validate(one) for one in found.seen],
    )


@decisions.write("POST", "/{int:number}/judgements", JudgingOut)
def judge(request: ProgramRequest, number: Number, given: JudgementsGiven) -> JudgingOut:
    """Judge some options on what no figure says; nobody else sees it before all have judged."""
    said = [services.Said(one.option, one.criterion, one.value, one.reason) for one in given.judgements]
    services.judge(plan=number, said=said, by=request.viewer, at=present())
    return get_judgements(request, number)


@decisions.read("/{int:number}/decisions", list[DecisionOut])
def list_decisions(request: ProgramRequest, number: Number) -> list[DecisionOut]:
    """List the decisions of a case, the latest first."""
    row = queries.find_plan(number, request.viewer)
    titles = {one.number: one.title for one in queries.options_of(row, request.viewer, also_withdrawn=True)}
    return [_decision(one, titles) for one in queries.decisions_of(number, request.viewer)]


@decisions.write("POST", "/{int:number}/decisions", DecisionOut, status=201)
def submit_decision(request: ProgramRequest, number: Number, given: SubmitGiven) -> Status[DecisionOut]:
    """Put a case before its decider, with every score as it stands."""
    services.submit_decision(plan=number, **given.given(), by=request.viewer, at=present())
    return Status(201, list_decisions(request, number)[0])


@decisions.write("POST", "/decisions/{int:number}/decide", DecisionOut)
def decide_case(request: ProgramRequest, number: Number, given: DecideGiven) -> DecisionOut:
    """Decide for one way out, with a reason."""
    plan, place = queries.place_of_decision(number, request.viewer)
    services.decide_case(plan=plan, number=place, **given.given(), by=request.viewer, at=present())
    return _found(number, plan, request)


@decisions.write("POST", "/decisions/{int:number}/return", DecisionOut)
def return_decision(request: ProgramRequest, number: Number, given: WhyGiven) -> DecisionOut:
    """Give a case back undecided, with what is missing."""
    plan, place = queries.place_of_decision(number, request.viewer)
    services.return_decision(plan=plan, number=place, **given.given(), by=request.viewer, at=present())
    return _found(number, plan, request)


@decisions.write("POST", "/decisions/{int:number}/reopen", DecisionOut)
def reopen_decision(request: ProgramRequest, number: Number, given: WhyGiven) -> DecisionOut:
    """Say that a decision has lost its ground; another one follows."""
    plan, place = queries.place_of_decision(number, request.viewer)
    services.reopen_decision(plan=plan, number=place, **given.given(), by=request.viewer, at=present())
    return _found(number, plan, request)


def _found(number: int, plan: int, request: ProgramRequest) -> DecisionOut:
    return next(one for one in list_decisions(request, plan) if one.number == number)


def _frame(given: FrameGiven) -> FrameSaid:
    criteria = tuple(CriterionSaid(**one.given()) for one in given.criteria)
    return FrameSaid(criteria, given.acceptable_risk, given.acceptable_delay_days)


def _sign_off(given: FrameGiven) -> tuple[SignOff, ...]:
    return tuple(SignOff(one.severity, one.function, one.from_value, one.function_from or "") for one in given.sign_off)


def _said(frame: FrameSaid, sign_off: tuple[SignOff, ...]) -> dict[str, Any]:
    return {
        "criteria": [CriterionOut(**asdict(one), is_measured=one.is_measured) for one in frame.criteria],
        "acceptable_risk": frame.acceptable_risk,
        "acceptable_delay_days": frame.acceptable_delay_days,
        "sign_off": [SignOffOut(**asdict(one)) for one in sign_off],
    }


def _criteria(row: CriteriaRow) -> CriteriaOut:
    names = ("number", "name", "text", "digest", "reason", "at", "by_name", "proposed_by_name")
    return CriteriaOut(**{name: getattr(row, name) for name in names}, **_said(row.frame, row.sign_off))


def _lock(row: LockRow) -> LockOut:
    names = (
        "number",
        "text",
        "digest",
        "reason",
        "by_name",
        "at",
        "is_approved",
        "answered_by",
        "answered_at",
        "answer",
    )
    return LockOut(**{name: getattr(row, name) for name in names}, **_said(row.frame, row.sign_off))


def _option(row: OptionRow) -> OptionOut:
    known = {name: getattr(row, name) for name in OptionOut.model_fields if name not in {"changes", "measured"}}
    return OptionOut(
        **known,
        changes=[ChangeOut.model_validate(one) for one in row.changes],
        measured={measure.value: OptionMeasuredOut(**asdict(one)) for measure, one in row.measured.items()},
    )


def _decision(row: DecisionRow, titles: dict[int, str]) -> DecisionOut:
    names = set(DecisionOut.model_fields) - {"number", "place", "reopened_by"}
    return DecisionOut(
        number=row.row,
        place=row.number,
        reopened_by=[bridge.told_line(line, chosen=row.chosen_title, titles=titles) for line in row.lines],
        **{name: getattr(row, name) for name in names},
    )
