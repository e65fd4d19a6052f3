"""How sure a share of kept observations is: Wilson's interval, clustering, and the size a sample is really worth."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Z95 = NormalDist().inv_cdf(0.975)


def wilson(kept: float, observations: float, *, z: float = Z95) -> tuple[float, float]:
    """Return Wilson's interval of a share (95 % by default; Wilson 1927; Brown, Cai & DasGupta 2001).

    It stays within 0 and 1, always contains kept/observations and works for none or all kept. Both arguments may be
    effective, fractional counts. Without observations everything is possible: 0 to 1.
    """
    if observations <= 0:
        return 0.0, 1.0
    share = kept / observations
    weight = 1 / (1 + z**2 / observations)
    centre = weight * (share + z**2 / (2 * observations))
    half = weight * z * sqrt(share * (1 - share) / observations + (z / (2 * observations)) ** 2)
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def effective_size(observations: float, cluster_size: float, correlation: float) -> float:
    """Return how many independent observations clustered ones are worth: n / (1 + (m − 1)·ICC) (Kish 1965)."""
    return observations / (1 + max(0.0, cluster_size - 1) * correlation)


def mean_cluster_size(sizes: NDArray[np.int64]) -> float:
    """Return the mean size of the cluster an observation is in, Σm²/Σm: with unequal clusters the right m (Kish)."""
    total = int(sizes.sum())
    return float((sizes**2).sum() / total) if total else 0.0


def intraclass_correlation(kept: NDArray[np.int64], sizes: NDArray[np.int64]) -> float:
    """Return how alike the yes/no observations within a cluster are, between 0 and 1.

    The moment estimator of Kleinman (1973) with weights by size: it makes Pearson's χ² what is expected of it. Cut at 0
    and 1. 0 where it can't be estimated: a single cluster, only clusters of one, or all observations alike.
    """
    filled = sizes > 0
    kept, sizes = kept[filled], sizes[filled]
    total = int(sizes.sum())
    room = float(((1 - sizes / max(1, total)) * (sizes - 1)).sum())
    if room <= 0 or kept.sum() in (0, total):
        return 0.0
    share = kept.sum() / total
    chi_square = float((sizes * (kept / sizes - share) ** 2).sum() / (share * (1 - share)))
    return float(np.clip((chi_square - (len(sizes) - 1)) / room, 0.0, 1.0))
