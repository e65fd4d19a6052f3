"""A backtest as people and programs are told it: the engine's figures, with months and bins made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside import Backtest, History
from makegood.engine.reliability import ReliabilityPoint
from makegood.engine.scores import brier, skill
from makegood.files.errors import Note
from makegood.phrases import Language

PIT_BINS = 10
SAID_BINS = 20
MOST_POINTS = 11
"""Groups of a reliability diagram that are written out, the fullest ones."""
FEWEST_FOR_A_SKILL = 20
"""Forecasts of a span below which its skill would be noise (a convention)."""
EPOCH = date(1970, 1, 1)
MONTHS_A_YEAR = 12
LENGTHS = (1, 3, MONTHS_A_YEAR)
MOST_SPANS = 13
"""Lines of a list that is still read."""


@dataclass(frozen=True, slots=True)
class Span:
    """The forecasts made in some months: how many came true and how many were expected to."""

    first: date
    months: int
    """1, 3 or 12: as many as the list of all spans can afford."""
    n: int
    kept: float
    """Share kept."""
    expected: float
    """Mean forecast."""
    skill: float | None
    """Against the base rate known then; None with too few forecasts."""

    def named(self, language: Language) -> str:
        """Name it: Mar 2026, 2026 Q1, 2026."""
        if self.months == MONTHS_A_YEAR:
            return str(self.first.year)
        if self.months > 1:
            return f"{self.first.year} Q{(self.first.month + 2) // 3}"
        month = language.month(self.first)
        return month if str(self.first.year) in month else f"{month} {self.first.year}"


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything that a backtest found out, with the days it is about."""

    source: str
    start: date
    end: date
    """The last day whose forecasts count."""
    every: str
    tolerance_days: float
    result: Backtest
    months: tuple[Span, ...]
    """The scored forecasts by month."""
    spans: tuple[Span, ...]
    """The same by month, quarter or year, so that there are few enough to look at."""
    rows: int
    """Rows of the whole history."""
    covers: tuple[date, date] | None
    """Days of the first and the last forecast of the whole history; None without any."""
    tells_no_end: bool
    """Whether no row says when it was due, ended or known."""
    notes: tuple[Note, ...]


def spans_of(history: History, result: Backtest, months: int | None = None) -> tuple[Span, ...]:
    """Return the scored forecasts by spans of 1, 3 or 12 ``months``; None: the shortest that gives few enough."""
    scored = np.flatnonzero(~np.isnan(result.forecasts))
    if not len(scored):
        return ()
    made = [day_of(moment) for moment in history.as_of[scored]]
    if months is None:
        covered = (max(made).year - min(made).year) * MONTHS_A_YEAR + max(made).month - min(made).month + 1
        months = next((each for each in LENGTHS if _readable(len(scored), covered / each)), LENGTHS[-1])
    firsts = np.array([_first_of(day, months).toordinal() for day in made])
    found = (
        _span(date.fromordinal(int(first)), months, result, scored[firsts == first]) for first in np.unique(firsts)
    )
    return tuple(found)


def _readable(forecasts: int, spans: float) -> bool:
    """Say whether so many spans are few enough to look at, each with forecasts enough to say something."""
    return spans <= MOST_SPANS and forecasts >= FEWEST_FOR_A_SKILL * spans


def _first_of(day: date, months: int) -> date:
    return date(day.year, day.month - (day.month - 1) % months, 1)


def _span(first: date, months: int, result: Backtest, places: NDArray[np.int64]) -> Span:
    p, y, base = (each[places] for each in (result.forecasts, result.outcomes, result.references))
    worth = skill(brier(p, y), brier(base, y)) if len(places) >= FEWEST_FOR_A_SKILL else np.nan
    known = float(worth) if np.isfinite(worth) else None
    return Span(first, months, len(places), float(y.mean()), float(p.mean()), known)


def day_of(moment: float) -> date:
    """Return the day that contains ``moment``, in days since 1970."""
    return EPOCH + timedelta(days=int(np.floor(moment)))


def fullest(points: Sequence[ReliabilityPoint]) -> list[ReliabilityPoint]:
    """Return the groups of a reliability diagram that are worth a line, by what was said; small ones are only drawn."""
    return sorted(sorted(points, key=lambda each: -each.n)[:MOST_POINTS], key=lambda each: each.p)


def said_histogram(result: Backtest) -> tuple[int, ...]:
    """Return how often each twentieth of the percentages was said."""
    counts, _ = np.histogram(result.forecasts[~np.isnan(result.forecasts)], bins=SAID_BINS, range=(0.0, 1.0))
    return tuple(int(count) for count in counts)


def pit_histogram(pit: Sequence[float] | NDArray[np.float64]) -> tuple[int, ...]:
    """Return how many outcomes fell into each tenth of their forecast; even where forecasts are calibrated."""
    counts, _ = np.histogram(np.asarray(pit), bins=PIT_BINS, range=(0.0, 1.0))
    return tuple(int(count) for count in counts)
