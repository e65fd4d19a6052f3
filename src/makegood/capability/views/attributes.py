"""Pages about what the product has."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from makegood.capability import policies, queries, services
from makegood.capability.forms import AttributeForm, ReasonForm
from makegood.capability.states import Readiness
from makegood.capability.views.teams import today
from makegood.foundation.clock import present
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.listing import Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import show
from makegood.web.stories import told


@admits(policies.check_see_capability)
def attributes(request: StaffRequest) -> HttpResponseBase:
    """List what the product has and will have."""
    viewer, day = request.viewer, today()
    columns, filters = _columns(), _filters()
    asked = read_asked(request.GET, columns, filters)
    page = queries.attribute_page(
        viewer,
        today=day,
        text=asked.text,
        readiness=asked.chosen["readiness"],
        sort=asked.sort,
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "attributes")]
    listing = Listing("attributes", columns, filters, asked, page.rows, page.total, views)
    context = {"today": day, "may_change": policies.can_change_attributes(viewer)}
    return answer(request, "capability/attributes.html", listing, context)


@admits(policies.check_see_capability)
def attribute(request: StaffRequest, number: int) -> HttpResponse:
    """Show an attribute, and how it came to be so."""
    viewer = request.viewer
    context = {
        "attribute": queries.find_attribute(number, viewer),
        "today": today(),
        "story": told(queries.attribute_story(number, viewer)),
        "may_change": policies.can_change_attributes(viewer),
    }
    return show(request, "capability/attribute.html", context)


@admits(policies.check_change_attributes)
def add(request: StaffRequest) -> HttpResponse:
    """State an attribute."""
    viewer = request.viewer
    return edit(
        request,
        template="capability/form.html",
        form=AttributeForm(sent(request)),
        act=lambda given: services.add_attribute(**given, by=viewer, at=present()),
        then=lambda number: reverse("attribute", args=[number]),
        said=_("Added."),
        context={"title": _("State an attribute"), "back": reverse("attributes")},
    )


@admits(policies.check_change_attributes)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Change an attribute."""
    viewer = request.viewer
    found = queries.find_attribute(number, viewer)
    return edit(
        request,
        template="capability/form.html",
        form=AttributeForm(sent(request), initial={name: getattr(found, name) for name in AttributeForm.base_fields}),
        act=lambda given: services.change_attribute(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("attribute", args=[number]),
        said=_("Saved."),
        version=found.version,
        context={"title": _("Change %(name)s") % {"name": found.name}, "back": reverse("attribute", args=[number])},
    )


@admits(policies.check_change_attributes)
def remove(request: StaffRequest, number: int) -> HttpResponse:
    """Remove an attribute, with a reason."""
    viewer = request.viewer
    found = queries.find_attribute(number, viewer)
    return edit(
        request,
        template="capability/form.html",
        form=ReasonForm(sent(request)),
        act=lambda given: services.remove_attribute(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("attributes"),
        said=_("Removed."),
        context={
            "title": _("Remove %(name)s") % {"name": found.name},
            "hint": _("What was promised of it is then compared with nothing, and says so."),
            "back": reverse("attribute", args=[number]),
        },
    )


def _columns() -> list[Column]:
    return [
        Column(_("Attribute"), sort="name", export=lambda row: row.name),
        Column(_("Value"), export=lambda row: row.value),
        Column(_("Unit"), export=lambda row: row.unit),
        Column(_("Likely from"), sort="available", export=lambda row: row.available_from),
        Column(_("Almost surely from"), export=lambda row: row.available_p90),
        Column(_("Where this is known from"), export=lambda row: row.source),
    ]


def _filters() -> list[Filter]:
    return [
        Filter(
            "readiness",
            _("Availability"),
            [("", _("Now and later")), (Readiness.NOW, _("Now")), (Readiness.LATER, _("On the roadmap"))],
        )
    ]
