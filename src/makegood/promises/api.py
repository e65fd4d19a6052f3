"""Promises for programs."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from zoneinfo import ZoneInfo

from ninja import File, Form, Query, Status
from ninja.files import UploadedFile

from makegood.foundation.clock import present
from makegood.people.queries import people_choices
from makegood.promises import queries, services
from makegood.promises.schemas import (
    Accepted,
    Cancelled,
    CommentGiven,
    Delivered,
    EvidenceGiven,
    FileNamed,
    Found,
    IndicatorGiven,
    MailFor,
    MentionsOut,
    NoticeGiven,
    PeopleOut,
    PerhapsWhy,
    PersonGiven,
    PromiseChanged,
    PromiseGiven,
    PromiseOut,
    PromiseRowOut,
    PromisesAsked,
    PromiseTermGiven,
    ReadingGiven,
    RoleGiven,
    StoryOut,
    Why,
    story_line_out,
)
from makegood.promises.states import EvidenceKind
from makegood.web.programs import Number, Page, ProgramRequest, Programs, page_out

MOST_MENTIONS = 100

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
        same={name: getattr(asked, name) for name in ("customer", "source", "external_id", "key", "term")},
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


@promises.read("/{int:number}/story", StoryOut)
def get_promise_story(request: ProgramRequest, number: Number) -> StoryOut:
    """Get all that is on record of a promise, the first first, as far as you may know of it."""
    return StoryOut(items=[story_line_out(line) for line in queries.whole_story(number, request.viewer)])


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


@promises.write("POST", "/{int:number}/indicators", PromiseOut, status=201)
def add_indicator(request: ProgramRequest, number: Number, given: IndicatorGiven) -> Status[PromiseOut]:
    """Watch something about a promise."""
    sent = {"unit": "", **given.given()}
    services.add_indicator(promise=number, by=request.viewer, at=present(), **sent)
    return Status(201, _promise(request, number))


@promises.write("POST", "/indicators/{int:number}/readings", PromiseOut, status=201)
def read_indicator(request: ProgramRequest, number: Number, given: ReadingGiven) -> Status[PromiseOut]:
    """Note what an indicator showed.

    Nothing changes a reading: of two for the same day the later one counts.
    """
    promise, today = queries.find_indicator(number, request.viewer).promise, _today(request)
    services.read_indicator(number=number, today=today, by=request.viewer, at=present(), **given.given())
    return Status(201, _promise(request, promise))


@promises.write("POST", "/indicators/{int:number}/retire", PromiseOut)
def retire_indicator(request: ProgramRequest, number: Number) -> PromiseOut:
    """Watch something no longer; its readings stay on record."""
    promise = queries.find_indicator(number, request.viewer).promise
    services.retire_indicator(number=number, by=request.viewer, at=present())
    return _promise(request, promise)


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


@promises.write("POST", "/{int:number}/evidence/file", PromiseOut, status=201)
def add_evidence_file(
    request: ProgramRequest, number: Number, given: Form[FileNamed], file: File[UploadedFile]
) -> Status[PromiseOut]:
    """Add a file as evidence.

    PDF, PNG, JPEG, Office and OpenDocument files, `.eml`, `.csv` and `.txt`, at most 20 MB, sent as
    `multipart/form-data`. What it is is read from its bytes, and must agree with its name.
    """
    content, title = services.read_upload(file), given.title or file.name or ""
    services.add_evidence(
        promise=number, kind=EvidenceKind.FILE, title=title, content=content, by=request.viewer, at=present()
    )
    return Status(201, _promise(request, number))


@promises.write("POST", "/mail", PromiseOut, status=201)
def capture_from_mail(request: ProgramRequest, given: Form[MailFor], mail: File[UploadedFile]) -> Status[PromiseOut]:
    """Make a draft of a mail, with the mail as its evidence.

    An `.eml` file of at most 20 MB, sent as `multipart/form-data`. A day and an amount are taken over where the mail
    names one alone.
    """
    content = services.read_upload(mail)
    number = services.capture_from_mail(content=content, customer=given.customer, by=request.viewer, at=present())
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


@promises.read("/people", PeopleOut)
def list_people(request: ProgramRequest) -> dict[str, object]:
    """List everybody who may answer for a promise."""
    return {"items": [{"number": number, "name": name} for number, name in people_choices(request.viewer)]}


@promises.read("/mentions", MentionsOut)
def list_mentions(request: ProgramRequest) -> dict[str, object]:
    """List comments that name you and that you have not read or answered, at most a hundred."""
    return {"items": queries.mentions_of(request.viewer, limit=MOST_MENTIONS)}


@promises.write("POST", "/mentions/{int:number}/read", PromiseOut)
def read_mention(request: ProgramRequest, number: Number) -> PromiseOut:
    """Note that you have read a comment that names you."""
    return _promise(request, services.read_mention(number=number, by=request.viewer, at=present()))


@promises.write("POST", "/{int:number}/quote", PromiseOut)
def quote_promise(request: ProgramRequest, number: Number) -> PromiseOut:
    """Note that the customer has got an offer of this."""
    services.quote_promise(number=number, by=request.viewer, at=present())
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
    """Note that the customer did not take it: it is owed still.

    What was accepted is not rejected: take the acceptance back first.
    """
    services.reject_delivery(number=number, reason=given.reason, by=request.viewer, at=present())
    return _promise(request, number)


@promises.write("POST", "/{int:number}/unaccept", PromiseOut)
def take_back_acceptance(request: ProgramRequest, number: Number, given: Why) -> PromiseOut:
    """Note that an acceptance does not stand.

    What the customer wrote or said about it must have been added as evidence since. It stays delivered.
    """
    services.take_back_acceptance(number=number, reason=given.reason, by=request.viewer, at=present())
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
