"""The forecast of all promises, and of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.capability.queries import find_team, team_keys
from makegood.feasibility import bridge, policies, queries
from makegood.feasibility.states import Status
from makegood.feasibility.views.drawing import how_full, how_it_moved, when_done
from makegood.foundation.clock import present
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.listing import Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import show

PROMISES_SHOWN = 8
LEAST_DAYS = 2
"""Days on which something was said, for a picture of how it moved."""
STATUS_NAMES: dict[Status, str | Promise] = {
    Status.RED: later("in danger"),
    Status.AMBER: later("to watch"),
    Status.GREEN: later("on course"),
    Status.UNKNOWN: later("unknown"),
}
KINDS: dict[Status, str] = {Status.RED: "bad", Status.AMBER: "warn", Status.GREEN: "good", Status.UNKNOWN: ""}
"""How the tag of a status looks."""
WORDS = {"names": STATUS_NAMES, "kinds": KINDS}


@admits(policies.check_see_forecast)
def forecast(request: StaffRequest) -> HttpResponse:
    """List the forecasts of all open promises, what hurts most first."""
    viewer = request.viewer
    columns, filters = _columns(), _filters(team_keys(viewer))
    asked = read_asked(request.GET, columns, filters, default_sort="-harm")
    page = queries.outlook_page(
        viewer,
        text=asked.text,
        status=asked.chosen["status"],
        owed=asked.chosen["owed"],
        owner=viewer.number if asked.chosen["owner"] == "me" else None,
        team=asked.chosen["team"],
        sort=asked.sort or "-harm",
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "forecast")]
    rows = [(row, bridge.cause_name(row.binding_kind, row.binding_name, _spoken())) for row in page.rows]
    listing = Listing("forecast", columns, filters, asked, rows, page.total, views)
    return answer(request, "feasibility/forecast.html", listing, {"whole": queries.whole(viewer), **WORDS})


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
        **WORDS,
    }
    if row is not None:
        details = bridge.read_details(row.details)
        past = [one for one in queries.past_of(promise, viewer) if one.p_kept is not None]
        context |= {
            "told": bridge.told(details, _spoken()),
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
    decided = queries.outlook_page(viewer, team=key, size=PROMISES_SHOWN)
    context: dict[str, object] = {
        "team": team,
        "pending": queries.is_behind(),
        "chart": how_full(weeks) if weeks else None,
        "page": decided,
        "key": key,
        **WORDS,
    }
    return show(request, "feasibility/of_team.html", context)


def _spoken() -> str:
    return (get_language() or "en")[:2]


def _columns() -> list[Column]:
    return [
        Column(_("Promise"), sort="title", export=lambda row: row[0].title),
        Column(_("Customer"), sort="customer", export=lambda row: row[0].customer_name),
        Column(_("Promised"), sort="due", export=lambda row: row[0].due),
        Column(_("Kept"), sort="kept", numeric=True, export=lambda row: row[0].p_kept),
        Column(_("Safe date"), sort="safe", export=lambda row: row[0].p85),
        Column(_("Gap"), sort="gap", numeric=True, export=lambda row: row[0].gap_days),
        Column(_("What decides it"), export=lambda row: row[1]),
        Column(_("Owner"), export=lambda row: row[0].owner_name),
    ]


def _filters(teams: tuple[tuple[str, str], ...]) -> list[Filter]:
    statuses: list[tuple[str, str | Promise]] = [("", _("However likely"))]
    statuses += [(status.value, STATUS_NAMES[status]) for status in Status]
    deciding: list[tuple[str, str | Promise]] = [("", _("Whatever decides")), *teams]
    return [
        Filter("status", _("Status"), statuses),
        Filter("owed", _("State"), [("", _("Owed or not yet")), ("owed", _("Owed")), ("offered", _("Not owed yet"))]),
        Filter("team", _("Team that decides"), deciding),
        Filter("owner", _("Owner"), [("", _("Of everybody")), ("me", _("Mine"))]),
    ]
