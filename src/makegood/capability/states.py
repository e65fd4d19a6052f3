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
