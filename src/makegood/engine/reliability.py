"""Whether probabilities mean what they say: reliability diagrams by isotonic regression, and calibration error."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from makegood.engine.scores import by_forecast, paired

ECE_BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityPoint:
    """Forecasts between ``low`` and ``high``, ``p`` on average, came true in the share ``observed`` of ``n`` cases."""

    low: float
    high: float
    p: float
    observed: float
    n: int


@dataclass(frozen=True, slots=True)
class Corp:
    """A reliability diagram with its decomposition of the Brier score (Dimitriadis, Gneiting & Jordan 2021)."""

    points: tuple[ReliabilityPoint, ...]
    miscalibration: float
    """What recalibrating would win; never negative."""
    discrimination: float
    """What the forecasts know beyond the base rate; never negative."""
    uncertainty: float
    """Brier score of always saying the base rate."""

    @property
    def brier(self) -> float:
        """The Brier score: miscalibration − discrimination + uncertainty."""
        return self.miscalibration - self.discrimination + self.uncertainty


def isotonic(values: ArrayLike, weights: ArrayLike) -> NDArray[np.float64]:
    """Return the ascending sequence nearest to ``values`` in weighted squares (pool adjacent violators, Ayer 1955)."""
    means: list[float] = []
    masses: list[float] = []
    lengths: list[int] = []
    for value, weight in zip(np.asarray(values, dtype=float), np.asarray(weights, dtype=float), strict=True):
        mean, mass, length = float(value), float(weight), 1
        while means and means[-1] >= mean:
            mass += masses[-1]
            mean += (means.pop() - mean) * masses.pop() / mass
            length += lengths.pop()
        means.append(mean)
        masses.append(mass)
        lengths.append(length)
    return np.repeat(np.array(means, dtype=np.float64), lengths)


def corp(forecasts: ArrayLike, outcomes: ArrayLike) -> Corp:
    """Return the CORP reliability diagram: pools that the data choose, ascending; ValueError without forecasts."""
    p, y = paired(forecasts, outcomes)
    values, sizes, rates = by_forecast(p, y)
    recalibrated = isotonic(rates, sizes)
    base = y.mean()
    variance = float(base * (1 - base))
    recalibrated_score = float((sizes * (recalibrated**2 - 2 * recalibrated * rates + rates)).sum() / len(p))
    return Corp(
        points=tuple(_point(values, sizes, recalibrated, pool) for pool in _pools(recalibrated)),
        miscalibration=max(0.0, float(((p - y) ** 2).mean()) - recalibrated_score),
        discrimination=max(0.0, variance - recalibrated_score),
        uncertainty=variance,
    )


def _pools(recalibrated: NDArray[np.float64]) -> list[slice]:
    edges = [0, *(np.flatnonzero(np.diff(recalibrated)) + 1).tolist(), len(recalibrated)]
    return [slice(first, last) for first, last in pairwise(edges)]


def _point(
    values: NDArray[np.float64], sizes: NDArray[np.int64], recalibrated: NDArray[np.float64], pool: slice
) -> ReliabilityPoint:
    return ReliabilityPoint(
        low=float(values[pool][0]),
        high=float(values[pool][-1]),
        p=float(np.average(values[pool], weights=sizes[pool])),
        observed=float(recalibrated[pool][0]),
        n=int(sizes[pool].sum()),
    )


def ece(forecasts: ArrayLike, outcomes: ArrayLike, *, bins: int = ECE_BINS) -> float:
    """Return the expected calibration error: mean |forecast − frequency| over bins of equal mass (engine decision 20).

    Cases with the same forecast share their mean outcome, so that the order of rows decides nothing where a bin's edge
    falls between them (bins: Naeini, Cooper & Hauskrecht 2015). ValueError without forecasts.
    """
    p, y = paired(forecasts, outcomes)
    values, sizes, rates = by_forecast(p, y)
    said, happened = np.repeat(values, sizes), np.repeat(rates, sizes)
    edges = np.linspace(0, len(said), min(bins, len(said)) + 1).astype(np.int64)
    sums = np.add.reduceat(said - happened, edges[:-1])
    return float(np.abs(sums).sum() / len(said))
