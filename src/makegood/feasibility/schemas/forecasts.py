"""Forecasts as programs get them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from makegood.feasibility.states import (
    SERVICE_LEVEL,
    SPECIFICATION,
    CommitmentState,
    Having,
    Milestone,
    Offers,
    Rule,
    Standout,
    Status,
    TrialKind,
    TrialState,
)
from makegood.promises.states import State, Verb
from makegood.web.programs import Flag, Given, Line, Moment, Number, Paging, Reference, Version, Words


class ForecastAsked(Paging):
    """Which forecasts: what hurts most first."""

    text: Line = Field("", max_length=200, description="Parts of words of the promise or its customer.")
    status: Status | None = None
    stands_out: Standout | None = Field(None, description="What is wrong once held against what we can do.")
    owner: Number | None = None
    customer: Number | None = None
    team: Line = Field("", max_length=80, description="Key of the team that decides.")
    specification: Line = Field("", max_length=120, description="An attribute that the promise names.")
    service_level: Line = Field("", max_length=120, description="A measure that it names, where no attribute is given.")
    having: Having | None = Field(None, description="Whether we have what is named there.")
    sort: Annotated[str, Field(pattern="^-?(harm|kept|due|safe|gap|title|customer|place|term)$")] = "-harm"

    @property
    def term(self) -> tuple[str, str] | None:
        """The one thing that is asked for: its kind, and what it is called."""
        if self.specification:
            return SPECIFICATION, self.specification
        return (SERVICE_LEVEL, self.service_level) if self.service_level else None


class OutlookOut(Schema):
    """What is said of one promise, beside what was promised; shares are from 0 to 1."""

    promise: int
    key: str
    state: State
    due: date
    status: Status
    p_kept: float | None
    p_kept_first: float | None
    p50: date | None
    p85: date | None
    p95: date | None
    gap_days: int | None
    binding_kind: str
    binding_name: str
    binding_share: float | None
    place: int
    computed_at: Moment
    term_kept: float | None
    """Of the attribute or measure that was asked for, the least probable term."""


class OutlookWholeOut(OutlookOut):
    """The same with causes, terms, findings, both views and the curve."""

    details: dict[str, Any]
    pending: bool
    """Whether something that concerns it is not in the figures yet."""


class SnapshotOut(Schema):
    """What was said of a promise on a day."""

    day: date
    due: date
    p_kept: float | None
    p50: date | None
    p85: date | None
    milestone: Milestone
    is_first: bool
    """Whether nothing had been said of the promise before."""


class ForecastOut(Schema):
    """The forecast of all open promises together."""

    as_of: date
    computed_at: datetime
    inputs_hash: str
    seed: int
    samples: int
    horizon: date
    policy: int
    """The version of the priority policy by which promises rank; 0 for the one that the house was delivered with."""
    portfolio: dict[str, Any]
    problems: list[dict[str, Any]]
    pending: int


class StampOut(Schema):
    """What was known of a promise when the company committed to it."""

    as_of: date
    due: date | None
    status: Status
    p_kept: float | None
    p85: date | None
    inputs_hash: str
    at: Moment
    by_name: str
    policy: int
    """The version of the priority policy by which promises ranked."""


class Committed(StampOut):
    """A promise that binds the company from now on, with what was known at that moment."""

    promise: int
    state: State
    first_due: date


class CommitmentOut(Schema):
    """A wish to commit, or to keep capacity: waiting until the forecast process has answered, then done or refused."""

    number: int
    promise: int
    verb: Verb
    until: Moment | None
    """When capacity that is kept is free again, unless the company is bound by then."""
    at: Moment
    state: CommitmentState
    answered_at: Moment | None
    code: str
    """Of what was in the way, empty where nothing was."""
    said: str
    committed: Committed | None
    """What was known at that moment; null until it is done, and where capacity is kept."""
    address: str
    """Where to ask what came of it."""


class BaselineGiven(Given):
    """The name of a baseline."""

    name: Line = Field(min_length=1, max_length=120)


class BaselineOut(Schema):
    """The forecast of all promises as it was when somebody gave it a name."""

    number: int
    name: str
    as_of: date
    at: Moment
    by_name: str
    inputs_hash: str
    portfolio: dict[str, Any]


class SideOut(Schema):
    """What was said of a promise in one of two forecasts."""

    status: Status
    p_kept: float | None
    p85: date | None
    binding_kind: str
    binding_name: str
    due: date


class MovedOut(Schema):
    """One promise then and now; null for what was not, or is no more, forecast."""

    promise: int
    key: str
    points: float | None
    then: SideOut | None
    now: SideOut | None


class SoldAsked(Paging):
    """Which attributes and measures: what is short most often first."""

    text: Line = Field("", max_length=200, description="Parts of words of the attribute or the measure.")
    kind: Literal["specification", "service level"] | None = None
    only_short: bool = Field(default=False, description="Only what is promised and not there.")
    sort: Annotated[str, Field(pattern="^-?(short|name|promises|kept)$")] = "-short"


class SoldOut(Schema):
    """An attribute or a measure, and how many open promises name it."""

    kind: str
    name: str
    promises: int
    short: int
    """How many of them promise what is not there, not there in time, or at risk."""
    unchecked: int
    """How many of them promise what nobody can say; `GET /forecast` lists either by `having`."""
    least: float | None
    value: Decimal | None
    """Of the promises that are short, where they are in one currency."""
    currency: str


class ComparedAsked(Paging):
    """Which two forecasts: `now`, a day such as `2027-01-04`, or a baseline by its number such as `b7`."""

    then: Line = Field(max_length=20)
    now: Line = Field("now", max_length=20)


class PolicyOut(Schema):
    """A version of the priority policy: promises rank by its rules, the first decides before the second."""

    number: int
    """0 is what the house was delivered with."""
    name: str
    rules: list[Rule]
    offers: Offers
    reason: str
    at: Moment | None
    proposed_by: str
    by_name: str
    trial: int | None
    has_moved: bool
    """Whether the forecast had moved since it was tried."""


class DraftOut(Schema):
    """A priority policy that is proposed."""

    number: int
    name: str
    rules: list[Rule]
    offers: Offers
    reason: str
    by_name: str
    at: Moment
    version: int


class DraftGiven(Given):
    """A priority policy as it is proposed."""

    name: Line = Field(min_length=1, max_length=120)
    rules: list[Rule] = Field(min_length=1, max_length=6)
    offers: Offers
    reason: Words = Field(min_length=1, max_length=5_000)


class DraftChanged(DraftGiven):
    """The same, changed from the version that was read."""

    version: Version


class PublishGiven(Given):
    """What was seen of a policy's effect before it is published."""

    trial: Reference | None = None
    although_moved: Flag = False


class PlaceTried(Given):
    """The class that one promise is tried in: 0 before everything, 5 behind everything, null as its severity."""

    rank_class: Annotated[int, Field(strict=True, ge=0, le=5)] | None


class PlaceGiven(Given):
    """A promise gets the class that was tried."""

    reason: Words = Field(min_length=1, max_length=5_000)
    although_moved: Flag = False


class TrialOut(Schema):
    """Something that was tried, and what it would do to all promises together."""

    number: int
    kind: TrialKind
    promise: int | None
    draft: int | None
    scenario: int | None
    revision: int
    """Which list of changes of the what-if was tried."""
    rank_class: int | None
    rules: list[Rule]
    offers: Offers
    at: Moment
    by_name: str
    state: TrialState
    as_of: date | None
    policy: int
    """The version in force that it was held against."""
    before_hash: str
    after_hash: str
    before: dict[str, Any]
    after: dict[str, Any]
    groups: list[dict[str, Any]]
    winners: int
    losers: int
    moved: bool
    """Whether the forecast has moved since."""


class EffectsAsked(Paging):
    """Which promises that a trial moves: who loses the most first."""

    side: Annotated[str, Field(pattern="^(won|lost|)$")] = ""
    sort: Annotated[str, Field(pattern="^-?(points|harm|title|customer|place|before|after)$")] = "points"


class EffectOut(Schema):
    """One promise before and after; shares are from 0 to 1."""

    promise: int
    key: str
    customer_name: str
    place_before: int
    place_after: int
    kept_before: float | None
    kept_after: float | None
    safe_before: date | None
    safe_after: date | None
    points: float


class PlacementOut(Schema):
    """A class that somebody gave a promise by name; null gave it back that of its severity."""

    rank_class: int | None
    reason: str
    at: Moment
    by_name: str
    trial: int
    has_moved: bool


class PlaceOut(Schema):
    """Where a promise stands among those that want capacity, and why."""

    promise: int
    key: str
    severity: str
    is_owed: bool
    place: int | None
    of: int
    policy: int
    rank_class: int | None
    """The class that it was given by name; null for that of its severity."""
    effective_class: int
    """The class that it has: what ``class`` in a folder says."""
    placements: list[PlacementOut]
