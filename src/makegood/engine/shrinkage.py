"""Kept rates of small classes, drawn towards the mean of all by as much as the classes are alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from makegood.engine.proportions import intraclass_correlation

DEFAULT_STRENGTH = 10.0
"""Outcomes that the overall mean counts as until the data can say (a convention)."""
MIN_GROUPS, MIN_OUTCOMES = 8, 100
MAX_STRENGTH = 10_000.0
"""Strength where the groups differ by nothing but chance: practically the overall mean."""


def shrunken_rate(kept: float, outcomes: float, mean: float, strength: float = DEFAULT_STRENGTH) -> float:
    """Return (s·m + k)/(s + n): the beta-binomial posterior mean (Efron & Morris 1975 for the idea)."""
    weight = strength + outcomes
    return mean if weight == 0 else (strength * mean + kept) / weight


def strength_by_moments(kept: ArrayLike, outcomes: ArrayLike) -> float | None:
    """Estimate the strength (1 − ρ)/ρ from how far the groups differ beyond chance (Kleinman 1973).

    ``kept`` of ``outcomes`` in each group. None with fewer than 8 groups or 100 outcomes: use the default then.
    """
    k, n = np.asarray(kept, dtype=np.int64), np.asarray(outcomes, dtype=np.int64)
    if np.count_nonzero(n) < MIN_GROUPS or n.sum() < MIN_OUTCOMES:
        return None
    correlation = intraclass_correlation(k, n)
    return MAX_STRENGTH if correlation <= 1 / (1 + MAX_STRENGTH) else (1 - correlation) / correlation
