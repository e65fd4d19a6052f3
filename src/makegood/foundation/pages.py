"""One page of a long list, as queries return it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

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
) -> tuple[list[Kept], int]:
    """Return the rows of one page and how many there are in all, in two queries.

    A page below 1 is the first; one beyond the end is empty. ``complete`` adds what is needed of the rows shown alone:
    the database then works it out for one page, and sorts numbers instead of whole rows.
    """
    begin = (max(number, 1) - 1) * size
    shown = found[begin : begin + size]
    if complete is not None:
        rows = found.model._default_manager.filter(pk__in=shown.values("pk"))  # noqa: SLF001  # public, in Django's way
        shown = complete(rows).order_by(*found.query.order_by)
    return list(shown), found.count()
