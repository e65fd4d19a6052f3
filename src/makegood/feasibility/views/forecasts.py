"""The forecast of all promises, and of one."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone

from makegood.capability.queries import find_team, team_keys
from makegood.feasibility import bridge, policies, queries
from makegood.feasibility.views.asking import columns, filters, wanted_of
from makegood.feasibility.views.drawing import how_full, how_it_moved, when_done
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.listing import Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import show

PROMISES_SHOWN = 8
LEAST_DAYS = 2
JUST_NOW = timedelta(minutes=15)
"""How long what a change did is shown beside what was changed."""
"""Days on which something was said, for a picture of how it moved."""


@admits(policies.check_see_forecast)
def forecast(request: StaffRequest) -> HttpResponse:
    """List the forecasts of all open promises, what hurts most first."""
    viewer = request.viewer
    heads, choices = columns(), filters(team_keys(viewer))
    asked = read_asked(request.GET, heads, choices, default_sort="-harm")
    page = queries.outlook_page(
        viewer,
        wanted_of(asked, viewer),
        sort=asked.sort or "-harm",
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "forecast")]
    rows = [(row, bridge.cause_name(row.binding_kind, row.binding_name)) for row in page.rows]
    listing = Listing("forecast", heads, choices, asked, rows, page.total, views)
    context = {"whole": queries.whole(viewer), **_just_moved(viewer, of_capability=False), **queries.WORDS}
    return answer(request, "feasibility/forecast.html", listing, context)


@admits(policies.check_see_forecast)
def of_promise(request: StaffRequest, promise: int) -> HttpResponse:
    """Show the forecast of one promise, as a part of the promise's page."""
    viewer = request.viewer
    row = queries.outlook_of(promise, viewer)
    context: dict[str, object] = {
        "number": promise,
        "row": row,
        "stamp": queries.stamp_of(promise, viewer),
        "pending": queries.is_pending(promise),
        **queries.WORDS,
    }
    if row is not None:
        details = bridge.read_details(row.details)
        past = [one for one in queries.past_of(promise, viewer) if one.p_kept is not None]
        context |= {
            "told": bridge.told(details),
            "chart": None if details.curve is None else when_done(details.curve, row.due, row.p_kept),
            "moved": how_it_moved(past) if len(past) >= LEAST_DAYS else None,
        }
    return show(request, "feasibility/of_promise.html", context)


@admits(policies.check_see_forecast)
def of_team(request: StaffRequest, team: int) -> HttpResponse:
    """Show how full a team's weeks are and which promises it decides, as a part of the team's page."""
    viewer = request.viewer
    key = find_team(team, viewer, today=timezone.localdate(present())).row.key
    weeks = queries.weeks_of(key, viewer)
    decided = queries.outlook_page(viewer, queries.Wanted(team=key), size=PROMISES_SHOWN)
    context: dict[str, object] = {
        "team": team,
        "pending": queries.is_behind(),
        "chart": how_full(weeks) if weeks else None,
        "page": decided,
        "key": key,
        **_just_moved(viewer, of_capability=True),
        **queries.WORDS,
    }
    return show(request, "feasibility/of_team.html", context)


def _just_moved(viewer: Viewer, *, of_capability: bool) -> dict[str, object]:
    """Return what the changes of the last minutes did, for everybody to see."""
    rows = queries.shifts_since(present() - JUST_NOW, viewer, of_capability=of_capability)
    return {
        "fell": [row for row in rows if row.points < 0][:PROMISES_SHOWN],
        "fallen": sum(row.points < 0 for row in rows),
        "risen": sum(row.points > 0 for row in rows),
        "minutes": JUST_NOW.seconds // 60,
    }
