"""A backtest as people and programs are told it: the engine's figures, with months and bins made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside import Backtest, History
from makegood.files.errors import Note

PIT_BINS = 10
FEWEST_FOR_A_SKILL = 10
"""Forecasts of a month below which its skill would be noise (a convention)."""
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Month:
    """The forecasts made in one month: how many came true and how many were expected to."""

    first: date
    n: int
    kept: float
    """Share kept."""
    expected: float
    """Mean forecast."""
    skill: float | None
    """Against the base rate known then; None with too few forecasts."""


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
    months: tuple[Month, ...]
    rows: int
    """Rows of the whole history."""
    notes: tuple[Note, ...]


def months_of(history: History, result: Backtest) -> tuple[Month, ...]:
    """Return the scored forecasts by the month in which they were made."""
    scored = np.flatnonzero(~np.isnan(result.forecasts))
    if not len(scored):
        return ()
    firsts = [day_of(moment).replace(day=1) for moment in history.as_of[scored]]
    found = []
    for first in sorted(set(firsts)):
        places = scored[[each == first for each in firsts]]
        found.append(_month(first, result, places))
    return tuple(found)


def _month(first: date, result: Backtest, places: NDArray[np.int64]) -> Month:
    p, y = result.forecasts[places], result.outcomes[places]
    return Month(first, len(places), float(y.mean()), float(p.mean()), None)


def day_of(moment: float) -> date:
    """Return the day that contains ``moment``, in days since 1970."""
    return EPOCH + timedelta(days=int(np.floor(moment)))


def pit_histogram(pit: Sequence[float] | NDArray[np.float64]) -> tuple[int, ...]:
    """Return how many outcomes fell into each tenth of their forecast; even where forecasts are calibrated."""
    counts, _ = np.histogram(np.asarray(pit), bins=PIT_BINS, range=(0.0, 1.0))
    return tuple(int(count) for count in counts)
