"""How to read one's own percentages: held against what happened, proposed with its effect, never applied by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from makegood.engine.outside.tallies import log_odds, probability
from makegood.engine.proposals import BEYOND_CHANCE, FEWEST_OUTCOMES, LEAST_GAIN, Forecasted, surprise
from makegood.engine.scores import brier

PRECISION = 5.0
"""Of the prior of constant and slope around 0 and 1, in squared log odds (a convention)."""
FOLDS = 5
STEPS = 15


@dataclass(frozen=True, slots=True)
class Recalibration:
    """P' with log odds constant + slope · log odds of P (Cox 1958), penalised towards no change."""

    n: int
    """Forecasts it rests on; several may be of one promise."""
    missing: int
    """Promises with an outcome still to come before it may be proposed; 0: enough."""
    constant: float = 0.0
    slope: float = 1.0
    brier_before: float | None = None
    brier_after: float | None = None
    """Of promises that were left out of the fit, a fifth at a time."""
    surprise: float = 0.0
    """The gain in its standard errors, forecasts of one promise taken together."""

    @property
    def worthwhile(self) -> bool:
        """Whether there is enough to propose it, and it would have been better: by enough, and beyond chance."""
        before, after = self.brier_before, self.brier_after
        if self.missing or before is None or after is None:
            return False
        return after <= before * (1 - LEAST_GAIN) and self.surprise >= BEYOND_CHANCE

    def apply(self, forecasts: ArrayLike) -> NDArray[np.float64]:
        """Return the recalibrated probabilities."""
        return probability(self.constant + self.slope * log_odds(np.asarray(forecasts, dtype=np.float64)))


def propose_recalibration(made: Sequence[Forecasted]) -> Recalibration:
    """Compare own forecasts with their outcomes."""
    made = sorted(made, key=lambda each: (each.day, each.promise))
    p, y = np.array([each.p for each in made]), np.array([float(each.kept) for each in made])
    promises = list(dict.fromkeys(each.promise for each in made))
    missing = max(0, FEWEST_OUTCOMES - len(promises))
    if missing:
        return Recalibration(len(made), missing, brier_before=brier(p, y) if made else None)
    # What is said of one promise on several days has one outcome: all of it is left out together.
    fold = {promise: number * FOLDS // len(promises) for number, promise in enumerate(promises)}
    part = np.array([fold[each.promise] for each in made])
    left_out = p.copy()
    for number in range(FOLDS):
        constant, slope = _fit(p[part != number], y[part != number])
        left_out[part == number] = probability(constant + slope * log_odds(p[part == number]))
    after = [replace(each, p=said) for each, said in zip(made, left_out.tolist(), strict=True)]
    constant, slope = _fit(p, y)
    return Recalibration(len(made), 0, constant, slope, brier(p, y), brier(left_out, y), surprise(made, after))


def _fit(p: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    design = np.column_stack([np.ones(len(p)), log_odds(p)])
    prior, beta = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    for _ in range(STEPS):
        said = probability(design @ beta)
        gradient = design.T @ (y - said) - PRECISION * (beta - prior)
        curvature = (design * (said * (1 - said))[:, None]).T @ design + PRECISION * np.eye(2)
        beta = beta + np.clip(np.linalg.solve(curvature, gradient), -1, 1)
    return float(beta[0]), float(beta[1])
