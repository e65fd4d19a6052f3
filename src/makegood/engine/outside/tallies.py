"""What each class has shown so far, counted forward in time, so that a row's features never contain its own outcome.

For each class: how many were kept, and how many would have been at the base rate of their own time. The difference, not
the rate, is what a class knows: when the whole level moves, all classes move with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.columns import UNSEEN, Codes
from makegood.engine.shrinkage import DEFAULT_STRENGTH

HALF_LIVES = (np.inf, 90.0)
"""Days after which an outcome counts half; both are offered, outcomes decide (a convention)."""
EDGE = 0.005
"""Rates are kept so far from 0 and 1."""


@dataclass(slots=True, eq=False)
class Tallies:
    """Counts by class and half-life; mutable, because it is the state of a walk through time."""

    classes: int
    start: float
    """The moment at which an outcome weighs 1; later ones weigh more, and every question divides by its own time's."""
    kept: NDArray[np.float64] = field(init=False)
    expected: NDArray[np.float64] = field(init=False)
    outcomes: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        """Begin without outcomes."""
        shape = (len(HALF_LIVES), self.classes)
        self.kept, self.expected, self.outcomes = (np.zeros(shape) for _ in range(3))

    def absorb(
        self,
        codes: Codes,
        *,
        kept: NDArray[np.float64],
        expected: NDArray[np.float64],
        weight: NDArray[np.float64],
        moment: NDArray[np.float64],
    ) -> None:
        """Count outcomes, one for each row of ``codes``, that matured at ``moment``."""
        seen = codes != UNSEEN
        place = codes[seen]
        for number, half_life in enumerate(HALF_LIVES):
            grown = weight * np.exp2((moment - self.start) / half_life)
            for tally, value in ((self.kept, kept), (self.expected, expected), (self.outcomes, 1.0)):
                np.add.at(tally[number], place, np.broadcast_to((grown * value)[:, None], codes.shape)[seen])

    def without(self, part: Tallies) -> Tallies:
        """Return these counts less those of a ``part`` of the outcomes."""
        rest = Tallies(self.classes, self.start)
        rest.kept, rest.expected = self.kept - part.kept, self.expected - part.expected
        rest.outcomes = np.maximum(self.outcomes - part.outcomes, 0.0)
        return rest

    def shifts(self, codes: Codes, *, base: NDArray[np.float64], moment: float) -> NDArray[np.float64]:
        """Return by how much each class's log odds lie above the base rate's, shrunk to 0 where little was seen.

        One row for each row of ``codes``; a column for each of its columns, for each half-life in turn. (s·m + k)/(s +
        n) with s = 10 is compared with the same of what was expected (indirect standardisation).
        """
        parts = []
        mean = base[:, None]
        for number, half_life in enumerate(HALF_LIVES):
            shrink = np.exp2((self.start - moment) / half_life)
            n, k, e = (tally[number][codes] * shrink for tally in (self.outcomes, self.kept, self.expected))
            room = DEFAULT_STRENGTH + n
            shift = log_odds((DEFAULT_STRENGTH * mean + k) / room) - log_odds((DEFAULT_STRENGTH * mean + e) / room)
            parts.append(np.where(codes == UNSEEN, 0.0, shift))
        return np.concatenate(parts, axis=1)


def log_odds(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logit, kept off certainty."""
    q = np.clip(p, EDGE, 1 - EDGE)
    return np.asarray(np.log(q) - np.log1p(-q))


def probability(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of log odds."""
    return np.asarray(1 / (1 + np.exp(-logit)))
