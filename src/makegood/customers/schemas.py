"""Customers as programs send and get them."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.customers.states import Channel, CustomerStanding, Direction, Order, Tier
from makegood.web.programs import Flag, Given, Line, Moment, Number, Paging, Reference, Version, Words, left_out

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$")]
Name = Annotated[Line, Field(min_length=1, max_length=200)]
Days = Annotated[int, Field(strict=True, ge=0, le=730)]


class CustomersAsked(Paging):
    """Which customers, and in which order."""

    text: Line = Field("", max_length=200, description="Parts of words of name and key.")
    tier: Tier | None = None
    owner: Number | None = None
    state: CustomerStanding = CustomerStanding.OPEN
    sort: Order = Order.NAME


class CustomerOut(Schema):
    """A customer."""

    number: int
    key: str
    name: str
    tier: Tier
    zone: str
    replanning_days: int
    owner: int | None
    owner_name: str
    note: str
    main_contact: str
    contacts: int
    touched_at: Moment | None
    closed_at: Moment | None
    made_at: Moment
    version: int


class CustomerGiven(Given):
    """A new customer."""

    key: Key
    name: Name
    tier: Tier = left_out()
    zone: Line = left_out()
    replanning_days: Days = left_out()
    owner: Reference | None = left_out()
    note: Words = left_out()


class CustomerChanged(Given):
    """What is to change of a customer that was read as ``version``; the rest is left out."""

    version: Version
    key: Key = left_out()
    name: Name = left_out()
    tier: Tier = left_out()
    zone: Line = left_out()
    replanning_days: Days = left_out()
    owner: Reference | None = left_out()
    note: Words = left_out()


class Reason(Given):
    """Why something is done."""

    reason: Line = Field(min_length=1, max_length=500)


class ContactOut(Schema):
    """A person at a customer; the name is empty once they are erased."""

    number: int
    customer: int
    name: str
    email: str
    phone: str
    role: str
    language: str
    is_main: bool
    left_at: Moment | None
    erased_at: Moment | None
    version: int


class ContactGiven(Given):
    """A new contact."""

    name: Name
    email: Line = left_out()
    phone: Line = left_out()
    role: Line = left_out()
    language: Line = left_out()
    is_main: Flag = left_out()


class ContactChanged(Given):
    """What is to change of a contact that was read as ``version``; the rest is left out."""

    version: Version
    name: Name = left_out()
    email: Line = left_out()
    phone: Line = left_out()
    role: Line = left_out()
    language: Line = left_out()
    is_main: Flag = left_out()


class TouchpointOut(Schema):
    """One time we met; the text is empty where it was erased."""

    number: int
    customer: int
    contact: int | None
    contact_name: str
    kind: Channel
    direction: Direction
    at: Moment
    text: str
    by: int | None
    by_name: str
    made_at: Moment
    version: int


class TouchpointGiven(Given):
    """A touchpoint to be noted: now, unless ``happened_at`` says otherwise."""

    kind: Channel
    direction: Direction
    text: Words = Field(min_length=1)
    contact: Reference | None = left_out()
    happened_at: Moment | None = left_out()


class TouchpointChanged(Given):
    """What is to be put right about a touchpoint that was read as ``version``; the rest is left out."""

    version: Version
    kind: Channel = left_out()
    direction: Direction = left_out()
    text: Annotated[Words, Field(min_length=1)] = left_out()
    contact: Reference | None = left_out()
    happened_at: Moment = left_out()
