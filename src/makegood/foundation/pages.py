"""One page of a long list, as queries return it."""

from __future__ import annotations

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


def part_of(found: QuerySet[Kept], *, number: int, size: int) -> tuple[list[Kept], int]:
    """Return the rows of one page and how many there are in all, in two queries.

    A page below 1 is the first; one beyond the end is empty.
    """
    begin = (max(number, 1) - 1) * size
    return list(found[begin : begin + size]), found.count()
