"""Pages that bring in a table: see what would become of each row, match columns anew, bring the rows in, mend the rest.

The room says how its tables are read and brought in (:class:`Bringing`); how a file is kept meanwhile is the same for
all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from makegood.foundation.errors import NotFound
from makegood.foundation.kept_files import keep_file, path_of
from makegood.web.responses import show

SHOWN = 200
"""Rows that the preview lists one by one; it counts all of them."""
REFUSED = "refused"
_DIGEST = re.compile(r"[0-9a-f]{64}")


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
    ``preview`` and ``run`` are called with ``rows``, ``mapping`` and what the page gives besides; ``error_file`` writes
    refused rows; ``errors`` is the route, and ``route_values`` what stands in it beside the digest, where they are
    handed out; ``fates`` are all that can become of a row.
    """

    fields: Mapping[str, Any]
    guess: Callable[[Sequence[str]], dict[str, int]]
    preview: Callable[..., Any]
    run: Callable[..., Any]
    error_file: Callable[..., str]
    fates: Sequence[str]
    errors: str
    template: str
    done_template: str
    route_values: tuple[str, ...] = ()


def look_or_bring_in(
    request: HttpRequest, bringing: Bringing, table: Table, given: Mapping[str, Any], context: Mapping[str, object]
) -> HttpResponse:
    """Show what would become of each row of ``table``; bring the rows in when asked to, which may be done again."""
    mapping = _mapping(request, bringing, table.headings)
    given = {"rows": table.rows, "mapping": mapping, **given}
    page: dict[str, object] = {
        "table": table,
        "columns": [(place, heading, _field_at(mapping, place)) for place, heading in enumerate(table.headings)],
        "fields": bringing.fields,
        "name": request.GET.get("name", ""),
        **context,
    }
    if request.method == "POST":
        outcome = bringing.run(**given)
        page["outcome"] = outcome
        if outcome.refused:
            text = bringing.error_file(outcome.refused, table.headings)
            page["errors"] = reverse(bringing.errors, args=[*bringing.route_values, keep_file(text.encode())])
        return show(request, bringing.done_template, page)
    preview = bringing.preview(**given)
    page["counts"] = [(fate, preview.count(fate)) for fate in bringing.fates]
    page["rows"] = sorted(preview.rows, key=lambda row: row.fate != REFUSED)[:SHOWN]
    return show(request, bringing.template, page)


def kept(digest: str) -> bytes:
    """Return a file that was kept for this; NotFound."""
    path = path_of(digest) if _DIGEST.fullmatch(digest) else None
    if path is None or not path.exists():
        raise NotFound(_("This file is not kept here any more: choose it again."))
    return path.read_bytes()


def to_mend(digest: str) -> HttpResponse:
    """Hand out the rows that were refused, with what is wrong with each, to be mended and sent again."""
    answer = HttpResponse(kept(digest), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="to-mend.csv"'
    return answer


def _mapping(request: HttpRequest, bringing: Bringing, headings: Sequence[str]) -> dict[str, int]:
    """Return which column holds what: as chosen on the page, else as the headings say."""
    if "mapped" not in request.GET:
        return bringing.guess(headings)
    chosen = [(request.GET.get(f"column-{place}", ""), place) for place in range(len(headings))]
    return {field: place for field, place in chosen if field in bringing.fields}


def _field_at(mapping: Mapping[str, int], place: int) -> str:
    return next((field for field, column in mapping.items() if column == place), "")
