"""Revisions for programs: the same verbs at the same gates."""

from __future__ import annotations

from ninja import Query, Status

from makegood.foundation.clock import present
from makegood.revisions import queries, services
from makegood.revisions.queries import RevisionDetail
from makegood.revisions.schemas import (
    ApprovalOut,
    Approved,
    Decided,
    Declined,
    ExceptionGiven,
    GateOut,
    Read,
    Reasoned,
    RevisionChanged,
    RevisionGiven,
    RevisionOut,
    RevisionRowOut,
    RevisionsAsked,
    RevisionSimulatedOut,
    Told,
    Warned,
)
from makegood.web.programs import Number, Page, ProgramRequest, Programs, page_out

revisions = Programs("revisions")


@revisions.read("/", Page[RevisionRowOut])
def list_revisions(request: ProgramRequest, asked: Query[RevisionsAsked]) -> dict[str, object]:
    """List revisions, those on their way at first."""
    page = queries.revision_page(
        request.viewer, text=asked.text, state=asked.state, sort=asked.sort, page=asked.page, size=asked.size
    )
    return page_out(request, page, lambda row: RevisionRowOut.model_validate(row, from_attributes=True))


@revisions.read("/{int:number}", RevisionOut)
def get_revision(request: ProgramRequest, number: Number) -> RevisionOut:
    """Get a revision with its gates."""
    return _found(number, request)


@revisions.write("POST", "/", RevisionOut, status=201)
def begin_revision(request: ProgramRequest, given: RevisionGiven) -> Status[RevisionOut]:
    """Begin to revise a promise; what is left out is taken from the record."""
    number = services.begin_revision(**given.given(), by=request.viewer, at=present())
    return Status(201, _found(number, request))


@revisions.write("PATCH", "/{int:number}", RevisionOut)
def change_revision(request: ProgramRequest, number: Number, given: RevisionChanged) -> RevisionOut:
    """Change what a revision says; gates that were passed on it close again."""
    services.change_revision(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/propose", RevisionOut)
def propose_revision(request: ProgramRequest, number: Number, given: Read) -> RevisionOut:
    """Propose a revision that is complete (gate 1)."""
    services.propose_revision(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/sponsor", RevisionOut)
def sponsor_revision(request: ProgramRequest, number: Number, given: Decided) -> RevisionOut:
    """Stand for a revision as an executive, or decide a second one (gate 2)."""
    services.sponsor_revision(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/refuse", RevisionOut)
def refuse_revision(request: ProgramRequest, number: Number, given: Reasoned) -> RevisionOut:
    """Refuse a revision as an executive."""
    services.refuse_revision(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/withdraw", RevisionOut)
def withdraw_revision(request: ProgramRequest, number: Number, given: Reasoned) -> RevisionOut:
    """Give a revision up; the promise stays as it is."""
    services.withdraw_revision(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/warn", RevisionOut)
def warn_customer(request: ProgramRequest, number: Number, given: Warned) -> RevisionOut:
    """Record that the customer knows that the date is in danger (gate 3)."""
    services.warn_customer(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/noticed", RevisionOut)
def build_on_notice(request: ProgramRequest, number: Number) -> RevisionOut:
    """Build on a warning that the customer has got already (gate 3)."""
    services.build_on_notice(number=number, by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/validate", RevisionOut)
def ask_for_validation(request: ProgramRequest, number: Number) -> RevisionOut:
    """Have the forecast simulate the new date (gate 4); get the revision until its validation is no longer waiting."""
    services.ask_for_validation(number=number, by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/exception", RevisionOut)
def go_on_below_level(request: ProgramRequest, number: Number, given: ExceptionGiven) -> RevisionOut:
    """Let a date pass below the level as an executive, with a reason (gate 4)."""
    services.go_on_below_level(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/approve", RevisionOut)
def approve_message(request: ProgramRequest, number: Number, given: Approved) -> RevisionOut:
    """Approve the message for a side (gate 5)."""
    services.approve_message(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/decline", RevisionOut)
def decline_message(request: ProgramRequest, number: Number, given: Declined) -> RevisionOut:
    """Say why the message may not go out so (gate 5)."""
    services.decline_message(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


@revisions.write("POST", "/{int:number}/tell", RevisionOut)
def tell_customer(request: ProgramRequest, number: Number, given: Told) -> RevisionOut:
    """Record that the customer was told what was approved (gate 6); the revision is in force."""
    services.tell_customer(number=number, **given.given(), by=request.viewer, at=present())
    return _found(number, request)


def _found(number: int, request: ProgramRequest) -> RevisionOut:
    row: RevisionDetail = queries.find_revision(number, request.viewer)
    known = {name: getattr(row, name) for name in RevisionOut.model_fields if name not in _MADE}
    approvals = [
        ApprovalOut(side=one.side, standing=one.line.standing, by_name=one.by_name, reason=one.line.reason,
                    now=dict(one.line.now))
        for one in row.approvals
    ]  # fmt: skip
    simulated = (
        None if row.validation is None else RevisionSimulatedOut.model_validate(row.validation, from_attributes=True)
    )
    gates = [GateOut.model_validate(one, from_attributes=True) for one in row.gates]
    return RevisionOut(**known, gates=gates, approvals=approvals, validation=simulated)


_MADE = frozenset({"gates", "approvals", "validation"})
