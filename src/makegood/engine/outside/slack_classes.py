"""Slack curves of the classes that tell most, with as much memory as served best on the newest rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.classes import choose_classes
from makegood.engine.outside.columns import Codes
from makegood.engine.outside.outcomes import SHORTEST
from makegood.engine.outside.slack import SlackCurves, fit_slack
from makegood.engine.outside.table import Table
from makegood.engine.outside.trees import ClassTree, grow

SLACK_BINS = 8
SLACK_DEPTH = 3
REPORT_QUANTILE = 0.9
MEMORIES = (np.inf, 365.0, 90.0, 30.0)
"""Days after which a row counts half (a convention); the first is kept unless another is better by evidence."""
LEAST_GAIN = 3.0
"""Log likelihood on the newest rows by which another memory must be better (a convention)."""
TRIAL_FROM = 0.75
"""Share of the rows, the older ones, on which memories are tried (a convention)."""
ROUNDING = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Slack:
    """Slack curves, and the way to a row's own."""

    tree: ClassTree
    curves: SlackCurves
    starts: tuple[int, ...]

    def groups(self, local: Codes) -> NDArray[np.int64]:
        """Return the number of the curve of each row: its smallest class that was seen."""
        group = np.zeros(len(local), dtype=np.int64)
        for level, start in zip(self.tree.levels(local), self.starts[1:], strict=True):
            group = np.where(level >= 0, start + level, group)
        return group


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """Rows as they were seen at one moment: finished, or open as far as they had come."""

    rows: NDArray[np.int64]
    """Places in the table."""
    ratio: NDArray[np.float64]
    finished: NDArray[np.bool_]


def observe(table: Table, moment: float) -> Observed:
    """Return what was seen of the rows made before ``moment``."""
    outcomes = table.outcomes
    done = outcomes.finish_known < moment
    lag = _report_lag(table, done) if outcomes.reported_late else 0.0
    age = np.minimum(np.where(done, outcomes.actual, moment - lag - outcomes.origin), outcomes.gone - outcomes.origin)
    rows = np.flatnonzero(outcomes.at_risk & (table.history.as_of < moment) & (age >= SHORTEST))
    return Observed(rows, np.log(age[rows] / table.planned[rows]), done[rows])


def fit_slack_classes(table: Table, moment: float, allowed: NDArray[np.bool_]) -> Slack | None:
    """Fit the curves at ``moment`` on classes made of the ``allowed`` columns; None before the first finish."""
    seen = observe(table, moment)
    if not seen.finished.any():
        return None
    columns = _telling_columns(table, seen, allowed)
    return _fit(table, seen, columns, moment, _memory(table, seen, columns))


def _telling_columns(table: Table, seen: Observed, allowed: NDArray[np.bool_]) -> list[int]:
    done = seen.rows[seen.finished]
    local = table.columns.local(table.codes[done])
    named = np.flatnonzero(allowed[: local.shape[1]])
    bins = _bins(seen.ratio[seen.finished], _edges(seen.ratio[seen.finished]))
    chosen = choose_classes(local[:, named], bins, table.weight[done], depth=SLACK_DEPTH)
    return [int(named[place]) for place in chosen]


def _fit(table: Table, seen: Observed, columns: list[int], moment: float, memory: float) -> Slack | None:
    local = table.columns.local(table.codes[seen.rows])
    tree = grow(local, columns, np.diff(table.columns.offsets))
    weight = table.weight[seen.rows] * np.exp2((table.history.as_of[seen.rows] - moment) / memory)
    fitted = fit_slack(seen.ratio, seen.finished, weight, tree.levels(local))
    return None if fitted is None else Slack(tree, fitted[0], tuple(fitted[1]))


def _memory(table: Table, seen: Observed, columns: list[int]) -> float:
    """Fit the older rows as they were seen then, with each memory; keep the one that made the newest likeliest."""
    began = float(np.quantile(table.history.as_of[seen.rows], TRIAL_FROM))
    before = observe(table, began)
    new = table.history.as_of[seen.rows] >= began
    if not before.finished.any() or not seen.finished[new].any():
        return MEMORIES[0]
    edges = _edges(before.ratio[before.finished])
    scores = []
    for memory in MEMORIES:
        fitted = _fit(table, before, columns, began, memory)
        scores.append(-np.inf if fitted is None else _likelihood(table, fitted, seen, new, edges))
    best = int(np.argmax(scores))
    return MEMORIES[best] if scores[best] > scores[0] + LEAST_GAIN else MEMORIES[0]


def _likelihood(
    table: Table, slack: Slack, seen: Observed, new: NDArray[np.bool_], edges: NDArray[np.float64]
) -> float:
    """Log likelihood of which bin each new row fell in, or of its being open as long as it is."""
    rows, ratio, finished = seen.rows[new], seen.ratio[new], seen.finished[new]
    group = slack.groups(table.columns.local(table.codes[rows]))
    bounds = np.concatenate(([-np.inf], edges, [np.inf]))
    place = _bins(ratio, edges)
    high, low = (slack.curves.at(group, np.clip(bounds[at], -99, 99)) for at in (place + 1, place))
    here = np.where(finished, high - low, 1 - slack.curves.at(group, ratio))
    return float((table.weight[rows] * np.log(np.maximum(here, 0) + ROUNDING)).sum())


def _report_lag(table: Table, done: NDArray[np.bool_]) -> float:
    lags = (table.outcomes.finish_known - table.history.delivered)[done]
    return float(np.quantile(lags, REPORT_QUANTILE)) if len(lags) else 0.0


def _edges(ratio: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.unique(np.quantile(ratio, np.linspace(0, 1, SLACK_BINS + 1)[1:-1], method="inverted_cdf"))


def _bins(ratio: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.asarray(np.searchsorted(edges, ratio, side="left"), dtype=np.int64)
