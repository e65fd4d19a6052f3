"""Work for programs."""

from __future__ import annotations

from ninja import Query, Status

from makegood.foundation.clock import present
from makegood.web.programs import Number, Page, ProgramRequest, Programs, page_out
from makegood.work import queries, services
from makegood.work.schemas import (
    Listed,
    ProgressGiven,
    RiskChanged,
    RiskGiven,
    RiskOut,
    RisksAsked,
    TemplateGiven,
    TemplateOut,
    TemplateUsed,
    WorkAsked,
    WorkItemChanged,
    WorkItemGiven,
    WorkItemOut,
)

items = Programs("items")


@items.read("", Page[WorkItemOut])
def list_work(request: ProgramRequest, asked: Query[WorkAsked]) -> dict[str, object]:
    """List the work for open promises."""
    page = queries.item_page(
        request.viewer,
        text=asked.text,
        promise=asked.promise,
        team=asked.team,
        progress=asked.progress,
        basis=asked.basis or "",
        sort=asked.sort,
        page=asked.page,
        size=asked.size,
    )
    return page_out(request, page, WorkItemOut.model_validate)


@items.read("/templates", list[TemplateOut])
def list_templates(request: ProgramRequest) -> list[TemplateOut]:
    """List the templates in use."""
    return [TemplateOut.model_validate(row) for row in queries.templates(request.viewer)]


@items.write("POST", "/templates", TemplateOut, status=201)
def make_template(request: ProgramRequest, given: TemplateGiven) -> Status[TemplateOut]:
    """Keep the work of a promise as a template, without its days and its progress."""
    number = services.make_template(by=request.viewer, at=present(), **given.given())
    made = next(row for row in queries.templates(request.viewer) if row.number == number)
    return Status(201, TemplateOut.model_validate(made))


@items.read("/risks", Page[RiskOut])
def list_risks(request: ProgramRequest, asked: Query[RisksAsked]) -> dict[str, object]:
    """List what may happen to open work, or to that of one promise."""
    page = queries.risk_page(request.viewer, promise=asked.promise, sort=asked.sort, page=asked.page, size=asked.size)
    return page_out(request, page, RiskOut.model_validate)


@items.read("/risks/{int:number}", RiskOut)
def get_risk(request: ProgramRequest, number: Number) -> RiskOut:
    """Get a risk."""
    return _risk(request, number)


@items.write("POST", "/risks", RiskOut, status=201)
def add_risk(request: ProgramRequest, given: RiskGiven) -> Status[RiskOut]:
    """Write down what may happen, and which work it would hit."""
    return Status(201, _risk(request, services.add_risk(by=request.viewer, at=present(), **given.given())))


@items.write("PATCH", "/risks/{int:number}", RiskOut)
def change_risk(request: ProgramRequest, number: Number, given: RiskChanged) -> RiskOut:
    """Change a risk.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    changes = given.given(but=["version"])
    services.change_risk(number=number, version=given.version, by=request.viewer, at=present(), **changes)
    return _risk(request, number)


@items.write("POST", "/risks/{int:number}/remove", RiskOut)
def remove_risk(request: ProgramRequest, number: Number) -> RiskOut:
    """Remove a risk; answered with what it was."""
    removed = _risk(request, number)
    services.remove_risk(number=number, by=request.viewer, at=present())
    return removed


@items.read("/{int:number}", WorkItemOut)
def get_work(request: ProgramRequest, number: Number) -> WorkItemOut:
    """Get a piece of work."""
    return _item(request, number)


@items.write("POST", "", WorkItemOut, status=201)
def add_work(request: ProgramRequest, given: WorkItemGiven) -> Status[WorkItemOut]:
    """List a piece of work for a promise."""
    number = services.add_item(by=request.viewer, at=present(), **given.given())
    return Status(201, _item(request, number))


@items.write("PATCH", "/{int:number}", WorkItemOut)
def change_work(request: ProgramRequest, number: Number, given: WorkItemChanged) -> WorkItemOut:
    """Change a piece of work.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    changes = given.given(but=["version"])
    services.change_item(number=number, version=given.version, by=request.viewer, at=present(), **changes)
    return _item(request, number)


@items.write("POST", "/{int:number}/progress", WorkItemOut)
def report_work_progress(request: ProgramRequest, number: Number, given: ProgressGiven) -> WorkItemOut:
    """Say which share of a piece of work is done."""
    services.report_progress(number=number, **given.given(), by=request.viewer, at=present())
    return _item(request, number)


@items.write("POST", "/{int:number}/follow-tracker", WorkItemOut)
def follow_tracker(request: ProgramRequest, number: Number) -> WorkItemOut:
    """Hold nothing against the tracker any more: the next pull says again what this work is."""
    services.follow_tracker(number=number, by=request.viewer, at=present())
    return _item(request, number)


@items.write("POST", "/{int:number}/remove", WorkItemOut)
def remove_work(request: ProgramRequest, number: Number) -> WorkItemOut:
    """Take a piece of work off its promise; answered with what it was."""
    removed = _item(request, number)
    services.remove_item(number=number, by=request.viewer, at=present())
    return removed


@items.write("POST", "/from-template", Listed, status=201)
def use_template(request: ProgramRequest, given: TemplateUsed) -> Status[Listed]:
    """List the work of a template for a promise, all of it or nothing."""
    count = services.apply_template(by=request.viewer, at=present(), **given.given())
    return Status(201, Listed(items=count))


def _risk(request: ProgramRequest, number: int) -> RiskOut:
    return RiskOut.model_validate(queries.find_risk(number, request.viewer))


def _item(request: ProgramRequest, number: int) -> WorkItemOut:
    return WorkItemOut.model_validate(queries.find_item(number, request.viewer))
