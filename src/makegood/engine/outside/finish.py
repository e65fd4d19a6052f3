"""How good the forecast finish was, not only the yes or no: CRPS, PIT and coverage of the percentiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.curves import bend, crps_of_curves, just_before, places, shares_at
from makegood.engine.outside.results import Coverage
from makegood.engine.outside.table import Table
from makegood.engine.outside.walk import Walk
from makegood.engine.proportions import wilson

PERCENTILES = (50, 85, 95)
SHOWN_FROM = 20
"""Finishes from which a coverage is shown (a convention)."""
AT_ONCE = 8_192


@dataclass(frozen=True, slots=True, eq=False)
class FinishScores:
    """Means over the scored rows that were finished; None where there was none."""

    crps: float | None
    crps_promise: float | None
    crps_days: float | None
    coverage: Mapping[int, Coverage]
    pit: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Rows forecast by the same curves."""

    crps: NDArray[np.float64]
    crps_days: NDArray[np.float64]
    pit: NDArray[np.float64]
    error: NDArray[np.float64]
    below: NDArray[np.float64]
    """Share finished just before the outcome."""
    open_at: NDArray[np.float64]
    """Share that should have been finished by now, of rows that are still open."""


def score_finishes(table: Table, walk: Walk, rows: NDArray[np.int64], last: float) -> FinishScores:
    """Score the curves of ``rows`` (places in the table). Of those open at the ``last`` moment it is known how long."""
    parts = []
    for number in np.unique(walk.fit_of[rows]).tolist():
        chosen = rows[walk.fit_of[rows] == number]
        if number >= 0 and walk.fits[number].models.slack is not None:
            parts += [
                _part(table, walk, number, chosen[at : at + AT_ONCE], last) for at in range(0, len(chosen), AT_ONCE)
            ]
    if not any(len(part.crps) for part in parts):
        return FinishScores(None, None, None, {}, np.zeros(0))
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _Part.__slots__}
    dated = np.isfinite(joined["error"])
    return FinishScores(
        crps=float(joined["crps"][dated].mean()) if dated.any() else None,
        crps_promise=float(np.abs(joined["error"][dated]).mean()) if dated.any() else None,
        crps_days=float(joined["crps_days"].mean()),
        coverage=_coverage(joined["below"], joined["open_at"]),
        pit=np.sort(joined["pit"]),
    )


def _part(table: Table, walk: Walk, number: int, rows: NDArray[np.int64], last: float) -> _Part:
    slack = walk.fits[number].models.slack
    assert slack is not None  # noqa: S101  # for the type checker: the caller chose fits that have one
    outcomes, planned = table.outcomes, table.planned[rows]
    group = slack.groups(table.columns.local(table.codes[rows]))
    finished = bend(slack.curves, group, table.on_time[rows], walk.forecasts[rows])
    grid = np.broadcast_to(slack.curves.grid, finished.shape)
    done = np.isfinite(outcomes.finished[rows])
    ratio = np.log(outcomes.actual[rows] / planned)
    still = ~done & np.isinf(outcomes.gone[rows])
    reached = np.log(np.maximum(last - outcomes.origin[rows][still], 1e-9) / planned[still])
    return _Part(
        crps=crps_of_curves(grid[done], finished[done], ratio[done]),
        crps_days=crps_of_curves(planned[done, None] * np.exp(grid[done]), finished[done], outcomes.actual[rows][done]),
        pit=places(grid[done], finished[done], ratio[done]),
        error=np.where(np.isnan(outcomes.deadline[rows][done]), np.nan, ratio[done]),
        below=just_before(grid[done], finished[done], ratio[done]),
        open_at=shares_at(grid[still], finished[still], reached),
    )


def _coverage(below: NDArray[np.float64], open_at: NDArray[np.float64]) -> dict[int, Coverage]:
    """An open row that should have been finished by now with the share q has missed that date; others are undecided."""
    found = {}
    for percentile in PERCENTILES:
        q = percentile / 100
        inside = int((below < q).sum())
        n = len(below) + int((open_at >= q).sum())
        if n >= SHOWN_FROM:
            found[percentile] = Coverage(inside / n, *wilson(inside, n), n)
    return found
