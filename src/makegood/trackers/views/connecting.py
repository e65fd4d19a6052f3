"""Trackers: the list, one of them, and the way in."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.trackers import policies, queries, services
from makegood.trackers.bridge.contract import kinds
from makegood.trackers.forms import ChangeAccessForm, ConnectForm
from makegood.trackers.views.wording import REASONS, STANDINGS
from makegood.web.access import admits, all_staff
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.listing import Column
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.web.stories import told


@admits(policies.check_see_trackers)
def trackers(request: StaffRequest) -> HttpResponseBase:
    """List connections."""
    viewer = request.viewer
    columns = [
        Column(_("Connection"), export=lambda row: row.name),
        Column(_("Address"), export=lambda row: row.address),
        Column(_("State"), export=lambda row: STANDINGS[row.standing]),
        Column(_("Projects"), export=lambda row: row.mapped),
        Column(_("Last pulled"), export=lambda row: row.succeeded_at),
        Column(_("Next try"), export=lambda row: row.next_at),
    ]
    if file := taken(request, Table("trackers", columns, lambda: queries.trackers(viewer))):
        return file
    context = {
        "rows": queries.trackers(viewer),
        "standings": STANDINGS,
        "may_connect": policies.can_connect_trackers(viewer),
    }
    return show(request, "trackers/trackers.html", context)


@admits(policies.check_see_trackers)
def tracker(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show a connection: how it stands, what goes where, what the last pulls brought and what they left out."""
    viewer = request.viewer
    row = queries.find_tracker(number, viewer)
    pulls = queries.pulls_of(number, viewer)
    mapped = queries.places_of(number, viewer)
    if file := taken(request, *_tables(pulls, mapped)):
        return file
    context = {
        "tracker": row,
        "fields": {number: number for number in (row.promise_field, row.middle, row.low, row.high)} | dict(row.fields),
        "standings": STANDINGS,
        "reasons": REASONS,
        "places": mapped,
        "unmapped": [name for project, name in row.projects if project not in {one.project for one in mapped}],
        "pulls": pulls,
        "latest": next((one for one in pulls if not one.error), None),
        "story": told(queries.tracker_story(number, viewer)),
        "may_connect": policies.can_connect_trackers(viewer),
    }
    return show(request, "trackers/tracker.html", context)


@admits(all_staff)
def notice(request: StaffRequest) -> HttpResponse:
    """Say which trackers bring nothing just now, as a part of pages about work."""
    return show(request, "trackers/notice.html", {"troubles": queries.troubles(request.viewer)})


@admits(policies.check_connect_trackers)
def connect(request: StaffRequest) -> HttpResponse:
    """Connect a tracker."""
    viewer, at = request.viewer, present()
    return edit(
        request,
        template="trackers/form.html",
        form=ConnectForm(sent(request), kinds=kinds()),
        act=lambda given: services.connect_tracker(**given, by=viewer, at=at),
        then=lambda number: reverse("tracker", args=[number]),
        said=_("Connected. Now look what it has."),
        context={"title": _("Connect a tracker"), "back": reverse("trackers")},
    )


@admits(policies.check_connect_trackers)
def access(request: StaffRequest, number: int) -> HttpResponse:
    """Change where a tracker is, or the key to it."""
    viewer, at = request.viewer, present()
    row = queries.find_tracker(number, viewer)
    return edit(
        request,
        template="trackers/form.html",
        form=ChangeAccessForm(sent(request), initial={"name": row.name, "address": row.address}),
        act=lambda given: services.change_access(number=number, **given, by=viewer, at=at),
        then=lambda _nothing: reverse("tracker", args=[number]),
        said=_("Saved."),
        version=row.version,
        context={"title": _("Access to %(name)s") % {"name": row.name}, "back": reverse("tracker", args=[number])},
    )


@require_POST
@admits(policies.check_connect_trackers)
def disconnect(request: StaffRequest, number: int) -> HttpResponse:
    """Let a tracker go."""
    services.disconnect_tracker(number=number, by=request.viewer, at=present())
    return done(request, reverse("trackers"), _("Let go. The work that came from it stays, and is yours."))


def _tables(pulls: Sequence[queries.PullRow], places: Sequence[queries.PlaceRow]) -> list[Table]:
    """Return what the last pulls brought, and which project is whose."""
    brought = [
        Column(_("When"), export=lambda pull: pull.began_at),
        Column(_("Told"), export=lambda pull: pull.heard),
        Column(_("Listed"), export=lambda pull: pull.listed),
        Column(_("New"), export=lambda pull: pull.added),
        Column(_("Changed"), export=lambda pull: pull.changed),
        Column(_("Gone"), export=lambda pull: pull.removed),
        Column(_("What went wrong"), export=lambda pull: pull.error),
    ]
    mapped = [
        Column(_("Project"), export=lambda place: place.name),
        Column(_("Team"), export=lambda place: place.team_name),
        Column(_("Promise"), export=lambda place: place.promise_title),
    ]
    return [Table("pulls", brought, lambda: pulls), Table("projects", mapped, lambda: places)]
