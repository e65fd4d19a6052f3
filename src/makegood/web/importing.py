"""The page before a table comes in: see what would become of each row, match columns anew, then begin.

The room says how its tables are looked at and brought in (:class:`Bringing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse

from makegood.foundation.errors import Denied, Problem
from makegood.web.responses import UNPROCESSABLE, done, show

SHOWN = 200
"""Rows that the preview lists one by one; it counts all of them."""
REFUSED = "refused"


class Table(Protocol):
    """What a file says: headings, and rows below them with their numbers."""

    @property
    def headings(self) -> Sequence[str]:
        """Return the headings of the columns."""

    @property
    def rows(self) -> Sequence[tuple[int, Sequence[str]]]:
        """Return the numbers of the rows, and their cells."""


@dataclass(frozen=True, slots=True)
class Bringing:
    """How a room brings in tables of one kind.

    ``fields`` are the titles of what a column may hold; ``guess`` says which column holds what by the headings;
    ``preview`` is called with ``rows``, ``mapping`` and what the page gives besides; ``begin`` with ``table``,
    ``mapping`` and the same, and returns the number of the import; ``then`` says where that is watched; ``fates`` are
    all that can become of a row.
    """

    fields: Mapping[str, Any]
    guess: Callable[[Sequence[str]], dict[str, int]]
    preview: Callable[..., Any]
    begin: Callable[..., int]
    then: Callable[[int], str]
    fates: Sequence[str]
    template: str


def look_or_bring_in(
    request: HttpRequest, bringing: Bringing, table: Table, given: Mapping[str, Any], context: Mapping[str, object]
) -> HttpResponse:
    """Show what would become of each row of ``table``; begin to bring them in when asked to, which may be done again.

    Where a column is missing, which one is said above the choice of columns.
    """
    mapping = _mapping(request, bringing, table.headings)
    page: dict[str, object] = {
        "table": table,
        "columns": [(place, heading, _field_at(mapping, place)) for place, heading in enumerate(table.headings)],
        "fields": bringing.fields,
        "name": request.GET.get("name", ""),
        **context,
    }
    try:
        if request.method == "POST":
            begun = bringing.begin(table=table, name=request.GET.get("name", ""), mapping=mapping, **given)
            return done(request, bringing.then(begun))
        preview = bringing.preview(rows=table.rows, mapping=mapping, **given)
    except Denied:
        raise
    except Problem as problem:
        return show(request, bringing.template, page | {"problem": problem}, status=UNPROCESSABLE)
    page["counts"] = [(fate, preview.count(fate)) for fate in bringing.fates]
    rows = sorted(preview.rows, key=lambda row: row.fate != REFUSED)[:SHOWN]
    page["rows"] = [(row, _wrong(row, bringing, table.headings, mapping)) for row in rows]
    return show(request, bringing.template, page)


def _wrong(
    row: Any,  # noqa: ANN401  # as the room has it
    bringing: Bringing,
    headings: Sequence[str],
    mapping: Mapping[str, int],
) -> dict[str, str] | None:
    """Return where a refused row is wrong: the heading as the file has it, and what stands below it in the row.

    Where no column holds what is missing, it is called by its title.
    """
    if not row.field:
        return None
    place = mapping.get(row.field)
    if place is None:
        return {"heading": str(bringing.fields.get(row.field, row.field)), "value": ""}
    return {"heading": headings[place], "value": row.cells[place] if place < len(row.cells) else ""}


def _mapping(request: HttpRequest, bringing: Bringing, headings: Sequence[str]) -> dict[str, int]:
    """Return which column holds what: as chosen on the page, else as the headings say."""
    if "mapped" not in request.GET:
        return bringing.guess(headings)
    chosen = [(request.GET.get(f"column-{place}", ""), place) for place in range(len(headings))]
    return {field: place for field, place in chosen if field in bringing.fields}


def _field_at(mapping: Mapping[str, int], place: int) -> str:
    return next((field for field, column in mapping.items() if column == place), "")
