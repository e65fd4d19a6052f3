"""Criteria, ways out, judgements and decisions, as programs send and get them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from makegood.feasibility.schemas import ChangeGiven, ChangeOut
from makegood.feasibility.states import MOST_CHANGES
from makegood.people.states import Function
from makegood.promises.states import Severity
from makegood.web.programs import Flag, Given, Line, Moment, Reference, Version, Words, left_out

MOST_CRITERIA, MOST_JUDGEMENTS = 8, 200
Finite = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class CriterionGiven(Given):
    """A criterion: ``kept``, ``spillover``, ``harm``, ``cost`` and ``delay`` are measured, any other key is judged."""

    key: Line = Field(min_length=1, max_length=60)
    meaning: Line = Field(min_length=1, max_length=300)
    worst: Finite
    best: Finite
    swing: Finite
    """100 for the one that matters most from its worst to its best, the others beside it."""
    middle: Finite | None = left_out()
    """The score that is worth half, where the scale is not straight."""
    veto: Finite | None = left_out()
    """A worse score excludes an option, whatever else speaks for it."""
    unit: Line = left_out()


class SignOffGiven(Given):
    """Who decides on promises of a severity, and who from a value on."""

    severity: Severity
    function: Function
    from_value: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = left_out()
    function_from: Function | None = left_out()


class FrameGiven(Given):
    """All that is fixed before there is a way out."""

    criteria: Annotated[list[CriterionGiven], Field(min_length=1, max_length=MOST_CRITERIA)]
    acceptable_risk: Share
    acceptable_delay_days: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    sign_off: Annotated[list[SignOffGiven], Field(max_length=len(Severity))]
    reason: Words = Field(min_length=1, max_length=5_000)


class CriteriaGiven(FrameGiven):
    """Criteria of the company, as they are proposed."""

    name: Line = Field(min_length=1, max_length=120)


class PublishCriteriaGiven(Given):
    """What is published, as it was read."""

    version: Version


class CriterionOut(Schema):
    """One criterion."""

    key: str
    meaning: str
    worst: float
    best: float
    swing: float
    middle: float | None
    veto: float | None
    unit: str
    is_measured: bool


class SignOffOut(Schema):
    """Who decides on promises of a severity."""

    severity: str
    function: str
    from_value: float | None
    function_from: str


class CriteriaOut(Schema):
    """Criteria of the company in one version; 0 is what the house was delivered with."""

    number: int
    name: str
    criteria: list[CriterionOut]
    acceptable_risk: float
    acceptable_delay_days: float
    sign_off: list[SignOffOut]
    text: str
    """What the digest is of."""
    digest: str
    reason: str
    at: Moment | None
    by_name: str
    proposed_by_name: str


class CriteriaDraftOut(Schema):
    """Criteria that somebody proposes."""

    number: int
    name: str
    reason: str
    by_name: str
    made_at: Moment
    version: int


class LockOut(Schema):
    """Criteria of a case: ``is_approved`` is null while a change waits for somebody's word."""

    number: int
    criteria: list[CriterionOut]
    acceptable_risk: float
    acceptable_delay_days: float
    sign_off: list[SignOffOut]
    text: str
    digest: str
    reason: str
    by_name: str
    at: Moment
    is_approved: bool | None
    answered_by: str
    answered_at: Moment | None
    answer: str


class AnswerGiven(Given):
    """Whether a change of the criteria counts; a refusal has a reason."""

    is_approved: Flag
    reason: Words = Field(default="", max_length=5_000)


class OptionGiven(Given):
    """A way out as it is proposed: what it changes, and what it costs."""

    title: Line = Field(min_length=1, max_length=120)
    changes: Annotated[list[ChangeGiven], Field(min_length=1, max_length=MOST_CHANGES)]
    cost: Decimal | None = left_out()
    currency: Line = left_out()
    words: Words = left_out()


class WhatIfGiven(Given):
    """A named what-if that becomes a way out."""

    scenario: Reference
    title: Line = left_out()
    words: Words = left_out()


class WhyGiven(Given):
    """Why something is done."""

    reason: Words = Field(min_length=1, max_length=5_000)


class OptionMeasuredOut(Schema):
    """A figure of an option, with where it comes from."""

    value: float
    source: str
    low: float | None
    high: float | None


class OptionOut(Schema):
    """A way out, and what is known of it; ``measured`` is empty before it was simulated."""

    number: int
    plan: int
    title: str
    words: str
    kind: str
    scenario: int | None
    changes: list[ChangeOut]
    cost: Decimal | None
    currency: str
    by_name: str
    at: Moment
    withdrawn_at: Moment | None
    withdrawn_why: str
    trial: int | None
    is_fresh: bool
    winners: int
    losers: int
    measured: dict[str, OptionMeasuredOut]


class SimulatedOut(Schema):
    """How many ways out are simulated again."""

    simulated: int


class JudgementGiven(Given):
    """What an option is worth on a criterion's own scale, and why."""

    option: Reference
    criterion: Line = Field(min_length=1, max_length=60)
    value: Finite
    reason: Words = Field(min_length=1, max_length=2_000)


class JudgementsGiven(Given):
    """Some judgements; all are kept, or none."""

    judgements: Annotated[list[JudgementGiven], Field(min_length=1, max_length=MOST_JUDGEMENTS)]


class JudgementOut(Schema):
    """One judgement."""

    option: int
    criterion: str
    judge: int
    judge_name: str
    value: float
    reason: str


class JudgingOut(Schema):
    """Who judges, who has not yet, and what the caller may see: others' judgements only once all are in."""

    judges: list[str]
    missing: list[str]
    is_revealed: bool
    judgements: list[JudgementOut]


class SubmitGiven(Given):
    """Who is to decide; the first of those whom the rules name where nobody is said."""

    decider: Reference | None = left_out()


class DecideGiven(Given):
    """What is decided, and why."""

    option: Reference
    reason: Words = Field(min_length=1, max_length=5_000)


class DecisionOut(Schema):
    """A decision: every score as it was put up, what the criteria say, and what was signed."""

    number: int
    plan: int
    place: int
    """Among the decisions of the plan."""
    lock: int
    state: str
    card: dict[str, Any]
    result: dict[str, Any]
    submitted_by_name: str
    submitted_at: Moment
    decider_name: str
    chosen: int | None
    reason: str
    decided_by_name: str
    decided_at: Moment | None
    ended_at: Moment | None
    ended_why: str
    reopened_by: list[str]
    """What would reopen it, in words."""
