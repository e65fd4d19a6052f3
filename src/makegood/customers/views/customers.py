"""Pages about customers."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from makegood.customers import policies, queries, services
from makegood.customers.forms import CHANNELS, DIRECTIONS, TIERS, CustomerForm, OwnerForm, ReasonForm
from makegood.customers.queries import CustomerRow
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.glossary.queries import link_terms, terms_for_linking
from makegood.people.queries import kept_views, people_choices
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.listing import Asked, Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.web.stories import told

TIER_NAMES = dict(TIERS)
TOUCHPOINTS = 10
"""The latest ones, which a customer's page shows; there is a page of all of them."""


@admits(policies.check_see_customers)
def customers(request: StaffRequest) -> HttpResponseBase:
    """List customers."""
    viewer = request.viewer
    columns, filters = _columns(), _filters()
    asked = read_asked(request.GET, columns, filters)
    page = queries.customer_page(
        viewer,
        text=asked.text,
        tier=asked.chosen["tier"],
        owner=_owner_asked(asked, viewer),
        state=asked.chosen["state"],
        sort=asked.sort,
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "customers")]
    listing = Listing("customers", columns, filters, asked, page.rows, page.total, views)
    context = {
        "tiers": TIER_NAMES,
        "may_change": policies.can_change_customers(viewer),
        "people": people_choices(viewer),
    }
    return answer(request, "customers/customers.html", listing, context)


@admits(policies.check_change_customers)
def add(request: StaffRequest) -> HttpResponse:
    """Add a customer."""
    viewer = request.viewer
    return edit(
        request,
        template="customers/add.html",
        form=CustomerForm(sent(request), offers={"owner": people_choices(viewer)}, initial={"zone": viewer.zone}),
        act=lambda given: services.add_customer(**given, by=viewer, at=present()),
        then=lambda number: reverse("customer", args=[number]),
        said=_("Added."),
    )


@admits(policies.check_see_customers)
def customer(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show a customer: what is known, who is there, how we met, what happened."""
    viewer = request.viewer
    found = queries.find_customer(number, viewer)
    if file := taken(request, Table("contacts", _contact_columns(), lambda: queries.contacts_of(number, viewer))):
        return file
    terms = terms_for_linking(viewer)
    touchpoints = queries.touchpoint_page(number, viewer, size=TOUCHPOINTS)
    context = {
        "customer": found,
        "at": present(),
        "note": link_terms(found.note, terms),
        "contacts": queries.contacts_of(number, viewer),
        "touchpoints": [(one, link_terms(one.text, terms)) for one in touchpoints.rows],
        "touchpoint_count": touchpoints.total,
        "story": told(queries.customer_story(number, viewer)),
        "tiers": TIER_NAMES,
        "channels": dict(CHANNELS),
        "directions": dict(DIRECTIONS),
        "may_change": policies.can_change_customers(viewer),
        "may_close": policies.can_close_customers(viewer),
        "may_erase": policies.can_erase_contacts(viewer),
    }
    return show(request, "customers/customer.html", context)


@admits(policies.check_change_customers)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Change what is known; two who do so at once see each other's words side by side."""
    viewer = request.viewer
    found = queries.find_customer(number, viewer)
    form = CustomerForm(
        sent(request),
        offers={"owner": people_choices(viewer)},
        called={"owner": found.owner_name},
        initial=_values(found),
    )
    return edit(
        request,
        template="customers/change.html",
        form=form,
        act=lambda given: services.change_customer(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("customer", args=[number]),
        said=_("Saved."),
        version=found.version,
        context={"customer": found},
    )


@require_POST
@admits(policies.check_change_customers)
def owner(request: StaffRequest) -> HttpResponse:
    """Give the ticked customers another owner."""
    form = OwnerForm(request.POST, offers={"owner": people_choices(request.viewer)})
    if not form.is_valid():
        return done(request, reverse("customers"), _("Nothing was chosen, so nothing was changed."))
    count = services.change_owner(
        numbers=form.cleaned_data["row"], owner=form.cleaned_data["owner"], by=request.viewer, at=present()
    )
    said = ngettext("%(count)s customer has another owner now.", "%(count)s customers have another owner now.", count)
    return done(request, reverse("customers"), said % {"count": count})


@admits(policies.check_close_customers)
def close(request: StaffRequest, number: int) -> HttpResponse:
    """Close a customer, with a reason."""
    viewer = request.viewer
    return edit(
        request,
        template="customers/close.html",
        form=ReasonForm(sent(request)),
        act=lambda given: services.close_customer(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("customer", args=[number]),
        said=_("Closed; it can be reopened."),
        context={"customer": queries.find_customer(number, viewer)},
    )


@require_POST
@admits(policies.check_close_customers)
def reopen(request: StaffRequest, number: int) -> HttpResponse:
    """Reopen a customer."""
    services.reopen_customer(number=number, by=request.viewer, at=present())
    return done(request, reverse("customer", args=[number]), _("Open again."))


def _columns() -> list[Column]:
    return [
        Column(_("Customer"), sort="name", export=lambda row: row.name),
        Column(_("Short name"), sort="key", export=lambda row: row.key),
        Column(_("Tier"), sort="tier", export=lambda row: str(TIER_NAMES[row.tier])),
        Column(_("Owner"), export=lambda row: row.owner_name),
        Column(_("Main contact"), export=lambda row: row.main_contact),
        Column(_("Replans in"), sort="replanning", numeric=True, export=lambda row: row.replanning_days),
        Column(_("Last met"), sort="touched", export=lambda row: row.touched_at),
    ]


def _filters() -> list[Filter]:
    return [
        Filter("tier", _("Tier"), [("", _("All tiers")), *TIERS]),
        Filter("owner", _("Owner"), [("", _("Of everybody")), ("me", _("Mine"))]),
        Filter("state", _("State"), [("open", _("Open")), ("closed", _("Closed")), ("all", _("All"))]),
    ]


def _owner_asked(asked: Asked, viewer: Viewer) -> int | None:
    return viewer.number if asked.chosen["owner"] == "me" else None


def _values(found: CustomerRow) -> dict[str, object]:
    names = ("name", "key", "tier", "owner", "zone", "replanning_days", "note")
    return {name: getattr(found, name) for name in names}


def _contact_columns() -> list[Column]:
    return [
        Column(_("Name"), export=lambda one: one.name),
        Column(_("What they do there"), export=lambda one: one.role),
        Column(_("Mail address"), export=lambda one: one.email),
        Column(_("Telephone"), export=lambda one: one.phone),
    ]
