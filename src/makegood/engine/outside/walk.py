"""The walk through time: day by day, first learn what has become known, then forecast the rows made that day.

A forecast can't use what it must not, because it is made before that is learnt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.bases import LEVEL_HALF_LIVES, Levels
from makegood.engine.outside.cohorts import PERIOD_HALF_LIVES, Cohorts, cohorts_of
from makegood.engine.outside.experts import Experts, Mixture
from makegood.engine.outside.fitting import COHORT, METHODS, Fit, Rows, cohort_level, fit_all, worth_of_a_row
from makegood.engine.outside.history import date_of
from makegood.engine.outside.outcomes import LAG_QUANTILE
from makegood.engine.outside.table import Table
from makegood.engine.results import Message
from makegood.engine.survival import kaplan_meier

REFERENCES_PRIOR = (0.25, 0.25)
"""The weights with which the two base rates begin among the levels (a convention)."""
LATE_REFERENCES_PRIOR = (0.1, 0.1)
"""The same where outcomes are known late: base rates then favour what closes fast (a convention)."""
REFERENCES = len(REFERENCES_PRIOR)
LEAST_OUTCOMES = 30
"""Outcomes known below which a forecast is the base rate (a convention)."""
ENOUGH_OUTCOMES = 200
"""Outcomes known from which the base rate as such has no say any more (a convention); in between it fades."""
GROWTH = 1.25
"""Everything is fitted anew when so many times as many outcomes are known, or a new period begins (a convention)."""
MANY, LEAST_GROWTH = 10_000, 0.05
"""A new period needs so large a share more of what is known beyond so many outcomes: it would change little and take
long (a convention)."""

PERIODS: dict[str, Callable[[float], int]] = {
    "day": int,
    "week": lambda day: int((day + 3) // 7),
    "month": lambda day: date_of(day).year * 12 + date_of(day).month,
    "quarter": lambda day: date_of(day).year * 4 + (date_of(day).month - 1) // 3,
    "year": lambda day: date_of(day).year,
}
"""The number of the period that a day lies in; the same for every history."""


@dataclass(slots=True, eq=False)
class Walk:
    """Where a walk has come to, and the forecasts made on the way."""

    table: Table
    every: str
    seed: int
    looking_back: bool = True
    """Whether forecasts on the way are wanted; else only levels are followed, and all is fitted once, at the end."""
    start: float = field(init=False)
    levels: Levels = field(init=False)
    cohorts: Cohorts | None = field(init=False)
    level_experts: Experts = field(init=False)
    mixture: Mixture = field(init=False)
    fit: Fit | None = None
    fitted_on: int = 0
    worth: float | None = None
    """How many independent outcomes a row stands for; None until there is a fit."""
    period: int | None = None
    level_forecasts: NDArray[np.float64] = field(init=False)
    method_forecasts: NDArray[np.float64] = field(init=False)
    forecasts: NDArray[np.float64] = field(init=False)
    fits: list[Fit] = field(default_factory=list)
    fit_of: NDArray[np.int64] = field(init=False)
    """Number of the fit that forecast each row; −1 before there was one."""
    waiting: NDArray[np.int64] = field(init=False)
    """Usable rows not learnt from yet, in the order of the table."""
    is_known: NDArray[np.bool_] = field(init=False)
    """Rows learnt from so far."""
    lately: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """The latest made of the rows learnt from."""
    lag_week: int | None = None
    lag: float = 0.0
    """Days after :attr:`anchor` by which most outcomes are known; no row is learnt from before."""

    def __post_init__(self) -> None:
        """Stand at the beginning."""
        size = len(self.table.codes)
        start = float(np.fmin.reduce(self.table.history.as_of, initial=np.inf))
        start = start if np.isfinite(start) else 0.0
        self.start = start
        self.levels = Levels(start)
        self.cohorts = cohorts_of(self.table.outcomes, start)
        many = REFERENCES + len(LEVEL_HALF_LIVES if self.cohorts is None else PERIOD_HALF_LIVES)
        prior = REFERENCES_PRIOR if self.cohorts is None else LATE_REFERENCES_PRIOR
        others = np.full(many - REFERENCES, (1 - sum(prior)) / (many - REFERENCES))
        self.level_experts = Experts(np.concatenate((prior, others)))
        self.mixture = Mixture(np.array(list(METHODS.values())), 1.0)
        self.forecasts = np.full(size, np.nan)
        self.level_forecasts = np.full((size, many), 0.5)
        self.method_forecasts = np.full((size, len(METHODS)), 0.5)
        self.fit_of = np.full(size, -1, dtype=np.int64)
        self.is_known = np.zeros(size, dtype=np.bool_)
        self.waiting = np.flatnonzero(self.table.outcomes.usable & np.isfinite(self.table.outcomes.known))

    @property
    def learnt(self) -> int:
        """How many rows have been learnt from."""
        return int(self.is_known.sum())

    @property
    def weights(self) -> dict[str, float]:
        """Weight of each method by code; the base rate's is 1 until there are outcomes enough."""
        if self.levels.outcomes[0] < LEAST_OUTCOMES:
            return {"base rate": 1.0}
        return dict(zip(METHODS, self.mixture.weights.tolist(), strict=True))

    @property
    def method(self) -> str:
        """Code of the method with most weight."""
        weights = self.weights
        return max(weights, key=lambda code: weights[code])

    @property
    def left_out(self) -> tuple[Message, ...]:
        """The attributes that only the outcome could have filled."""
        found = dict.fromkeys(self.table.blank_while_open, "blank while open")
        if self.fit is not None:
            found |= dict(sorted(self.fit.models.telling, reverse=True))
        return tuple(Message("filled by outcome", {"attribute": name, "why": found[name]}) for name in sorted(found))

    def learn_until(self, moment: float) -> None:
        """Absorb the outcomes that may be learnt from before ``moment``."""
        if self.cohorts is not None:
            self.cohorts.advance(moment)
            self._look_at_the_lag(moment)
        outcomes = self.table.outcomes
        ready = np.maximum(outcomes.matured, outcomes.anchor + self.lag)[self.waiting] < moment
        rows, self.waiting = self.waiting[ready], self.waiting[~ready]
        if not len(rows):
            return
        self.is_known[rows] = True
        kept, weight = outcomes.kept[rows], self._weight(rows)
        self.levels.absorb(kept, weight, np.full(len(rows), moment))
        level = self._cohort_level(rows)
        self.level_experts.absorb(self.level_forecasts[rows], kept, weight)
        if self.fit is not None:
            self.fit.models.tallies.absorb(
                self.table.codes[rows], kept=kept, expected=level, weight=weight, moment=outcomes.anchor[rows]
            )

    def _weight(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """What rows count: as independent as they were found to be, and one for each promise until that is known."""
        return self.table.weight[rows] if self.worth is None else np.full(len(rows), self.worth)

    def _believed(self) -> float:
        """Return how much is believed beyond the base rate: nothing where all outcomes were alike so far."""
        kept, outcomes = float(self.levels.kept[0]), float(self.levels.outcomes[0])
        if kept <= 0 or kept >= outcomes:
            return 0.0
        return float(np.clip((outcomes - LEAST_OUTCOMES) / (ENOUGH_OUTCOMES - LEAST_OUTCOMES), 0.0, 1.0))

    def _look_at_the_lag(self, moment: float) -> None:
        if PERIODS["week"](moment) != self.lag_week:
            self.lag, self.lag_week = usual_lag(self.table, moment), PERIODS["week"](moment)

    def _cohort_level(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the share kept of what was made about the time of each of the ``rows``, as far as it is known now."""
        pool = np.sort(np.concatenate((self.lately, rows)))
        self.lately = pool[-4 * COHORT :]
        return cohort_level(self.table, pool)[np.searchsorted(pool, rows)]

    def fit_if_due(self, moment: float) -> None:
        """Fit anew where a period has begun or outcomes have grown since the last time."""
        period = PERIODS[self.every](moment)
        least = 1 + LEAST_GROWTH * max(0, self.fitted_on - MANY)
        due = self.learnt >= (GROWTH * self.fitted_on if period == self.period else self.fitted_on + least)
        if not due or self.levels.outcomes[0] < LEAST_OUTCOMES:
            return
        self.fitted_on, self.period = self.learnt, period
        if self.looking_back:
            self.fit_anew(moment)
        else:
            self.worth = worth_of_a_row(self.table, np.flatnonzero(self.is_known))

    def fit_anew(self, moment: float) -> None:
        """Fit everything on what has been learnt from."""
        self.fit, trial = fit_all(
            self.table,
            np.flatnonzero(self.is_known),
            start=self.start,
            moment=moment,
            last=self.fit,
            seed=self.seed,
        )
        self.fits.append(self.fit)
        self.worth = self.fit.worth
        if trial is not None:
            self.mixture = trial

    def forecast_rows(self, rows: NDArray[np.int64], moment: float) -> None:
        """Forecast these rows of the table from what has been learnt before ``moment``."""
        table = self.table
        references = np.column_stack([table.references.ever[rows], table.references.recent[rows]])
        made = self.forecast(Rows(table.codes[rows], table.numbers[rows], table.on_time[rows]), references, moment)
        self.level_forecasts[rows], self.method_forecasts[rows] = made.levels, made.methods
        self.forecasts[rows] = made.kept
        self.fit_of[rows] = len(self.fits) - 1

    def forecast(
        self,
        rows: Rows,
        references: NDArray[np.float64],
        moment: float,
    ) -> Made:
        """Forecast ``rows`` with these base rates."""
        rates = self.levels.at(moment) if self.cohorts is None else self.cohorts.levels()
        levels = np.column_stack([references, np.broadcast_to(rates, (len(references), len(rates)))])
        level = self.level_experts.combine(levels)
        methods = np.repeat(level[:, None], len(METHODS), axis=1)
        if self.fit is not None:
            methods = self.fit.models.methods(self.table, rows, level, moment)
        believed = self._believed()
        kept = (1 - believed) * references[:, 0] + believed * self.mixture.combine(level, methods)
        return Made(kept, methods, levels)


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """Forecasts of some rows, with all that went into them."""

    kept: NDArray[np.float64]
    methods: NDArray[np.float64]
    levels: NDArray[np.float64]


def usual_lag(table: Table, moment: float) -> float:
    """Return after how many days most outcomes of rows made before ``moment`` are known, those unknown counted too."""
    outcomes = table.outcomes
    rows = outcomes.at_risk & (outcomes.anchor < moment)
    seen = (outcomes.known[rows] < moment) & (outcomes.known[rows] <= outcomes.gone[rows])
    until = np.where(seen, outcomes.known[rows], np.minimum(moment, outcomes.gone[rows]))
    lags = np.maximum(until - outcomes.anchor[rows], 0.0)
    if not seen.any():
        return 0.0
    usual = kaplan_meier(lags, seen).quantile(LAG_QUANTILE)
    # Where so many never become known, those that do still have a usual time.
    return float(np.quantile(lags[seen], LAG_QUANTILE)) if usual is None else usual


def walk_through(
    table: Table,
    *,
    until: float,
    every: str,
    seed: int,
    looking_back: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Walk:
    """Forecast all rows made before ``until``, each from what was known before its day, and learn all known by then."""
    walk = Walk(table, every, seed, looking_back)
    rows = np.flatnonzero(table.outcomes.at_risk & (table.history.as_of < until))
    if not len(rows):
        return walk
    days = np.floor(table.history.as_of[rows])
    starts = np.flatnonzero(np.diff(days, prepend=-np.inf))
    for number, (start, stop) in enumerate(zip(starts, [*starts[1:], len(rows)], strict=True)):
        day = float(days[start])
        walk.learn_until(day)
        walk.fit_if_due(day)
        walk.forecast_rows(rows[start:stop], day)
        if progress is not None and number % 16 == 0:
            progress(stop / len(rows))
    walk.learn_until(until)
    if looking_back:
        walk.fit_if_due(until)
    elif walk.levels.outcomes[0] >= LEAST_OUTCOMES:
        walk.fit_anew(until)
    return walk


__all__ = ["METHODS", "PERIODS", "Made", "Walk", "walk_through"]
