"""Attributes as classes: any columns, numbers or words, and what the dates themselves tell, coded as whole numbers.

Nothing here looks at an outcome. Numbers are binned by half octaves, the same bins for every history, so that rows to
come don't move a bin's edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.history import History, Moments, moment_of
from makegood.engine.outside.outcomes import SHORTEST

PAIRED_COLUMNS = 10
"""At most so many columns are also taken two at a time: those with the fewest values (a convention)."""
MAX_COLUMNS = 40
"""At most so many columns are looked at: those with the fewest values (a convention)."""
NUMERIC_FROM = 12
"""Distinct values from which a column of numbers is also read as a quantity (a convention)."""
UNSEEN = -1

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The classes that the rows of a history belong to: a column of codes for each attribute and pair of attributes."""

    names: tuple[tuple[str, ...], ...]
    """What each column of codes is made of: one attribute or two. Names beginning with a space come from the dates."""
    books: Mapping[str, NDArray[np.str_]]
    """Values of each attribute, ascending."""
    pairs: Mapping[tuple[str, ...], NDArray[np.int64]]
    offsets: NDArray[np.int64]
    """Where each column's codes begin when all are laid end to end; one more than there are columns."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """The names of single columns."""
        return tuple(name[0] for name in self.names if len(name) == 1)

    def blank(self, attribute: str) -> int:
        """Return the code that a blank has in the column of one attribute; :data:`UNSEEN` where none is blank."""
        return 0 if self.books[attribute][0] == "" else UNSEEN

    def encode(self, history: History) -> Codes:
        """Return the code of each row in each column, laid end to end; :data:`UNSEEN` for what is not in the books."""
        values = values_of(history)
        single = {name: _look_up(values[name], book) for name, book in self.books.items() if name in values}
        blank = np.full(len(history), UNSEEN)
        coded = [self._column(name, single, blank) for name in self.names]
        if not coded:
            return np.zeros((len(history), 0), dtype=np.int64)
        codes = np.stack(coded, axis=1)
        return np.where(codes == UNSEEN, UNSEEN, codes + self.offsets[:-1])

    def local(self, codes: Codes) -> Codes:
        """Return the codes of single attributes only, counted from 0 in each; :data:`UNSEEN` stays."""
        singles = len(self.attributes)
        return np.where(codes[:, :singles] < 0, UNSEEN, codes[:, :singles] - self.offsets[:singles])

    def _column(self, name: tuple[str, ...], single: Mapping[str, Codes], blank: Codes) -> Codes:
        parts = [single.get(part, blank) for part in name]
        if len(parts) == 1:
            return parts[0]
        joint = parts[0] * len(self.books[name[1]]) + parts[1]
        return np.where((parts[0] < 0) | (parts[1] < 0), UNSEEN, _look_up(joint, self.pairs[name]))


def columns_of(history: History, *, without: frozenset[str] = frozenset()) -> Columns:
    """Choose what can tell rows apart: columns that neither have one value only nor another one in every row."""
    values = {name: column for name, column in values_of(history).items() if name.strip() not in without}
    books = {name: np.unique(column) for name, column in values.items()}
    most = max(2, len(history) // 2)
    fit = sorted((len(book), name) for name, book in books.items() if 2 <= len(book) <= most)[:MAX_COLUMNS]
    kept = sorted(name for _, name in fit)
    paired = sorted(name for _, name in fit[:PAIRED_COLUMNS])
    books = {name: books[name] for name in kept}
    single = {name: _look_up(values[name], books[name]) for name in kept}
    pairs: dict[tuple[str, ...], NDArray[np.int64]] = {}
    for one, other in combinations(paired, 2):
        joint = np.unique(single[one] * len(books[other]) + single[other])
        if len(joint) <= most:
            pairs[one, other] = joint
    sizes = [len(books[name]) for name in kept] + [len(book) for book in pairs.values()]
    names = (*((name,) for name in kept), *pairs)
    return Columns(names, books, pairs, np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))))


def values_of(history: History) -> dict[str, NDArray[np.str_]]:
    """Return the attributes and what the dates tell, as strings by column name."""
    values = {name: np.asarray(column, dtype=np.str_) for name, column in history.attributes.items()}
    for name, column in list(values.items()):
        numbers = numbers_in(column)
        if len(np.unique(column)) >= NUMERIC_FROM and np.isfinite(numbers).mean() > 0.5:
            values[f"{name} "] = half_octaves(numbers)
    return {**values, **_told_by_dates(history)}


def numbers_in(column: NDArray[np.str_]) -> NDArray[np.float64]:
    """Read what can be read as a number; NaN elsewhere."""
    distinct, place = np.unique(column, return_inverse=True)
    return np.array([_number(text) for text in distinct.tolist()], dtype=np.float64)[place]


def half_octaves(numbers: NDArray[np.float64]) -> NDArray[np.str_]:
    """Name the bin of each number: half octaves of its size, with its sign; "" where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        bins = np.sign(numbers) * (np.clip(np.round(2 * np.log2(np.abs(numbers))), -40, 80) + 50)
    bins = np.where(numbers == 0, 0, bins)
    return np.where(np.isfinite(bins), np.nan_to_num(bins).astype(np.int64).astype(np.str_), "")


def quantities(history: History, origin: Moments, deadline: Moments) -> NDArray[np.float64]:
    """Return what a row's dates tell as numbers: log days left, share elapsed, slip so far, weekday, hour."""
    left = np.maximum(deadline - origin, SHORTEST)
    elapsed, slip = _progress(history)
    hour = (history.as_of - np.floor(history.as_of)) * 24
    return np.stack([np.log(left), elapsed, slip, np.floor(history.as_of) % 7, hour], axis=1)


def numbers_in_order(history: History, names: Iterable[str], as_of: Moments) -> NDArray[np.float64]:
    """Return the named attributes as numbers, or as days after ``as_of`` where they are dates; one column each."""
    columns = [numbers_or_days(history.attributes.get(name, ("",) * len(history)), as_of) for name in names]
    return np.column_stack(columns) if columns else np.zeros((len(history), 0))


def numbers_or_days(values: Sequence[str], as_of: Moments) -> NDArray[np.float64]:
    """Read numbers, or where there is none, dates as days after ``as_of``; NaN elsewhere."""
    column = np.asarray(values, dtype=np.str_)
    numbers = numbers_in(column)
    return numbers if np.isfinite(numbers).any() else _dates_in(column) - as_of


def _dates_in(column: NDArray[np.str_]) -> Moments:
    distinct, place = np.unique(column, return_inverse=True)
    return np.array([_date(text) for text in distinct.tolist()], dtype=np.float64)[place]


def _date(text: str) -> float:
    try:
        return moment_of(date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text))
    except ValueError:
        return float("nan")


def _told_by_dates(history: History) -> dict[str, NDArray[np.str_]]:
    left = history.promised - history.as_of
    elapsed, slip = _progress(history)
    hours = np.floor((history.as_of - np.floor(history.as_of)) * 8)
    return {
        " left": half_octaves(np.where(np.isnan(left), np.nan, np.maximum(left, SHORTEST))),
        " elapsed": _steps(elapsed, 0.2),
        " slip": _steps(slip, 0.15),
        " weekday": _steps(np.floor(history.as_of) % 7, 1),
        " due weekday": _steps(np.floor(history.promised) % 7, 1),
        " hour": _steps(hours, 1),
    }


def _progress(history: History) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Share of the promised duration that has passed, and log of how far the date has moved since the first row."""
    whole = np.maximum(history.promised - history.made, SHORTEST)
    elapsed = np.clip((history.as_of - history.made) / whole, 0, 1)
    first = _first_promised(history)
    slip = np.log(whole / np.maximum(first - history.made, SHORTEST))
    return elapsed, np.clip(slip, -3, 3)


def _first_promised(history: History) -> Moments:
    if not len(history):
        return history.promised
    _, promise = np.unique(np.asarray(history.promise, dtype=np.str_), return_inverse=True)
    order = np.lexsort((history.promised, history.as_of, promise))
    first = np.full(promise.max() + 1, np.nan)
    first[promise[order][::-1]] = history.promised[order][::-1]
    return first[promise]


def _steps(numbers: NDArray[np.float64], width: float) -> NDArray[np.str_]:
    bins = np.ceil(np.nan_to_num(numbers) / width - 1e-9).astype(np.int64).astype(np.str_)
    return np.where(np.isnan(numbers), "", bins)


def _look_up(values: NDArray[np.generic], book: NDArray[np.generic]) -> Codes:
    if not len(book):
        return np.full(len(values), UNSEEN)
    place = np.minimum(np.searchsorted(book, values), len(book) - 1)
    return np.where(book[place] == values, place, UNSEEN)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
