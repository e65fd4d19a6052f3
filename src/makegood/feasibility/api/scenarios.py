"""Named what-ifs for programs: begun, tried, compared by their trials, and put into effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ninja import Query, Status

from makegood.feasibility import bridge, queries, services
from makegood.feasibility.api.forecasts import forecast, trial_out
from makegood.feasibility.queries import ScenarioRow
from makegood.feasibility.schemas import (
    BestSetGiven,
    BestSetOut,
    ChangeOut,
    ChangesGiven,
    ChosenOut,
    HelpOut,
    ScenarioApplied,
    ScenarioChanged,
    ScenarioGiven,
    ScenarioOut,
    ScenariosAsked,
    TrialOut,
)
from makegood.foundation.clock import present
from makegood.web.programs import Number, Page, ProgramRequest, page_out


@forecast.read("/scenarios", Page[ScenarioOut])
def list_scenarios(request: ProgramRequest, asked: Query[ScenariosAsked]) -> dict[str, object]:
    """List one's own what-ifs and those that are shared, the latest first."""
    page = queries.scenario_page(
        request.viewer, text=asked.text, whose=asked.whose, sort=asked.sort, page=asked.page, size=asked.size
    )
    ground = queries.ground()
    return page_out(request, page, lambda row: _out(row, ground))


@forecast.read("/scenarios/{int:number}", ScenarioOut)
def get_scenario(request: ProgramRequest, number: Number) -> ScenarioOut:
    """Get a what-if, with what came of it."""
    return _found(number, request)


@forecast.write("POST", "/scenarios", ScenarioOut, status=201)
def begin_scenario(request: ProgramRequest, given: ScenarioGiven) -> Status[ScenarioOut]:
    """Begin a what-if; nobody else sees it until it is shared."""
    number = services.begin_scenario(**given.given(), by=request.viewer, at=present())
    return Status(201, _found(number, request))


@forecast.write("PATCH", "/scenarios/{int:number}", ScenarioOut)
def change_scenario(request: ProgramRequest, number: Number, given: ScenarioChanged) -> ScenarioOut:
    """Change what is said about a what-if; its changes stay."""
    services.change_scenario(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@forecast.write("PUT", "/scenarios/{int:number}/changes", ScenarioOut)
def list_scenario_changes(request: ProgramRequest, number: Number, given: ChangesGiven) -> ScenarioOut:
    """Give a what-if another list of changes; what was tried is of the one before."""
    services.list_changes(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@forecast.write("POST", "/scenarios/{int:number}/share", ScenarioOut)
def share_scenario(request: ProgramRequest, number: Number) -> ScenarioOut:
    """Let all staff see a what-if, and what came of it."""
    services.share_scenario(number=number, by=request.viewer, at=present())
    return _found(number, request)


@forecast.write("POST", "/scenarios/{int:number}/copy", ScenarioOut, status=201)
def copy_scenario(request: ProgramRequest, number: Number) -> Status[ScenarioOut]:
    """Begin a what-if of one's own that says what another one says."""
    copied = services.copy_scenario(number=number, by=request.viewer, at=present())
    return Status(201, _found(copied, request))


@forecast.write("POST", "/scenarios/{int:number}/take-back", ScenarioOut)
def take_back_scenario(request: ProgramRequest, number: Number) -> ScenarioOut:
    """Put a what-if away; what was tried stays in the history."""
    services.take_back_scenario(number=number, by=request.viewer, at=present())
    return _found(number, request)


@forecast.write("POST", "/scenarios/{int:number}/try", TrialOut, status=201)
def try_scenario(request: ProgramRequest, number: Number) -> Status[TrialOut]:
    """Ask what a what-if would do to every promise; get the trial until its state is no longer waiting."""
    return Status(201, trial_out(services.try_scenario(number=number, by=request.viewer, at=present()), request))


@forecast.write("POST", "/scenarios/{int:number}/apply", ScenarioOut)
def apply_scenario(request: ProgramRequest, number: Number, given: ScenarioApplied) -> ScenarioOut:
    """Put a what-if into effect as it was tried: every change of it, or none."""
    services.apply_scenario(scenario=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@forecast.write("POST", "/of/{int:number}/help", HelpOut, status=201)
def look_for_help(request: ProgramRequest, number: Number) -> Status[HelpOut]:
    """Look for what would help a promise; get the search by its trial until its state is no longer waiting."""
    trial = services.look_for_help(promise=number, by=request.viewer, at=present())
    return Status(201, _help_out(trial, request))


@forecast.read("/help/{int:number}", HelpOut)
def get_help(request: ProgramRequest, number: Number) -> HelpOut:
    """Get what would help, by the trial of the search: what-ifs, each of them tried."""
    return _help_out(number, request)


@forecast.write("POST", "/of/{int:number}/best-set", BestSetOut, status=201)
def look_for_best_set(request: ProgramRequest, number: Number, given: BestSetGiven) -> Status[BestSetOut]:
    """Look for the best set of changes for a promise; get it by its trial until its state is no longer waiting."""
    trial = services.look_for_best_set(promise=number, **given.given(), by=request.viewer, at=present())
    return Status(201, _best_set_out(trial, request))


@forecast.read("/best-sets/{int:number}", BestSetOut)
def get_best_set(request: ProgramRequest, number: Number) -> BestSetOut:
    """Get the best set of changes by the trial of the search: a what-if that is tried, and what was not chosen."""
    return _best_set_out(number, request)


def _best_set_out(trial: int, request: ProgramRequest) -> BestSetOut:
    row = queries.find_best_set(trial, request.viewer)
    known = {name: getattr(row, name) for name in BestSetOut.model_fields if name not in {"chosen", "out"}}
    return BestSetOut(**known, chosen=list(map(_chosen_out, row.chosen)), out=list(map(_chosen_out, row.out)))


def _chosen_out(one: Mapping[str, Any]) -> ChosenOut:
    return ChosenOut(
        name=one["name"],
        changes=bridge.told_changes(one["changes"]),
        cost=one.get("cost"),
        why_not=bridge.told_reason(one["why"]) if "why" in one else "",
    )


def _help_out(trial: int, request: ProgramRequest) -> HelpOut:
    found = queries.find_trial(trial, request.viewer)
    helps = list(queries.found_by(trial, request.viewer))
    return HelpOut(trial=trial, state=found.state, scenarios=helps)


def _found(number: int, request: ProgramRequest) -> ScenarioOut:
    return _out(queries.find_scenario(number, request.viewer), queries.ground())


def _out(row: ScenarioRow, ground: str | None) -> ScenarioOut:
    known = {name: getattr(row, name) for name in ScenarioOut.model_fields if name not in {"changes", "tried"}}
    tried = None
    if row.tried is not None:
        fields = {name: getattr(row.tried, name) for name in TrialOut.model_fields if name != "moved"}
        tried = TrialOut(**fields, moved=row.tried.before_hash != ground)
    return ScenarioOut(**known, changes=[ChangeOut.model_validate(one) for one in row.changes], tried=tried)
