"""The reference class in numbers: of how many like this one, how many were late, and by how much in the middle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.classes import LEAST_COMPLETED
from makegood.engine.outside.columns import Codes
from makegood.engine.outside.results import ReferenceClass
from makegood.engine.outside.table import Table
from makegood.engine.outside.trees import ClassTree


class ReferenceClasses:
    """What became of past promises, each counted once by its first row, class by class."""

    def __init__(self, table: Table, tree: ClassTree | None, known: NDArray[np.bool_], moment: float) -> None:
        """Hold the rows ``known`` at ``moment``; without a ``tree`` there is the class of all only."""
        self._table = table
        self._tree = tree
        self._rows = np.flatnonzero(known & table.first)
        self._late = table.outcomes.kept[self._rows] == 0
        days = table.history.delivered[self._rows] - table.history.promised[self._rows]
        told = self._late & (table.outcomes.finish_known[self._rows] < moment)
        self._days = np.where(told, np.floor(days) if table.history.in_whole_days else days, np.nan)
        local = table.columns.local(table.codes[self._rows])
        self._levels = [] if tree is None else tree.levels(local)
        self._found: dict[tuple[int, int], ReferenceClass] = {}

    @property
    def completed(self) -> int:
        """Promises with an outcome, in all."""
        return len(self._rows)

    def of(self, local: Codes) -> ReferenceClass:
        """Return the smallest class with at least 20 completed promises that the one row with these codes is in."""
        levels = [] if self._tree is None else [int(level[0]) for level in self._tree.levels(local)]
        for depth in range(len(levels), 0, -1):
            number = levels[depth - 1]
            if number >= 0:
                found = self._class(depth, number, local)
                if found.completed >= LEAST_COMPLETED:
                    return found
        return self._class(0, 0, local)

    def _class(self, depth: int, number: int, local: Codes) -> ReferenceClass:
        if (depth, number) not in self._found:
            inside = slice(None) if depth == 0 else self._levels[depth - 1] == number
            late, days = self._late[inside], self._days[inside]
            days = days[np.isfinite(days)]
            self._found[depth, number] = ReferenceClass(
                attributes=self._names(depth, local),
                completed=len(late),
                late=int(late.sum()),
                median_days_late=float(np.median(days)) if len(days) else None,
            )
        return self._found[depth, number]

    def _names(self, depth: int, local: Codes) -> dict[str, str]:
        if self._tree is None:
            return {}
        columns = self._table.columns
        chosen = [(columns.attributes[column], column) for column in self._tree.columns[:depth]]
        return {name: str(columns.books[name][local[0, column]]) for name, column in chosen}
