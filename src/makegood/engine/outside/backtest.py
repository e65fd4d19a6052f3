"""Forecasts as they would have been made, against what happened: rolling origin, never a random split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from makegood.engine.optimism import SHOWN_FROM, funnel_limits, optimism
from makegood.engine.outside.finish import FinishScores, score_finishes
from makegood.engine.outside.history import History
from makegood.engine.outside.results import Backtest, ClassOptimism, HorizonScore
from makegood.engine.outside.snapshots import score_snapshots
from makegood.engine.outside.table import Table, lay_out
from makegood.engine.outside.walk import Walk, walk_through
from makegood.engine.reliability import corp, ece
from makegood.engine.scores import brier, log_loss, murphy, skill

Every = Literal["day", "week", "month", "quarter", "year"]
HORIZONS = (0.0, 1.0, 7.0, 14.0, 30.0, 90.0, np.inf)
"""Days before the promised date between which forecasts are scored together."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """The forecasts that can be scored."""

    rows: NDArray[np.int64]
    """Places in the table."""
    p: NDArray[np.float64]
    y: NDArray[np.float64]
    reference: NDArray[np.float64]
    """The better of the two base rates over all of them."""


def backtest(
    history: History,
    *,
    start: float,
    end: float | None = None,
    every: Every = "month",
    tolerance_days: float = 0.0,
    seed: int = 1,
    optimism_by: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
) -> Backtest:
    """Score the forecasts of the rows with ``start`` ≤ ``as_of`` < ``end`` (None: to the last one).

    Each is made from what was known before its own day: rates and classes are counted anew each day, models fitted anew
    at least at the beginning of each period (``every``). ``optimism_by`` names attributes whose values are to be held
    against chance. ``progress`` is told the share done, 0 to 1.
    """
    table = lay_out(history, tolerance_days=tolerance_days)
    last_day = _last_moment(table) + 1
    until = last_day if end is None else min(end, last_day)
    walk = walk_through(table, until=until, every=every, seed=seed, progress=progress)
    inside = (table.history.as_of >= start) & (table.history.as_of < until)
    decided = _decided(table)
    scored = _scored(table, walk, np.flatnonzero(inside & table.outcomes.usable & decided))
    finishes = score_finishes(table, walk, scored.rows, _last_moment(table))
    undecided = int((inside & table.outcomes.usable & ~decided).sum())
    unusable = int((inside & ~table.outcomes.usable).sum())
    left = (undecided, unusable)
    return _result(table, walk, scored, finishes, window=(start, until), left=left, optimism_by=optimism_by)


def _scored(table: Table, walk: Walk, rows: NDArray[np.int64]) -> Scored:
    y = table.outcomes.kept[rows]
    references = [table.references.ever[rows], table.references.recent[rows]]
    reference = min(references, key=lambda said: float(((said - y) ** 2).sum()))
    return Scored(rows, walk.forecasts[rows], y, reference)


def _decided(table: Table) -> NDArray[np.bool_]:
    """Say whose outcome the history tells: known by its last moment, or stated without a moment."""
    last, outcomes = _last_moment(table), table.outcomes
    stated = ~np.isnan(table.history.kept)
    overdue = (
        np.isinf(outcomes.known) & np.isnan(table.history.delivered) & (outcomes.deadline + _usual_lag(table) < last)
    )
    return (outcomes.known <= last) | stated | overdue


def _last_moment(table: Table) -> float:
    history = table.history
    moments = np.concatenate((history.as_of, history.delivered, history.known_at))
    return float(np.nanmax(moments)) if np.isfinite(moments).any() else 0.0


def _usual_lag(table: Table) -> float:
    lags = (table.outcomes.finish_known - table.history.delivered)[np.isfinite(table.outcomes.finish_known)]
    return float(lags.max()) if len(lags) else 0.0


def _result(
    table: Table,
    walk: Walk,
    scored: Scored,
    finishes: FinishScores,
    *,
    window: tuple[float, float],
    left: tuple[int, int],
    optimism_by: Sequence[str],
) -> Backtest:
    p, y, any_scored = scored.p, scored.y, len(scored.y) > 0
    said, happened, beside = (np.full(len(table.history), np.nan) for _ in range(3))
    places = table.order[scored.rows]
    said[places], happened[places], beside[places] = p, y, scored.reference
    score, reference = (brier(each, y) if any_scored else None for each in (p, scored.reference))
    return Backtest(
        start=window[0],
        end=window[1],
        n=len(y),
        promises=len({table.history.promise[row] for row in scored.rows}),
        unresolved=left[0],
        excluded=left[1],
        base_rate=float(y.mean()) if any_scored else None,
        brier=score,
        reference_brier=reference,
        skill=None if score is None or reference is None else skill(score, reference),
        ece=ece(p, y) if any_scored else None,
        log_loss=log_loss(p, y) if any_scored else None,
        crps=finishes.crps,
        crps_promise=finishes.crps_promise,
        crps_days=finishes.crps_days,
        coverage=finishes.coverage,
        by_horizon=_by_horizon(table, scored),
        snapshots=score_snapshots(table, walk, scored.rows),
        method=walk.method,
        weights=walk.weights,
        left_out=walk.left_out,
        murphy=murphy(p, y) if any_scored else None,
        corp=corp(p, y) if any_scored else None,
        pit=finishes.pit,
        optimism=tuple(each for name in optimism_by for each in _optimism(table, scored, name)),
        forecasts=said,
        outcomes=happened,
        references=beside,
    )


def _by_horizon(table: Table, scored: Scored) -> tuple[HorizonScore, ...]:
    left = (table.outcomes.deadline - table.outcomes.origin)[scored.rows]
    found = []
    for low, high in pairwise(HORIZONS):
        chosen = (left >= low) & (left < high)
        if chosen.any():
            p, y, reference = scored.p[chosen], scored.y[chosen], scored.reference[chosen]
            score = brier(p, y)
            gain = skill(score, brier(reference, y))
            found.append(HorizonScore(low, high, len(y), float(y.mean()), score, gain))
    return tuple(found)


def _optimism(table: Table, scored: Scored, attribute: str) -> list[ClassOptimism]:
    values = np.asarray(table.history.attributes.get(attribute, ("",) * len(table.history)), dtype=np.str_)[scored.rows]
    overall = float(scored.y.mean()) if len(scored.y) else 0.0
    found = []
    for value in np.unique(values).tolist():
        chosen = values == value
        n = int(chosen.sum())
        if n >= SHOWN_FROM:
            warning, alarm = (funnel_limits(overall, n, errors=errors) for errors in (2, 3))
            compared = optimism(scored.p[chosen], scored.y[chosen])
            found.append(ClassOptimism(attribute, value, float(scored.y[chosen].mean()), compared, warning, alarm))
    return found
