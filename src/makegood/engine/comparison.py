"""Comparing numbers as promises do: with an operator, and without tripping over rounding."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from makegood.engine.portfolio import Operator

TOLERANCE = 1e-9
"""Numbers that differ by less than this share of their size are equal: 0.1 + 0.2 is 0.3."""


def holds(values: ArrayLike, operator: Operator, threshold: float) -> NDArray[np.bool_]:
    """Say of each of ``values`` whether ``value operator threshold`` holds."""
    given = np.asarray(values, dtype=np.float64)
    same = np.isclose(given, threshold, rtol=TOLERANCE, atol=TOLERANCE * 1e-3)
    match operator:
        case "=":
            return same
        case "!=":
            return ~same
        case ">=":
            return (given > threshold) | same
        case "<=":
            return (given < threshold) | same
        case ">":
            return (given > threshold) & ~same
        case "<":
            return (given < threshold) & ~same
