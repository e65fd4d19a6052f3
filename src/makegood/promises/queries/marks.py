"""What other rooms say of promises in lists: a mark beside each, and a filter by it.

A room that knows something of promises registers a mark when its queries are imported; this one knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise as Later

from makegood.promises.models import Promise

PREFIX = "mark_"


@dataclass(frozen=True, slots=True)
class Mark:
    """What holds of a promise as long as one of ``rows`` belongs to it, by their field ``promise``."""

    code: str
    """An identifier of Python, as addresses have it."""
    name: str | Later
    rows: Callable[[], QuerySet[Any]]

    def holds(self) -> Exists:
        """Return the condition of a query of promises."""
        return Exists(self.rows().filter(promise=OuterRef("pk")))


MARKS: dict[str, Mark] = {}
"""By code, in the order in which rooms registered them."""


def register_mark(mark: Mark) -> None:
    """Let lists of promises show a mark; ValueError where another one has its code."""
    if MARKS.setdefault(mark.code, mark) is not mark:
        raise ValueError(f"there is a mark {mark.code} already")


def with_marks(promises: QuerySet[Promise]) -> QuerySet[Promise]:
    """Add whether each mark holds; see :func:`marks_of`."""
    return promises.annotate(**{PREFIX + code: mark.holds() for code, mark in MARKS.items()})


def marks_of(promise: Promise) -> tuple[str, ...]:
    """Return the codes of the marks that hold of a promise of :func:`with_marks`."""
    return tuple(code for code in MARKS if getattr(promise, PREFIX + code, False))


def names_of(codes: Iterable[str]) -> list[str]:
    """Return what marks are called."""
    return [str(MARKS[code].name) for code in codes]
