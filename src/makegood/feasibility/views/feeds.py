"""Promised dates in a calendar: the page on which people make the address, and what a calendar reads there."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from makegood.customers.queries import customer_choices
from makegood.feasibility import policies, queries, services
from makegood.feasibility.forms import FeedForm
from makegood.feasibility.views.calendars import calendar_of
from makegood.foundation.clock import present
from makegood.foundation.counts.services import counted
from makegood.foundation.errors import Problem
from makegood.web.access import admits
from makegood.web.editing import sent
from makegood.web.errors import error_page
from makegood.web.inputs import number_in
from makegood.web.request import AnyRequest, StaffRequest
from makegood.web.responses import done, refuse, show

MINUTE = 60
TOO_MANY = 429
TYPE = "text/calendar; charset=utf-8"


@never_cache
@admits(policies.check_see_forecast)
def own_feeds(request: StaffRequest) -> HttpResponse:
    """Show the addresses that one's calendars read, and make one; it is shown this once."""
    form = _form(request)
    if request.method != "POST":
        return _shown(request, form)
    if form.is_valid():
        try:
            secret = services.make_feed(customer=form.cleaned_data["customer"], by=request.viewer, at=present())
        except Problem as problem:
            form.add_problem(problem)
        else:
            return _shown(request, form, secret)
    context = {"form": form, "feeds": queries.own_feeds(request.viewer)}
    return refuse(request, "feasibility/own_feeds.html", context)


@never_cache
@require_POST
@admits(policies.check_see_forecast)
def feed_renew(request: StaffRequest, number: int) -> HttpResponse:
    """Put another address in the place of one that somebody else may have seen; it is shown this once."""
    secret = services.renew_feed(number=number, by=request.viewer, at=present())
    return _shown(request, FeedForm(offers=_offers(request)), secret)


@require_POST
@admits(policies.check_see_forecast)
def feed_revoke(request: StaffRequest, number: int) -> HttpResponse:
    """Let an address work no more."""
    services.revoke_feed(number=number, by=request.viewer, at=present())
    return done(request, reverse("own-feeds"), _("The address works no more."))


@require_safe
def feed(request: AnyRequest, token: str) -> HttpResponse:
    """Answer a calendar with what the owner of its address may see now; nobody signs in here, the address says who."""
    at = present()
    found = queries.feed_by(token, at=at)
    if found is None:
        return error_page(request, 404)
    if counted(f"feed:{found.number}:{int(at.timestamp()) // MINUTE}", keep=2 * MINUTE) > settings.FEED_READS_A_MINUTE:
        return HttpResponse(status=TOO_MANY, headers={"Retry-After": str(MINUTE - int(at.timestamp()) % MINUTE)})
    services.note_reading(number=found.number, at=at)
    with translation.override(found.viewer.language), timezone.override(found.viewer.zone):
        return _answer(request, found)


def _answer(request: AnyRequest, found: queries.OpenFeed) -> HttpResponse:
    """Return the calendar, or that it has not changed since it was read last."""
    calendar = calendar_of(found, queries.promised_days(found))
    answer = HttpResponse(calendar.text, content_type=TYPE)
    answer["ETag"] = quote_etag(calendar.mark)
    answer["Cache-Control"] = "private, no-cache"  # kept by whoever reads it, who asks each time whether it still holds
    answer["Content-Disposition"] = 'inline; filename="makegood.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _form(request: StaffRequest) -> FeedForm:
    initial = {"customer": number_in(request.GET.get("customer", ""))}
    return FeedForm(sent(request), offers=_offers(request), initial=initial)


def _offers(request: StaffRequest) -> dict[str, list[tuple[int, str]]]:
    return {"customer": [(one.number, f"{one.name} ({one.key})") for one in customer_choices(request.viewer)]}


def _shown(request: StaffRequest, form: FeedForm, secret: str = "") -> HttpResponse:
    address = f"{settings.PUBLIC_ADDRESS}{reverse('feed', args=[secret])}" if secret else ""
    context = {
        "form": form,
        "feeds": queries.own_feeds(request.viewer),
        "address": address,
        "subscribe": f"webcal:{address.partition(':')[2]}" if address else "",
    }
    return show(request, "feasibility/own_feeds.html", context)
