"""The life of a joint plan, its stages, what it is made of and whom each part of it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


class Stage(StrEnum):
    """A step of the dialogue, in its order."""

    NEED = "need"
    SCOPE = "scope"
    INTENT = "intent"
    GAP = "gap"
    CAUSES = "causes"
    OPTIONS = "options"
    PLAN = "plan"
    AGREEMENT = "agreement"


class Cause(StrEnum):
    """The taxonomy of root causes; the coaching of a judgement follows from it, and never a name."""

    CAPACITY = "capacity"
    PRODUCT = "product-limitation"
    PROCESS = "process-inefficiency"
    DEPENDENCY = "internal-dependency"
    SUPPLIER = "supplier"
    REQUIREMENT = "requirement-change"
    CUSTOMER = "customer-side"
    ESTIMATE = "estimation-bias"
    PRESSURE = "commercial-pressure"
    HANDOVER = "handover"
    QUALITY = "quality-rework"
    SKILL = "people-skill"
    GOVERNANCE = "governance-gap"
    EXTERNAL = "external-event"


class Nature(StrEnum):
    """Whether a cause lies in how we work, or in a judgement that somebody made."""

    SYSTEMIC = "systemic"
    JUDGEMENT = "judgement"


REPEATED, IN_DAYS, TEAMS = 3, 90, 2
"""A cause is systemic from so many of the same code in so many days on, or where so many teams had it (conventions)."""


def nature_of(*, of_same_code: int, teams: int, peers_would: bool) -> Nature:
    """Say whether a cause is systemic: by repetition, by spread, or because peers would have done the same."""
    is_systemic = of_same_code >= REPEATED or teams >= TEAMS or peers_would
    return Nature.SYSTEMIC if is_systemic else Nature.JUDGEMENT


class Level(StrEnum):
    """How likely something is, or how much it would do."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Trigger(StrEnum):
    """What lets a contingency fire."""

    KEPT_BELOW = "kept-below"
    DATE = "date"
    MILESTONE = "milestone"
    """A milestone was missed."""
    MEASUREMENT = "measurement"
    """An indicator of the promise is worse than its red threshold."""


class Kind(StrEnum):
    """What a plan is made of, piece by piece."""

    CAUSE = "cause"
    ACTION = "action"
    MILESTONE = "milestone"
    RISK = "risk"
    CONTINGENCY = "contingency"
    STEP = "step"
    """An action of a contingency, which begins when that fires."""
    MESSAGE = "message"
    """Who tells whom, when, through what, and when they hear next."""


TOUCHES: Mapping[str, tuple[str, ...]] = {
    "need": ("sales", "customer-success"),
    "scope": FOUR,
    "gap": ("sales", "product", "operations"),
    "causes": FOUR,
    **{f"{part}:{function}": (function,) for part in ("actions", "option", "person") for function in FOUR},
    "milestones": ("operations", "customer-success"),
    "risks": ("product", "operations"),
    "contingencies": ("sales", "operations"),
    "communication": ("sales", "customer-success"),
    "forecast": FOUR,
}
"""Part of a plan → the functions whose agreement covers it: a change of the part takes back theirs, and no other."""

LAPSE = 0.10
"""A plan lapses when its P(kept) falls by more than this below that at its agreement (a convention)."""


def has_lapsed(*, agreed: float | None, now: float | None) -> bool:
    """Say whether P(kept) has fallen too far since the agreement; False where either is not known."""
    return agreed is not None and now is not None and round(agreed - now, 9) > LAPSE


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


class OptionKind(StrEnum):
    """What a way out is, by what it changes (mission A10)."""

    NOTHING = "nothing"
    WORKAROUND = "workaround"
    REVISED_SCHEDULE = "revised-schedule"
    ALTERED_SCOPE = "altered-scope"
    ADDED_CAPACITY = "added-capacity"
    REPRIORITISATION = "re-prioritisation"
    LESS_RISK = "less-risk"
    COMBINATION = "combination"


KIND_OF_CHANGE: dict[str, OptionKind] = {
    "added-slots": OptionKind.ADDED_CAPACITY,
    "swapped-team": OptionKind.ADDED_CAPACITY,
    "place": OptionKind.REPRIORITISATION,
    "less-scope": OptionKind.ALTERED_SCOPE,
    "dropped-term": OptionKind.ALTERED_SCOPE,
    "split-delivery": OptionKind.REVISED_SCHEDULE,
    "later-date": OptionKind.REVISED_SCHEDULE,
    "workaround": OptionKind.WORKAROUND,
    "removed-risk": OptionKind.LESS_RISK,
}
"""The kinds of change of a what-if, as kinds of a way out."""


def kind_of(changes: Iterable[str]) -> OptionKind:
    """Return what a way out is that consists of these kinds of change."""
    kinds = {KIND_OF_CHANGE[change] for change in changes}
    if not kinds:
        return OptionKind.NOTHING
    return kinds.pop() if len(kinds) == 1 else OptionKind.COMBINATION


OPTION_TOUCHES: Mapping[OptionKind, tuple[str, ...]] = {
    OptionKind.WORKAROUND: ("product", "operations", "customer-success"),
    OptionKind.REVISED_SCHEDULE: ("sales", "customer-success"),
    OptionKind.ALTERED_SCOPE: ("sales", "product", "customer-success"),
    OptionKind.ADDED_CAPACITY: ("operations",),
    OptionKind.REPRIORITISATION: ("sales", "operations"),
    OptionKind.LESS_RISK: ("product", "operations"),
}
"""Kind of a change → the functions that have to carry it, or to answer for it to a customer (a convention)."""


def touched_by(change: str) -> tuple[str, ...]:
    """Return the functions that a kind of change of a chosen way out touches."""
    return OPTION_TOUCHES[KIND_OF_CHANGE[change]]


class Measure(StrEnum):
    """What the forecast, or the option itself, says of an option; anything else that counts is judged by people."""

    KEPT = "kept"
    """P(kept) of the promise with the option, 0 to 1."""
    SPILLOVER = "spillover"
    """Promises that others lose by it: the sum of what their P(kept) falls."""
    HARM = "harm"
    """Value in danger that is left on the promise, in its currency."""
    COST = "cost"
    """What the option costs, in its currency."""
    DELAY = "delay"
    """Calendar days by which the customer gets it later than agreed now."""


BETTER_MORE = frozenset({Measure.KEPT})
"""Measures of which more is better."""


class DecisionState(StrEnum):
    """Where what is put before a decider stands."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    """The decider gave it back, or whoever put it up took it back."""
    DECIDED = "decided"
    REOPENED = "reopened"
    """Its ground has moved: another decision follows, and this one stays as it was."""


STANDING = frozenset({DecisionState.SUBMITTED, DecisionState.DECIDED})
"""A case has at most one of these at a time; nothing that it rests on changes meanwhile."""


class DecisionVerb(StrEnum):
    """What may happen to it."""

    RETURN = "return"
    DECIDE = "decide"
    REOPEN = "reopen"


DECISION_TRANSITIONS: dict[DecisionState, dict[DecisionVerb, DecisionState]] = {
    DecisionState.SUBMITTED: {
        DecisionVerb.RETURN: DecisionState.RETURNED,
        DecisionVerb.DECIDE: DecisionState.DECIDED,
    },
    DecisionState.DECIDED: {DecisionVerb.REOPEN: DecisionState.REOPENED},
    DecisionState.RETURNED: {},
    DecisionState.REOPENED: {},
}
"""What may become of a decision; what was given back or reopened is followed by another one."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who decides on promises of one severity: a function, and another one from some value on."""

    severity: str
    function: str
    from_value: float | None = None
    """In the currency of the promise; None where the value doesn't matter."""
    function_from: str = ""

    def decides(self, value: float | None) -> str:
        """Return the function that decides on a promise worth ``value``; an unknown value counts as a great one."""
        if self.from_value is None or (value is not None and value < self.from_value):
            return self.function
        return self.function_from


DEFAULT_SIGN_OFF = (
    SignOff("S1", "executive"),
    SignOff("S2", "operations", 50_000, "executive"),
    SignOff("S3", "operations", 250_000, "executive"),
    SignOff("S4", "operations", 250_000, "executive"),
)
"""Who signs where nobody published other rules (a convention)."""


def decider_function(rules: Iterable[SignOff], severity: str, value: float | None) -> str:
    """Return the function that decides; KeyError where the rules say nothing of ``severity``."""
    return {rule.severity: rule for rule in rules}[severity].decides(value)
