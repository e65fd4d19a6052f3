"""What results are sorted by, and what can be asked of them."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a promise is made of besides its date."""

    DATE = "date"
    SPECIFICATION = "specification"
    SERVICE_LEVEL = "service-level"
    """Also where properties were promised besides: it runs over a time, the others are there on a day."""


class Figure(StrEnum):
    """A figure that opens the promises behind it."""

    DUE = "due"
    KEPT_FIRST = "kept-first"
    BROKEN_FIRST = "broken-first"
    DUE_LAST = "due-last"
    KEPT_LAST = "kept-last"
    BROKEN_LAST = "broken-last"
    PERFECT = "perfect"
    PERFECT_UNKNOWN = "perfect-not-noted"
    """Kept by the first date, and nobody noted whether papers and goods were right."""
    EARLY = "early"
    EXCLUDED = "excluded"
    WARNED_IN_TIME = "warned-in-time"
    SURPRISED = "surprised"
    NEVER_TOLD = "never-told"
    OPEN = "open"
    DRIFT_AGREED = "drift-agreed"
    DRIFT_FORECAST = "drift-forecast"
    DRIFT_SILENT = "drift-silent"
    AT_RISK = "at-risk"


OF_OPEN = frozenset({Figure.OPEN, Figure.DRIFT_AGREED, Figure.DRIFT_FORECAST, Figure.DRIFT_SILENT, Figure.AT_RISK})
"""Figures of what is owed now, whatever the window."""


class Step(StrEnum):
    """How long the periods of a course over time are."""

    MONTH = "month"
    QUARTER = "quarter"


class Horizon(StrEnum):
    """When a forecast was frozen that is held against what happened."""

    MADE = "made"
    MONTH = "D-30"
    FORTNIGHT = "D-14"
    WEEK = "D-7"


MADE_WITHIN = 7
"""Days after the commitment in which the first forecast of a promise still counts as what was said when it was made."""
