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


FIGURES = ("status", "p_kept", "p_kept_first", "p50", "p85", "p95")
"""What every row that keeps a forecast of a promise has, by the names that the engine has for it."""


class Subject(StrEnum):
    """What a noted change is about."""

    PROMISE = "promise"
    CAPABILITY = "capability"
    RISKS = "risks"
    EVERYTHING = "everything"


def milestone_of(days_left: int, reached: frozenset[Milestone]) -> Milestone:
    """Return the milestone that a promise reaches with ``days_left`` and has not ``reached`` before."""
    if days_left < 0:
        return Milestone.NONE
    for milestone, days in DAYS_BEFORE.items():
        if days_left <= days:
            return Milestone.NONE if milestone in reached else milestone
    return Milestone.NONE
