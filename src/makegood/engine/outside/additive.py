"""The simple model: the level's log odds plus what each telling class adds, by a regression that is slow to believe.

Few features, none with a negative weight (a class that did better than expected is never evidence against), all drawn
towards nothing: without outcomes it is the base rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.tallies import probability

FEATURES = 12
"""At most so many are taken (a convention)."""
LEAST_SCORE = 2.5
"""Standard errors from which a feature is looked at (a convention)."""
RIDGE = 4.0
"""Precision of the prior of each weight around 0, in squared log odds (a convention)."""
STEPS = 8
LONGEST_STEP = 1.0
SWEEPS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Additive:
    """Weights of the chosen features. There is no constant: the level is another matter."""

    features: NDArray[np.int64]
    weights: NDArray[np.float64]

    def forecast(self, offset: NDArray[np.float64], shifts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return P(kept) from the base's log odds and all features of each row."""
        return probability(offset + shifts[:, self.features] @ self.weights)


NOTHING_LEARNT = Additive(np.zeros(0, dtype=np.int64), np.zeros(0))


def fit_additive(
    offset: NDArray[np.float64],
    shifts: NDArray[np.float64],
    kept: NDArray[np.float64],
    weight: NDArray[np.float64],
    *,
    allowed: NDArray[np.bool_],
) -> Additive:
    """Choose the features that tell most and fit them by penalised likelihood with weights ≥ 0 (coordinate descent)."""
    residual = weight * (kept - probability(offset))
    variance = (weight * probability(offset) * (1 - probability(offset))) @ (shifts**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where((variance > 0) & allowed, (residual @ shifts) / np.sqrt(variance), 0.0)
    best = np.argsort(-score, kind="stable")[:FEATURES]
    features = np.sort(best[score[best] > LEAST_SCORE])
    design = shifts[:, features].astype(np.float64)
    expected = np.full(design.shape[1], 1 / max(1, design.shape[1]))
    beta = expected.copy()
    for _ in range(STEPS):
        p = probability(offset + design @ beta)
        gradient = design.T @ (weight * (kept - p)) - RIDGE * (beta - expected)
        curvature = (design * (weight * p * (1 - p))[:, None]).T @ design + RIDGE * np.eye(len(beta))
        beta = beta + np.clip(_descend(beta, gradient, curvature) - beta, -LONGEST_STEP, LONGEST_STEP)
    return Additive(features, beta)


def _descend(
    beta: NDArray[np.float64], gradient: NDArray[np.float64], curvature: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Maximise the quadratic approximation around ``beta``; no weight falls below 0."""
    new = beta.copy()
    for _ in range(SWEEPS):
        for place in range(len(new)):
            slope = gradient[place] - curvature[place] @ (new - beta)
            new[place] = max(0.0, new[place] + slope / curvature[place, place])
    return new
