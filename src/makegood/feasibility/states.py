"""What a forecast is kept for, and how far before the date it was frozen."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """How likely a promise is to be kept, in one word."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    UNKNOWN = "unknown"
    """Nobody can say: no work is listed, and nothing is known of promises like it."""


class Milestone(StrEnum):
    """The first frozen forecast on or after the day so many days before the date in force."""

    NONE = ""
    MONTH = "D-30"
    FORTNIGHT = "D-14"
    WEEK = "D-7"


DAYS_BEFORE = {Milestone.WEEK: 7, Milestone.FORTNIGHT: 14, Milestone.MONTH: 30}
"""The nearest first: a promise that was made late skips what lies behind it."""


FIGURES = ("status", "p_kept", "p_kept_first", "p50", "p85", "p95", "binding_kind", "binding_name")
"""What every row that keeps a forecast of a promise has, by the names that the engine has for it."""


class Standout(StrEnum):
    """What is wrong with a promise once it is held against what we can do (mission A3)."""

    NO_WORK = "no work items"
    EARLY = "date earlier than capability"
    DRIFT = "silent drift"
    NOT_TOLD = "not told"
    NO_CAPACITY = "no capacity"
    OVERLOAD = "overload"
    BEYOND = "beyond horizon"
    SINGLE = "single-point estimate"
    STALE = "stale estimate"
    CIRCLE = "in a circle"
    BEHIND = "behind a circle"


SPECIFICATION, SERVICE_LEVEL = "specification", "service level"
"""What can be promised besides a date, as the engine says it."""


class TermState(StrEnum):
    """Whether what was promised besides the date is what we can do, as the engine says it."""

    MET = "met"
    LATER = "met later"
    AT_RISK = "at risk"
    NOT_MET = "not met"
    INCONCLUSIVE = "inconclusive"
    UNCHECKED = "unchecked"


SHORT = (TermState.NOT_MET, TermState.LATER, TermState.AT_RISK)
"""Promised, and not what we have."""


class Having(StrEnum):
    """Whether we have what was promised."""

    SHORT = "short"
    UNCHECKED = "unchecked"
    """Nobody can say."""


HAVING = {Having.SHORT: SHORT, Having.UNCHECKED: (TermState.UNCHECKED,)}
"""The states of terms that each stands for."""


OVERLOADED = 0.4
"""Chance of owing more than can be given from which on a week of a team is set apart (a convention)."""
TIGHT = 0.15
"""Chance of owing more than can be given from which on a week is tight (a convention)."""


def ready_as(p_overload: float) -> Status:
    """Return how ready a team is in a week, by its chance of owing more than it can give by the end of it."""
    if p_overload > OVERLOADED:
        return Status.RED
    return Status.AMBER if p_overload > TIGHT else Status.GREEN


STALE_DAYS = 30
"""Days after which an estimate of work that is not done is stale unless somebody looked at it (a convention)."""


class Act(StrEnum):
    """What is to be done next about a promise."""

    CLOSE = "close"
    TELL = "tell"
    OWN = "own"
    LIST = "list"
    UNTIE = "untie"
    STAFF = "staff"
    REMEDY = "remedy"
    CHECK = "check"
    RANGE = "range"
    LOOK = "look"
    WATCH = "watch"
    NOTHING = ""


def next_act(
    status: Status, stands_out: frozenset[Standout], *, is_owned: bool, is_checked: bool, is_overdue: bool
) -> Act:
    """Return the one thing to do next, what hurts the customer most first."""
    needed = {
        Act.CLOSE: is_overdue,
        Act.OWN: not is_owned,
        Act.TELL: not stands_out.isdisjoint({Standout.DRIFT, Standout.NOT_TOLD}),
        Act.UNTIE: Standout.CIRCLE in stands_out,
        Act.STAFF: Standout.NO_CAPACITY in stands_out,
        Act.LIST: Standout.NO_WORK in stands_out,
        Act.REMEDY: status is Status.RED,
        Act.CHECK: not is_checked,
        Act.LOOK: Standout.STALE in stands_out,
        Act.RANGE: Standout.SINGLE in stands_out,
        Act.WATCH: status is Status.AMBER,
    }
    return next((act for act, is_so in needed.items() if is_so), Act.NOTHING)


class Subject(StrEnum):
    """What a noted change is about."""

    PROMISE = "promise"
    CAPABILITY = "capability"
    RISKS = "risks"
    RANKING = "ranking"
    EVERYTHING = "everything"


def milestone_of(days_left: int, reached: frozenset[Milestone]) -> Milestone:
    """Return the milestone that a promise reaches with ``days_left`` and has not ``reached`` before."""
    if days_left < 0:
        return Milestone.NONE
    for milestone, days in DAYS_BEFORE.items():
        if days_left <= days:
            return Milestone.NONE if milestone in reached else milestone
    return Milestone.NONE


class Rule(StrEnum):
    """One thing by which promises rank for capacity."""

    CLASS = "class"
    TIER = "tier"
    VALUE = "value"
    DUE = "due"
    FIRST_DUE = "first-due"
    MADE = "made"


DEFAULT_RULES = (Rule.CLASS, Rule.DUE, Rule.MADE)
"""How the house is delivered: class, then agreed date, then the day it was made (engine decision 6)."""
MOST_CLASS = 5


class Offers(StrEnum):
    """Where a promise stands that nobody relies on yet: a draft, or an offer that the customer has."""

    LAST = "last"
    """Behind everything that is owed: an offer never moves what was promised."""
    RANKED = "ranked"
    """Where the rules put it, as if it were owed."""


def class_in(severity: str, *, is_owed: bool, given: int | None, offers: Offers) -> int:
    """Return the class of a promise: the one it was given by name, the last for offers, else its severity's."""
    if given is not None:
        return given
    return int(severity.removeprefix("S")) if is_owed or offers == Offers.RANKED else MOST_CLASS


class TrialKind(StrEnum):
    """What is tried."""

    POLICY = "policy"
    PLACE = "place"
    SCENARIO = "scenario"
    HELP = "help"
    """Nothing yet: what would help a promise is looked for, and each thing that does is tried by itself."""
    BEST = "best"
    """Nothing yet: the best set of changes is looked for, and tried as one what-if."""


SEARCHES = (TrialKind.HELP, TrialKind.BEST)
"""What is looked for instead of tried, and is of one promise."""


class TrialState(StrEnum):
    """Where a trial stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    """What was entered contradicts itself, or a promise or team that it is about is there no more."""


CYCLE = "cycle"
"""Code of the one contradiction that stops nothing: what waits for itself is left out."""


class CommitmentState(StrEnum):
    """Where a wish to commit stands."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    """By the moment it could be answered, it was not possible any more."""


class QuoteState(StrEnum):
    """Where a question of what could be promised stands."""

    WAITING = "waiting"
    DATED = "dated"
    """The dates are known, whom they would endanger is not yet: that takes a simulation of all who rank behind."""
    DONE = "done"
    FAILED = "failed"
    """What was entered contradicts itself; why is kept beside it."""


class ReservationState(StrEnum):
    """Where the wish to reserve capacity stands; what became of it later is the state of its promise."""

    WAITING = "waiting"
    HELD = "held"
    REFUSED = "refused"


class ValidationState(StrEnum):
    """Where the question stands whether another date could be kept."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    """It can't be known: the promise is open no more, or something else was asked of it since."""


REVISED_LEVEL = 0.90
"""The least chance of being kept that a revised promise needs (domain §3: a second break can't be mended)."""
GATE_SAMPLES = 8_192
"""Runs of the schedule where a gate depends on the answer (engine decision 13)."""


USUAL_CLASS = 3
"""The class that is asked about where nobody says another: what hurts as most things do."""
USUAL_HOLD_DAYS = 7
"""Days for which capacity is reserved where nobody says how many (a convention)."""
LONGEST_HOLD_DAYS = 60
"""Days for which capacity may be reserved at most (a convention)."""
LONGEST_ASKED_DAYS = 365
"""How far ahead a date may be asked about (a convention: beyond it calendars and plans are guesses)."""
MOST_PIECES = 50
"""Pieces of work in one question."""


class ChangeKind(StrEnum):
    """What a what-if may change, as the engine knows it."""

    ADDED_SLOTS = "added-slots"
    PLACE = "place"
    LESS_SCOPE = "less-scope"
    SPLIT_DELIVERY = "split-delivery"
    LATER_DATE = "later-date"
    DROPPED_TERM = "dropped-term"
    SWAPPED_TEAM = "swapped-team"
    WORKAROUND = "workaround"
    REMOVED_RISK = "removed-risk"


NEEDED: dict[ChangeKind, tuple[str, ...]] = {
    ChangeKind.ADDED_SLOTS: ("team", "slots", "start", "end"),
    ChangeKind.PLACE: ("promise", "rank_class"),
    ChangeKind.LESS_SCOPE: ("promise", "share"),
    ChangeKind.SPLIT_DELIVERY: ("promise", "share", "due"),
    ChangeKind.LATER_DATE: ("promise", "due"),
    ChangeKind.DROPPED_TERM: ("promise", "term"),
    ChangeKind.SWAPPED_TEAM: ("promise", "team", "instead"),
    ChangeKind.WORKAROUND: ("promise", "team", "hours"),
    ChangeKind.REMOVED_RISK: ("risk",),
}
"""What each kind of change says: these fields and no others, in pages, for programs and in the database alike."""
NEEDS_CONSENT = frozenset(
    {ChangeKind.LESS_SCOPE, ChangeKind.SPLIT_DELIVERY, ChangeKind.LATER_DATE, ChangeKind.DROPPED_TERM}
)
"""What the customer has to agree to once they rely on the promise."""
CHANGE_FIELDS = tuple(dict.fromkeys(field for fields in NEEDED.values() for field in fields))
ROWS = frozenset({"promise", "team", "instead"})
"""Fields that name a row by its number."""
NAMES = frozenset({"term", "risk"})
"""Fields that name something by its words; empty where nothing is named."""
MOST_CHANGES = 20
"""Changes in one what-if: more of them nobody can agree to at once."""


class SetReason(StrEnum):
    """Why something can't be in the best set of changes, whatever it would do; the solver has reasons of its own."""

    NO_COST = "no cost"
    """Nobody said what it costs."""
    OTHER_CURRENCY = "other currency"
    TOO_LATE = "too late"
    """The customer would get it later after the agreed date than they may."""


LONGEST_DELAY_DAYS = 3_650
"""Days later that the best set of changes may be asked to accept at most (a convention: more is no delay)."""
MOST_MONEY = 10**9
"""Money that the best set of changes may be asked to keep to is below this (a convention)."""
MOST_COMPARED = 6
"""What-ifs side by side: more columns nobody reads."""
