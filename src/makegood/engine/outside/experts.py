"""Several forecasts made one, each weighed by how well it did on outcomes that were known in time.

The aggregating algorithm for the Brier game (Vovk 1998; Vovk & Zhdanov 2009): after any sequence of outcomes its score
exceeds that of the best forecast by at most ln(1/prior)/2 in all, not for each. Old scores fade, and each forecast
keeps a share of the weight, so that another may become the best (Herbster & Warmuth 1998).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

LEARNING_RATE = 2.0
"""The greatest for which the bound holds in the Brier game."""
MEMORY = 200.0
"""Independent outcomes after which a score counts half (a convention)."""
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
