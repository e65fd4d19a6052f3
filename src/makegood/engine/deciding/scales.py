"""Fixed scales: what a score is worth, from 0 for the worst to 100 for the best that was thought of beforehand.

Anchors are fixed before options are known, so adding or removing an option never changes the value of another one: no
rank reversal (Belton & Gear 1983 on what relative scales do).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Literal

from makegood.engine.deciding.faults import Fault

Direction = Literal["more is better", "less is better"]
WORST, BEST = 0.0, 100.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A piecewise linear value function (Keeney & Raiffa 1976, ch. 3)."""

    points: tuple[tuple[float, float], ...]
    """Scores with their values, from the worst (0) to the best (100); straight lines in between."""
    unit: str = ""

    @classmethod
    def between(cls, worst: float, best: float, unit: str = "") -> Scale:
        """Return the straight scale from ``worst`` to ``best``."""
        return cls(((worst, WORST), (best, BEST)), unit)

    @property
    def worst(self) -> float:
        """The score worth 0."""
        return self.points[0][0]

    @property
    def best(self) -> float:
        """The score worth 100."""
        return self.points[-1][0]

    @property
    def direction(self) -> Direction:
        """Whether more of it is better."""
        return "more is better" if self.best > self.worst else "less is better"

    def covers(self, score: float) -> bool:
        """Say whether ``score`` lies on the scale; what is not a number doesn't."""
        return min(self.worst, self.best) <= score <= max(self.worst, self.best)

    def is_worse(self, score: float, than: float) -> bool:
        """Say whether ``score`` is worse ``than`` another one."""
        return score < than if self.best > self.worst else score > than

    def value(self, score: float) -> float:
        """Return what ``score`` is worth, 0 to 100. ValueError off the scale: nobody said what that is worth."""
        if not self.covers(score):
            raise ValueError(f"{score} is not between {self.worst} and {self.best}")
        return self._line(score, 0, 1)

    def score(self, value: float) -> float:
        """Return the score that is worth ``value``. ValueError where it isn't between 0 and 100."""
        if not WORST <= value <= BEST:
            raise ValueError(f"{value} is not between 0 and 100")
        return self._line(value, 1, 0)

    def faults(self, field: str) -> Iterator[Fault]:
        """Yield what makes this no scale; ``field`` is where it stands."""
        scores, values = [point[0] for point in self.points], [point[1] for point in self.points]
        if not all(map(isfinite, (*scores, *values))):
            yield Fault("not a number", field)
        elif len(self.points) < 2:
            yield Fault("scale too short", field)
        else:
            rising = scores[-1] > scores[0]
            if any((after > before) != rising or after == before for before, after in pairwise(scores)):
                yield Fault("scale turns back", field)
            if any(after <= before for before, after in pairwise(values)):
                yield Fault("values don't ascend", field)
            if (values[0], values[-1]) != (WORST, BEST):
                yield Fault("values not from 0 to 100", field)

    def _line(self, given: float, from_axis: int, to_axis: int) -> float:
        for before, after in pairwise(self.points):
            start, end = before[from_axis], after[from_axis]
            if min(start, end) <= given <= max(start, end):
                part = (given - start) / (end - start)
                return after[to_axis] if part == 1 else before[to_axis] + part * (after[to_axis] - before[to_axis])
        raise ValueError(f"{given} lies on no part of the scale")
