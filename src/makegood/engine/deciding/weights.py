"""Weights of decision criteria that sum to 1, and how people come to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite
from types import MappingProxyType

from makegood.engine.deciding.faults import Fault

SUM_TOLERANCE = 1e-9
TOP_SWING = 100.0


def roc_weights(criteria: int) -> tuple[float, ...]:
    """Return rank-order-centroid weights w_k = (1/K)·Σ_{i≥k} 1/i, most important first (Edwards & Barron 1994).

    The fallback where only the order of the criteria is known: the centre of all weights in that order (Barron &
    Barrett 1996). ValueError without criteria.
    """
    if criteria < 1:
        raise ValueError("weights need at least one criterion")
    return tuple(sum(1 / i for i in range(k, criteria + 1)) / criteria for k in range(1, criteria + 1))


def swing_weights(swings: Sequence[float]) -> tuple[float, ...]:
    """Normalise swings, 100 for the criterion whose step from worst to best matters most (Edwards & Barron 1994).

    ValueError where a swing is negative or above 100, or none is 100: then the ranking was not anchored.
    """
    if not all(0 <= swing <= TOP_SWING for swing in swings) or TOP_SWING not in swings:
        raise ValueError("swings lie between 0 and 100, and the greatest is 100")
    total = fsum(swings)
    return tuple(swing / total for swing in swings)


@dataclass(frozen=True, slots=True)
class Swings:
    """Points for each criterion's step from worst to best: 100 for the one that matters most, the others beside it."""

    points: Mapping[str, float]

    def __post_init__(self) -> None:
        """Keep a copy: what is locked doesn't change afterwards."""
        object.__setattr__(self, "points", MappingProxyType(dict(self.points)))

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each criterion."""
        return dict(zip(self.points, swing_weights(list(self.points.values())), strict=True))

    def faults(self, criteria: Iterable[str]) -> Iterator[Fault]:
        """Yield what is wrong with them for these ``criteria``."""
        yield from _of_names(self.points, criteria)
        yield from _out_of_range(self.points, TOP_SWING)
        greatest = max(self.points.values(), default=0.0)
        if greatest < TOP_SWING:
            yield Fault("greatest swing not 100", "weighting", {"greatest": greatest})


@dataclass(frozen=True, slots=True)
class Ranks:
    """Criteria in the order of how much their step from worst to best matters, first what matters most."""

    order: tuple[str, ...]

    @property
    def weights(self) -> dict[str, float]:
        """The rank-order-centroid weight of each criterion."""
        return dict(zip(self.order, roc_weights(len(self.order)), strict=True))

    def faults(self, criteria: Iterable[str]) -> Iterator[Fault]:
        """Yield what is wrong with them for these ``criteria``."""
        yield from _of_names(self.order, criteria)
        for key in sorted({key for key in self.order if self.order.count(key) > 1}):
            yield Fault("duplicate", f"weighting.{key}", {"key": key})


@dataclass(frozen=True, slots=True)
class Shares:
    """Weights that are given as such, and sum to 1."""

    weights: Mapping[str, float]

    def __post_init__(self) -> None:
        """Keep a copy: what is locked doesn't change afterwards."""
        object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))

    def faults(self, criteria: Iterable[str]) -> Iterator[Fault]:
        """Yield what is wrong with them for these ``criteria``."""
        yield from _of_names(self.weights, criteria)
        yield from _out_of_range(self.weights, 1.0)
        if all(map(isfinite, self.weights.values())):
            total = fsum(self.weights.values())
            if abs(total - 1) > SUM_TOLERANCE:
                yield Fault("weights don't sum to 1", "weighting", {"total": total})


Weighting = Swings | Ranks | Shares


def _of_names(named: Iterable[str], criteria: Iterable[str]) -> Iterator[Fault]:
    given, wanted = set(named), set(criteria)
    for key in sorted(wanted - given):
        yield Fault("weight missing", f"weighting.{key}", {"criterion": key})
    for key in sorted(given - wanted):
        yield Fault("unknown criterion", f"weighting.{key}", {"criterion": key})


def _out_of_range(given: Mapping[str, float], most: float) -> Iterator[Fault]:
    for key, value in given.items():
        if not isfinite(value):
            yield Fault("not a number", f"weighting.{key}")
        elif not 0 <= value <= most:
            yield Fault("out of range", f"weighting.{key}", {"value": value, "least": 0.0, "most": most})
