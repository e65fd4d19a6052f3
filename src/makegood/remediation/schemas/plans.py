"""Joint plans as programs send and get them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from makegood.promises.states import Severity
from makegood.remediation.schemas.pieces import (
    CauseOut,
    ContingencyOut,
    PlanActionOut,
    PlanMilestoneOut,
    PlannedMessageOut,
    PlanRiskOut,
)
from makegood.remediation.states import OpenedFrom, PlanState, Stage
from makegood.web.programs import Flag, Given, Line, Moment, Paging, Reference, Version, Words, left_out

FourFunction = Literal["sales", "product", "operations", "customer-success"]
ShownPlans = Literal["running", "ended", "all", "proposed", "open", "agreed", "lapsed", "closed", "dismissed"]
PlanOrder = Literal[
    "severity", "-severity", "opened", "-opened", "promise", "-promise", "customer", "-customer", "due", "-due",
]  # fmt: skip
Seen = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
"""What was read of a plan, as ``stands`` gives it: what has been changed since isn't agreed to by mistake."""


class PlansAsked(Paging):
    """Which plans, and in which order."""

    text: Line = Field("", max_length=200, description="Parts of words of the promise and the customer.")
    state: ShownPlans = "running"
    mine: bool = Field(default=False, description="Only those that the caller works on.")
    sort: PlanOrder = "severity"


class PlanGiven(Given):
    """A plan as it is opened: what is left out is proposed by the house."""

    promise: Reference
    opened_from: Literal["hand", "finding", "person"] = left_out()
    """``person``: somebody says that we won't make it."""
    finding: Annotated[Line, Field(max_length=32)] = left_out()
    reason: Annotated[Words, Field(max_length=5_000)] = left_out()
    severity: Severity = left_out()
    severity_reason: Annotated[Line, Field(max_length=300)] = left_out()
    people: dict[FourFunction, Reference] = left_out()
    """Who speaks for a function, where it is to be somebody else than the house proposes."""


class PlanDescribed(Given):
    """What the customer needs, what everybody meant and what it does to the customer; the rest is left out."""

    version: Version
    core_need: Annotated[Words, Field(max_length=5_000)] = left_out()
    intent: Annotated[Words, Field(max_length=5_000)] = left_out()
    impact: Annotated[Words, Field(max_length=5_000)] = left_out()


class SeverityGiven(Given):
    """Another severity, with the reason."""

    severity: Severity
    reason: Line = Field(min_length=1, max_length=300)


class SpeakerGiven(Given):
    """Who speaks for a function."""

    function: FourFunction
    person: Reference


class ScopeGiven(Given):
    """Another promise that a plan is about."""

    promise: Reference


class PlanCommentGiven(Given):
    """Something said at a stage of the dialogue, or proposed."""

    text: Words = Field(min_length=1, max_length=10_000)
    stage: Stage = left_out()
    is_proposal: Flag = left_out()


class ProposalAnswered(Given):
    """Whether a proposal is taken up."""

    is_taken: Flag


class PlanAgreed(Given):
    """A function agrees to what it has read."""

    function: FourFunction
    seen: Seen
    reason: Annotated[Words, Field(max_length=5_000)] = left_out()


class PlanDissented(Given):
    """A function dissents from what it has read, and says why."""

    function: FourFunction
    seen: Seen
    reason: Words = Field(min_length=1, max_length=5_000)


class PlanMemberOut(Schema):
    """Somebody who works on a plan; ``function`` is empty for others who joined."""

    person: int
    name: str
    function: str


class PlanRowOut(Schema):
    """A plan in a list."""

    number: int
    promise: int
    key: str
    title: str
    customer: int
    customer_name: str
    due: date | None
    value: Decimal | None
    owner: int | None
    owner_name: str
    state: PlanState
    severity: Severity
    opened_from: OpenedFrom
    opened_by: str
    opened_at: Moment
    clock_from: Moment
    acknowledge_by: Moment
    acknowledged_at: Moment | None
    tell_by: Moment
    agreed_at: Moment | None
    p_kept_at_agreement: float | None
    lapsed_at: Moment | None
    closed_at: Moment | None
    version: int
    revision: int
    """Counts every change of the plan and all that belongs to it."""
    members: list[PlanMemberOut]


class ScopeOut(Schema):
    """Another promise that a plan is about."""

    promise: int
    key: str
    title: str
    customer_name: str
    due: date | None


class SaidOut(Schema):
    """What somebody said in the dialogue; ``was_taken`` is null where nobody has answered a proposal."""

    number: int
    stage: Stage
    text: str
    is_proposal: bool
    by: str
    at: Moment
    was_taken: bool | None
    answered_by: str


class StandOut(Schema):
    """Where a function stands, what was changed since it spoke, and what it would say something about now."""

    function: str
    person: int | None
    name: str
    standing: str
    said_at: Moment | None
    reason: str
    changed: list[str]
    seen: str


class DissentOut(Schema):
    """One time that a function did not agree; ``stands`` where it has said nothing else since."""

    number: int
    function: str
    by: str
    at: Moment
    reason: str
    stands: bool


class RulingOut(Schema):
    """What an executive decided about dissent."""

    by: str
    at: Moment
    reason: str


class StageOut(Schema):
    """A stage of the dialogue."""

    stage: Stage
    is_done: bool
    is_next: bool


class PlanOut(PlanRowOut):
    """A plan whole."""

    reason: str
    severity_reason: str
    core_need: str
    intent: str
    impact: str
    close_reason: str
    p_kept: float | None
    """As the forecast stands."""
    told_at: Moment | None
    """When the customer was told first since the notice clock started."""
    stages: list[StageOut]
    scope: list[ScopeOut]
    gap_frozen_at: Moment | None
    gap: list[dict[str, Any]]
    """Each term as the gap was frozen last, the date first."""
    causes: list[CauseOut]
    actions: list[PlanActionOut]
    milestones: list[PlanMilestoneOut]
    risks: list[PlanRiskOut]
    contingencies: list[ContingencyOut]
    messages: list[PlannedMessageOut]
    stands: list[StandOut]
    dissents: list[DissentOut]
    rulings: list[RulingOut]
    comments: list[SaidOut]
    """The latest hundred, the latest first."""
