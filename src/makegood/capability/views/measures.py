"""Pages about how well services run."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.capability import policies, queries, services
from makegood.capability.bridge import attainment
from makegood.capability.forms import SENSES, MeasureForm
from makegood.capability.views.drawing import measurement_chart
from makegood.foundation.clock import present
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.listing import Column, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.web.stories import told

DRAWN, LISTED = 400, 20
"""How many measurements a chart shows, and how many a page lists, the latest first."""


@admits(policies.check_see_capability)
def measures(request: StaffRequest) -> HttpResponse:
    """List what is measured."""
    viewer = request.viewer
    columns = _columns()
    asked = read_asked(request.GET, columns, [])
    page = queries.measure_page(
        viewer, text=asked.text, sort=asked.sort, page=1 if asked.format else asked.page, size=asked.size
    )
    views = [SavedView(*view) for view in kept_views(viewer, "measures")]
    listing = Listing("measures", columns, [], asked, page.rows, page.total, views)
    context = {
        "attained": {row.number: attainment(row) for row in page.rows},
        "senses": dict(SENSES),
        "may_change": policies.can_change_measures(viewer),
    }
    return answer(request, "capability/measures.html", listing, context)


@admits(policies.check_see_capability)
def measure(request: StaffRequest, number: int) -> HttpResponse:
    """Show a measure with its measurements against the target."""
    viewer = request.viewer
    found = queries.find_measure(number, viewer)
    latest = queries.measurement_page(number, viewer, size=DRAWN)
    context = {
        "measure": found,
        "attained": attainment(found),
        "senses": dict(SENSES),
        "chart": measurement_chart(found, latest.rows) if latest.rows else None,
        "latest": latest.rows[:LISTED],
        "story": told(queries.measure_story(number, viewer)),
        "may_change": policies.can_change_measures(viewer),
    }
    return show(request, "capability/measure.html", context)


@admits(policies.check_change_measures)
def add(request: StaffRequest) -> HttpResponse:
    """Add a measure."""
    viewer = request.viewer
    return edit(
        request,
        template="capability/form.html",
        form=MeasureForm(sent(request)),
        act=lambda given: services.add_measure(**given, by=viewer, at=present()),
        then=lambda number: reverse("measure", args=[number]),
        said=_("Added."),
        context={"title": _("Add a service measure"), "back": reverse("measures")},
    )


@admits(policies.check_change_measures)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Change a measure."""
    viewer = request.viewer
    found = queries.find_measure(number, viewer)
    return edit(
        request,
        template="capability/form.html",
        form=MeasureForm(sent(request), initial={name: getattr(found, name) for name in MeasureForm.base_fields}),
        act=lambda given: services.change_measure(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("measure", args=[number]),
        said=_("Saved."),
        version=found.version,
        context={"title": _("Change %(name)s") % {"name": found.name}, "back": reverse("measure", args=[number])},
    )


@require_POST
@admits(policies.check_change_measures)
def remove(request: StaffRequest, number: int) -> HttpResponse:
    """Remove a measure that was never measured."""
    services.remove_measure(number=number, by=request.viewer, at=present())
    return done(request, reverse("measures"), _("Removed."))


def _columns() -> list[Column]:
    return [
        Column(_("What is measured"), sort="name", export=lambda row: row.name),
        Column(_("Unit"), export=lambda row: row.unit),
        Column(_("Threshold"), export=lambda row: row.threshold),
        Column(_("Wanted"), numeric=True, export=lambda row: row.target),
        Column(_("Reached"), numeric=True, export=lambda row: row.share),
        Column(_("Measurements"), sort="count", numeric=True, export=lambda row: row.count),
        Column(_("Latest"), sort="latest", export=lambda row: row.latest),
    ]
