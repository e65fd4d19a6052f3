"""The same forecasts some days before their date, of those still open then: what age and the level of the day tell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.bases import references
from makegood.engine.outside.curves import bend, shares_at
from makegood.engine.outside.results import SnapshotScore
from makegood.engine.outside.table import Table
from makegood.engine.outside.tallies import log_odds, probability
from makegood.engine.outside.walk import Walk
from makegood.engine.scores import brier, skill

DAYS_BEFORE = (30.0, 14.0, 7.0)
"""Days before the promised date at which one frozen snapshot of each promise is scored (a convention)."""


def score_snapshots(table: Table, walk: Walk, rows: NDArray[np.int64]) -> tuple[SnapshotScore, ...]:
    """Score P(kept | open at t) = (F(D) − F(t))/(1 − F(t)) of those of ``rows`` made before t and still open then."""
    found = [_score(table, walk, rows, days) for days in DAYS_BEFORE]
    return tuple(each for each in found if each is not None)


def _score(table: Table, walk: Walk, rows: NDArray[np.int64], days: float) -> SnapshotScore | None:
    outcomes = table.outcomes
    moment = outcomes.deadline - days
    is_open = outcomes.usable & (outcomes.origin < moment) & ~(outcomes.finished <= moment) & (outcomes.gone > moment)
    curved = np.array([number >= 0 and walk.fits[number].models.slack is not None for number in walk.fit_of[rows]])
    chosen = rows[is_open[rows] & curved] if len(rows) else rows
    if not len(chosen):
        return None
    known = references(moment, outcomes.known, outcomes.kept, is_open)
    p, y = _given_open(table, walk, chosen, moment[chosen]), outcomes.kept[chosen]
    reference = min(brier(said[chosen], y) for said in (known.ever, known.recent))
    score = brier(p, y)
    return SnapshotScore(days, len(y), float(y.mean()), score, skill(score, reference))


def _given_open(table: Table, walk: Walk, rows: NDArray[np.int64], moment: NDArray[np.float64]) -> NDArray[np.float64]:
    p = _at_the_level_then(table, walk, rows, moment)
    ratio = np.log((moment - table.outcomes.origin[rows]) / table.planned[rows])
    for number in np.unique(walk.fit_of[rows]).tolist():
        slack = walk.fits[number].models.slack
        here = np.flatnonzero(walk.fit_of[rows] == number)
        if slack is not None:
            group = slack.groups(table.columns.local(table.codes[rows[here]]))
            finished = bend(slack.curves, group, table.on_time[rows[here]], p[here])
            by_now = shares_at(np.broadcast_to(slack.curves.grid, finished.shape), finished, ratio[here])
            p[here] = np.clip((p[here] - by_now) / np.maximum(1 - by_now, 1e-9), 0.0, 1.0)
    return p


def _at_the_level_then(
    table: Table, walk: Walk, rows: NDArray[np.int64], moment: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what was said when the rows were made, moved with the level to that of the last row made before."""
    forecast = np.flatnonzero(np.isfinite(walk.forecasts))
    last = np.searchsorted(table.history.as_of[forecast], moment, side="left") - 1
    level, then = walk.method_forecasts[rows, 0], walk.method_forecasts[forecast[np.maximum(last, 0)], 0]
    return probability(log_odds(walk.forecasts[rows]) + log_odds(then) - log_odds(level))
