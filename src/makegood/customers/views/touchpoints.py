"""Pages about how we met a customer."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.customers import policies, queries, services
from makegood.customers.forms import CHANNELS, DIRECTIONS, TouchpointForm
from makegood.foundation.clock import present
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.listing import Column, Filter, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.stories import told


@admits(policies.check_see_customers)
def touchpoints(request: StaffRequest, number: int) -> HttpResponseBase:
    """List every time we met a customer."""
    viewer = request.viewer
    found = queries.find_customer(number, viewer)
    channels, directions = dict(CHANNELS), dict(DIRECTIONS)
    columns = [
        Column(_("When"), export=lambda row: row.at),
        Column(_("How"), export=lambda row: str(channels[row.kind])),
        Column(_("Who turned to whom"), export=lambda row: str(directions[row.direction])),
        Column(_("With whom"), export=lambda row: row.contact_name),
        Column(_("What was said"), export=lambda row: row.text),
        Column(_("Noted by"), export=lambda row: row.by_name),
    ]
    filters = [Filter("kind", _("How"), [("", _("In every way")), *CHANNELS])]
    asked = read_asked(request.GET, columns, filters)
    page = queries.touchpoint_page(
        number,
        viewer,
        text=asked.text,
        kind=asked.chosen["kind"],
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    listing = Listing("touchpoints", columns, filters, asked, page.rows, page.total, keeps_views=False)
    context = {
        "customer": found,
        "channels": channels,
        "directions": directions,
        "may_change": policies.can_change_customers(viewer),
    }
    return answer(request, "customers/touchpoints.html", listing, context)


@admits(policies.check_change_customers)
def touchpoint_add(request: StaffRequest, number: int) -> HttpResponse:
    """Note how we met."""
    viewer, at = request.viewer, present()
    found = queries.find_customer(number, viewer)
    contacts = [(one.number, one.name) for one in queries.contacts_of(number, viewer) if not one.left_at and one.name]
    form = TouchpointForm(sent(request), offers={"contact": contacts}, initial={"happened_at": timezone.localtime(at)})
    return edit(
        request,
        template="customers/touchpoint.html",
        form=form,
        act=lambda given: services.log_touchpoint(customer=number, **given, by=viewer, at=at),
        then=lambda _number: reverse("customer", args=[number]),
        said=_("Noted."),
        context={"customer": found},
    )


@admits(policies.check_change_customers)
def touchpoint_correct(request: StaffRequest, number: int) -> HttpResponse:
    """Put right what was noted; what it said before stays in its history."""
    viewer = request.viewer
    found = queries.find_touchpoint(number, viewer)
    contacts = [(one.number, one.name) for one in queries.contacts_of(found.customer, viewer) if one.name]
    initial = {
        "kind": found.kind,
        "direction": found.direction,
        "contact": found.contact,
        "happened_at": found.at,
        "text": found.text,
    }
    return edit(
        request,
        template="customers/touchpoint.html",
        form=TouchpointForm(
            sent(request), offers={"contact": contacts}, called={"contact": found.contact_name}, initial=initial
        ),
        act=lambda given: services.correct_touchpoint(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("touchpoints", args=[found.customer]),
        said=_("Saved; what it said before is kept."),
        version=found.version,
        context={
            "customer": queries.find_customer(found.customer, viewer),
            "touchpoint": found,
            "story": told(queries.touchpoint_story(number, viewer)),
        },
    )
