"""What a block of samples adds up to: integer counts only, so that blocks can be merged in any order and grouping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import add
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key")
Value = TypeVar("Value")
Counts = NDArray[np.int64]
Truths = NDArray[np.bool_]
Histogram = NDArray[np.unsignedinteger]


def count_type(samples: int) -> type[np.unsignedinteger]:
    """Return the least type that can count ``samples``: histograms are most of the memory of a large forecast."""
    return np.uint16 if samples <= np.iinfo(np.uint16).max else np.uint32


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over the samples of one block or of several merged ones; arrays are in order of the promises' rank."""

    samples: int
    traced: int
    """Samples in which the latest path was traced."""
    done_in_full: Histogram
    """[promise, day]: samples in which all work is finished and the roadmap has arrived; last day: not within."""
    work_done: Mapping[int, Histogram]
    """By promise that waits for the roadmap: the same, for its work alone."""
    date_kept: Counts
    kept: Counts
    kept_first: Counts
    term_kept: Mapping[tuple[int, int], int]
    """(promise, place of the specification): samples in which it holds by the due date."""
    customers_broken: Truths
    """[customer in alphabetical order, sample of the whole forecast]: whether one of its checkable promises is broken;
    False outside these blocks."""
    any_broken: Truths
    """By sample of the whole forecast: whether any checkable promise is broken."""
    loss: Mapping[str, Counts]
    """By currency: cents of value broken in each sample of the whole forecast, 0 outside these blocks."""
    booked: Counts
    """[team, week]: minutes given in the week, summed over samples; last week: the rest of the horizon."""
    overloads: Counts
    """[team, week]: samples in which more is owed by the week's end than can be given until then."""
    wins: Counts
    """Traced samples that each cause decided, in the order of :class:`makegood.engine.causes.Causes`."""
    cost_days: Counts
    """Days that each cause took on the latest path, summed over all traced samples."""
    spells: Counts
    """[item, 3]: day begun, day after the end, and minutes needed, each summed over the traced samples."""

    def merge(self, other: Tally) -> Tally:
        """Add ``other``'s counts; associative and commutative, with the counts of disjoint samples."""
        return Tally(
            samples=self.samples + other.samples,
            traced=self.traced + other.traced,
            done_in_full=self.done_in_full + other.done_in_full,
            work_done=_united(self.work_done, other.work_done, add),
            date_kept=self.date_kept + other.date_kept,
            kept=self.kept + other.kept,
            kept_first=self.kept_first + other.kept_first,
            term_kept=_united(self.term_kept, other.term_kept, add),
            customers_broken=self.customers_broken | other.customers_broken,
            any_broken=self.any_broken | other.any_broken,
            loss=_united(self.loss, other.loss, add),
            booked=self.booked + other.booked,
            overloads=self.overloads + other.overloads,
            wins=self.wins + other.wins,
            cost_days=self.cost_days + other.cost_days,
            spells=self.spells + other.spells,
        )


def _united(
    left: Mapping[Key, Value], right: Mapping[Key, Value], plus: Callable[[Value, Value], Value]
) -> Mapping[Key, Value]:
    united = {**left, **right}
    united |= {key: plus(left[key], right[key]) for key in left.keys() & right.keys()}
    return united
