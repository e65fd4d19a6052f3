"""What was learnt from a history up to one moment, ready to forecast open promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from makegood.engine.combination import conditional_kept
from makegood.engine.outside.bases import references
from makegood.engine.outside.cohorts import Cohorts
from makegood.engine.outside.columns import numbers_in_order, quantities
from makegood.engine.outside.curves import bend
from makegood.engine.outside.fitting import Rows, fit_reference
from makegood.engine.outside.history import History
from makegood.engine.outside.outcomes import Outcomes, outcomes_of
from makegood.engine.outside.references import ReferenceClasses
from makegood.engine.outside.results import FinishCurve, OutsideForecast
from makegood.engine.outside.table import lay_out, log_on_time, planned_or_day
from makegood.engine.outside.tallies import log_odds, probability
from makegood.engine.outside.walk import Walk, walk_through
from makegood.engine.results import Message

LEAST_IN_FLIGHT = 50
"""Rows made after their promise from which those are learnt as they are; else from the promise's beginning, by age."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The outside view at ``as_of``, days since 1970-01-01."""

    as_of: float
    completed: int
    """Promises whose outcome was learnt from."""
    method: str
    """Code of the method that carries most weight."""
    weights: Mapping[str, float]
    """Of each method, by code; they sum to 1."""
    left_out: tuple[Message, ...]
    """Attributes that only the outcome could have filled: ``filled by outcome`` with attribute and why."""
    walk: Walk
    """Where the learning came to."""
    classes: ReferenceClasses

    def forecast(self, rows: History) -> tuple[OutsideForecast, ...]:
        """Forecast open promises, one for each row; a row's blank ``as_of`` is the view's.

        A promise that was made a while ago is forecast as it would have been when it was made, on the condition that it
        is still open, unless the history has rows enough that were themselves made on the way.
        """
        asked = replace(rows, as_of=np.where(np.isnan(rows.as_of), self.as_of, rows.as_of))
        begun = asked if self._learnt_in_flight() else _at_the_beginning(asked)
        outcomes = outcomes_of(begun, tolerance_days=self.walk.table.tolerance_days)
        codes = self.walk.table.columns.encode(begun)
        kept = self._kept(begun, outcomes, codes)
        curves = self._curves(outcomes, codes, kept)
        return tuple(
            self._one(asked, place, outcomes, codes[place], float(kept[place]), curves[place])
            for place in range(len(rows))
        )

    def _learnt_in_flight(self) -> bool:
        history = self.walk.table.history
        return int((history.as_of > history.made).sum()) >= LEAST_IN_FLIGHT

    def _kept(self, rows: History, outcomes: Outcomes, codes: NDArray[np.int64]) -> NDArray[np.float64]:
        table = self.walk.table
        numbers = [numbers_in_order(rows, table.numeric, rows.as_of)]
        told = np.column_stack([quantities(rows, outcomes.origin, outcomes.deadline), *numbers])
        now = np.full(len(rows), self.as_of)
        known = references(now, table.outcomes.known, table.outcomes.kept, table.outcomes.usable)
        base = np.column_stack([known.ever, known.recent])
        on_time = log_on_time(outcomes, table.tolerance_days)
        return self.walk.forecast(Rows(codes, told, on_time), base, self.as_of).kept

    def _curves(
        self, outcomes: Outcomes, codes: NDArray[np.int64], kept: NDArray[np.float64]
    ) -> list[FinishCurve | None]:
        fit, table = self.walk.fit, self.walk.table
        if fit is None or fit.models.slack is None:
            return [None] * len(kept)
        slack = fit.models.slack
        group = slack.groups(table.columns.local(codes))
        finished = bend(slack.curves, group, log_on_time(outcomes, table.tolerance_days), kept)
        moments = outcomes.origin[:, None] + planned_or_day(outcomes)[:, None] * np.exp(slack.curves.grid)
        return [FinishCurve(when, share) for when, share in zip(moments, finished, strict=True)]

    def _one(
        self,
        asked: History,
        place: int,
        outcomes: Outcomes,
        codes: NDArray[np.int64],
        kept: float,
        curve: FinishCurve | None,
    ) -> OutsideForecast:
        reference = self.classes.of(self.walk.table.columns.local(codes[None, :]))
        values = {
            "attributes": dict(reference.attributes),
            "n": reference.completed,
            "late": reference.late,
            "days": reference.median_days_late,
        }
        if not reference.completed:
            return OutsideForecast(asked.promise[place], None, None, reference, Message("no outcome yet"))
        now, deadline = float(asked.as_of[place]), float(outcomes.deadline[place])
        by_now = curve.at(now) if curve is not None else 0.0
        if deadline + self.walk.table.tolerance_days <= now:
            kept = 0.0
        elif np.isfinite(deadline):
            kept = conditional_kept(kept, by_now)
        elif self.walk.cohorts is not None:
            kept = _of_that_age(self.walk.cohorts, kept, now - float(outcomes.origin[place]))
        still_open = None if curve is None else _given_open(curve, now, by_now)
        return OutsideForecast(asked.promise[place], kept, still_open, reference, Message("outside view", values))


def learn(
    history: History,
    *,
    as_of: float,
    tolerance_days: float = 0.0,
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> View:
    """Learn from what was known before ``as_of``; ``progress`` is told the share done."""
    table = lay_out(history, tolerance_days=tolerance_days)
    walk = walk_through(table, until=as_of, every="month", seed=seed, looking_back=False, progress=progress)
    tree = fit_reference(table, np.flatnonzero(walk.is_known), walk.fit.models.telling) if walk.fit else None
    classes = ReferenceClasses(table, tree, walk.is_known, as_of)
    return View(as_of, classes.completed, walk.method, walk.weights, walk.left_out, walk, classes)


def _at_the_beginning(rows: History) -> History:
    return replace(rows, as_of=np.where(rows.made < rows.as_of, rows.made, rows.as_of))


def _of_that_age(cohorts: Cohorts, kept: float, age: float) -> float:
    """Shift the log odds by what being still undecided at that ``age`` means for the level."""
    young, old = (log_odds(cohorts.levels(age=each)[-1:]) for each in (0.0, age))
    return float(probability(log_odds(np.array([kept])) + old - young)[0])


def _given_open(curve: FinishCurve, now: float, by_now: float) -> FinishCurve | None:
    if by_now >= 1:
        return None
    later = curve.moments > now
    finished = np.clip((curve.finished[later] - by_now) / (1 - by_now), 0.0, 1.0)
    return FinishCurve(np.concatenate(([now], curve.moments[later])), np.concatenate(([0.0], finished)))
