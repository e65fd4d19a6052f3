"""The boosted model: gradient-boosted trees for what the level of the time leaves over, one forecast among others."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.tallies import EDGE

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

LEAST_OUTCOMES = 200
"""Outcomes from which it is fitted at all (a convention)."""
TREES, LEAVES, BINS, LEARNING_RATE = 60, 12, 32, 0.08
"""Size of the model: small, because histories are (a convention)."""
LEAF_SHARE = 0.01
"""Least share of the rows in a leaf, and never fewer than 20 (a convention)."""


class Trees(Protocol):
    """What was fitted."""

    def predict(self, features: NDArray[np.float32], /) -> NDArray[np.float64]:
        """Return what is left beyond the level, one value for each row."""
        ...


def fit_boosted(
    features: NDArray[np.float32],
    kept: NDArray[np.float64],
    expected: NDArray[np.float64],
    weight: NDArray[np.float64],
    *,
    seed: int,
) -> Trees | None:
    """Fit trees to outcome − level (Friedman 2001; histograms: Ke et al. 2017); None where one outcome is all there is.

    Squared error is the Brier score itself, and a difference survives when the level moves.
    """
    if len(kept) < LEAST_OUTCOMES or kept.min() == kept.max():
        return None
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(
        max_iter=TREES,
        learning_rate=LEARNING_RATE,
        max_leaf_nodes=LEAVES,
        max_bins=BINS,
        min_samples_leaf=max(20, int(LEAF_SHARE * len(kept))),
        l2_regularization=5.0,
        early_stopping=False,
        random_state=seed,
    )
    # Weighted quantiles are slow; where every promise has one row they would change nothing.
    with _threads().limit(limits=1, user_api="openmp"):
        fitted: Trees = model.fit(features, kept - expected, sample_weight=None if (weight == 1).all() else weight)
    return fitted


def boosted_forecast(model: Trees, level: NDArray[np.float64], features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return P(kept) by the ``level`` and the trees."""
    with _threads().limit(limits=1, user_api="openmp"):
        return np.clip(level + model.predict(features), EDGE, 1 - EDGE)


@cache
def _threads() -> ThreadpoolController:
    """One thread: rows are few, threads would wait for each other longer than they work, and sums keep their order."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
