"""What a joint plan is made of, as programs send and get it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from makegood.customers.states import Channel
from makegood.promises.schemas.given import Day
from makegood.remediation.states import Cause, Level, Nature, Trigger
from makegood.web.programs import Flag, Given, Line, Moment, Reference, Version, Words, left_out

Title = Annotated[Line, Field(min_length=1, max_length=200)]
Prose = Annotated[Words, Field(min_length=1, max_length=5_000)]
Owned = Literal["sales", "product", "operations", "customer-success"]
Part = Annotated[int, Field(strict=True, ge=1, le=100)]
Days = Annotated[int, Field(strict=True, ge=0, le=365)]
Chance = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]


class CauseGiven(Given):
    """Why the promise is in danger; its weight is its ``points`` against those of all."""

    code: Cause
    words: Prose
    points: Part
    teams: Part = left_out()
    """To how many teams it happened."""
    peers_would: Flag = left_out()
    """Whether peers in the same place would have done the same."""


class CauseChanged(Given):
    """What is to change of a cause that was read as ``version``; the rest is left out, here and below."""

    version: Version
    code: Cause = left_out()
    words: Prose = left_out()
    points: Part = left_out()
    teams: Part = left_out()
    peers_would: Flag = left_out()


class PlanActionGiven(Given):
    """What somebody does by a day, after something else or not."""

    title: Title
    function: Owned
    owner: Reference
    due: Day
    after: Reference | None = left_out()


class PlanActionChanged(Given):
    """What is to change of an action."""

    version: Version
    title: Title = left_out()
    function: Owned = left_out()
    owner: Reference = left_out()
    due: Day = left_out()
    after: Reference | None = left_out()


class PlanProgressGiven(Given):
    """How far an action is, in per cent; what is done is finished with its evidence."""

    progress: Annotated[int, Field(strict=True, ge=0, le=99)]


class FinishedGiven(Given):
    """By what one sees that an action is done."""

    evidence: Prose


class PlanMilestoneGiven(Given):
    """A day by which something is so, and by what it is known."""

    title: Title
    due: Day
    acceptance: Prose


class PlanMilestoneChanged(Given):
    """What is to change of a milestone."""

    version: Version
    title: Title = left_out()
    due: Day = left_out()
    acceptance: Prose = left_out()


class MetGiven(Given):
    """When a milestone was met."""

    on: Day


class PlanRiskGiven(Given):
    """What may go wrong, and what is done against it."""

    title: Title
    probability: Level
    effect: Level
    mitigation: Prose
    owner: Reference


class PlanRiskChanged(Given):
    """What is to change of a risk."""

    version: Version
    title: Title = left_out()
    probability: Level = left_out()
    effect: Level = left_out()
    mitigation: Prose = left_out()
    owner: Reference = left_out()


class ContingencyGiven(Given):
    """What is done if something happens: of the last four, what the trigger waits for."""

    title: Title
    trigger: Trigger
    threshold: Chance | None = left_out()
    """For ``kept-below``, as a probability."""
    day: Day | None = left_out()
    milestone: Reference | None = left_out()
    indicator: Reference | None = left_out()


class ContingencyChanged(Given):
    """What is to change of a contingency that has not fired."""

    version: Version
    title: Title = left_out()
    trigger: Trigger = left_out()
    threshold: Chance | None = left_out()
    day: Day | None = left_out()
    milestone: Reference | None = left_out()
    indicator: Reference | None = left_out()


class StepGiven(Given):
    """What somebody does within so many days of when a contingency fires."""

    contingency: Reference
    title: Title
    function: Owned
    owner: Reference
    days: Days


class StepChanged(Given):
    """What is to change of a step of a contingency that has not fired."""

    version: Version
    title: Title = left_out()
    function: Owned = left_out()
    owner: Reference = left_out()
    days: Days = left_out()


class PlannedMessageGiven(Given):
    """Who tells whom, when, through what, and when they hear next: a ``contact``, or ``to_whom`` in words."""

    teller: Reference
    contact: Reference | None = left_out()
    to_whom: Annotated[Line, Field(max_length=200)] = left_out()
    on: Day
    channel: Channel
    text: Prose
    next_update: Day


class PlannedMessageChanged(Given):
    """What is to change of a message that was not told yet."""

    version: Version
    teller: Reference = left_out()
    contact: Reference | None = left_out()
    to_whom: Annotated[Line, Field(max_length=200)] = left_out()
    on: Day = left_out()
    channel: Channel = left_out()
    text: Prose = left_out()
    next_update: Day = left_out()


class ToldGiven(Given):
    """Which date the customer was told; left out where they heard that the date is in danger."""

    date_told: Day | None = left_out()


class CauseOut(Schema):
    """A cause; the weights of a plan sum to 1, and ``nature`` says why a person can't be meant."""

    number: int
    code: Cause
    words: str
    points: int
    weight: float
    teams: int
    peers_would: bool
    same_code: int
    """In how many plans of the last ninety days it was found, this one counted."""
    nature: Nature
    version: int


class PlanActionOut(Schema):
    """An action; ``waits`` where something has to be done first that is not."""

    number: int
    title: str
    function: str
    owner: int
    owner_name: str
    due: date
    after: int | None
    waits: bool
    progress: int
    done_at: Moment | None
    evidence: str
    contingency: str
    is_late: bool
    version: int


class PlanMilestoneOut(Schema):
    """A milestone."""

    number: int
    title: str
    due: date
    acceptance: str
    met_on: date | None
    is_missed: bool
    version: int


class PlanRiskOut(Schema):
    """A risk."""

    number: int
    title: str
    probability: Level
    effect: Level
    mitigation: str
    owner: int
    owner_name: str
    version: int


class StepOut(Schema):
    """A step of a contingency."""

    number: int
    title: str
    function: str
    owner: int
    owner_name: str
    days: int
    version: int


class ContingencyOut(Schema):
    """A contingency, and when it fired."""

    number: int
    title: str
    trigger: Trigger
    threshold: float | None
    day: date | None
    milestone: int | None
    indicator: int | None
    fired_at: Moment | None
    steps: list[StepOut]
    version: int


class PlannedMessageOut(Schema):
    """One time that the customer is told something."""

    number: int
    teller: int
    teller_name: str
    contact: int | None
    to_whom: str
    on: date
    channel: str
    text: str
    next_update: date
    told_at: Moment | None
    is_late: bool
    version: int
