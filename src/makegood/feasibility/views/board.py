"""The board: open promises on a time axis, grouped, as many as there are; and the same as a calendar."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.capability.queries import team_keys
from makegood.feasibility import bridge, policies, queries
from makegood.feasibility.states import Status
from makegood.feasibility.views.asking import columns, filters, term_in, wanted_of
from makegood.feasibility.views.axis import Axis, Bar
from makegood.feasibility.views.forecasts import forecast
from makegood.foundation.clock import present
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.inputs import number_in
from makegood.web.listing import DAY, Asked, Filter, Listing, SavedView, read_asked
from makegood.web.request import StaffRequest
from makegood.web.responses import show

LINES = 90
"""Lines that a page holds at once; while somebody scrolls, others take their place."""
ZOOMS = ("6", "3", "12", "24")
"""Months on the axis, the usual one first."""
Teams = tuple[tuple[str, str], ...]
"""Keys and names."""
ON_A_DAY = 3
"""Promises that a day of the calendar names; it says how many more there are."""


@admits(policies.check_see_forecast)
def board(request: StaffRequest) -> HttpResponseBase:
    """Show open promises on a time axis, what is in danger first."""
    viewer = request.viewer
    teams = team_keys(viewer)
    choices = [*_ways(), *filters(teams, term_in(request.GET))]
    asked = read_asked(request.GET, columns(), choices, default_sort="-harm")
    if asked.format:
        return forecast(request)
    views = [SavedView(*view) for view in kept_views(viewer, "board")]
    listing = Listing("board", columns(), choices, asked, (), 0, views)
    whole = queries.whole(viewer)
    contradictions = bridge.told_problems(whole.problems) if whole else []
    context = {"listing": listing, "whole": whole, "contradictions": contradictions, **_drawn(request, asked, teams)}
    return show(request, "feasibility/board.html", context)


@admits(policies.check_see_forecast)
def lines(request: StaffRequest) -> HttpResponse:
    """Show some lines of the board, for who scrolls."""
    teams = team_keys(request.viewer)
    choices = [*_ways(), *filters(teams, term_in(request.GET))]
    asked = read_asked(request.GET, columns(), choices, default_sort="-harm")
    return show(request, "feasibility/board.html#lines", _drawn(request, asked, teams))


@admits(policies.check_see_forecast)
def calendar(request: StaffRequest) -> HttpResponseBase:
    """Show a month with the promises due on each day."""
    viewer, today = request.viewer, timezone.localdate(present())
    choices = filters(team_keys(viewer), term_in(request.GET))
    asked = read_asked(request.GET, columns(), choices, default_sort="-harm")
    if asked.format:
        return forecast(request)
    first = _month(request.GET.get("month", ""), today)
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    due = queries.due_days(viewer, wanted_of(asked, viewer), since=weeks[0][0], until=weeks[-1][-1], most=ON_A_DAY)
    context = {
        "listing": Listing("calendar", columns(), choices, asked, (), 0, keeps_views=False),
        "first": first,
        "before": first - timedelta(days=1),
        "after": weeks[-1][-1] + timedelta(days=1) if weeks[-1][-1].month == first.month else weeks[-1][-1],
        "today": today,
        "weeks": [[(day, due.get(day)) for day in week] for week in weeks],
        "promises": sum(one.promises for day, one in due.items() if day.month == first.month),
        **queries.WORDS,
    }
    return show(request, "feasibility/calendar.html", context)


def _drawn(request: StaffRequest, asked: Asked, teams: Teams) -> dict[str, object]:
    """Return some lines of the board with where everything is on its axis."""
    today = timezone.localdate(present())
    grouping = asked.chosen["group"]
    found = queries.board(
        request.viewer,
        wanted_of(asked, request.viewer),
        grouping=grouping,
        sort=asked.sort,
        first=number_in(request.GET.get("from", "")) or 0,
        count=LINES,
        today=today,
    )
    axis = Axis(today, int(asked.chosen["zoom"]))
    shown: list[tuple[queries.Line, Bar | None]] = [
        (line, axis.bar(line.row) if line.row else None) for line in found.lines
    ]
    first = found.lines[0].number if found.lines else 0
    return {
        "axis": axis,
        "lines": shown,
        "first": first,
        "end": first + len(shown),
        "size": min(LINES, found.total),
        "total": found.total,
        "promises": found.promises,
        "earlier": max(0, first - LINES),
        "groups": _group_names(grouping, teams),
        "routes": policies.routes_for(request.viewer),
        **queries.WORDS,
    }


def _ways() -> list[Filter]:
    """Return how the board can be grouped and zoomed: kept with a view as its filters are."""
    return [
        Filter(
            "group",
            _("Grouped by"),
            [
                ("danger", _("By danger")),
                ("customer", _("By customer")),
                ("team", _("By the team that decides")),
                ("owner", _("By owner")),
                ("none", _("Not grouped")),
            ],
        ),
        Filter("zoom", _("Months shown"), [(zoom, _("%(months)s months") % {"months": zoom}) for zoom in ZOOMS]),
    ]


def _group_names(grouping: str, teams: Teams) -> dict[str, object]:
    """Return what groups are called where that is not their name, and those without one."""
    if grouping == "danger":
        return {status.value: queries.STATUS_NAMES[status] for status in Status}
    if grouping == "team":
        return {**dict(teams), "": _("No queue decides")}
    return {"": _("Nobody’s")}


def _month(text: str, today: date) -> date:
    """Return the first day of the month that is asked for as 2027-01, else of this one."""
    day = f"{text}-01"
    try:
        return date.fromisoformat(day) if DAY.fullmatch(day) else today.replace(day=1)
    except ValueError:
        return today.replace(day=1)
