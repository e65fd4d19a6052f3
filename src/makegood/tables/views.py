"""Pages of imports: how far each has come, what it refused, and the last ones."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.tables import policies, queries, services
from makegood.web.access import admits
from makegood.web.listing import Column, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.web.stories import tell, tell_names

tell(
    {
        "import.begin": later("Began to bring in %(name)s: %(total)s rows"),
        "import.end": later(
            "Brought in. New: %(new)s. Changed: %(changed)s. As they were: %(same)s. Refused: %(refused)s."
        ),
        "import.stop": later(
            "Stopped. New: %(new)s. Changed: %(changed)s. As they were: %(same)s. Refused: %(refused)s."
        ),
    }
)
tell_names("import", queries.run_names)

STATES = {
    "waiting": later("begins in a moment"),
    "running": later("is being brought in"),
    "done": later("brought in"),
    "stopped": later("stopped"),
}
"""How a state is said."""


@admits(policies.check_see_imports)
def imports(request: StaffRequest) -> HttpResponseBase:
    """List the last imports."""
    columns = [
        Column(_("File"), export=lambda row: row.name),
        Column(_("When"), export=lambda row: row.begun_at),
        Column(_("By whom"), export=lambda row: row.by_name),
        Column(_("State"), export=lambda row: str(STATES[row.state])),
        Column(_("Rows"), numeric=True, export=lambda row: row.done),
        Column(_("Refused"), numeric=True, export=lambda row: row.refused),
    ]
    asked = read_asked(request.GET, columns, [])
    page = queries.run_page(request.viewer, page=1 if asked.format else asked.page, size=asked.size)
    listing = Listing("imports", columns, [], asked, page.rows, page.total, finds_words=False, keeps_views=False)
    return answer(request, "tables/imports.html", listing, {"states": STATES})


@admits(policies.check_see_imports)
def one(request: StaffRequest, number: int) -> HttpResponse:
    """Show how far an import has come, and what became of its rows."""
    return show(request, "tables/import.html", _shown(request, number))


@admits(policies.check_see_imports)
def progress(request: StaffRequest, number: int) -> HttpResponse:
    """Show the part of the page that changes while rows come in."""
    return show(request, "tables/import.html#progress", _shown(request, number))


@admits(policies.check_see_imports)
def refused(request: StaffRequest, number: int) -> HttpResponse:
    """Hand out the rows that were refused, with what is wrong with each, to be mended and sent again."""
    viewer = request.viewer
    rows, headings = queries.refused_rows(number, viewer), queries.headings_of_run(number, viewer)
    handed_out = HttpResponse(services.error_file(rows, headings), content_type="text/csv; charset=utf-8")
    handed_out["Content-Disposition"] = 'attachment; filename="to-mend.csv"'
    return handed_out


@require_POST
@admits(policies.check_see_imports)
def stop(request: StaffRequest, number: int) -> HttpResponse:
    """Stop an import after the block of rows in hand."""
    services.stop_import(number=number, by=request.viewer, at=present())
    return done(request, reverse("import", args=[number]))


def _shown(request: StaffRequest, number: int) -> dict[str, object]:
    viewer = request.viewer
    run = queries.find_run(number, viewer)
    return {
        "run": run,
        "state": STATES[run.state],
        "trouble": queries.trouble_of(number, viewer) if run.is_open else None,
        "refused": queries.refused_rows(number, viewer, most=queries.SHOWN) if run.refused else [],
    }
