"""The past of a service measure cut into weeks, from which weeks to come are drawn (block bootstrap)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.calendars import DAYS_PER_WEEK

_Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Past blocks of equal length, at least one of them with observations, and how many blocks are still to come.

    ``sizes`` and ``kept`` count the observations of each block and those that hold, ``head_sizes`` and ``head_kept``
    those in its first days, as many days as the last, broken block to come has.
    """

    sizes: _Counts
    kept: _Counts
    head_sizes: _Counts
    head_kept: _Counts
    whole: int
    broken: bool

    @property
    def observations(self) -> int:
        """Number of observations in all blocks."""
        return int(self.sizes.sum())

    @property
    def share(self) -> float:
        """Share of all observations that hold."""
        return float(self.kept.sum() / self.sizes.sum())

    def draw(self, generator: np.random.Generator, replicates: int) -> tuple[_Counts, _Counts]:
        """Draw the days to come ``replicates`` times: numbers of observations, and of those that hold.

        Drawing blocks with replacement is one multinomial draw of how often each comes, however long the window is.
        """
        chances = np.full(len(self.sizes), 1 / len(self.sizes))
        times = generator.multinomial(self.whole, chances, size=replicates)
        sizes, kept = times @ self.sizes, times @ self.kept
        if self.broken:
            last = generator.integers(len(self.sizes), size=replicates)
            sizes, kept = sizes + self.head_sizes[last], kept + self.head_kept[last]
        return sizes, kept


def cut_blocks(days: _Counts, hits: NDArray[np.bool_], *, first_open: int, first: int, days_to_come: int) -> Blocks:
    """Cut observations on ``days`` before ``first_open`` into blocks for the ``days_to_come`` days from ``first`` on.

    Blocks are weeks that begin on the weekday of ``first``, from the first observation to the last; what does not fill
    a week at the beginning is left out. With less than two whole weeks they are single days.
    """
    by_week = _cut(days, hits, DAYS_PER_WEEK, first_open, first, days_to_come)
    if len(by_week.sizes) >= 2 and by_week.observations:
        return by_week
    return _cut(days, hits, 1, first_open, first, days_to_come)


def _cut(days: _Counts, hits: NDArray[np.bool_], length: int, first_open: int, first: int, days_to_come: int) -> Blocks:
    """Number blocks backwards: block b holds the days ``length``·(b+1) … ``length``·b + 1 before ``end`` + 1."""
    end = first - 1 - length * -(-(first - first_open) // length)
    back = end - days
    newest, count = max(0, int(back.min()) // length), (int(back.max()) + 1) // length
    whole, left = divmod(days_to_come, length)
    block = back // length
    usable = (block >= newest) & (block < count)
    head = usable & (length - 1 - back % length < left)

    def counted(chosen: NDArray[np.bool_]) -> _Counts:
        return np.bincount(block[chosen] - newest, minlength=max(0, count - newest))

    return Blocks(
        sizes=counted(usable),
        kept=counted(usable & hits),
        head_sizes=counted(head),
        head_kept=counted(head & hits),
        whole=whole,
        broken=left > 0,
    )
