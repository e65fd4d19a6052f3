"""What could be promised, as programs ask for it and get it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from makegood.feasibility.states import LONGEST_HOLD_DAYS, MOST_CLASS, MOST_PIECES, QuoteState, ReservationState
from makegood.promises.schemas import PromiseTermGiven
from makegood.web.programs import Flag, Given, Line, Moment, Reference, Words, left_out
from makegood.work.schemas import Days, Hours, Slots


class PieceGiven(Given):
    """A piece of work as it is asked about: one number of hours as ``p50``, or ``p10``, ``p50`` and ``p90``."""

    name: Line = Field(min_length=1, max_length=120)
    team: Reference
    p10: Hours | None = left_out()
    p50: Hours | None = left_out()
    p90: Hours | None = left_out()
    wait_p50: Days | None = left_out()
    wait_p90: Days | None = left_out()
    slots: Slots = left_out()
    pausable: Flag = left_out()
    after: Annotated[list[Line], Field(max_length=MOST_PIECES)] = left_out()
    """Names of pieces that stand before it and must be done first."""


class QuoteGiven(Given):
    """What is asked: pieces of ``work`` behind those of a ``template``; nothing of both where nobody knows yet."""

    wished: date
    work: Annotated[list[PieceGiven], Field(max_length=MOST_PIECES)] = left_out()
    template: Reference | None = left_out()
    terms: Annotated[list[PromiseTermGiven], Field(max_length=50)] = left_out()
    customer: Reference | None = left_out()
    rank_class: Annotated[int, Field(strict=True, ge=1, le=MOST_CLASS)] = left_out()


class EndangersOut(Schema):
    """A promise whose probability to be kept would fall by more than two points."""

    promise: int
    key: str
    title: str
    customer_name: str
    before: float
    after: float


class HelpsOut(Schema):
    """A change that would make the wished date more likely: its code with values, and whom it would endanger."""

    change: dict[str, Any]
    p_kept: float
    safe: bool
    endangers: list[EndangersOut]


class QuoteOut(Schema):
    """What could be promised; waiting until the process that holds the forecast has answered.

    Dated once the dates and P(kept) are known, done once it is known whom that would endanger.
    """

    number: int
    at: Moment
    by_name: str
    customer: int | None
    wished: date
    rank_class: int
    state: QuoteState
    answered_at: Moment | None
    computed_at: Moment | None
    """When the forecast was computed from which it is answered."""
    is_behind: bool
    """Whether something had changed that this forecast did not know yet."""
    has_moved: bool
    """Whether there is another forecast by now."""
    p_kept: float | None
    p50: date | None
    p85: date | None
    p95: date | None
    place: int
    details: dict[str, Any]
    """As of a forecast."""
    endangers: list[EndangersOut] | None
    """Whom it would endanger; null while nobody knows yet, which takes a moment longer than the dates."""
    would_help: list[HelpsOut] | None
    """What would make it safe; null while nobody knows yet, which takes a moment longer than the answer."""
    problems: list[dict[str, Any]]


class ReservationGiven(Given):
    """What capacity is to be kept for; below the quoting level with why, and what we do if it fails."""

    due: date
    wording: Words = Field(min_length=1, max_length=5_000)
    customer: Reference | None = left_out()
    days: Annotated[int, Field(strict=True, ge=1, le=LONGEST_HOLD_DAYS)] = left_out()
    reason: Words = left_out()
    fallback: Words = left_out()


class KeepingGiven(Given):
    """For how many days capacity is to be kept."""

    days: Annotated[int, Field(strict=True, ge=1, le=LONGEST_HOLD_DAYS)] = left_out()


class ReservationOut(Schema):
    """A wish to keep capacity: waiting, then held as a promise or refused."""

    number: int
    quote: int
    at: Moment
    by_name: str
    due: date
    until: Moment
    state: ReservationState
    p_kept: float | None
    said: str
    """Why it was refused."""
    promise: int | None


class BelowLevelGiven(Given):
    """Why a date below the quoting level is let be promised, and what we do if it fails."""

    reason: Words = Field(min_length=1, max_length=5_000)
    fallback: Words = Field(min_length=1, max_length=5_000)


class OverrideOut(Schema):
    """A date below the quoting level that somebody let be promised."""

    due: date
    level: float
    p_kept: float | None
    reason: str
    fallback: str
    at: Moment
    by_name: str
