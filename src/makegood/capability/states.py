"""The few words and bounds that capability is written down with."""

from __future__ import annotations

from enum import StrEnum

MOST_SLOTS = 1_000
MOST_DAY_HOURS = 24
WEEKDAYS = 7
OFFICE_WEEK = (8.0, 8.0, 8.0, 8.0, 8.0, 0.0, 0.0)
"""Hours of each weekday, Monday first, where a team says nothing else."""
USUAL_SHARE = 0.8
"""Share of the hours left for promised work where a team says nothing else: a plan that counts every hour fails."""


class Sense(StrEnum):
    """On which side of its threshold a measured value is good."""

    AT_LEAST = ">="
    AT_MOST = "<="


class Readiness(StrEnum):
    """Whether the product has an attribute."""

    NOW = "now"
    LATER = "later"


class TeamStanding(StrEnum):
    """Which teams a list shows."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class TeamOrder(StrEnum):
    """How a list of teams is sorted; a minus turns it round."""

    NAME = "name"
    NAME_DOWN = "-name"
    SLOTS = "slots"
    SLOTS_DOWN = "-slots"
    SHARE = "share"
    SHARE_DOWN = "-share"


class AttributeOrder(StrEnum):
    """How a list of attributes is sorted; a minus turns it round."""

    NAME = "name"
    NAME_DOWN = "-name"
    AVAILABLE = "available"
    AVAILABLE_DOWN = "-available"


class MeasureOrder(StrEnum):
    """How a list of measures is sorted; a minus turns it round."""

    NAME = "name"
    NAME_DOWN = "-name"
    COUNT = "count"
    COUNT_DOWN = "-count"
    LATEST = "latest"
    LATEST_DOWN = "-latest"
