"""The forecast of all promises, and of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.capability.queries import attribute_names, find_team, measure_names, team_keys, team_names
from makegood.feasibility import bridge, policies, queries
from makegood.feasibility.views.asking import columns, filters, term_in, wanted_of
from makegood.feasibility.views.drawing import how_full, how_it_moved, shares_by, when_done
from makegood.feasibility.views.moving import moving
from makegood.feasibility.views.taking import tables_of_promise, tables_of_team
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.history.queries import Event, stories
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.exports import taken
from makegood.web.listing import Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import UNCHANGED, show
from makegood.web.stories import told

PROMISES_SHOWN = 20
EVENTS_SHOWN, READ = 8, 60
NAMES = {"team": team_names, "attribute": attribute_names, "measure": measure_names}
"""What things are called of which a promise has need."""
LEAST_DAYS = 2
JUST_NOW = timedelta(minutes=15)
"""How long what a change did is shown beside what was changed."""
"""Days on which something was said, for a picture of how it moved."""


class Figures(Protocol):
    """What a view says of a promise."""

    @property
    def p_kept(self) -> float | None:
        """Return how likely it is to be kept."""

    @property
    def p50(self) -> date | None:
        """Return by when it is as likely as not to be done."""

    @property
    def p85(self) -> date | None:
        """Return the safe date."""


@dataclass(frozen=True, slots=True)
class View:
    """One of the views of a promise."""

    name: str
    note: str
    figures: Figures


@admits(policies.check_see_forecast)
def forecast(request: StaffRequest) -> HttpResponseBase:
    """List the forecasts of all open promises, what hurts most first; nothing where it was seen as it is."""
    viewer = request.viewer
    whole = queries.whole(viewer)
    mark = "" if whole is None else f"{whole.computed_at:%Y%m%d%H%M%S%f}-{whole.pending}-{len(whole.problems)}"
    if mark and request.headers.get("X-Seen") == mark:
        return HttpResponse(status=UNCHANGED)
    term = term_in(request.GET)
    heads, choices = columns(term), filters(team_keys(viewer), term)
    asked = read_asked(request.GET, heads, choices, default_sort="-harm")
    page = queries.outlook_page(
        viewer,
        wanted_of(asked, viewer),
        sort=asked.sort or "-harm",
        page=1 if asked.format else asked.page,
        size=asked.size,
        of=whole,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "forecast")]
    rows = [(row, bridge.cause_name(row.binding_kind, row.binding_name)) for row in page.rows]
    listing = Listing("forecast", heads, choices, asked, rows, page.total, views)
    context: dict[str, object] = {
        "whole": whole,
        "contradictions": bridge.told_problems(whole.problems) if whole else [],
        "mark": mark,
        "term": term,
        **_just_moved(viewer, of_capability=False),
        **queries.WORDS,
    }
    return answer(request, "feasibility/forecast.html", listing, context)


@admits(policies.check_see_forecast)
def of_promise(request: StaffRequest, promise: int) -> HttpResponseBase:
    """Show the forecast of one promise, as a part of the promise's page."""
    viewer = request.viewer
    row = queries.outlook_of(promise, viewer)
    waiting, kept = queries.commitments_of(promise, viewer)
    details = None if row is None else bridge.read_details(row.details)
    if file := taken(request, *([] if row is None or details is None else tables_of_promise(viewer, row, details))):
        return file
    context: dict[str, object] = {
        "number": promise,
        "row": row,
        "stamp": queries.stamp_of(promise, viewer),
        "pending": queries.is_pending(promise),
        "committing": waiting,
        "kept": kept,
        "reservation": queries.reservation_of(promise, viewer),
        "overrides": queries.overrides_of(promise, viewer),
        "scenarios": queries.scenarios_about(viewer, promise=promise),
        "level": settings.QUOTING_LEVEL,
        **queries.WORDS,
    }
    if row is not None and details is not None:
        past = [one for one in queries.past_of(promise, viewer) if one.p_kept is not None]
        moved = len(past) >= LEAST_DAYS
        begun = datetime.combine(past[0].day, time(), tzinfo=UTC) if moved else None
        about = {"promise": [promise], **queries.capability_of(promise)} if moved else {}
        events = moving(stories(subjects=about, viewer=viewer, since=begun, limit=READ) if moved else ())
        context |= {
            "told": bridge.told(details),
            "chart": None if details.curve is None else when_done(details.curve, row.due, row.p_kept),
            "shares": [] if details.curve is None else shares_by(details.curve, row.due),
            "views": two_views(details.views, row),
            "moved": how_it_moved(past) if moved else None,
            "events": told(events[:EVENTS_SHOWN]),
            "subjects": _named(events[:EVENTS_SHOWN]),
            "past": past[::-1],
        }
    return show(request, "feasibility/of_promise.html", context)


def _named(events: Sequence[Event]) -> dict[str, dict[int, str]]:
    """Return what things besides the promise are called that something happened to; one query for each kind of them."""
    numbers: dict[str, set[int]] = {}
    for event in events:
        numbers.setdefault(event.subject_kind, set()).add(event.subject_number)
    return {kind: names(numbers[kind]) for kind, names in NAMES.items() if kind in numbers}


def two_views(views: bridge.TwoViews | None, row: queries.OutlookRow) -> list[View]:
    """Return plan and past beside each other and together; nothing where only one of them speaks."""
    if views is None or views.inside is None or views.outside is None:
        return []
    weight = round(100 * views.weight)
    like = views.likeness.completed if views.likeness else 0
    return [
        View(_("The plan"), _("work, teams and queues; weight %(share)s %%") % {"share": 100 - weight}, views.inside),
        View(
            _("The past"),
            _("what became of %(count)s promises like it; weight %(share)s %%") % {"count": like, "share": weight},
            views.outside,
        ),
        View(_("Together"), "", row),
    ]


@admits(policies.check_see_forecast)
def of_team(request: StaffRequest, team: int) -> HttpResponseBase:
    """Show how full a team's weeks are and which promises it decides, as a part of the team's page."""
    viewer = request.viewer
    key = find_team(team, viewer, today=timezone.localdate(present())).row.key
    weeks = queries.weeks_of(key, viewer)
    if file := taken(request, *tables_of_team(viewer, team, weeks)):
        return file
    owed = queries.outlook_page(viewer, queries.Wanted(works=team), sort="place", size=PROMISES_SHOWN)
    context: dict[str, object] = {
        "team": team,
        "pending": queries.is_behind(),
        "chart": how_full(weeks) if weeks else None,
        "weeks": weeks,
        "page": owed,
        "decided": queries.outlook_count(viewer, queries.Wanted(team=key)),
        "key": key,
        "scenarios": queries.scenarios_about(viewer, team=team),
        **_just_moved(viewer, of_capability=True),
        **queries.WORDS,
    }
    return show(request, "feasibility/of_team.html", context)


def _just_moved(viewer: Viewer, *, of_capability: bool) -> dict[str, object]:
    """Return what the changes of the last minutes did, for everybody to see."""
    moved = queries.shifts_since(present() - JUST_NOW, viewer, most=PROMISES_SHOWN, of_capability=of_capability)
    return {
        "fell": [
            (row, bridge.told(bridge.read_details(row.details)).reason if row.details else "") for row in moved.fell
        ],
        "fallen": moved.fallen,
        "risen": moved.risen,
        "minutes": JUST_NOW.seconds // 60,
    }
