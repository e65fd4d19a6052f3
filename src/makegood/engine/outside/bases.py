"""Base rates: what a forecast has to beat, and the level that every other forecast starts from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.history import Moments

RECENT_DAYS = 60.0
"""Outcomes known in so many days make the recent base rate (engine decision 20)."""
LEAST_RECENT = 20
"""Outcomes known lately below which there is no recent base rate (a convention)."""
LEVEL_HALF_LIVES = (np.inf, 365.0, 120.0, 60.0, 30.0, 14.0, 7.0, 3.5)
"""How fast a level may move; what was known in time decides which is believed (a convention)."""
STRENGTH = 4.0
"""Outcomes for which the next slower rate counts in a faster one (a convention)."""


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """For each row, two base rates as known just before its own moment: of all outcomes, and of the recent ones."""

    ever: NDArray[np.float64]
    recent: NDArray[np.float64]
    """The same as ``ever`` where fewer than 20 became known lately: that is no rate yet."""


def references(as_of: Moments, known: Moments, kept: NDArray[np.float64], counts: NDArray[np.bool_]) -> References:
    """Return (k + ½)/(n + 1) of the outcomes that ``counts`` selects and that are known before each ``as_of``.

    The half outcome on each side (Krichevsky & Trofimov 1981) keeps a rate off certainty and is ½ before the first.
    """
    chosen = counts & np.isfinite(known)
    order = np.argsort(known[chosen], kind="stable")
    moments = known[chosen][order]
    total = np.concatenate(([0.0], np.cumsum(kept[chosen][order])))
    now = np.searchsorted(moments, as_of, side="left")
    before = np.searchsorted(moments, as_of - RECENT_DAYS, side="left")
    ever = (total[now] + 0.5) / (now + 1)
    recent = (total[now] - total[before] + 0.5) / (now - before + 1)
    return References(ever, np.where(now - before >= LEAST_RECENT, recent, ever))


@dataclass(slots=True, eq=False)
class Levels:
    """Base rates with several half-lives, counted forward in time; mutable, the state of a walk."""

    start: float
    kept: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(LEVEL_HALF_LIVES)))
    outcomes: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(LEVEL_HALF_LIVES)))

    def absorb(self, kept: NDArray[np.float64], weight: NDArray[np.float64], moment: Moments) -> None:
        """Count outcomes that matured at ``moment``."""
        for number, half_life in enumerate(LEVEL_HALF_LIVES):
            grown = weight * np.exp2((moment - self.start) / half_life)
            self.kept[number] += (grown * kept).sum()
            self.outcomes[number] += grown.sum()

    def at(self, moment: float) -> NDArray[np.float64]:
        """Return the rate for each half-life, each shrunk to the next slower one."""
        rates = []
        slower, strength = 0.5, 1.0
        for number, half_life in enumerate(LEVEL_HALF_LIVES):
            shrink = np.exp2((self.start - moment) / half_life)
            k, n = self.kept[number] * shrink, self.outcomes[number] * shrink
            slower = float((strength * slower + k) / (strength + n))
            rates.append(slower)
            strength = STRENGTH
        return np.array(rates)
