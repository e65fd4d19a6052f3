"""The glossary for programs."""

from __future__ import annotations

from ninja import Query, Status

from makegood.foundation.clock import present
from makegood.glossary import queries, services
from makegood.glossary.schemas import TermChanged, TermGiven, TermOut, TermsAsked
from makegood.web.programs import Number, Page, ProgramRequest, Programs, page_out

glossary = Programs("glossary")


@glossary.read("", Page[TermOut])
def list_terms(request: ProgramRequest, asked: Query[TermsAsked]) -> dict[str, object]:
    """List terms."""
    page = queries.term_page(
        request.viewer,
        text=asked.text,
        language=asked.language,
        owner=asked.owner,
        with_retired=asked.with_retired,
        page=asked.page,
        size=asked.size,
    )
    return page_out(request, page, TermOut.model_validate)


@glossary.read("/{int:number}", TermOut)
def get_term(request: ProgramRequest, number: Number) -> TermOut:
    """Get a term."""
    return _term(request, number)


@glossary.write("POST", "", TermOut, status=201)
def add_term(request: ProgramRequest, given: TermGiven) -> Status[TermOut]:
    """Add a term."""
    number = services.add_term(by=request.viewer, at=present(), **given.given())
    return Status(201, _term(request, number))


@glossary.write("PATCH", "/{int:number}", TermOut)
def change_term(request: ProgramRequest, number: Number, given: TermChanged) -> TermOut:
    """Change a term.

    What is left out stays as it is, the earlier wording is kept. Answered with 409 where somebody changed it since
    `version` was read.
    """
    changes = given.given(but=["version", "reason"])
    services.change_term(
        number=number, version=given.version, reason=given.reason, by=request.viewer, at=present(), **changes
    )
    return _term(request, number)


def _term(request: ProgramRequest, number: int) -> TermOut:
    return TermOut.model_validate(queries.find_term(number, request.viewer))
