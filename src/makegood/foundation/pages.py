"""Long lists: which rows match, in which order, and one page of them, as queries return it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

from makegood.foundation.search.words import words_of

Row = TypeVar("Row")
Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some ``rows`` of ``total``: page number ``number`` (from 1 on) of pages of ``size``."""

    rows: tuple[Row, ...]
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


def part_of(
    found: QuerySet[Kept],
    *,
    number: int,
    size: int,
    complete: Callable[[QuerySet[Kept]], QuerySet[Kept]] | None = None,
    total: int | None = None,
) -> tuple[list[Kept], int]:
    """Return the rows of one page and how many there are in all, in two queries, or one where the ``total`` is known.

    A page below 1 is the first; one beyond the end is empty. ``complete`` adds what is needed of the rows shown alone:
    the database then works it out for one page, and sorts numbers instead of whole rows.
    """
    begin = (max(number, 1) - 1) * size
    shown = found[begin : begin + size]
    if complete is not None:
        rows = found.model._default_manager.filter(pk__in=shown.values("pk"))  # noqa: SLF001  # public, in Django's way
        shown = complete(rows).order_by(*found.query.order_by)
    return list(shown), found.count() if total is None else total


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


def ordered(orders: Mapping[str, Sequence[F]], sort: str, *, default: str, blanks_first: bool = False) -> list[OrderBy]:
    """Return the order that ``sort`` names, turned round where it has a minus before it; an unknown one is the default.

    Blanks come last, or ``blanks_first`` where it is not turned round; what stands behind the first field keeps rows
    that are equal in it in one order.
    """
    first, *rest = orders.get(sort.removeprefix("-"), orders[default])
    up = first.asc(nulls_first=True) if blanks_first else first.asc(nulls_last=True)
    return [first.desc(nulls_last=True) if sort.startswith("-") else up, *(field.asc() for field in rest)]
