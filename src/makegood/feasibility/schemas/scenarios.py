"""Named what-ifs, as programs send and get them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from makegood.feasibility.schemas.forecasts import TrialOut
from makegood.feasibility.states import LONGEST_DELAY_DAYS, MOST_CHANGES, MOST_CLASS, MOST_MONEY, ChangeKind
from makegood.web.programs import Flag, Given, Line, Moment, Paging, Reference, Version, Words, left_out

Share = Annotated[float, Field(strict=True, gt=0, lt=1, allow_inf_nan=False)]


class ChangeGiven(Given):
    """One change: its kind, and what that kind says and nothing else.

    ``added-slots``: team, slots, start, end; ``place``: promise, rank_class; ``less-scope``: promise, share;
    ``split-delivery``: promise, share, due; ``later-date``: promise, due; ``dropped-term``: promise, term;
    ``swapped-team``: promise, team, instead; ``workaround``: promise, team, hours; ``removed-risk``: risk.
    """

    kind: ChangeKind
    promise: Reference | None = left_out()
    team: Reference | None = left_out()
    instead: Reference | None = left_out()
    """The team that does the work of the other one."""
    slots: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = left_out()
    start: date | None = left_out()
    end: date | None = left_out()
    rank_class: Annotated[int, Field(strict=True, ge=0, le=MOST_CLASS)] | None = left_out()
    share: Share | None = left_out()
    due: date | None = left_out()
    hours: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = left_out()
    term: Line | None = left_out()
    risk: Line | None = left_out()


class ScenarioGiven(Given):
    """A what-if as it is begun."""

    name: Line = Field(min_length=1, max_length=120)
    reason: Words = Field(default="", max_length=5_000)
    cost: Decimal | None = left_out()
    currency: Line = left_out()
    promise: Reference | None = left_out()
    """The promise in danger for which it is begun."""
    changes: Annotated[list[ChangeGiven], Field(max_length=MOST_CHANGES)] = left_out()


class ScenarioChanged(Given):
    """What is said about a what-if, changed from the version that was read; its changes stay."""

    version: Version
    name: Line = left_out()
    reason: Words = left_out()
    cost: Decimal | None = left_out()
    currency: Line = left_out()


class ChangesGiven(Given):
    """Another list of changes."""

    changes: Annotated[list[ChangeGiven], Field(max_length=MOST_CHANGES)]


class ScenarioApplied(Given):
    """A what-if is put into effect as it was tried."""

    trial: Reference
    reason: Words = Field(min_length=1, max_length=5_000)
    although_moved: Flag = False


class ScenariosAsked(Paging):
    """Which what-ifs: one's own and shared ones, the latest first."""

    text: Line = Field("", max_length=200, description="Part of the name.")
    whose: Literal["", "mine", "shared"] = ""
    sort: Annotated[str, Field(pattern="^-?(made|name|by)$")] = "-made"


class ChangeOut(Schema):
    """One change of a what-if; null or empty is what its kind does not say."""

    kind: ChangeKind
    promise: int | None
    promise_key: str
    team: int | None
    team_key: str
    instead: int | None
    instead_key: str
    slots: float | None
    start: date | None
    end: date | None
    rank_class: int | None
    share: float | None
    due: date | None
    hours: float | None
    term: str
    risk: str


class ScenarioOut(Schema):
    """A what-if, and what came of it when it was last tried as it reads now."""

    number: int
    name: str
    reason: str
    cost: Decimal | None
    currency: str
    promise: int | None
    by_name: str
    made_at: Moment
    shared_at: Moment | None
    ended_at: Moment | None
    """When it was taken back."""
    revision: int
    """Which list of changes this is; another one is another revision."""
    version: int
    applied_at: Moment | None
    applied_by: str
    applied_reason: str
    changes: list[ChangeOut]
    tried: TrialOut | None


class HelpOut(Schema):
    """A search for what would help: once its state is done, with the what-ifs that do."""

    trial: int
    state: str
    scenarios: list[int]


class BestSetGiven(Given):
    """What the best set of changes for a promise has to respect; money is in the currency of the promise."""

    budget: Annotated[Decimal, Field(ge=0, lt=MOST_MONEY)] | None = left_out()
    slot_week: Annotated[Decimal, Field(ge=0, lt=MOST_MONEY)] | None = left_out()
    """What one more person or line costs for a week, where no what-if says what it costs."""
    delay_days: Annotated[int, Field(strict=True, ge=0, le=LONGEST_DELAY_DAYS)] | None = left_out()
    reach: Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)] | None = left_out()
    protected: Annotated[list[Reference], Field(max_length=1_000)] = left_out()
    """Promises that must not get less likely."""
    vetoed: list[ChangeKind] = left_out()


class ChosenOut(Schema):
    """Something that could be chosen: what each change is about and says, and what it costs."""

    name: str
    """Of the what-if that it is; empty where it was found by itself."""
    changes: list[tuple[str, str]]
    cost: float | None
    why_not: str
    """Why it was not chosen; empty where it was."""


class BestSetOut(Schema):
    """The best set of changes for a promise, once its state is done."""

    trial: int
    promise: int
    state: str
    scenario: int | None
    """The what-if that it is; null where nothing was chosen, or what was can't be one what-if."""
    cost: float
    kept_before: float | None
    """P(kept) of the promise in the forecast that the what-if was tried on; null before that is known."""
    kept_after: float | None
    lost_before: float | None
    """Value in danger over all promises in the currency of the promise; null before it is known."""
    lost_after: float | None
    is_settled: bool
    """Whether the search came to its end; otherwise it is the best of what was simulated."""
    short_of: float | None
    """P(kept) that was demanded and that no set reaches."""
    chosen: list[ChosenOut]
    out: list[ChosenOut]
