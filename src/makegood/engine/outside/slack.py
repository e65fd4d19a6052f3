"""How late or early: the distribution of log(actual / promised duration) by class, open promises censored.

Hazards on a grid of the ratios seen; each class drawn towards the one above it by the posterior mean of a beta process
(Hjort 1990), which without open rows is (s·m + k)/(s + n) at every point, and without classes Kaplan & Meier's curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.shrinkage import DEFAULT_STRENGTH

STEP = 1e-6
POINTS = 60
"""Points of the grid, at equally many finishes each (a convention)."""


@dataclass(frozen=True, slots=True, eq=False)
class SlackCurves:
    """Distribution functions of the log ratio on one grid, the class of all first."""

    grid: NDArray[np.float64]
    """Ascending log ratios; the share at each includes what finished exactly there."""
    finished: NDArray[np.float64]
    """One row for each class, one column for each point of the grid."""

    def at(self, group: NDArray[np.int64], ratio: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each row the share of its ``group`` finished by its log ``ratio``, straight lines between."""
        right = np.clip(np.searchsorted(self.grid, ratio, side="left"), 0, len(self.grid) - 1)
        left = np.maximum(right - 1, 0)
        low, high = self.grid[left], self.grid[right]
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(high > low, np.clip((ratio - low) / (high - low), 0, 1), 1.0)
        part = np.where((right == 0) & (ratio < self.grid[0]), 0.0, part)
        below = np.where(right == 0, 0.0, self.finished[group, left])
        return np.asarray(below + part * (self.finished[group, right] - below))


def fit_slack(
    ratio: NDArray[np.float64],
    finished: NDArray[np.bool_],
    weight: NDArray[np.float64],
    levels: list[NDArray[np.int64]],
    *,
    strength: float = DEFAULT_STRENGTH,
) -> tuple[SlackCurves, list[int]] | None:
    """Fit the curves of all classes on every level; None without a finish.

    ``ratio`` is the log ratio reached so far where not ``finished``. ``levels`` gives each row's class on each level
    below "all", coded from 0, −1 for none; a class lies within one class of the level above. Also returns where the
    classes of each level begin in the result.
    """
    if not finished.any():
        return None
    grid = grid_of(ratio[finished])
    place = np.where(finished, np.searchsorted(grid, ratio, side="left"), np.searchsorted(grid, ratio, side="right"))
    above = np.zeros(len(ratio), dtype=np.int64)
    hazard, survival = _hazards(*_counts(above, place, finished, weight, len(grid)), None, strength)
    curves, starts = [1 - survival], [0]
    for level in levels:
        seen = level >= 0
        parent = np.zeros(int(level.max(initial=-1)) + 1, dtype=np.int64)
        parent[level[seen]] = above[seen]
        counts = _counts(level[seen], place[seen], finished[seen], weight[seen], len(grid))
        hazard, survival = _hazards(*counts, (hazard[parent], survival[parent]), strength)
        starts.append(starts[-1] + len(curves[-1]))
        curves.append(1 - survival)
        above = level
    return SlackCurves(grid, np.concatenate(curves)), starts


def grid_of(ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points at which the share finished is kept: quantiles of what was seen, its ends, and 0 (on time)."""
    quantiles = np.quantile(ratios, np.linspace(0, 1, POINTS), method="inverted_cdf")
    points, times = np.unique(quantiles, return_counts=True)
    # Many finishes at one point (exactly on the day) are a step there, not a slope towards it.
    return np.unique(np.concatenate((points, points[times > 1] - STEP, [0.0, -STEP])))


def _counts(
    group: NDArray[np.int64],
    place: NDArray[np.int64],
    finished: NDArray[np.bool_],
    weight: NDArray[np.float64],
    size: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each group and point what finished there and what was at risk there."""
    groups = int(group.max(initial=-1)) + 1
    cell = group * (size + 1) + place
    leaving, events = (
        np.bincount(cell, each, groups * (size + 1)).reshape(groups, size + 1).astype(np.float64)
        for each in (weight, weight * finished)
    )
    remaining = leaving[:, ::-1].cumsum(axis=1)[:, ::-1]
    # A row that is censored between two points was at risk at the earlier one and is not at the later.
    return events[:, :size], (remaining - (leaving - events))[:, :size]


def _hazards(
    events: NDArray[np.float64],
    at_risk: NDArray[np.float64],
    above: tuple[NDArray[np.float64], NDArray[np.float64]] | None,
    strength: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return hazard and survival of each group at each point, drawn to those of the class ``above``."""
    if above is not None:
        hazard, survival = above
        before = np.concatenate((np.ones((len(events), 1)), survival[:, :-1]), axis=1)
        events, at_risk = events + strength * before * hazard, at_risk + strength * before
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(at_risk > 0, np.clip(events / at_risk, 0, 1), 0.0)
    return own, np.cumprod(1 - own, axis=1)
