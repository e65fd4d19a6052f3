"""Promises for programs."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from zoneinfo import ZoneInfo

from ninja import Query, Status

from makegood.foundation.clock import present
from makegood.promises import queries, services
from makegood.promises.schemas import (
    Accepted,
    Cancelled,
    CommentGiven,
    Delivered,
    EvidenceGiven,
    Found,
    NoticeGiven,
    PerhapsWhy,
    PersonGiven,
    PromiseChanged,
    PromiseGiven,
    PromiseOut,
    PromiseRowOut,
    PromisesAsked,
    PromiseTermGiven,
    RoleGiven,
    Why,
)
from makegood.web.programs import Number, Page, ProgramRequest, Programs, page_out

promises = Programs("promises")


@promises.read("", Page[PromiseRowOut])
def list_promises(request: ProgramRequest, asked: Query[PromisesAsked]) -> dict[str, object]:
    """List promises."""
    page = queries.promise_page(
        request.viewer,
        today=_today(request),
        text=asked.text,
        state=asked.state,
        finding=asked.finding or "",
        owner=asked.owner,
        customer=asked.customer,
        sort=asked.sort,
        page=asked.page,
        size=asked.size,
    )
    return page_out(request, page, PromiseRowOut.model_validate)


@promises.read("/{int:number}", PromiseOut)
def get_promise(request: ProgramRequest, number: Number) -> PromiseOut:
    """Get a promise whole."""
    return _promise(request, number)


@promises.write("POST", "", PromiseOut, status=201)
def capture_promise(request: ProgramRequest, given: PromiseGiven) -> Status[PromiseOut]:
    """Write down a promise, as a draft."""
    number = services.capture_promise(by=request.viewer, at=present(), **given.given())
    return Status(201, _promise(request, number))


@promises.write("PATCH", "/{int:number}", PromiseOut)
def change_promise(request: ProgramRequest, number: Number, given: PromiseChanged) -> PromiseOut:
    """Change a promise.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    changes = given.given(but=["version"])
    services.change_promise(number=number, version=given.version, by=request.viewer, at=present(), **changes)
    return _promise(request, number)


@promises.write("POST", "/{int:number}/terms", PromiseOut, status=201)
def add_promise_term(request: ProgramRequest, number: Number, given: PromiseTermGiven) -> Status[PromiseOut]:
    """Add a term to a promise."""
    sent = {"unit": "", **given.given()}
    services.add_term(promise=number, by=request.viewer, at=present(), **sent)
    return Status(201, _promise(request, number))


@promises.write("POST", "/terms/{int:number}/remove", PromiseOut)
def remove_promise_term(request: ProgramRequest, number: Number) -> PromiseOut:
    """Remove a term from a promise on which nobody relies yet."""
    promise = queries.promise_of_term(number, request.viewer)
    services.remove_term(number=number, by=request.viewer, at=present())
    return _promise(request, promise)


@promises.write("POST", "/terms/{int:number}/check", PromiseOut)
def check_promise_term(request: ProgramRequest, number: Number, given: Found) -> PromiseOut:
    """Note what was found when a term was checked."""
    services.check_term(number=number, note=given.note, by=request.viewer, at=present())
    return _promise(request, queries.promise_of_term(number, request.viewer))


@promises.write("POST", "/{int:number}/check-date", PromiseOut)
def check_promise_date(request: ProgramRequest, number: Number) -> PromiseOut:
    """Note that the date was checked."""
    services.check_date(promise=number, by=request.viewer, at=present())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/involve", PromiseOut)
def involve(request: ProgramRequest, number: Number, given: RoleGiven) -> PromiseOut:
    """Say what somebody has to do with a promise."""
    services.involve(promise=number, by=request.viewer, at=present(), **given.given())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/uninvolve", PromiseOut)
def uninvolve(request: ProgramRequest, number: Number, given: PersonGiven) -> PromiseOut:
    """Say that somebody has nothing to do with a promise any more."""
    services.uninvolve(promise=number, person=given.person, by=request.viewer, at=present())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/evidence", PromiseOut, status=201)
def add_evidence(request: ProgramRequest, number: Number, given: EvidenceGiven) -> Status[PromiseOut]:
    """Add a link, a note or the text of a mail as evidence."""
    services.add_evidence(promise=number, by=request.viewer, at=present(), **given.given())
    return Status(201, _promise(request, number))


@promises.write("POST", "/evidence/{int:number}/withdraw", PromiseOut)
def withdraw_evidence(request: ProgramRequest, number: Number, given: Why) -> PromiseOut:
    """Take a piece of evidence off a promise."""
    promise = queries.find_evidence(number, request.viewer).promise
    services.withdraw_evidence(number=number, reason=given.reason, by=request.viewer, at=present())
    return _promise(request, promise)


@promises.write("POST", "/{int:number}/notices", PromiseOut, status=201)
def give_notice(request: ProgramRequest, number: Number, given: NoticeGiven) -> Status[PromiseOut]:
    """Note that the customer was told which date to expect."""
    at = present()
    sent = {"told_at": at, "note": "", **given.given()}
    services.give_notice(promise=number, by=request.viewer, at=at, **sent)
    return Status(201, _promise(request, number))


@promises.write("POST", "/{int:number}/comments", PromiseOut, status=201)
def comment_on_promise(request: ProgramRequest, number: Number, given: CommentGiven) -> Status[PromiseOut]:
    """Say something to colleagues."""
    services.comment_on(promise=number, text=given.text, by=request.viewer, at=present())
    return Status(201, _promise(request, number))


@promises.write("POST", "/{int:number}/quote", PromiseOut)
def quote_promise(request: ProgramRequest, number: Number) -> PromiseOut:
    """Note that the customer has got an offer of this."""
    services.quote_promise(number=number, by=request.viewer, at=present())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/reserve", PromiseOut)
def reserve_promise(request: ProgramRequest, number: Number) -> PromiseOut:
    """Note that capacity is kept for it."""
    services.reserve_promise(number=number, by=request.viewer, at=present())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/release", PromiseOut)
def release_promise(request: ProgramRequest, number: Number) -> PromiseOut:
    """Note that capacity is kept no longer."""
    services.release_promise(number=number, by=request.viewer, at=present())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/deliver", PromiseOut)
def deliver_promise(request: ProgramRequest, number: Number, given: Delivered) -> PromiseOut:
    """Note that it was delivered."""
    services.deliver_promise(number=number, on=given.on, today=_today(request), by=request.viewer, at=present())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/accept", PromiseOut)
def accept_delivery(request: ProgramRequest, number: Number, given: Accepted) -> PromiseOut:
    """Note that the customer took what was delivered, in full or not."""
    today = _today(request)
    services.accept_delivery(number=number, today=today, by=request.viewer, at=present(), **given.given())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/reject", PromiseOut)
def reject_delivery(request: ProgramRequest, number: Number, given: Why) -> PromiseOut:
    """Note that the customer did not take it: it is owed still."""
    services.reject_delivery(number=number, reason=given.reason, by=request.viewer, at=present())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/cancel", PromiseOut)
def cancel_promise(request: ProgramRequest, number: Number, given: Cancelled) -> PromiseOut:
    """Note that the customer, or we, cancelled it."""
    services.cancel_promise(number=number, by=request.viewer, at=present(), **given.given())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/expire", PromiseOut)
def expire_promise(request: ProgramRequest, number: Number, given: PerhapsWhy) -> PromiseOut:
    """End an offer that nobody took up."""
    services.let_expire(number=number, reason=given.reason, by=request.viewer, at=present())
    return _promise(request, number)


def _today(request: ProgramRequest) -> date:
    """Return the day that it is for whom the program acts."""
    return present().astimezone(ZoneInfo(request.viewer.zone)).date()


def _promise(request: ProgramRequest, number: int) -> PromiseOut:
    whole = queries.find_promise(number, request.viewer, today=_today(request))
    said = {one.name: getattr(part, one.name) for part in (whole.row, whole) for one in fields(part)}
    said["parts"] = [part for part, _title in whole.parts]
    said["dates"] = [{"due": due, "origin": origin, "at": at} for due, origin, at in whole.dates]
    return PromiseOut.model_validate(said)
