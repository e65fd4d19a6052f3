"""The start, the search, and how the house is running."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.foundation.guards.services import missing_guards
from makegood.foundation.history.queries import current_head
from makegood.foundation.history.verification import verify as verify_history
from makegood.foundation.jobs.queries import load, troubled
from makegood.foundation.jobs.services import give_up, run_again
from makegood.foundation.search.queries import find
from makegood.home import queries
from makegood.people.policies import check_keep_accounts
from makegood.promises.queries import FINDING_NAMES
from makegood.web.access import admits, all_staff
from makegood.web.request import StaffRequest
from makegood.web.responses import done, is_fragment, show

SUGGESTIONS = 8
RESULTS = 50


@admits(all_staff)
def start(request: StaffRequest) -> HttpResponse:
    """Show what to do now."""
    at = present()
    start = queries.start_of(request.viewer, at=at, today=timezone.localdate(at))
    counts = [(finding.value, FINDING_NAMES[finding], count) for finding, count in start.counts.items()]
    return show(request, "home/start.html", {"start": start, "findings": FINDING_NAMES, "counts": counts})


@admits(all_staff)
def search(request: StaffRequest) -> HttpResponse:
    """Show everything that holds the words that were asked for."""
    text = request.GET.get("q", "").strip()
    found = find(text, request.viewer, RESULTS) if text else []
    return show(request, "home/search.html", {"found": found, "search_text": text, "kinds": queries.KINDS})


@admits(all_staff)
def suggest(request: StaffRequest) -> HttpResponse:
    """Show the first few results, for the palette."""
    found = find(request.GET.get("q", ""), request.viewer, SUGGESTIONS)
    return show(request, "home/search.html#options", {"found": found, "kinds": queries.KINDS})


@admits(check_keep_accounts)
def running(request: StaffRequest) -> HttpResponse:
    """Show what works in the background, and what keeps failing."""
    return show(request, "home/running.html", _running())


@require_POST
@admits(check_keep_accounts)
def job_again(request: StaffRequest, number: int) -> HttpResponse:
    """Run work again that failed."""
    run_again(number=number, by=request.viewer.actor, at=present())
    return done(request, reverse("running"), _("Queued again."))


@require_POST
@admits(check_keep_accounts)
def job_give_up(request: StaffRequest, number: int) -> HttpResponse:
    """Give up work that need not be done any more."""
    reason = request.POST.get("reason", "")
    give_up(number=number, by=request.viewer.actor, at=present(), reason=reason)
    return done(request, reverse("running"), _("Given up."))


@require_POST
@admits(check_keep_accounts)
def verify(request: StaffRequest) -> HttpResponse:
    """Walk the whole history now and say whether it is whole."""
    verdict = {"verdict": verify_history()}
    if is_fragment(request):
        return show(request, "home/running.html#verdict", verdict)
    return show(request, "home/running.html", _running() | verdict)


def _running() -> dict[str, object]:
    at = present()
    return {"load": load(at=at), "troubled": troubled(), "missing": missing_guards(), "head": current_head(at=at)}
