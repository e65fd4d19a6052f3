"""How far weights may move before somebody else is first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from makegood.engine.deciding.ranking import Table

SWAY = 0.2
"""Share by which each weight is raised and lowered, one at a time (a convention)."""


@dataclass(frozen=True, slots=True)
class Sway:
    """Who is first when one weight is another one and the others keep their proportions."""

    criterion: str
    weight: float
    first: str
    lead: float | None
    """Points before the next one; None where there is none."""


@dataclass(frozen=True, slots=True)
class WeightRange:
    """Within which weights of one criterion the first stays first, the others keeping their proportions."""

    criterion: str
    weight: float
    low: float
    below: str | None
    """Who is first below ``low``; None where that is nobody else."""
    high: float
    above: str | None


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """The smallest change of weights with which somebody else draws level; the slightest bit more puts them first."""

    to: str
    moved: float
    """Weight that moves from some criteria to another one: half of the sum of absolute changes (L1)."""
    onto: str
    taken: Mapping[str, float]
    """What is taken from each criterion."""
    weights: Mapping[str, float]
    """All weights afterwards."""


def sways(table: Table) -> tuple[Sway, ...]:
    """Return who is first with each weight a fifth lower and a fifth higher; nothing with a single criterion."""
    if len(table.criteria) < 2 or not table.values:
        return ()
    return tuple(_sway(table, place, 1 + step) for place in range(len(table.criteria)) for step in (-SWAY, SWAY))


def weight_ranges(table: Table) -> tuple[WeightRange, ...]:
    """Return for each criterion how far its weight alone may move: where two straight lines cross."""
    if len(table.criteria) < 2 or not table.values:
        return ()
    first = table.first()
    return tuple(_range(table, place, first) for place in range(len(table.criteria)))


def smallest_flip(table: Table) -> WeightFlip | None:
    """Return the smallest change of all weights together that lets a rival draw level; None where no weights do.

    Smallest in L1, because that is weight moved from one thing to another, which people can argue about. For one rival
    it is a linear program with one constraint beside the simplex, and a fractional knapsack solves it (Dantzig 1957):
    weight goes onto the criterion where the rival is strongest against the first, from where it is weakest.
    """
    if not table.values:
        return None
    first = table.first()
    flips = [flip for rival in table.values if rival != first and (flip := _flip_to(table, first, rival)) is not None]
    return min(flips, key=lambda flip: (flip.moved, flip.to), default=None)


def _sway(table: Table, place: int, factor: float) -> Sway:
    weight = min(1.0, table.weights[place] * factor)
    weights = _with_weight(table.weights, place, weight)
    totals = sorted((table.total(option, weights) for option in table.values), reverse=True)
    lead = totals[0] - totals[1] if len(totals) > 1 else None
    return Sway(table.criteria[place], weight, table.first(weights), lead)


def _with_weight(weights: Sequence[float], place: int, weight: float) -> tuple[float, ...]:
    rest = _rest(weights, place)
    return tuple(weight if here == place else (1 - weight) * share for here, share in enumerate(rest))


def _rest(weights: Sequence[float], place: int) -> tuple[float, ...]:
    """Return the proportions of all others; equal ones where none of them has any weight."""
    others = sum(weight for here, weight in enumerate(weights) if here != place)
    even = 1 / (len(weights) - 1)
    return tuple(
        0.0 if here == place else weight / others if others > 0 else even for here, weight in enumerate(weights)
    )


def _range(table: Table, place: int, first: str) -> WeightRange:
    rest, weight = _rest(table.weights, place), table.weights[place]
    low, below, high, above = 0.0, None, 1.0, None
    for rival in table.values:
        ahead = [mine - theirs for mine, theirs in zip(table.values[first], table.values[rival], strict=True)]
        elsewhere = sum(share * each for share, each in zip(rest, ahead, strict=True))
        slope = ahead[place] - elsewhere
        if slope == 0:
            continue
        crossing = -elsewhere / slope
        if slope < 0 and crossing < high:
            high, above = max(crossing, weight), rival
        if slope > 0 and crossing > low:
            low, below = min(crossing, weight), rival
    return WeightRange(table.criteria[place], weight, low, below, high, above)


def _flip_to(table: Table, first: str, rival: str) -> WeightFlip | None:
    gains = [theirs - mine for mine, theirs in zip(table.values[first], table.values[rival], strict=True)]
    onto = max(range(len(gains)), key=lambda place: (gains[place], -place))
    behind = table.total(first) - table.total(rival)
    taken: dict[int, float] = {}
    for place, most in _weakest_first(gains, onto, table.weights):
        if behind <= 0:
            break
        taken[place] = min(most, behind / (gains[onto] - gains[place]))
        behind = 0.0 if taken[place] < most else behind - most * (gains[onto] - gains[place])
    if behind > 1e-9:
        return None
    moved = sum(taken.values())
    weights = {
        name: weight + moved if place == onto else weight - taken.get(place, 0.0)
        for place, (name, weight) in enumerate(zip(table.criteria, table.weights, strict=True))
    }
    named = {table.criteria[place]: share for place, share in taken.items()}
    return WeightFlip(rival, moved, table.criteria[onto], named, weights)


def _weakest_first(gains: Sequence[float], onto: int, weights: Sequence[float]) -> Iterator[tuple[int, float]]:
    """Yield where weight can be taken from to some effect, and how much is there."""
    for place in sorted(range(len(gains)), key=lambda place: (gains[place], place)):
        if gains[place] < gains[onto] and weights[place] > 0:
            yield place, weights[place]
