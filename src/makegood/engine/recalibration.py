"""What own outcomes suggest to change: proposed with its effect before and after, never applied by itself.

Every proposal says how many outcomes are missing where there are too few; then it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from makegood.engine.outside.tallies import log_odds, probability
from makegood.engine.portfolio import DEFAULT_AVAILABLE_SHARE, Stated
from makegood.engine.scores import brier, paired

LEAST_OUTCOMES = 30
"""Own outcomes from which probabilities may be recalibrated (a convention)."""
LEAST_EFFORTS = 20
"""Finished items from which ranges may be learnt: fewer have no tenth percentile to speak of (a convention)."""
LEAST_WEEKS = 8
"""Weeks from which an available share may be learnt (a convention)."""
PRECISION = 5.0
"""Of the prior of constant and slope around 0 and 1, in squared log odds (a convention)."""
FOLDS = 5
STEPS = 15


@dataclass(frozen=True, slots=True)
class Recalibration:
    """P' with log odds constant + slope · log odds of P (Cox 1958), penalised towards no change."""

    n: int
    missing: int
    """Outcomes still to come before it may be proposed; 0: enough."""
    constant: float
    slope: float
    brier_before: float | None
    brier_after: float | None
    """Of outcomes that were left out of the fit, a fifth at a time."""

    @property
    def worthwhile(self) -> bool:
        """Whether there is enough to propose it, and it would have been better."""
        before, after = self.brier_before, self.brier_after
        return not self.missing and before is not None and after is not None and after < before

    def apply(self, forecasts: ArrayLike) -> NDArray[np.float64]:
        """Return the recalibrated probabilities."""
        return probability(self.constant + self.slope * log_odds(np.asarray(forecasts, dtype=np.float64)))


def propose_recalibration(forecasts: ArrayLike, outcomes: ArrayLike) -> Recalibration:
    """Compare own forecasts with their outcomes (1 kept, 0 broken), oldest first."""
    if not np.size(forecasts):
        return Recalibration(0, LEAST_OUTCOMES, 0.0, 1.0, None, None)
    p, y = paired(forecasts, outcomes)
    missing = max(0, LEAST_OUTCOMES - len(p))
    if missing:
        return Recalibration(len(p), missing, 0.0, 1.0, brier(p, y), None)
    constant, slope = _fit(p, y)
    left_out = np.empty_like(p)
    for fold in np.array_split(np.arange(len(p)), FOLDS):
        others = np.delete(np.arange(len(p)), fold)
        a, b = _fit(p[others], y[others])
        left_out[fold] = probability(a + b * log_odds(p[fold]))
    return Recalibration(len(p), 0, constant, slope, brier(p, y), brier(left_out, y))


def _fit(p: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    design = np.column_stack([np.ones(len(p)), log_odds(p)])
    prior, beta = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    for _ in range(STEPS):
        said = probability(design @ beta)
        gradient = design.T @ (y - said) - PRECISION * (beta - prior)
        curvature = (design * (said * (1 - said))[:, None]).T @ design + PRECISION * np.eye(2)
        beta = beta + np.clip(np.linalg.solve(curvature, gradient), -1, 1)
    return float(beta[0]), float(beta[1])


@dataclass(frozen=True, slots=True)
class EffortRange:
    """Actual over estimated effort: factors that turn a single estimate into P10, P50 and P90."""

    n: int
    missing: int
    p10: float
    p50: float
    p90: float
    inside_before: float | None
    """Share of actual efforts within the range that is taken by default around a single estimate; 0.8 is aimed at."""
    inside_after: float | None
    """The same for the proposed range, each item left out of its own."""
    factors: tuple[float, ...]
    """All of them ascending; times an estimate they are what ``Learnt`` takes."""


def propose_effort_range(estimated: ArrayLike, actual: ArrayLike) -> EffortRange:
    """Compare estimated with actual hours of finished items, both above 0; ValueError where they don't pair."""
    said, took = np.asarray(estimated, dtype=np.float64), np.asarray(actual, dtype=np.float64)
    if said.shape != took.shape or not ((said > 0) & (took > 0)).all():
        raise ValueError("estimated and actual hours come in pairs, all above 0")
    default = Stated.from_single_point(1.0)
    ratios = np.sort(took / said)
    before = float(((ratios >= default.p10) & (ratios <= default.p90)).mean()) if len(ratios) else None
    missing = max(0, LEAST_EFFORTS - len(ratios))
    if missing:
        return EffortRange(len(ratios), missing, default.p10, default.p50, default.p90, before, None, ())
    p10, p50, p90 = (float(value) for value in _percentiles(ratios))
    inside = [_within(np.delete(ratios, place), ratio) for place, ratio in enumerate(ratios)]
    return EffortRange(len(ratios), 0, p10, p50, p90, before, float(np.mean(inside)), tuple(ratios.tolist()))


def _percentiles(ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    # Of the next one, not of those seen: the i-th of n lies at i/(n + 1) (Weibull 1939).
    return np.asarray(np.quantile(ratios, [0.1, 0.5, 0.9], method="weibull"))


def _within(others: NDArray[np.float64], ratio: float) -> bool:
    p10, _, p90 = _percentiles(others)
    return bool(p10 <= ratio <= p90)


@dataclass(frozen=True, slots=True)
class AvailableShare:
    """How much of a team's time goes into promised work."""

    n: int
    """Weeks that were looked at."""
    missing: int
    before: float
    after: float
    """The same as ``before`` while weeks are missing."""
    standard_error: float | None


def propose_available_share(
    booked: ArrayLike, available: ArrayLike, *, current: float = DEFAULT_AVAILABLE_SHARE
) -> AvailableShare:
    """Compare hours booked on promised work with hours on the calendar, week by week; weeks without any are left aside.

    The ratio of sums, with the jackknife's standard error (Quenouille 1956; Tukey 1958); cut at 1. ValueError where the
    weeks don't pair.
    """
    used, there = np.asarray(booked, dtype=np.float64), np.asarray(available, dtype=np.float64)
    if used.shape != there.shape or (used < 0).any() or (there < 0).any():
        raise ValueError("booked and available hours come in pairs, none below 0")
    used, there = used[there > 0], there[there > 0]
    n, missing = len(used), max(0, LEAST_WEEKS - len(used))
    if missing:
        return AvailableShare(n, missing, current, current, None)
    without = (used.sum() - used) / (there.sum() - there)
    error = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    return AvailableShare(n, 0, current, min(1.0, float(used.sum() / there.sum())), error)
