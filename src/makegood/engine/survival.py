"""How long things take when some are not finished yet: open items count as far as they have come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """Share not finished yet after each distinct time seen, finished or open (Kaplan & Meier 1958)."""

    times: NDArray[np.float64]
    """Ascending, in the unit of the input."""
    at_risk: NDArray[np.int64]
    """Items still unfinished and under observation just before each time."""
    survival: NDArray[np.float64]
    """Share unfinished just after each time; never ascending."""

    def at(self, time: float) -> float:
        """Return the share unfinished after ``time``; beyond the last time seen, the last value."""
        place = int(np.searchsorted(self.times, time, side="right"))
        return 1.0 if place == 0 else float(self.survival[place - 1])

    def quantile(self, q: float) -> float | None:
        """Return the smallest time by which the share ``q`` is finished; None where so many never were seen to be."""
        if not 0 < q <= 1:
            raise ValueError(f"a quantile is above 0 and at most 1, not {q}")
        reached = np.flatnonzero(1 - self.survival >= q - ROUNDING)
        return float(self.times[reached[0]]) if len(reached) else None


def kaplan_meier(times: ArrayLike, finished: ArrayLike) -> SurvivalCurve:
    """Estimate the curve from ``times`` and whether each item was ``finished`` then, or still open (censored).

    What finishes at the time another item is censored counts as before it. ValueError where both differ in length.
    """
    durations, done = np.asarray(times, dtype=np.float64), np.asarray(finished, dtype=np.bool_)
    if durations.shape != done.shape:
        raise ValueError(f"{durations.size} times and {done.size} states don't belong together")
    distinct, place = np.unique(durations, return_inverse=True)
    leaving = np.bincount(place, minlength=len(distinct))
    events = np.bincount(place[done], minlength=len(distinct))
    at_risk = leaving[::-1].cumsum()[::-1]
    return SurvivalCurve(distinct, at_risk, np.cumprod(1 - events / at_risk))
