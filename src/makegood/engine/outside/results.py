"""What the outside view says, as typed values without words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from makegood.engine.optimism import Optimism
from makegood.engine.outside.history import date_of, moment_of
from makegood.engine.reliability import Corp
from makegood.engine.results import Message
from makegood.engine.scores import Murphy


@dataclass(frozen=True, slots=True)
class FinishCurve:
    """When a promise will be done: the share ``finished`` by each of ``moments``, straight lines between.

    Conditional on its being open at the forecast's ``as_of``. It ends below 1 where some are never done.
    """

    moments: NDArray[np.float64]
    """Ascending, days since 1970-01-01."""
    finished: NDArray[np.float64]
    """Never descending, between 0 and 1."""

    def at(self, moment: float) -> float:
        """Return the share finished by ``moment``: 0 before the first one, the last value after the last."""
        return float(np.interp(moment, self.moments, self.finished, left=0.0))

    def by_end_of_day(self, first_day: date, days: int) -> NDArray[np.float64]:
        """Return the share finished by the end of ``first_day`` and of each of the days after, ``days`` values."""
        ends = moment_of(first_day) + np.arange(1, days + 1)
        return np.asarray(np.interp(ends, self.moments, self.finished, left=0.0))

    def quantile(self, q: float) -> float | None:
        """Return the smallest moment by which the share ``q`` is finished; None where so many never are."""
        if not 0 < q <= 1:
            raise ValueError(f"a quantile is above 0 and at most 1, not {q}")
        place = int(np.searchsorted(self.finished, q - 1e-12))
        if place == len(self.finished):
            return None
        if place == 0:
            return float(self.moments[0])
        low, high = self.finished[place - 1], self.finished[place]
        part = (q - low) / (high - low) if high > low else 1.0
        return float(self.moments[place - 1] + min(1.0, part) * (self.moments[place] - self.moments[place - 1]))

    def date_at(self, q: float) -> date | None:
        """Return the date that contains the quantile ``q``; None where so many are never done."""
        moment = self.quantile(q)
        # A day's end is the next day's first moment.
        return None if moment is None else date_of(moment - 1e-9)


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """The past promises that one is held against, and what became of them."""

    attributes: Mapping[str, str]
    """What they have in common, attribute by attribute; empty: all promises."""
    completed: int
    """Promises, each counted once, whose outcome was known: n of the outside view's weight."""
    late: int
    """How many of them were broken."""
    median_days_late: float | None
    """In the middle of the broken ones that were delivered in the end; calendar days; None where none was."""


@dataclass(frozen=True, slots=True)
class OutsideForecast:
    """What became of promises like this one says about this one."""

    promise: str
    p_kept: float | None
    """None where there is no outcome to learn from."""
    curve: FinishCurve | None
    """None where no finish was ever seen."""
    reference: ReferenceClass
    reason: Message
    """``outside view`` with attributes, n, late, days (in the middle, of the late ones; None where unknown)."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of outcomes not after the date forecast for one percentile, with Wilson's 95 % interval."""

    share: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class HorizonScore:
    """Scores of the forecasts made ``from_days`` (included) to ``to_days`` (excluded) before the promised date."""

    from_days: float
    to_days: float
    """Infinite for the last one."""
    n: int
    base_rate: float
    brier: float
    skill: float


@dataclass(frozen=True, slots=True)
class SnapshotScore:
    """Scores of the forecasts as they stood ``days_before`` the promised date, of the promises still open then."""

    days_before: float
    n: int
    base_rate: float
    brier: float
    skill: float
    """Against the better base rate of promises that were open so many days before theirs, as known at that moment."""


@dataclass(frozen=True, slots=True)
class ClassOptimism:
    """Whether forecasts of one value of one attribute were too good to be true, and what chance explains."""

    attribute: str
    value: str
    kept_rate: float
    optimism: Optimism
    limits: tuple[float, float]
    """Shares between which chance explains the kept rate, two standard errors (funnel, Spiegelhalter 2005)."""
    alarm: tuple[float, float]
    """The same for three standard errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """Forecasts as they would have been made, against what happened. Figures are None where nothing was scored."""

    start: float
    end: float
    """Forecasts made from ``start`` (included) to ``end`` (excluded) count, days since 1970-01-01."""
    n: int
    """Forecasts scored."""
    promises: int
    """Promises they are about; forecasts of one promise depend on each other."""
    unresolved: int
    """Forecasts in the window whose outcome is not known yet."""
    excluded: int
    """Cancelled by the customer, decided before the forecast, or without a moment."""
    base_rate: float | None
    """Share kept of the scored."""
    brier: float | None
    reference_brier: float | None
    """Brier score of the better of two base rates, each known at the forecast's own moment: of all outcomes, and of
    those known in the last 60 days."""
    skill: float | None
    """1 − brier / reference_brier."""
    ece: float | None
    log_loss: float | None
    crps: float | None
    """Of log(actual / promised duration), both from ``as_of`` on; None without promised dates."""
    crps_promise: float | None
    """The same of the promised date itself, taken as a forecast: mean |log(actual / promised duration)|."""
    crps_days: float | None
    """CRPS of the finish in calendar days."""
    coverage: Mapping[int, Coverage]
    """By percentile 50, 85, 95; empty where fewer than 20 finishes were scored."""
    by_horizon: tuple[HorizonScore, ...]
    snapshots: tuple[SnapshotScore, ...]
    """The same promises 30, 14 and 7 days before their date, from their age and the level of the day."""
    method: str
    """Code of the method that carried most weight at the end, see :data:`METHODS`."""
    weights: Mapping[str, float]
    """Weight of each method at the end, by code; they sum to 1."""
    left_out: tuple[Message, ...]
    """Attributes that only the outcome could have filled, left out: ``filled by outcome`` with attribute and why."""
    murphy: Murphy | None
    corp: Corp | None
    pit: NDArray[np.float64]
    """Where each finish fell in its forecast, sorted."""
    optimism: tuple[ClassOptimism, ...]
    """Of the attributes asked for; from 10 outcomes on."""
    forecasts: NDArray[np.float64]
    """P(kept) of every row of the history in its order; NaN where it was not scored."""
    outcomes: NDArray[np.float64]
    """1 kept, 0 broken, NaN where not scored; in the order of the history."""
    references: NDArray[np.float64]
    """The base rate that each forecast is held against, in the order of the history; NaN where not scored."""
