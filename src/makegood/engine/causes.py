"""What can bind each promise, numbered once for all samples: counts of causes are arrays, names come back at the end.

A cause is a promise, a kind and the number of what it is: the item's place for effort, waits, starts and predecessors,
the team's place in alphabetical order for queues and missing capacity, the places of risks and roadmap entries. A
promise's causes stand together, ordered by kind and number; the first of equals wins a sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from makegood.engine.results import CauseKind

KINDS: tuple[CauseKind, ...] = tuple(sorted(get_args(CauseKind)))
NUMBER_OF_KIND = {kind: number for number, kind in enumerate(KINDS)}

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Causes:
    """All causes of all promises; those of the promise with rank r are ``first[r]`` to ``first[r + 1]``, excluded."""

    first: Numbers
    kind: NDArray[np.int8]
    """Places in :data:`KINDS`."""
    number: Numbers

    def of(self, row: int) -> dict[tuple[CauseKind, int], int]:
        """Return where each cause of the promise with rank ``row`` is counted, by kind and number."""
        return {(KINDS[self.kind[place]], int(self.number[place])): place for place in self.places(row)}

    def places(self, row: int) -> range:
        """Return where the causes of the promise with rank ``row`` are counted."""
        return range(int(self.first[row]), int(self.first[row + 1]))

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True)
class Named:
    """Some causes of one kind before they are numbered: one promise and one number each."""

    kind: CauseKind
    promises: Numbers
    numbers: Numbers


def number_causes(named: Sequence[Named], promises: int) -> tuple[Causes, tuple[NDArray[np.int32], ...]]:
    """Number what is ``named``, each once a promise; return for each entry of ``named`` where it is counted."""
    widest = 1 + max((int(group.numbers.max(initial=0)) for group in named), default=0)
    kinds = len(KINDS)
    keys = [(group.promises * kinds + NUMBER_OF_KIND[group.kind]) * widest + group.numbers for group in named]
    known, where = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *keys]), return_inverse=True)
    row, kind = known // (kinds * widest), known // widest % kinds
    first = np.searchsorted(row, np.arange(promises + 1)).astype(np.int64)
    ends = np.cumsum([len(group.numbers) for group in named])
    places = tuple(part.astype(np.int32) for part in np.split(where, ends)[: len(named)])
    return Causes(first, kind.astype(np.int8), known % widest), places


def pairs(owners: Iterable[tuple[int, Iterable[int]]]) -> tuple[Numbers, Numbers]:
    """Return each owner beside each of its numbers, in order."""
    flat = np.fromiter((value for pair in _flat(owners) for value in pair), dtype=np.int64)
    return flat[0::2], flat[1::2]


def _flat(owners: Iterable[tuple[int, Iterable[int]]]) -> Iterator[tuple[int, int]]:
    for owner, numbers in owners:
        for number in numbers:
            yield owner, number
