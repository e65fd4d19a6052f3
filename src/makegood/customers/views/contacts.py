"""Pages about the people at a customer."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.customers import policies, queries, services
from makegood.customers.forms import ContactForm, ReasonForm
from makegood.foundation.clock import present
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done


@admits(policies.check_change_customers)
def contact_add(request: StaffRequest, number: int) -> HttpResponse:
    """Add somebody at a customer."""
    viewer = request.viewer
    return edit(
        request,
        template="customers/contact.html",
        form=ContactForm(sent(request), initial={"language": viewer.language}),
        act=lambda given: services.add_contact(customer=number, **given, by=viewer, at=present()),
        then=lambda _contact: reverse("customer", args=[number]),
        said=_("Added."),
        context={"customer": queries.find_customer(number, viewer)},
    )


@admits(policies.check_change_customers)
def contact_change(request: StaffRequest, number: int) -> HttpResponse:
    """Change what is known of somebody."""
    viewer = request.viewer
    found = queries.find_contact(number, viewer)
    names = ("name", "role", "email", "phone", "language", "is_main")
    return edit(
        request,
        template="customers/contact.html",
        form=ContactForm(sent(request), initial={name: getattr(found, name) for name in names}),
        act=lambda given: services.change_contact(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("customer", args=[found.customer]),
        said=_("Saved."),
        version=found.version,
        context={
            "customer": queries.find_customer(found.customer, viewer),
            "contact": found,
            "may_erase": policies.can_erase_contacts(viewer),
        },
    )


@require_POST
@admits(policies.check_change_customers)
def contact_left(request: StaffRequest, number: int) -> HttpResponse:
    """Note that somebody is not there any more."""
    found = queries.find_contact(number, request.viewer)
    services.contact_left(number=number, by=request.viewer, at=present())
    return done(request, reverse("customer", args=[found.customer]), _("Noted."))


@admits(policies.check_erase_contacts)
def contact_erase(request: StaffRequest, number: int) -> HttpResponse:
    """Erase the data of somebody who asks for it; this can't be undone, so it asks why."""
    viewer = request.viewer
    found = queries.find_contact(number, viewer)
    return edit(
        request,
        template="customers/erase.html",
        form=ReasonForm(sent(request)),
        act=lambda given: services.erase_contact(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("customer", args=[found.customer]),
        said=_("Erased, here and in the history."),
        context={"customer": queries.find_customer(found.customer, viewer), "contact": found},
    )
