"""What a stated probability has meant so far: regularised logistic recalibration (Cox 1958; domain reference, §2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from makegood.engine.scores import paired

FEWEST_OUTCOMES = 30
"""Outcomes from which own forecasts are recalibrated (a convention)."""
PRIOR_PRECISION = (1.0, 4.0)
"""How strongly intercept and slope are held at 0 and 1, where nothing changes (a convention)."""
STEPS = 50
CLIP = 1e-4


@dataclass(frozen=True, slots=True)
class Recalibration:
    """logit p' = intercept + slope · logit p. A slope below 1 says that forecasts were too sure of themselves."""

    intercept: float
    slope: float

    def applied(self, p: ArrayLike) -> NDArray[np.float64]:
        """Return what each of ``p`` has meant."""
        return np.asarray(1 / (1 + np.exp(-(self.intercept + self.slope * _logit(p)))))


def recalibration_of(forecasts: ArrayLike, outcomes: ArrayLike) -> Recalibration:
    """Fit by penalised maximum likelihood, Newton's method; ValueError without forecasts."""
    p, y = paired(forecasts, outcomes)
    design = np.column_stack([np.ones(len(p)), _logit(p)])
    held, precision = np.array([0.0, 1.0]), np.array(PRIOR_PRECISION)
    found = held.copy()
    for _ in range(STEPS):
        mean = 1 / (1 + np.exp(-(design @ found)))
        gradient = design.T @ (y - mean) - precision * (found - held)
        hessian = (design * (mean * (1 - mean))[:, None]).T @ design + np.diag(precision)
        step = np.linalg.solve(hessian, gradient)
        found = found + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-9:
            break
    return Recalibration(float(found[0]), max(0.0, float(found[1])))


def _logit(p: ArrayLike) -> NDArray[np.float64]:
    kept = np.clip(np.asarray(p, dtype=np.float64), CLIP, 1 - CLIP)
    return np.asarray(np.log(kept) - np.log1p(-kept))
