"""Signs that a customer is losing faith, against that customer's own baseline."""

from __future__ import annotations

from math import exp, lgamma, log

SURGE_P = 0.05
"""P below which more contact than usual is a signal."""


def contact_surge_p(observed: int, expected: float) -> float:
    """Return P(X ≥ ``observed``) for Poisson contacts with the baseline mean ``expected`` in a window of equal length.

    ValueError where either is negative. A customer who never called before and calls now is as unusual as can be: 0.
    """
    if observed < 0 or expected < 0:
        raise ValueError("contacts can't be negative")
    if observed == 0:
        return 1.0
    if expected == 0:
        return 0.0
    below = sum(_poisson(count, expected) for count in range(observed))
    return _upper_tail(observed, expected) if below > 0.5 else 1 - below


def _upper_tail(first: int, mean: float) -> float:
    """Sum the tail itself: where it is small, 1 − the rest would lose its digits."""
    total, count, term = 0.0, first, _poisson(first, mean)
    while term > total * 1e-17:
        total += term
        count += 1
        term *= mean / count
    return total


def _poisson(count: int, mean: float) -> float:
    return exp(count * log(mean) - mean - lgamma(count + 1))
