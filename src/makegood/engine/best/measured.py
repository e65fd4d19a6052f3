"""What was measured of sets of options, as whole numbers, and what they do together beyond what each does alone.

The figure f of a set S is read as a sum over its subsets that were simulated (a Möbius expansion, Rota 1964):
f(S) = Σ δ(T) over all simulated T within S. The δ of a single option is its own effect; that of a larger set is its
interaction. So every set that was simulated is told exactly, and what was learnt of it is carried over to larger ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.harm import UNKNOWN_P
from makegood.engine.scenarios import Comparison, Outlook, ScenarioEffect
from makegood.engine.settings import MAX_HORIZON_DAYS

Chosen = frozenset[int]
"""Places of the options of a set."""
PROBABILITY = 1_000_000
"""Whole numbers that a probability of 1 is told in."""
ROUNDED = 4
"""What a few numbers that are rounded each may differ by."""
NOTHING: Chosen = frozenset()
VALUE_BITS = 26
"""The value of all promises together is told in a number of so many bits: finer than the simulation, and no finer,
because the solver's arithmetic is slow with large numbers."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures of every promise as whole numbers, one row a promise."""

    value: NDArray[np.int64]
    """Expected value not lost, in units of ``1 / scale``."""
    p_kept: NDArray[np.int64]
    delay: NDArray[np.int64]
    """Days by which the date that the customer can count on is later than it was."""

    def less(self, other: Measures) -> Measures:
        """Return the difference."""
        return Measures(self.value - other.value, self.p_kept - other.p_kept, self.delay - other.delay)

    def plus(self, other: Measures) -> Measures:
        """Return the sum."""
        return Measures(self.value + other.value, self.p_kept + other.p_kept, self.delay + other.delay)


class Measured:
    """All that was simulated so far."""

    def __init__(self, comparison: Comparison, nothing: ScenarioEffect) -> None:
        """Begin with ``nothing`` being changed."""
        self.promises = tuple(effect.promise for effect in nothing.effects)
        self._row = {key: row for row, key in enumerate(self.promises)}
        self._comparison = comparison
        at_stake = comparison.worth.at_stake
        self._at_stake = np.array([at_stake[key] for key in self.promises], dtype=np.float64)
        total = float(self._at_stake.sum())
        self.scale = (1 << VALUE_BITS) / total if total > 0 else 1.0
        self.most = np.rint(self._at_stake * self.scale).astype(np.int64)
        self.effects: dict[Chosen, ScenarioEffect] = {}
        self._figures: dict[Chosen, Measures] = {}
        self.add(NOTHING, nothing)

    def add(self, chosen: Chosen, effect: ScenarioEffect) -> None:
        """Note what was simulated of ``chosen``."""
        self.effects[chosen] = effect
        self._figures[chosen] = self._read(effect)

    def of(self, chosen: Chosen) -> Measures:
        """Return the figures of a set that was simulated."""
        return self._figures[chosen]

    def interactions(self) -> Mapping[Chosen, Measures]:
        """Return δ of every set that was simulated, the smaller ones first, that of no option being the baseline."""
        found: dict[Chosen, Measures] = {}
        for chosen in sorted(self._figures, key=lambda each: (len(each), sorted(each))):
            rest = self._figures[chosen]
            for smaller, delta in found.items():
                if smaller < chosen:
                    rest = rest.less(delta)
            found[chosen] = rest
        return found

    def told(self, chosen: Chosen) -> Measures:
        """Return what is expected of ``chosen`` from what was simulated of its subsets."""
        figures = self.of(NOTHING)
        for subset, delta in self.interactions().items():
            if subset and subset <= chosen:
                figures = figures.plus(delta)
        return figures

    def lost(self, figures: Measures) -> float:
        """Return the expected value lost in all by ``figures``, no promise keeping more than all of its value."""
        return float((self.most - np.minimum(figures.value, self.most)).sum()) / self.scale

    @staticmethod
    def differ(one: Measures, other: Measures) -> bool:
        """Say whether two differ by more than what their whole numbers round."""
        return bool(
            (abs(one.value - other.value) > ROUNDED).any()
            or (abs(one.p_kept - other.p_kept) > ROUNDED).any()
            or (one.delay != other.delay).any()
        )

    def overlap(self, one: int, other: int) -> int:
        """Return how much value two options touch both, in whole numbers."""
        base = self.of(NOTHING)
        first, second = (abs(self.of(frozenset([place])).value - base.value) for place in (one, other))
        return int(np.minimum(first, second).sum())

    def complements(self, one: int, other: int) -> int:
        """Return how much is lost of promises of which two options both bring the date nearer, in whole numbers.

        Each alone may not be enough for the date, and so seem to save nothing.
        """
        nearer = (self.of(frozenset([one])).delay < 0) & (self.of(frozenset([other])).delay < 0)
        return int(((self.most - self.of(NOTHING).value) * nearer).sum())

    def _read(self, effect: ScenarioEffect) -> Measures:
        size = len(self.promises)
        lost, p_kept = np.zeros(size), np.ones(size)
        delay = np.full(size, -MAX_HORIZON_DAYS, dtype=np.int64)
        for row, after in self._rows(effect):
            before = self._before(row, effect)
            lost[row] += after.lost
            p_kept[row] = min(p_kept[row], UNKNOWN_P if after.p_kept is None else after.p_kept)
            delay[row] = max(delay[row], self._delay(before, after))
        return Measures(
            value=np.rint((self._at_stake - lost) * self.scale).astype(np.int64),
            p_kept=np.rint(p_kept * PROBABILITY).astype(np.int64),
            delay=delay,
        )

    def _rows(self, effect: ScenarioEffect) -> Iterator[tuple[int, Outlook]]:
        """Yield the outlooks of all promises with the row they count for: the rest of one that is split with it."""
        for each in effect.effects:
            key = each.promise if each.promise in self._row else self._comparison.rest_of(each.promise)
            if key is not None:
                yield self._row[key], each.after

    def _before(self, row: int, effect: ScenarioEffect) -> Outlook:
        first = self.effects.get(NOTHING, effect)
        return first.effects[row].after

    def _delay(self, before: Outlook, after: Outlook) -> int:
        """Return the days by which the date that the customer can count on is later; beyond the horizon: one more."""
        beyond = self._comparison.plan.horizon
        was = max(before.due, before.p85 or beyond)
        now = max(after.due, after.p85 or beyond)
        return (now - was).days


def touched(interactions: Mapping[Chosen, Measures]) -> Sequence[int]:
    """Return the rows of promises on which any set of options has an effect."""
    rows: set[int] = set()
    for chosen, delta in interactions.items():
        if chosen:
            rows.update(np.flatnonzero(delta.value | delta.p_kept | delta.delay).tolist())
    return sorted(rows)
