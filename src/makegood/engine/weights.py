"""Weights of decision criteria that sum to 1."""

from __future__ import annotations

from collections.abc import Sequence


def roc_weights(criteria: int) -> tuple[float, ...]:
    """Return rank-order-centroid weights w_k = (1/K)·Σ_{i≥k} 1/i, most important first (Barron & Barrett 1996).

    The fallback where only the order of the criteria is known. ValueError without criteria.
    """
    if criteria < 1:
        raise ValueError("weights need at least one criterion")
    return tuple(sum(1 / i for i in range(k, criteria + 1)) / criteria for k in range(1, criteria + 1))


def swing_weights(swings: Sequence[float]) -> tuple[float, ...]:
    """Normalise swings, 100 for the criterion whose step from worst to best matters most (Edwards & Barron 1994).

    ValueError where a swing is negative or above 100, or none is 100: then the ranking was not anchored.
    """
    if not all(0 <= swing <= 100 for swing in swings) or 100 not in swings:
        raise ValueError("swings lie between 0 and 100, and the greatest is 100")
    return tuple(swing / sum(swings) for swing in swings)
