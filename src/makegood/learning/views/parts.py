"""How one promise moved, how a team kept its word, how long customers wait: parts of pages, and rows behind them."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from makegood.foundation.clock import present
from makegood.learning import policies, queries
from makegood.learning.queries import Slice
from makegood.learning.views.asking import Choices, slice_of, today
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.listing import PAGE_SIZE, Column, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import show

YEAR = timedelta(days=365)
FAST = 0.5
"""Weeks that a date may recede in a week before it is a warning (a convention)."""


@admits(policies.check_see_figures)
def of_promise(request: StaffRequest, number: int) -> HttpResponse:
    """Show how far a promise has moved, as a part of its page; nothing where no customer relies on it yet."""
    viewer, day = request.viewer, today()
    row = queries.result_of(number, viewer, today=day)
    context = {
        "row": row,
        "slip": queries.slips_of([number])[number] if row else None,
        "parts": queries.parts_of(number, viewer, today=day) if row else None,
        "fast": FAST,
    }
    return show(request, "learning/of_promise.html", context)


@admits(policies.check_see_figures)
def of_team(request: StaffRequest, team: int) -> HttpResponse:
    """Show how the promises of a team were kept in the last twelve months, as a part of its page."""
    viewer, day = request.viewer, today()
    wanted = Slice(since=day - YEAR, until=day, team=team)
    lines = Slice(since=day - YEAR, until=day, team=team, by_line=True)
    context = {
        "team": team,
        "found": queries.headline(viewer, wanted, today=day),
        "lines": queries.reliability(viewer, lines, today=day).first,
        "kept": f"team={team}&since={wanted.since.isoformat()}&until={day.isoformat()}",
    }
    return show(request, "learning/of_team.html", context)


@admits(policies.check_see_figures)
def answers(request: StaffRequest) -> HttpResponseBase:
    """List what customers wrote, and when they were answered."""
    viewer, at = request.viewer, present()
    filters = [
        one for one in Choices(viewer).filters(by_line=False) if one.name in {"window", "since", "until", "customer"}
    ]
    columns = [
        Column(_("Customer"), export=lambda row: row.customer_name),
        Column(_("Asked"), export=lambda row: row.asked_at),
        Column(_("Answered"), export=lambda row: row.answered_at),
        Column(_("Waited, hours"), numeric=True, export=lambda row: round(row.hours, 1)),
    ]
    asked = read_asked(request.GET, columns, filters)
    wanted = slice_of(asked, today())
    rows = queries.answers(viewer, wanted, at=at)
    shown = rows if asked.format else rows[(asked.page - 1) * PAGE_SIZE : asked.page * PAGE_SIZE]
    views = [SavedView(*view) for view in kept_views(viewer, "answers")]
    listing = Listing("answers", columns, filters, asked, shown, len(rows), views, finds_words=False)
    return answer(request, "learning/answers.html", listing, {"times": queries.answer_times(rows), "wanted": wanted})
