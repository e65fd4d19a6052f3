"""Revisions, as programs send and get them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from makegood.customers.states import Channel
from makegood.promises.states import Operator, Origin, TermKind
from makegood.revisions.states import RevisionState, Side
from makegood.web.programs import Given, Line, Moment, Paging, Reference, Version, Words, left_out

Text = Annotated[Words, Field(max_length=20_000)]
Wanted = Literal["customer", "us", "both"]


class PromisedTermGiven(Given):
    """One term as it would be promised."""

    kind: TermKind
    subject: Line
    operator: Operator
    value: Line
    unit: Line = ""
    target: Decimal | None = None
    window_days: int | None = None


class RevisionTexts(Given):
    """What a revision says; what is left out is taken from the record, or stays as it is."""

    due: date = left_out()
    origin: Wanted = left_out()
    request: Reference | None = left_out()
    """Evidence of the promise: the customer's own words."""
    terms: Annotated[list[PromisedTermGiven], Field(max_length=50)] = left_out()
    """Everything that would be promised besides the date."""
    owner: Reference | None = left_out()
    rationale: Text = left_out()
    changes: Text = left_out()
    stays: Text = left_out()
    risks: Text = left_out()
    message: Text = left_out()


class RevisionGiven(RevisionTexts):
    """A revision as it is begun."""

    promise: Reference


class RevisionChanged(RevisionTexts):
    """A revision, changed from the version that was read."""

    version: Version


class Read(Given):
    """An act on what was read."""

    version: Version


class Decided(Given):
    """An executive stands for it, or decides a second revision with a reason."""

    version: Version
    reason: Text = left_out()


class Reasoned(Given):
    """An act with a reason."""

    reason: Annotated[Words, Field(min_length=1, max_length=20_000)]


class ExceptionGiven(Reasoned):
    """The exception of an executive, knowing the figure."""

    version: Version


class Warned(Given):
    """The customer was told that the date is in danger."""

    how: Channel
    told_at: Moment
    note: Text


class Told(Given):
    """The customer was told what was approved."""

    version: Version
    how: Channel
    told_at: Moment
    evidence: Annotated[Words, Field(min_length=1, max_length=20_000)]
    accepted_by: Line = left_out()


class Approved(Given):
    """A side approves the message that it has read."""

    side: Side
    seen: dict[str, str]
    """The hashes of the parts, as the revision has them."""


class Declined(Approved):
    """A side says why the message may not go out so."""

    reason: Annotated[Words, Field(min_length=1, max_length=20_000)]


class RevisionsAsked(Paging):
    """Which revisions: those on their way, those in a state, or all."""

    text: Line = Field("", max_length=200, description="Part of the promise or its customer.")
    state: Annotated[str, Field(pattern="^(open|all|" + "|".join(RevisionState) + ")$")] = "open"
    sort: Annotated[str, Field(pattern="^-?(made|due|promise|customer)$")] = "-made"


class RevisionRowOut(Schema):
    """A revision in a list."""

    number: int
    promise: int
    promise_key: str
    promise_title: str
    customer_name: str
    state: RevisionState
    origin: Origin
    due_before: date
    due: date
    is_second: bool
    made_at: Moment
    made_by_name: str


class GateOut(Schema):
    """How a gate stands: 1 rationale, 2 sponsor, 3 notice, 4 validation, 5 message, 6 told."""

    gate: int
    is_passed: bool
    at: Moment | None
    by_name: str
    in_name_of: str
    reason: str
    stands: bool


class ApprovalOut(Schema):
    """What a side says of the message; ``now`` are the hashes of what it would say something about."""

    side: Side
    standing: str
    by_name: str
    reason: str
    now: dict[str, str]


class RevisionSimulatedOut(Schema):
    """What the forecast answered."""

    number: int
    state: str
    due: date
    p_kept: float | None
    p50: date | None
    p85: date | None
    p90: date | None
    as_of: date | None
    seed: int
    samples: int
    inputs_hash: str
    reaches: bool
    moved_to: float | None
    lapsed_at: Moment | None


class RevisionOut(Schema):
    """A revision with its gates."""

    number: int
    promise: int
    promise_key: str
    customer_name: str
    plan: int | None
    state: RevisionState
    origin: Origin
    request: int | None
    first_due: date | None
    due_before: date
    due: date
    terms_before: list[dict[str, Any]]
    terms: list[dict[str, Any]]
    owner: int | None
    rationale: str
    changes: str
    stays: str
    risks: str
    message: str
    data: dict[str, Any]
    is_second: bool
    version: int
    made_at: Moment
    made_by: int
    in_force_at: Moment | None
    ended_at: Moment | None
    end_reason: str
    gates: list[GateOut]
    approvals: list[ApprovalOut]
    validation: RevisionSimulatedOut | None
