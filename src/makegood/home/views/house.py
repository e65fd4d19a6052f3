"""The search, the history, and how the house is running."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.customers.queries import owned_count as customers_of
from makegood.foundation.clock import present
from makegood.foundation.guards.services import missing_guards
from makegood.foundation.history.queries import current_head
from makegood.foundation.history.verification import verify as verify_history
from makegood.foundation.jobs.queries import load, troubled
from makegood.foundation.jobs.services import give_up, run_again
from makegood.foundation.pages import together
from makegood.foundation.search.queries import find
from makegood.home import queries
from makegood.people.policies import check_keep_accounts
from makegood.people.queries import everybody, find_person
from makegood.promises.queries import owned_count as promises_of
from makegood.web.access import admits, all_staff
from makegood.web.exports import Table, taken
from makegood.web.inputs import number_in
from makegood.web.listing import Column, Filter, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done, is_fragment, show
from makegood.web.stories import Told, told

SUGGESTIONS = 8
RESULTS = 50


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


@admits(all_staff)
def held(request: StaffRequest, number: int) -> HttpResponse:
    """Show what somebody answers for, as a part of their page: it is to be given to others before they go."""
    viewer = request.viewer
    context = {
        "customers": customers_of(number, viewer),
        "promises": promises_of(number, viewer),
        "gone": not find_person(number, viewer, at=present()).is_active,
    }
    return show(request, "home/held.html", context)


@admits(check_keep_accounts)
def running(request: StaffRequest) -> HttpResponseBase:
    """Show what works in the background, and what keeps failing."""
    columns = [
        Column(_("Work"), export=lambda job: job.task),
        Column(_("What went wrong"), export=lambda job: job.error),
        Column(_("Attempts"), export=lambda job: job.attempt),
        Column(_("Since"), export=lambda job: job.made_at),
    ]
    if file := taken(request, Table("failing", columns, troubled)):
        return file
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


@admits(check_keep_accounts)
def history(request: StaffRequest) -> HttpResponseBase:
    """Show all that happened, to one thing or to any."""
    viewer = request.viewer
    columns = [
        Column(_("When"), export=lambda row: row.at),
        Column(_("By"), export=lambda row: row.actor),
        Column(
            _("What"), export=lambda row: f"{queries.HISTORY_KINDS.get(row.kind, row.kind)} {row.subject or row.number}"
        ),
        Column(_("What happened"), export=_in_one_line),
    ]
    filters = [
        Filter("room", _("Room"), [("", _("All rooms")), *queries.ROOM_CHOICES]),
        Filter("kind", _("Kind"), [("", _("All kinds")), *queries.HISTORY_KINDS.items()]),
        Filter("person", _("Person"), [("", _("By everybody")), *((str(n), name) for n, name in everybody(viewer))]),
        Filter("day", _("Day"), takes_a_day=True),
    ]
    asked = read_asked(request.GET, columns, filters)
    thing = number_in(request.GET.get("number", "")) if asked.chosen["kind"] else None
    page = queries.history_of(
        viewer, **asked.chosen, number=thing, page=1 if asked.format else asked.page, size=asked.size
    )
    rows = together(page.rows, partial(told, with_subjects=True))
    listing = Listing("history", columns, filters, asked, rows, page.total, finds_words=False, keeps_views=False)
    context = {"kinds": queries.HISTORY_KINDS, "routes": queries.HISTORY_ROUTES, "thing": thing}
    return answer(request, "home/history.html", listing, context)


def _in_one_line(row: Told) -> str:
    """Say one thing that happened with what it changed, for a cell of a table."""
    return "; ".join([row.said, *(f"{one.label}: {one.before} → {one.after}" for one in row.changes)])
