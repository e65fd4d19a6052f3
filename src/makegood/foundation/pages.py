"""Long lists: which rows match, in which order, and one page of them, as queries return it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Generic, TypeVar, overload

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

from makegood.foundation.search.words import words_of

PART = 1_000
"""Rows that are read at once, however many there are."""
Row = TypeVar("Row")
Made = TypeVar("Made")
Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some ``rows`` of ``total``: page number ``number`` (from 1 on) of pages of ``size``."""

    rows: Sequence[Row]
    total: int
    number: int
    size: int

    @property
    def count(self) -> int:
        """Return how many pages there are, one at least."""
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        """Return whether something comes after this page."""
        return self.number < self.count


class InParts(Sequence[Row]):
    """Rows of which only some are in memory at a time; which ones they are, and in which order, is settled.

    Whenever they are gone through they are read part by part, each as it is by then: no transaction has to be kept open
    for as long as somebody takes to fetch them. One that is gone by then is left out.
    """

    def __init__(self, keys: Sequence[int], read: Callable[[Sequence[int]], Sequence[Row]]) -> None:
        """Take the keys of all rows, and what reads those of some keys in their order."""
        self._keys, self._read = keys, read

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._keys)

    def __iter__(self) -> Iterator[Row]:
        """Read them part by part."""
        for begin in range(0, len(self._keys), PART):
            yield from self._read(self._keys[begin : begin + PART])

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> InParts[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | InParts[Row]:
        """Return one of them, or some of them, to be read in parts as well."""
        if isinstance(place, slice):
            return InParts(self._keys[place], self._read)
        return self._read([self._keys[place]])[0]

    def each(self, make: Callable[[Row], Made]) -> InParts[Made]:
        """Return what ``make`` makes of each, whenever it is read."""
        return self.together(lambda rows: [make(row) for row in rows])

    def together(self, make: Callable[[Sequence[Row]], Sequence[Made]]) -> InParts[Made]:
        """Return what ``make`` makes of a part of them at a time, one for each row, whenever they are read."""
        return InParts(self._keys, lambda some: make(self._read(some)))


def each(rows: Sequence[Row], make: Callable[[Row], Made]) -> Sequence[Made]:
    """Return what ``make`` makes of each row, at once where they are all here."""
    return rows.each(make) if isinstance(rows, InParts) else tuple(make(row) for row in rows)


def together(rows: Sequence[Row], make: Callable[[Sequence[Row]], Sequence[Made]]) -> Sequence[Made]:
    """Return what ``make`` makes of ``rows``, one for each: at once, or a part at a time where they are many."""
    return rows.together(make) if isinstance(rows, InParts) else make(rows)


def part_of(
    found: QuerySet[Kept],
    *,
    number: int,
    size: int,
    complete: Callable[[QuerySet[Kept]], QuerySet[Kept]] | None = None,
    total: int | None = None,
) -> tuple[Sequence[Kept], int]:
    """Return the rows of one page and how many there are in all, in two queries, or one where the ``total`` is known.

    A page below 1 is the first; one beyond the end is empty. ``complete`` adds what is needed of the rows shown alone:
    the database then works it out for one page, and sorts numbers instead of whole rows. A page of more than
    :data:`PART` rows, as files are made of, is read in parts while somebody goes through it.
    """
    begin = (max(number, 1) - 1) * size
    if size > PART:
        keys = list(found.values_list("pk", flat=True)[begin : begin + size])
        if len(keys) > PART:
            return InParts(keys, partial(_rows_of, found, complete)), found.count() if total is None else total
    shown = found[begin : begin + size]
    if complete is not None:
        rows = found.model._default_manager.filter(pk__in=shown.values("pk"))  # noqa: SLF001  # public, in Django's way
        shown = complete(rows).order_by(*found.query.order_by)
    return list(shown), found.count() if total is None else total


def _rows_of(
    found: QuerySet[Kept], complete: Callable[[QuerySet[Kept]], QuerySet[Kept]] | None, keys: Sequence[int]
) -> list[Kept]:
    if complete is None:
        rows = found.order_by().filter(pk__in=keys)
    else:
        rows = complete(found.model._default_manager.filter(pk__in=keys))  # noqa: SLF001  # see above
    by_key = {row.pk: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def matching(text: str, *columns: str, of: Mapping[str, QuerySet[Any]] = MappingProxyType({})) -> Q:
    """Return what finds rows by parts of words: each word of ``text``, in any of its spellings, in any column.

    The columns hold words as ``foundation.search.words`` folds them; where none is named it is ``words``. ``of`` names
    keys to few other rows whose words count as well: these are looked through once, not once for each row.
    """
    wanted = Q()
    for forms in words_of(text):
        of_word = Q()
        for form in forms:
            for column in columns or ("words",):
                of_word |= Q(**{f"{column}__contains": form})
            for key, others in of.items():
                of_word |= Q(**{f"{key}__in": others.filter(words__contains=form)})
        wanted &= of_word
    return wanted


class Filled(F):
    """A column without blanks: PostgreSQL finds its order by an index, as it does not where it is told of blanks."""


def ordered(orders: Mapping[str, Sequence[F]], sort: str, *, default: str, blanks_first: bool = False) -> list[OrderBy]:
    """Return the order that ``sort`` names, turned round where it has a minus before it; an unknown one is the default.

    Blanks come last, or ``blanks_first`` where it is not turned round; what stands behind the first field keeps rows
    that are equal in it in one order.
    """
    first, *rest = orders.get(sort.removeprefix("-"), orders[default])
    if isinstance(first, Filled):
        return [first.desc() if sort.startswith("-") else first.asc(), *(field.asc() for field in rest)]
    up = first.asc(nulls_first=True) if blanks_first else first.asc(nulls_last=True)
    return [first.desc(nulls_last=True) if sort.startswith("-") else up, *(field.asc() for field in rest)]
