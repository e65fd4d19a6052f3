"""Classes within classes: the way from a row's codes to its class on each level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.columns import Codes


@dataclass(frozen=True, slots=True, eq=False)
class ClassTree:
    """Classes found by some columns, each within one of the level above; the class of all is above the first."""

    columns: tuple[int, ...]
    sizes: tuple[int, ...]
    """How many codes each column has."""
    keys: tuple[NDArray[np.int64], ...]
    """On each level, the joint keys of its classes, ascending."""

    def levels(self, local: Codes) -> list[NDArray[np.int64]]:
        """Return each row's class on each level, −1 where it was never seen. ``local`` codes begin at 0 a column."""
        above = np.zeros(len(local), dtype=np.int64)
        found = []
        for column, size, keys in zip(self.columns, self.sizes, self.keys, strict=True):
            joint = np.where(above < 0, -1, above * (size + 1) + local[:, column] + 1)
            place = np.minimum(np.searchsorted(keys, joint), len(keys) - 1)
            above = np.where(keys[place] == joint, place, -1)
            found.append(above)
        return found


def grow(local: Codes, columns: list[int], sizes: NDArray[np.int64]) -> ClassTree:
    """Return the tree of the classes that rows with these codes are in."""
    above, keys = np.zeros(len(local), dtype=np.int64), []
    for column in columns:
        joint, above = np.unique(above * (sizes[column] + 1) + local[:, column] + 1, return_inverse=True)
        keys.append(joint)
    return ClassTree(tuple(columns), tuple(int(sizes[column]) for column in columns), tuple(keys))
