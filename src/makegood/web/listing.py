"""Tables that can be filtered, sorted, saved as a view, acted upon in bulk and exported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise

PAGE_SIZE = 50
DAY = re.compile(r"(19[7-9]|2\d\d)\d-\d\d-\d\d")
FORMATS = frozenset({"csv", "xlsx"})
"""What a table can be taken along as."""
EXPORT_SIZE = 1_000_000
"""Rows that one export holds at most: as many as a sheet of Excel takes, and some to spare."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``sort`` is the key that the room's query sorts by, empty where it can't."""

    title: str
    sort: str = ""
    numeric: bool = False
    export: Callable[[Any], object] | None = None
    """What a spreadsheet gets of a row; a column without it is left out there."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above the table; the first choice is what holds where nothing is chosen."""

    name: str
    title: str
    choices: Sequence[tuple[str, str | Promise]] = (("", ""),)
    takes_a_day: bool = False
    """Then any day may be chosen, written as JSON has it, or none."""

    def read(self, value: str) -> str:
        """Return what an address asks for, the default where that is nothing that can be chosen."""
        if self.takes_a_day:
            return value if _is_day(value) else ""
        return value if value in dict(self.choices) else self.default

    @property
    def default(self) -> str:
        """Return what holds where nothing is chosen."""
        return self.choices[0][0]


def _is_day(text: str) -> bool:
    try:
        return bool(DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. Anything unknown in it is the default: an old bookmark never fails."""

    text: str
    chosen: Mapping[str, str]
    sort: str
    page: int
    format: str
    default_sort: str = ""

    @property
    def size(self) -> int:
        """Return how many rows are wanted."""
        return EXPORT_SIZE if self.format else PAGE_SIZE


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filters and order that somebody keeps under a name."""

    number: int
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a table with everything around it, for ``<c-listing>``."""

    name: str
    columns: Sequence[Column]
    filters: Sequence[Filter]
    asked: Asked
    rows: Sequence[Any]
    total: int
    views: Sequence[SavedView] = field(default=())
    finds_words: bool = True
    keeps_views: bool = True
    """Not where the page is about one thing: a view belongs to all of them."""

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(-(-self.total // PAGE_SIZE), 1)

    @property
    def elsewhere(self) -> str:
        """Return where the last page is if this one lies beyond it, else nothing: an old bookmark finds rows."""
        if self.asked.format or self.asked.page <= self.pages:
            return ""
        query = QueryDict(self.query, mutable=True)
        query["page"] = str(self.pages)
        return f"?{query.urlencode()}"

    @property
    def first(self) -> int:
        """Return the number of the first row of this page."""
        return min((self.asked.page - 1) * PAGE_SIZE + 1, self.total)

    @property
    def last(self) -> int:
        """Return the number of the last row of this page."""
        return min(self.asked.page * PAGE_SIZE, self.total)

    @property
    def is_filtered(self) -> bool:
        """Say whether rows may be hidden by what was asked for."""
        return bool(self.asked.text) or any(self.asked.chosen[one.name] != one.default for one in self.filters)

    @property
    def query(self) -> str:
        """Return what was asked for as the end of an address, without page and format: what a saved view keeps."""
        query = QueryDict(mutable=True)
        if self.asked.text:
            query["q"] = self.asked.text
        for one in self.filters:
            if self.asked.chosen[one.name] != one.default:
                query[one.name] = self.asked.chosen[one.name]
        if self.asked.sort != self.asked.default_sort:
            query["sort"] = self.asked.sort
        return query.urlencode()

    @property
    def heads(self) -> Iterable[Head]:
        """Yield the heads of the columns with where a click on them leads."""
        for column in self.columns:
            ascending, descending = column.sort, f"-{column.sort}"
            now = self.asked.sort if column.sort and self.asked.sort in {ascending, descending} else ""
            yield Head(column, now, descending if now == ascending else ascending)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: ``now`` is how the table is sorted by it, ``then`` how it will be after a click."""

    column: Column
    now: str
    then: str

    @property
    def order(self) -> str:
        """Return the value of ``aria-sort``."""
        if not self.now:
            return "none"
        return "descending" if self.now.startswith("-") else "ascending"


def read_asked(
    params: QueryDict, columns: Sequence[Column], filters: Sequence[Filter], *, default_sort: str = ""
) -> Asked:
    """Read what an address asks of a table; it is sorted by its first column that can be, or by ``default_sort``."""
    sorts = [sign + column.sort for column in columns if column.sort for sign in ("", "-")]
    chosen = {}
    for one in filters:
        chosen[one.name] = one.read(params.get(one.name, one.default))
    default_sort = default_sort or next(iter(sorts), "")
    sort, page = params.get("sort", ""), params.get("page", "")
    wanted = params.get("format", "")
    return Asked(
        text=params.get("q", "").replace("\x00", "").strip()[:200],
        chosen=chosen,
        sort=sort if sort in sorts else default_sort,
        page=max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        format=wanted if wanted in FORMATS else "",
        default_sort=default_sort,
    )
