"""The desk: what can I promise, what would it endanger, and keep it for me."""

from __future__ import annotations

from datetime import timedelta
from operator import itemgetter

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.capability.queries import attribute_page, measure_page, team_choices
from makegood.customers.queries import customer_choices
from makegood.feasibility import bridge, policies, queries, services
from makegood.feasibility.forms import CLASS_NAMES, BelowLevelForm, QuoteForm, ReserveForm
from makegood.feasibility.states import USUAL_HOLD_DAYS, QuoteState, ReservationState
from makegood.feasibility.views.drawing import when_done
from makegood.foundation.clock import present
from makegood.promises.queries import find_row
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show

USUAL_AHEAD = timedelta(days=42)
"""Which date stands in the form before anybody says one."""


LEADS_SHOWN, ABILITIES_SHOWN = 12, 8
"""Templates, and attributes and measures each, that are shown beside the question."""


@admits(policies.check_see_forecast)
def quotes(request: StaffRequest) -> HttpResponse:
    """Ask what could be promised."""
    viewer, today = request.viewer, timezone.localdate(present())
    teams, leads = team_choices(viewer), queries.lead_times(viewer)
    form = QuoteForm(
        sent(request),
        initial={"wished": today + USUAL_AHEAD, **request.GET.dict()},
        offers={
            "template": sorted(((one.template, one.name) for one in leads), key=itemgetter(1)),
            "customer": [(one.number, one.name) for one in customer_choices(viewer)],
        },
    )
    form.know_teams(teams)
    return edit(
        request,
        template="feasibility/quotes.html",
        form=form,
        act=lambda given: services.ask_quote(today=today, **given, by=viewer, at=present()),
        then=lambda number: reverse("quote", args=[number]),
        context={
            "latest": queries.latest_quotes(viewer),
            "teams": teams,
            "level": settings.QUOTING_LEVEL,
            "today": today,
            "leads": leads[:LEADS_SHOWN],
            "has": attribute_page(viewer, today=today, size=ABILITIES_SHOWN),
            "serves": measure_page(viewer, size=ABILITIES_SHOWN),
        },
    )


@admits(policies.check_see_forecast)
def quote(request: StaffRequest, number: int) -> HttpResponse:
    """Show what could be promised; while nobody has answered, the page asks again by itself."""
    viewer = request.viewer
    asked = queries.find_quote(number, viewer)
    details = bridge.read_details(asked.details) if asked.details else None
    wishes = queries.reservations_of(number, viewer)
    context = {
        "asked": asked,
        "waits": asked.state == QuoteState.WAITING,
        "failed": asked.state == QuoteState.FAILED,
        "level": settings.QUOTING_LEVEL,
        "is_below": services.is_below_level(asked.p_kept),
        "class_name": CLASS_NAMES[asked.rank_class],
        "told": None if details is None else bridge.told(details),
        "chart": None
        if details is None or details.curve is None
        else when_done(details.curve, asked.wished, asked.p_kept),
        "contradictions": bridge.told_contradictions(asked.problems),
        "wishes": wishes,
        "looking": asked.state == QuoteState.DATED,
        "helping": asked.would_help is None and asked.state == QuoteState.DONE,
        "helps": [(bridge.told_change(one.change), one) for one in asked.would_help or ()],
        "holding": any(one.state == ReservationState.WAITING for one in wishes),
        "may_reserve": policies.can_reserve(viewer),
        **queries.WORDS,
    }
    return show(request, "feasibility/quote.html", context)


@require_POST
@admits(policies.check_see_forecast)
def quote_again(request: StaffRequest, number: int) -> HttpResponse:
    """Ask the same anew."""
    again = services.ask_again(number=number, by=request.viewer, at=present())
    return done(request, reverse("quote", args=[again]))


@admits(policies.check_reserve)
def reserve(request: StaffRequest, number: int) -> HttpResponse:
    """Keep capacity for what was quoted."""
    viewer, today = request.viewer, timezone.localdate(present())
    asked = queries.find_quote(number, viewer)
    due = asked.wished if not services.is_below_level(asked.p_kept) else asked.p85 or asked.wished
    form = ReserveForm(
        sent(request),
        initial={"customer": asked.customer, "due": due, "days": USUAL_HOLD_DAYS},
        offers={"customer": [(one.number, one.name) for one in customer_choices(viewer)]},
    )
    if not policies.can_override(viewer):
        form.forbid_override()
    return edit(
        request,
        template="feasibility/reserve.html",
        form=form,
        act=lambda given: services.ask_to_reserve(quote=number, today=today, **given, by=viewer, at=present()),
        then=lambda _number: reverse("quote", args=[number]),
        context={"asked": asked, "level": settings.QUOTING_LEVEL},
    )


@admits(policies.check_override)
def below_level(request: StaffRequest, promise: int) -> HttpResponse:
    """Let a date be promised that is below the quoting level, with what we will do if it fails."""
    viewer = request.viewer
    row = find_row(promise, viewer, today=timezone.localdate(present()))
    known = queries.outlook_of(promise, viewer)
    p_kept = None if known is None else known.p_kept
    return edit(
        request,
        template="feasibility/below_level.html",
        form=BelowLevelForm(sent(request)),
        act=lambda given: services.let_promise_below_level(promise=promise, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("promise", args=[promise]),
        said=_("It may be committed now, with what we do if it fails."),
        context={
            "row": row,
            "p_kept": p_kept,
            "level": settings.QUOTING_LEVEL,
            "overrides": queries.overrides_of(promise, viewer),
        },
    )
