"""How often a service was as good as it should be: from counts by day, with what they are worth and where they go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from makegood.engine.proportions import effective_size, intraclass_correlation, mean_cluster_size, wilson
from makegood.engine.track_figures import Verdict

TREND_DAYS = 28
"""Least days between first and last observation for a trend (a convention)."""
DAYS_PER_MONTH = 30
DAYS_PER_WEEK = 7
ASSUMED_CORRELATION, ASSUMED_BLOCKS = 0.2, 5
"""Observations of the same week are taken to be alike (intraclass correlation) until weeks have shown how much they
are: the measured value is shrunk to the assumed one, which counts as five weeks (a convention)."""

_Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many observations of a day there are, and how many of them meet the threshold."""

    day: date
    observations: int
    good: int


@dataclass(frozen=True, slots=True)
class Attained:
    """The share of observations that meet the threshold, with its 95 % interval by Wilson.

    The interval counts as many observations as they are ``worth``: those of a week are alike (Kish 1965). ``trend`` is
    the change of the share in 30 days by least squares, None under four weeks.
    """

    observations: int
    good: int
    low: float
    high: float
    worth: float
    trend: float | None

    @property
    def share(self) -> float:
        """The share itself."""
        return self.good / self.observations

    def against(self, target: float) -> Verdict:
        """Say whether ``target`` is met: the whole interval must reach it, or stay below to be missed."""
        if self.low >= target:
            return Verdict.MET
        return Verdict.MISSED if self.high < target else Verdict.INCONCLUSIVE


def attained(days: Iterable[DayCount]) -> Attained | None:
    """Return how often it was as good as it should be on ``days``; None without any observation."""
    known = [one for one in days if one.observations]
    if not known:
        return None
    when = np.array([one.day.toordinal() for one in known], dtype=np.int64)
    sizes = np.array([one.observations for one in known], dtype=np.int64)
    good = np.array([one.good for one in known], dtype=np.int64)
    week = (when - 1) // DAYS_PER_WEEK  # the first of January of the year 1 was a Monday
    week -= week.min()
    worth = worth_of(np.bincount(week, good).astype(np.int64), np.bincount(week, sizes).astype(np.int64))
    total, held = int(sizes.sum()), int(good.sum())
    low, high = wilson(held / total * worth, worth)
    return Attained(total, held, low, high, worth, trend_of(when, sizes, good))


def worth_of(kept: _Counts, sizes: _Counts) -> float:
    """Return how many independent observations clusters of ``sizes``, with so many ``kept``, are worth."""
    seen = int((sizes > 0).sum())
    measured = intraclass_correlation(kept, sizes)
    correlation = (ASSUMED_BLOCKS * ASSUMED_CORRELATION + seen * measured) / (ASSUMED_BLOCKS + seen)
    return effective_size(int(sizes.sum()), mean_cluster_size(sizes), correlation)


def trend_of(days: _Counts, sizes: _Counts, kept: _Counts) -> float | None:
    """Return the change of the share in 30 days by least squares over all observations; None under four weeks."""
    if days.max() - days.min() < TREND_DAYS:
        return None
    when = days.astype(np.float64)
    centred = when - float((when * sizes).sum() / sizes.sum())
    return float((centred * kept).sum() / (centred**2 * sizes).sum()) * DAYS_PER_MONTH
