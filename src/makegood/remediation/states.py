"""The life of a joint plan, its stages, what it is made of and whom each part of it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FOUR = ("sales", "product", "operations", "customer-success")
"""The functions that make a plan together, by ``people.states.Function``: each names a person, and each must speak."""


class PlanState(StrEnum):
    """Where a plan stands."""

    PROPOSED = "proposed"
    """The forecast crossed the red line; the owner decides whether a plan is needed."""
    OPEN = "open"
    AGREED = "agreed"
    LAPSED = "lapsed"
    """It was agreed, and P(kept) has fallen too far since."""
    CLOSED = "closed"
    DISMISSED = "dismissed"


class PlanVerb(StrEnum):
    """What may happen to a plan."""

    TAKE_UP = "take-up"
    DISMISS = "dismiss"
    AGREE = "agree"
    REOPEN = "reopen"
    """Something that an agreement covered was changed."""
    LAPSE = "lapse"
    CLOSE = "close"


TRANSITIONS: dict[PlanState, dict[PlanVerb, PlanState]] = {
    PlanState.PROPOSED: {PlanVerb.TAKE_UP: PlanState.OPEN, PlanVerb.DISMISS: PlanState.DISMISSED},
    PlanState.OPEN: {PlanVerb.AGREE: PlanState.AGREED, PlanVerb.CLOSE: PlanState.CLOSED},
    PlanState.AGREED: {
        PlanVerb.REOPEN: PlanState.OPEN,
        PlanVerb.LAPSE: PlanState.LAPSED,
        PlanVerb.CLOSE: PlanState.CLOSED,
    },
    PlanState.LAPSED: {
        PlanVerb.AGREE: PlanState.AGREED,
        PlanVerb.REOPEN: PlanState.OPEN,
        PlanVerb.CLOSE: PlanState.CLOSED,
    },
    PlanState.CLOSED: {},
    PlanState.DISMISSED: {},
}

WORKED_ON = frozenset({PlanState.OPEN, PlanState.AGREED, PlanState.LAPSED})
"""Plans that people work on: their promise is in remediation."""
RUNNING = WORKED_ON | {PlanState.PROPOSED}
"""A promise has at most one of these at a time."""


class OpenedFrom(StrEnum):
    """What a plan was opened for."""

    HAND = "hand"
    FINDING = "finding"
    FORECAST = "forecast"
    """Its forecast crossed the red line."""
    PERSON = "person"
    """Somebody said that we won't make it."""


class SeverityReason(StrEnum):
    """Why a plan is proposed as graver than its promise says."""

    SECOND_BREAK = "second-break"
    """We have moved the date once already."""
    TIER = "tier"
    """The customer is one of those that weigh most."""
    HARM = "harm"
    """It is among the promises with the greatest expected harm."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How long something may take: elapsed hours, working hours or working days (one of them)."""

    hours: int = 0
    working_hours: int = 0
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class Clocks:
    """What a severity asks for; the defaults of a convention of ours."""

    acknowledge: Clock
    tell: Clock


CLOCKS: Mapping[str, Clocks] = {
    "S1": Clocks(Clock(hours=1), Clock(hours=24)),
    "S2": Clocks(Clock(working_hours=4), Clock(working_days=2)),
    "S3": Clocks(Clock(working_days=1), Clock(working_days=5)),
    "S4": Clocks(Clock(working_days=2), Clock(working_days=10)),
}
"""Severity → how soon a plan is acknowledged, and the customer told, from when the notice clock starts (a convention).

The gravest runs around the clock; the others on working time. "With the next cycle" of S4 is a fortnight.
"""
