"""Whether a team's or a seller's forecasts are too good to be true, without league tables."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from numpy.typing import ArrayLike

from makegood.engine.scores import paired

SHOWN_FROM = 10
"""Outcomes from which a bias is shown (a convention)."""
FLAGGED_FROM = 20
"""Outcomes from which it may be flagged (a convention)."""
FLAG_Z = 3.0


@dataclass(frozen=True, slots=True)
class Optimism:
    """``bias`` is the mean of forecast − outcome, positive when too optimistic; ``z`` its distance from chance.

    ``z`` = Σ(y − p)/√Σp(1 − p): negative where less was kept than was said; 0 where every forecast was certain.
    """

    n: int
    bias: float
    z: float

    @property
    def shown(self) -> bool:
        """Whether there are outcomes enough to show the figure."""
        return self.n >= SHOWN_FROM

    @property
    def flagged(self) -> bool:
        """Whether the figure asks for a talk: enough outcomes, and beyond three standard errors."""
        return self.n >= FLAGGED_FROM and abs(self.z) > FLAG_Z


def optimism(forecasts: ArrayLike, outcomes: ArrayLike) -> Optimism:
    """Compare probabilities of "kept" with outcomes (1 or 0); ValueError without any."""
    p, y = paired(forecasts, outcomes)
    spread = sqrt(float((p * (1 - p)).sum()))
    z = float((y - p).sum()) / spread if spread > 0 else 0.0
    return Optimism(n=len(p), bias=float((p - y).mean()), z=z)


def funnel_limits(rate: float, n: int, *, errors: float) -> tuple[float, float]:
    """Return between which shares of ``n`` outcomes chance explains, given the overall ``rate`` (Spiegelhalter 2005).

    ``errors`` is the number of standard errors: 2 warns, 3 alarms. Cut at 0 and 1; 0 to 1 without outcomes.
    """
    if n <= 0:
        return 0.0, 1.0
    reach = errors * sqrt(rate * (1 - rate) / n)
    return max(0.0, rate - reach), min(1.0, rate + reach)
