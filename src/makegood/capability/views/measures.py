"""Pages about how well services run."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.capability import policies, queries, services
from makegood.capability.bridge import attainment, monthly
from makegood.capability.forms import SENSES, MeasureForm
from makegood.capability.views.drawing import measurement_chart
from makegood.foundation.clock import present
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.listing import Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.web.stories import told

DRAWN, LISTED = 400, 20
"""How many measurements a chart shows, and how many a page lists, the latest first."""
MEMORY = timedelta(days=364)
"""Measurements of so many days and today say how good a service is: a year, so that every season counts once."""


@admits(policies.check_see_capability)
def measures(request: StaffRequest) -> HttpResponseBase:
    """List what is measured."""
    viewer = request.viewer
    columns = _columns()
    asked = read_asked(request.GET, columns, [])
    page = queries.measure_page(
        viewer, text=asked.text, sort=asked.sort, page=1 if asked.format else asked.page, size=asked.size
    )
    views = [SavedView(*view) for view in kept_views(viewer, "measures")]
    listing = Listing("measures", columns, [], asked, page.rows, page.total, views)
    numbers, day = [row.number for row in page.rows], timezone.localdate(present())
    days = queries.measured_days(numbers, viewer, since=day - MEMORY, until=day)
    context = {
        "attained": {row.number: attainment(row, days[row.number]) for row in page.rows},
        "senses": dict(SENSES),
        "may_change": policies.can_change_measures(viewer),
    }
    return answer(request, "capability/measures.html", listing, context)


@admits(policies.check_see_capability)
def measure(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show a measure with its measurements against the target."""
    viewer = request.viewer
    found = queries.find_measure(number, viewer)
    latest = queries.measurement_page(number, viewer, size=DRAWN)
    day = timezone.localdate(present())
    days = queries.measured_days([number], viewer, since=day - MEMORY, until=day)[number]
    if file := taken(request, Table("months", _month_columns(), lambda: monthly(days))):
        return file
    context = {
        "measure": found,
        "attained": attainment(found, days),
        "months": monthly(days),
        "since": day - MEMORY,
        "until": day,
        "senses": dict(SENSES),
        "chart": measurement_chart(found, latest.rows) if latest.rows else None,
        "latest": latest.rows[:LISTED],
        "story": told(queries.measure_story(number, viewer)),
        "may_change": policies.can_change_measures(viewer),
    }
    return show(request, "capability/measure.html", context)


@admits(policies.check_see_capability)
def measurements(request: StaffRequest, number: int) -> HttpResponseBase:
    """List the measurements of a measure: of some days, those that are good or not."""
    viewer = request.viewer
    found = queries.find_measure(number, viewer)
    meets: list[tuple[str, str | Promise]] = [("", _("Whatever was measured")), ("yes", _("As it should be")),
                                              ("no", _("Not as it should be"))]  # fmt: skip
    filters = [
        Filter("since", _("From"), takes_a_day=True),
        Filter("until", _("Until"), takes_a_day=True),
        *([Filter("meets", _("Which"), meets)] if found.threshold is not None else []),
    ]
    columns = [
        Column(_("When"), export=lambda row: row.at),
        Column(_("Value"), numeric=True, export=lambda row: row.value),
        Column(_("As it should be"), export=lambda row: {True: _("yes"), False: _("no")}.get(row.is_good, "")),
        Column(_("Reference"), export=lambda row: row.reference),
    ]
    asked = read_asked(request.GET, columns, filters)
    wanted = queries.WantedMeasurements(
        first=_day(asked.chosen["since"]),
        last=_day(asked.chosen["until"]),
        is_good={"yes": True, "no": False}.get(asked.chosen.get("meets", "")),
    )
    page = queries.measurement_page(number, viewer, wanted, page=1 if asked.format else asked.page, size=asked.size)
    listing = Listing(
        "measurements", columns, filters, asked, page.rows, page.total, finds_words=False, keeps_views=False
    )
    return answer(request, "capability/measurements.html", listing, {"measure": found})


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


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


def _month_columns() -> list[Column]:
    return [
        Column(_("Month"), export=lambda row: row[0]),
        Column(_("Measurements"), export=lambda row: row[1].observations),
        Column(_("As it should be"), export=lambda row: row[1].good),
        Column(_("Reached"), export=lambda row: row[1].share),
        Column(_("From"), export=lambda row: row[1].low),
        Column(_("Until"), export=lambda row: row[1].high),
    ]
