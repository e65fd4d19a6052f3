"""A row's own curve: the slack curve of its class, bent to say P(kept) at the promised date; and its scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.slack import STEP, SlackCurves

Curves = NDArray[np.float64]
"""Shares finished, one row for each forecast, one column for each point of a grid."""


def bend(
    curves: SlackCurves, group: NDArray[np.int64], on_time: NDArray[np.float64], kept: NDArray[np.float64]
) -> Curves:
    """Return the curves of the ``group`` of each row, stretched to ``kept`` at its log ratio ``on_time``.

    Below it every share is multiplied alike, above it every share unfinished. Rows without a promised date (NaN) keep
    their curve, and so do those whose class never finished on either side of the date.
    """
    finished = curves.finished[group]
    at_date = curves.at(group, on_time)[:, None]
    p = kept[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        before = finished * (p / at_date)
        after = 1 - (1 - finished) * ((1 - p) / (1 - at_date))
    in_time = curves.grid[None, :] <= on_time[:, None]
    bent = np.where(in_time, before, after)
    fit = np.isfinite(on_time)[:, None] & (at_date > 0) & (at_date < 1) & np.isfinite(p)
    return np.maximum.accumulate(np.clip(np.where(fit, bent, finished), 0.0, 1.0), axis=1)


def shares_at(grid: NDArray[np.float64], finished: Curves, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each row its share finished at its point, straight lines between; ``grid`` has a row for each."""
    right = np.clip((grid < points[:, None]).sum(axis=1), 0, grid.shape[1] - 1)
    left = np.maximum(right - 1, 0)
    row = np.arange(len(points))
    low, high, f_low, f_high = grid[row, left], grid[row, right], finished[row, left], finished[row, right]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(high > low, np.clip((points - low) / (high - low), 0, 1), 1.0)
    inside = f_low + part * (f_high - f_low)
    return np.asarray(np.where(right == 0, np.where(points < grid[:, 0], 0.0, f_high), inside))


def crps_of_curves(grid: NDArray[np.float64], finished: Curves, outcome: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ∫(F(x) − 1{x ≥ y})² dx for each row (Gneiting & Raftery 2007), exactly for straight lines between points.

    In the unit of ``grid``. A curve that ends below 1 is taken on the condition that it finishes at all.
    """
    last = finished[:, -1:]
    shares = np.where(last > 0, finished / np.where(last > 0, last, 1.0), 1.0)
    y = outcome[:, None]
    at_y = shares_at(grid, shares, outcome)[:, None]
    low, high = grid[:, :-1], grid[:, 1:]
    f_low, f_high = shares[:, :-1], shares[:, 1:]
    below = np.where(high <= y, _square(high - low, f_low, f_high), 0.0)
    below += np.where((low < y) & (y < high), _square(y - low, f_low, at_y), 0.0)
    above = np.where(low >= y, _square(high - low, 1 - f_low, 1 - f_high), 0.0)
    above += np.where((low < y) & (y < high), _square(high - y, 1 - at_y, 1 - f_high), 0.0)
    outside = np.maximum(grid[:, 0] - outcome, 0.0) + np.maximum(outcome - grid[:, -1], 0.0)
    return np.asarray((below + above).sum(axis=1) + outside)


def places(grid: NDArray[np.float64], finished: Curves, outcome: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where each outcome fell in its curve, the middle where the curve has a step there (PIT, Dawid 1984)."""
    return (shares_at(grid, finished, outcome) + just_before(grid, finished, outcome)) / 2


def just_before(grid: NDArray[np.float64], finished: Curves, outcome: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share finished just before each outcome; it lies below q where the outcome is not after the q date."""
    return shares_at(grid, finished, outcome - 1.5 * STEP)


def _square(width: NDArray[np.float64], one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Integrate the square of a straight line from ``one`` to ``other`` over ``width``."""
    return np.asarray(width * (one * one + one * other + other * other) / 3)
