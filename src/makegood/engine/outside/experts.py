"""Several forecasts made one, each weighed by how well it did on outcomes that were known in time.

The aggregating algorithm for the Brier game (Vovk 1998; Vovk & Zhdanov 2009): after any sequence of outcomes its score
exceeds that of the best forecast by at most ln(1/prior)/2 in all, not for each. Old scores fade, and each forecast
keeps a share of the weight, so that another may become the best (Herbster & Warmuth 1998).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.tallies import log_odds, probability

LEARNING_RATE = 2.0
"""The greatest for which the bound holds in the Brier game."""
MEMORY = 200.0
"""Independent outcomes after which a score counts half (a convention)."""
ROUNDS = 3_000
NEWTON_STEPS = 12
SLOPE_PRECISION = 5.0
"""Precision of the prior of the slope around 1, in squared log odds (a convention)."""
STEEPEST = 3.0
"""No slope is steeper (a convention)."""
LEAST_WEIGHT = 1e-6
FLOOR = 0.001
"""Share of the prior that every forecast keeps (a convention)."""


@dataclass(slots=True, eq=False)
class Experts:
    """Scores of competing forecasts; mutable, the state of a walk through time."""

    prior: NDArray[np.float64]
    memory: float = MEMORY
    lead: NDArray[np.float64] = field(init=False)
    """Sum of Brier scores, fading."""

    def __post_init__(self) -> None:
        """Begin with the prior alone."""
        self.lead = np.zeros(len(self.prior))

    def absorb(self, forecasts: NDArray[np.float64], kept: NDArray[np.float64], weight: NDArray[np.float64]) -> None:
        """Score one row of ``forecasts`` for each outcome that has become known, all of them at the same time."""
        # What becomes known together is alike: a batch counts as the root of its size.
        size = np.sqrt(max(1.0, float(weight.sum())))
        self.lead *= np.exp2(-size / self.memory)
        self.lead += (weight[:, None] * (forecasts - kept[:, None]) ** 2).sum(axis=0) / size

    @property
    def weights(self) -> NDArray[np.float64]:
        """How much each forecast counts; they sum to 1."""
        exponent = -LEARNING_RATE * (self.lead - self.lead.min())
        weights = self.prior * np.exp(exponent)
        weights /= weights.sum()
        return np.asarray((1 - FLOOR) * weights + FLOOR * self.prior)

    def combine(self, forecasts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one forecast for each row of ``forecasts``."""
        weights = self.weights
        losses = [
            -np.log(np.exp(-LEARNING_RATE * (forecasts - outcome) ** 2) @ weights) / LEARNING_RATE
            for outcome in (0.0, 1.0)
        ]
        return np.clip(0.5 + (losses[0] - losses[1]) / 2, 0.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """How much each method counts, and by what factor all of it together is to be believed."""

    weights: NDArray[np.float64]
    slope: float
    """1 as it is; more where what was said was too timid, less where it was too bold."""

    def combine(self, level: NDArray[np.float64], forecasts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one forecast for each row of ``forecasts``: the ``level`` and the slope times what is said beyond."""
        known = log_odds(level)
        return probability(known + self.slope * (log_odds(forecasts @ self.weights) - known))


def slope_of(
    offset: NDArray[np.float64], beyond: NDArray[np.float64], kept: NDArray[np.float64], weight: NDArray[np.float64]
) -> float:
    """Fit the slope of what is said ``beyond`` the ``offset``, all in log odds, by likelihood penalised towards 1.

    A pool of calibrated forecasts is too timid (Ranjan & Gneiting 2010); this is logistic recalibration (Cox 1958).
    """
    slope = 1.0
    for _ in range(NEWTON_STEPS):
        p = probability(offset + slope * beyond)
        gradient = float((weight * (kept - p)) @ beyond) - SLOPE_PRECISION * (slope - 1)
        slope += gradient / (float((weight * p * (1 - p)) @ beyond**2) + SLOPE_PRECISION)
        slope = min(max(slope, 0.0), STEEPEST)
    return slope


def stack(
    prior: NDArray[np.float64], forecasts: NDArray[np.float64], kept: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weights, at least 0 and summing to 1, of the mean of ``forecasts`` with the best Brier score.

    Stacking (Wolpert 1992; Breiman 1996) by mirror descent, held near the ``prior`` by the relative entropy to it, so
    that few outcomes change little: the penalised score is that of the aggregating algorithm for one mixture.
    """
    products = (forecasts * weight[:, None]).T @ forecasts
    target = (forecasts * weight[:, None]).T @ kept
    pace = 1 / (1 + 4 * LEARNING_RATE * float(np.trace(products)))
    weights = prior.copy()
    for _ in range(ROUNDS):
        slope = 2 * LEARNING_RATE * (products @ weights - target) + np.log(weights / prior)
        weights = weights * np.exp(-pace * (slope - slope.min()))
        weights = np.maximum(weights / weights.sum(), LEAST_WEIGHT)
        weights /= weights.sum()
    return weights
