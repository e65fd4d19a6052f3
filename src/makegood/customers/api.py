"""Customers for programs."""

from __future__ import annotations

from ninja import Query, Status

from makegood.customers import queries, services
from makegood.customers.schemas import (
    ContactChanged,
    ContactGiven,
    ContactOut,
    CustomerChanged,
    CustomerGiven,
    CustomerOut,
    CustomersAsked,
    Reason,
    TouchpointChanged,
    TouchpointGiven,
    TouchpointOut,
)
from makegood.foundation.clock import present
from makegood.web.programs import Number, Page, Paging, ProgramRequest, Programs, page_out

customers = Programs("customers")


@customers.read("", Page[CustomerOut])
def list_customers(request: ProgramRequest, asked: Query[CustomersAsked]) -> dict[str, object]:
    """List customers."""
    page = queries.customer_page(
        request.viewer,
        text=asked.text,
        tier=asked.tier or "",
        owner=asked.owner,
        state=asked.state,
        sort=asked.sort,
        page=asked.page,
        size=asked.size,
    )
    return page_out(request, page, CustomerOut.model_validate)


@customers.read("/{int:number}", CustomerOut)
def get_customer(request: ProgramRequest, number: Number) -> CustomerOut:
    """Get a customer."""
    return _customer(request, number)


@customers.write("POST", "", CustomerOut, status=201)
def add_customer(request: ProgramRequest, given: CustomerGiven) -> Status[CustomerOut]:
    """Add a customer."""
    number = services.add_customer(by=request.viewer, at=present(), **given.given())
    return Status(201, _customer(request, number))


@customers.write("PATCH", "/{int:number}", CustomerOut)
def change_customer(request: ProgramRequest, number: Number, given: CustomerChanged) -> CustomerOut:
    """Change a customer.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    changes = given.given(but=["version"])
    services.change_customer(number=number, version=given.version, by=request.viewer, at=present(), **changes)
    return _customer(request, number)


@customers.write("POST", "/{int:number}/close", CustomerOut)
def close_customer(request: ProgramRequest, number: Number, given: Reason) -> CustomerOut:
    """Close a customer."""
    services.close_customer(number=number, reason=given.reason, by=request.viewer, at=present())
    return _customer(request, number)


@customers.write("POST", "/{int:number}/reopen", CustomerOut)
def reopen_customer(request: ProgramRequest, number: Number) -> CustomerOut:
    """Open a closed customer again."""
    services.reopen_customer(number=number, by=request.viewer, at=present())
    return _customer(request, number)


@customers.read("/{int:number}/contacts", list[ContactOut])
def list_contacts(request: ProgramRequest, number: Number) -> list[ContactOut]:
    """List the contacts of a customer, the main one first."""
    return [ContactOut.model_validate(row) for row in queries.contacts_of(number, request.viewer)]


@customers.write("POST", "/{int:number}/contacts", ContactOut, status=201)
def add_contact(request: ProgramRequest, number: Number, given: ContactGiven) -> Status[ContactOut]:
    """Add a contact to a customer."""
    contact = services.add_contact(customer=number, by=request.viewer, at=present(), **given.given())
    return Status(201, _contact(request, contact))


@customers.write("PATCH", "/contacts/{int:number}", ContactOut)
def change_contact(request: ProgramRequest, number: Number, given: ContactChanged) -> ContactOut:
    """Change a contact.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    changes = given.given(but=["version"])
    services.change_contact(number=number, version=given.version, by=request.viewer, at=present(), **changes)
    return _contact(request, number)


@customers.write("POST", "/contacts/{int:number}/left", ContactOut)
def contact_left(request: ProgramRequest, number: Number) -> ContactOut:
    """Note that a contact has left the customer."""
    services.contact_left(number=number, by=request.viewer, at=present())
    return _contact(request, number)


@customers.read("/{int:number}/touchpoints", Page[TouchpointOut])
def list_touchpoints(request: ProgramRequest, number: Number, asked: Query[Paging]) -> dict[str, object]:
    """List the touchpoints of a customer, the latest first."""
    page = queries.touchpoint_page(number, request.viewer, page=asked.page, size=asked.size)
    return page_out(request, page, TouchpointOut.model_validate)


@customers.write("POST", "/{int:number}/touchpoints", TouchpointOut, status=201)
def log_touchpoint(request: ProgramRequest, number: Number, given: TouchpointGiven) -> Status[TouchpointOut]:
    """Note a touchpoint with a customer."""
    touchpoint = services.log_touchpoint(customer=number, by=request.viewer, at=present(), **given.given())
    return Status(201, TouchpointOut.model_validate(queries.find_touchpoint(touchpoint, request.viewer)))


@customers.write("PATCH", "/touchpoints/{int:number}", TouchpointOut)
def correct_touchpoint(request: ProgramRequest, number: Number, given: TouchpointChanged) -> TouchpointOut:
    """Put a touchpoint right.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    changes = given.given(but=["version"])
    services.correct_touchpoint(number=number, version=given.version, by=request.viewer, at=present(), **changes)
    return TouchpointOut.model_validate(queries.find_touchpoint(number, request.viewer))


def _customer(request: ProgramRequest, number: int) -> CustomerOut:
    return CustomerOut.model_validate(queries.find_customer(number, request.viewer))


def _contact(request: ProgramRequest, number: int) -> ContactOut:
    return ContactOut.model_validate(queries.find_contact(number, request.viewer))
