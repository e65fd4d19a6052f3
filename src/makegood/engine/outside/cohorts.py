"""The level where outcomes are known late: what becomes of a row made now, from what happens to rows of each age.

Fast ones close first, so what closed lately is no fair sample of what was made lately. Kept and broken compete
(cumulative incidence, Aalen & Johansen 1978); only what happened lately to rows of each age counts, whenever they were
made (period analysis, Brenner & Gefeller 1996), so that a change is seen at once in the young ages.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.outcomes import Outcomes

AGES = np.concatenate(
    ([0, 0.02, 0.1, 0.25, 0.5], np.arange(1, 9), [10, 12, 14, 17, 20, 24, 28, 35, 42, 56, 70, 90, 120, 180, 365, 730])
).astype(np.float64)
"""Days at which one age ends and the next begins; older rows are no longer followed (a convention)."""
PERIOD_HALF_LIVES = (180.0, 45.0, 14.0)
"""Days after which what happened counts half (a convention)."""
ROWS_AT_ONCE = 4_096


@dataclass(slots=True, eq=False)
class Cohorts:
    """Days under observation and outcomes by age; mutable, the state of a walk."""

    outcomes: Outcomes
    moment: float
    """Where it has come to."""
    following: NDArray[np.int64]
    """Rows still open and not too old."""
    to_come: NDArray[np.int64]
    """Rows not made yet, in the order of their origin."""
    exposed: NDArray[np.float64] = field(init=False)
    happened: NDArray[np.float64] = field(init=False)
    """By half-life, kept or broken, age."""

    def __post_init__(self) -> None:
        """Begin without observations."""
        self.exposed = np.zeros((len(PERIOD_HALF_LIVES), len(AGES) - 1))
        self.happened = np.zeros((len(PERIOD_HALF_LIVES), 2, len(AGES) - 1))

    def advance(self, moment: float) -> None:
        """Observe what happened until ``moment``."""
        if moment <= self.moment:
            return
        origin, known = self.outcomes.origin, self.outcomes.known
        left = np.minimum(known, self.outcomes.gone)
        stop = int(np.searchsorted(origin[self.to_come], moment, side="left"))
        rows = np.concatenate((self.following, self.to_come[:stop]))
        self.to_come = self.to_come[stop:]
        fade = np.exp2((self.moment - moment) / np.array(PERIOD_HALF_LIVES))
        self.exposed *= fade[:, None]
        self.happened *= fade[:, None, None]
        for first in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[first : first + ROWS_AT_ONCE]
            young = np.maximum(self.moment - origin[some], 0.0)
            old = np.minimum(moment, left[some]) - origin[some]
            self.exposed += _days_in_ages(young, np.maximum(young, old))
        closed = rows[(known[rows] < moment) & (known[rows] <= self.outcomes.gone[rows])]
        age = np.clip(np.searchsorted(AGES, known[closed] - origin[closed], side="right") - 1, 0, len(AGES) - 2)
        for which, kept in enumerate((1.0, 0.0)):
            self.happened[:, which] += np.bincount(age[self.outcomes.kept[closed] == kept], minlength=len(AGES) - 1)
        self.following = rows[(left[rows] >= moment) & (moment - origin[rows] < AGES[-1])]
        self.moment = moment

    def levels(self, *, age: float = 0.0) -> NDArray[np.float64]:
        """Return P(kept) of a row for each half-life, each age drawn to the next slower one by one outcome.

        Of one made now, or of one still undecided at an ``age`` in days.
        """
        ahead = AGES[1:] > age
        found = []
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            hazard = np.nan_to_num(self.happened[0].sum(axis=0) / self.exposed[0])
            share = np.full(len(AGES) - 1, 0.5)
            for exposed, happened in zip(self.exposed, self.happened, strict=True):
                total = happened.sum(axis=0)
                share = (happened[0] + share) / (total + 1)
                hazard = np.where(hazard > 0, (total + 1) / (exposed + 1 / hazard), 0.0)
                left = np.exp(-np.concatenate(([0.0], np.cumsum(hazard * np.diff(AGES)))))
                decided = np.where(ahead, left[:-1] - left[1:], 0.0)
                found.append((decided * share).sum() / decided.sum() if decided.sum() > 0 else 0.5)
        return np.array(found)


def cohorts_of(outcomes: Outcomes, start: float) -> Cohorts | None:
    """Return the state before the first row; None where every outcome is known by its date anyway."""
    rows = np.flatnonzero(outcomes.at_risk)
    if not (outcomes.reported_late or np.isnan(outcomes.deadline[rows]).any()):
        return None
    order = rows[np.argsort(outcomes.origin[rows], kind="stable")]
    return Cohorts(outcomes, start, np.zeros(0, dtype=np.int64), order)


def _days_in_ages(young: NDArray[np.float64], old: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many days all rows together spent in each age while they grew from ``young`` to ``old``."""
    reached = np.clip(old[:, None], AGES[:-1], AGES[1:]) - np.clip(young[:, None], AGES[:-1], AGES[1:])
    return np.asarray(reached.sum(axis=0))
