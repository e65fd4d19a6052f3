"""Work as programs send and get it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.web.programs import Flag, Given, Line, Number, Paging, Reference, Version, left_out
from makegood.work.states import LEAST_FACTOR, MOST_FACTOR, MOST_HOURS, MOST_SLOTS, MOST_WAIT_DAYS, Basis, Progress

Hours = Annotated[float, Field(strict=True, ge=0, le=MOST_HOURS, allow_inf_nan=False)]
Days = Annotated[float, Field(strict=True, ge=0, le=MOST_WAIT_DAYS, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Slots = Annotated[int, Field(strict=True, ge=1, le=MOST_SLOTS)]
Factor = Annotated[float, Field(strict=True, ge=LEAST_FACTOR, le=MOST_FACTOR, allow_inf_nan=False)]
Delay = Annotated[int, Field(strict=True, ge=0, le=MOST_WAIT_DAYS)]
Items = Annotated[list[Reference], Field(max_length=500)]


class WorkAsked(Paging):
    """Which work: of open promises, what is to be done first."""

    text: Line = Field("", max_length=200, description="Parts of words of the work or its promise.")
    promise: Number | None = None
    team: Number | None = None
    progress: Progress = Progress.OPEN
    basis: Basis | None = None
    sort: Annotated[str, Field(pattern="^-?(name|promise|team|due|effort|done)$")] = "due"


class WorkItemOut(Schema):
    """One piece of work; ``after`` are numbers of the items that must be done first.

    ``tracked`` names what a tracker says of it, ``by_hand`` what of that somebody holds against the tracker.
    """

    number: int
    promise: int
    promise_key: str
    name: str
    team: int
    team_name: str
    basis: Basis
    p10: float | None
    p50: float | None
    p90: float | None
    wait_p50: float | None
    wait_p90: float | None
    wait_started: date | None
    not_before: date | None
    slots: int
    pausable: bool
    done_share: float
    after: list[int]
    source: str
    external_id: str
    address: str
    tracked: list[str]
    by_hand: list[str]
    version: int


class _WorkFields(Given):
    """What can be said about a piece of work besides its name and its team."""

    p10: Hours | None = left_out()
    p50: Hours | None = left_out()
    p90: Hours | None = left_out()
    wait_p50: Days | None = left_out()
    wait_p90: Days | None = left_out()
    wait_started: date | None = left_out()
    not_before: date | None = left_out()
    slots: Slots = left_out()
    pausable: Flag = left_out()
    done_share: Share = left_out()
    after: Items = left_out()
    source: Line = left_out()
    external_id: Line = left_out()
    address: Line = left_out()


class WorkItemGiven(_WorkFields):
    """A piece of work for a promise."""

    promise: Reference
    name: Line = Field(min_length=1, max_length=120)
    team: Reference


class WorkItemChanged(_WorkFields):
    """What is to change of a piece of work that was read as ``version``; the rest is left out."""

    version: Version
    name: Line = left_out()
    team: Reference = left_out()
    against_tracker: Flag = Field(False, description="Hold it against the tracker, where that says something else.")


class ProgressGiven(Given):
    """How far a piece of work is."""

    done_share: Share
    against_tracker: Flag = Field(False, description="Hold it against the tracker, where that says something else.")


class TemplateUsed(Given):
    """Which template's work is to be listed for a promise."""

    promise: Reference
    template: Reference


class TemplateOut(Schema):
    """Work as it is usually done."""

    number: int
    name: str
    note: str
    items: int


class Listed(Schema):
    """How many items were listed."""

    items: int


class TemplateGiven(Given):
    """The promise whose work is to be kept as a template, and what that is called."""

    promise: Reference
    name: Line = Field(min_length=1, max_length=120)
    note: Line = left_out()


class RisksAsked(Paging):
    """Which risks: all, or those that would hit work of one promise."""

    promise: Number | None = None
    sort: Annotated[str, Field(pattern="^-?(name|probability)$")] = "name"


class RiskOut(Schema):
    """What may happen; `factor` multiplies the effort left of `items`, `delay_days` come before their start."""

    number: int
    name: str
    probability: float
    factor: float
    delay_days: int
    items: list[int]
    version: int


class RiskGiven(Given):
    """Something that may happen: a factor, a delay or both."""

    name: Line = Field(min_length=1, max_length=120)
    probability: Share
    factor: Factor = left_out()
    delay_days: Delay = left_out()
    items: Annotated[list[Reference], Field(min_length=1, max_length=500)]


class RiskChanged(Given):
    """What is to change of a risk that was read as `version`; the rest is left out."""

    version: Version
    name: Line = left_out()
    probability: Share = left_out()
    factor: Factor = left_out()
    delay_days: Delay = left_out()
    items: Annotated[list[Reference], Field(min_length=1, max_length=500)] = left_out()
