"""A history made ready for the walk through time: arrays in an order of their own, whatever the order of the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.bases import References, references
from makegood.engine.outside.columns import Codes, Columns, columns_of, quantities
from makegood.engine.outside.history import History, Moments
from makegood.engine.outside.leaks import blank_while_open, quantities_of
from makegood.engine.outside.outcomes import Outcomes, outcomes_of

FOLDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One row for each row of the history, sorted by everything that a row says, so that equal rows are alike."""

    history: History
    order: NDArray[np.int64]
    """Place in the given history of each row."""
    outcomes: Outcomes
    columns: Columns
    codes: Codes
    numbers: NDArray[np.float64]
    """Dates and numeric attributes as quantities, one column each."""
    numeric: Mapping[str, NDArray[np.float64]]
    """Numeric attributes by name."""
    blank_while_open: tuple[str, ...]
    references: References
    weight: NDArray[np.float64]
    """Promises over rows among all made until then: rows of one promise are alike, so that together they count as one.

    The same for short and long promises, so that rates are those of rows, and only their certainty that of promises.
    """
    promise: NDArray[np.int64]
    """Number of each row's promise."""
    first: NDArray[np.bool_]
    """The first row of each promise that could be forecast."""
    fold: NDArray[np.int64]
    """A number from 0 to 3 that depends on the promise's key alone."""
    tolerance_days: float

    @property
    def planned(self) -> NDArray[np.float64]:
        """Days promised from ``as_of`` on; 1 where there is no promised date, so that ratios are durations in days."""
        return planned_or_day(self.outcomes)

    @property
    def on_time(self) -> NDArray[np.float64]:
        """The log ratio up to which a row is kept; NaN without a promised date."""
        return log_on_time(self.outcomes, self.tolerance_days)


def lay_out(history: History, *, tolerance_days: float) -> Table:
    """Sort, compare dates, code attributes; what is blank while open is left out."""
    order = _order(history)
    history = history.rows(order)
    outcomes = outcomes_of(history, tolerance_days=tolerance_days)
    blank = blank_while_open(history)
    columns = columns_of(history, without=frozenset(blank))
    numeric = {name: column for name, column in quantities_of(history).items() if name not in blank}
    numbers = quantities(history, outcomes.origin, outcomes.deadline)
    promise = np.unique(np.asarray(history.promise, dtype=np.str_), return_inverse=True)[1]
    weight, first = _promises(promise, outcomes)
    return Table(
        history=history,
        order=order,
        outcomes=outcomes,
        columns=columns,
        codes=columns.encode(history),
        numbers=np.column_stack([numbers, *numeric.values()]),
        numeric=numeric,
        blank_while_open=blank,
        references=references(history.as_of, outcomes.known, outcomes.kept, outcomes.usable),
        weight=weight,
        promise=promise,
        first=first,
        fold=np.array([crc32(key.encode()) % FOLDS for key in history.promise], dtype=np.int64),
        tolerance_days=tolerance_days,
    )


def planned_or_day(outcomes: Outcomes) -> NDArray[np.float64]:
    """Return the days promised, 1 where there is no promised date."""
    return np.where(np.isnan(outcomes.deadline), 1.0, outcomes.planned)


def log_on_time(outcomes: Outcomes, tolerance_days: float) -> NDArray[np.float64]:
    """Return the log ratio of durations up to which a row is kept; NaN without a promised date."""
    return np.log((outcomes.planned + tolerance_days) / outcomes.planned)


def _order(history: History) -> NDArray[np.int64]:
    """Sort by what was known first and by the outcome last: what is not known yet moves no row past a known one."""
    texts = [history.promise, *(history.attributes[name] for name in sorted(history.attributes))]
    coded = [np.unique(np.asarray(column, dtype=np.str_), return_inverse=True)[1] for column in texts]
    told: list[Moments] = [history.promised, history.made]
    late = [history.delivered, history.known_at, history.kept, history.cancelled_by]
    keys = [*late[::-1], *coded[1:][::-1], *told, coded[0], history.as_of]
    return np.lexsort([np.nan_to_num(np.asarray(key, dtype=np.float64), nan=-np.inf) for key in keys])


def _promises(promise: NDArray[np.int64], outcomes: Outcomes) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return what each row counts, and whether it is its promise's first. Rows are sorted by ``as_of``."""
    rows = np.flatnonzero(outcomes.at_risk)
    first = np.zeros(len(promise), dtype=np.bool_)
    first[rows[np.unique(promise[rows], return_index=True)[1]]] = True
    return np.maximum(np.cumsum(first), 1) / np.maximum(np.cumsum(outcomes.at_risk), 1), first
