"""Pages about teams and what they have over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.capability import policies, queries, services
from makegood.capability.bridge import CapacityWeek, capacity_weeks
from makegood.capability.forms import CapacityForm, ReasonForm, TeamForm
from makegood.capability.queries import TeamRow
from makegood.capability.views.drawing import capacity_chart
from makegood.foundation.clock import present
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.listing import Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.web.stories import told

WEEKS = 26
"""How far a team's page looks ahead."""


@admits(policies.check_see_capability)
def teams(request: StaffRequest) -> HttpResponseBase:
    """List teams."""
    viewer = request.viewer
    columns, filters = _columns(), _filters()
    asked = read_asked(request.GET, columns, filters)
    page = queries.team_page(
        viewer,
        today=today(),
        text=asked.text,
        state=asked.chosen["state"],
        sort=asked.sort,
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "teams")]
    listing = Listing("teams", columns, filters, asked, page.rows, page.total, views)
    return answer(request, "capability/teams.html", listing, {"may_change": policies.can_change_capacity(viewer)})


@admits(policies.check_see_capability)
def team(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show a team: what it can give in the weeks that come, what is planned, who is away."""
    viewer, day = request.viewer, today()
    found = queries.find_team(number, viewer, today=day)
    weeks = capacity_weeks(found, today=day, weeks=WEEKS)
    if file := taken(request, *_tables(found, weeks)):
        return file
    context = {
        "team": found.row,
        "at": present(),
        "changes": found.changes,
        "absences": [one for one in found.absences if one.end >= day],
        "past": sum(one.end < day for one in found.absences),
        "weeks": weeks,
        "chart": capacity_chart(weeks),
        "story": told(queries.team_story(number, viewer)),
        "may_change": policies.can_change_capacity(viewer) and found.row.closed_at is None,
        "may_reopen": policies.can_change_capacity(viewer) and found.row.closed_at is not None,
    }
    return show(request, "capability/team.html", context)


@admits(policies.check_change_capacity)
def add(request: StaffRequest) -> HttpResponse:
    """Add a team."""
    viewer = request.viewer
    return edit(
        request,
        template="capability/form.html",
        form=TeamForm(sent(request), initial={"zone": viewer.zone}),
        act=lambda given: services.add_team(**given, by=viewer, at=present()),
        then=lambda number: reverse("team", args=[number]),
        said=_("Added."),
        context={"title": _("Add a team"), "back": reverse("teams")},
    )


@admits(policies.check_change_capacity)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Change what is known of a team."""
    viewer = request.viewer
    found = queries.find_team(number, viewer, today=today()).row
    return edit(
        request,
        template="capability/form.html",
        form=TeamForm(sent(request), initial=_values(found)),
        act=lambda given: services.change_team(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("team", args=[number]),
        said=_("Saved."),
        version=found.version,
        context={"title": _("Change %(name)s") % {"name": found.name}, "back": reverse("team", args=[number])},
    )


@admits(policies.check_change_capacity)
def close(request: StaffRequest, number: int) -> HttpResponse:
    """Close a team, with a reason."""
    viewer = request.viewer
    found = queries.find_team(number, viewer, today=today()).row
    return edit(
        request,
        template="capability/form.html",
        form=ReasonForm(sent(request)),
        act=lambda given: services.close_team(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("team", args=[number]),
        said=_("The team is closed; it can be reopened."),
        context={
            "title": _("Close the team %(name)s") % {"name": found.name},
            "hint": _("It has no capacity from today on. Work that waits for it shows in the forecast."),
            "back": reverse("team", args=[number]),
        },
    )


@require_POST
@admits(policies.check_change_capacity)
def reopen(request: StaffRequest, number: int) -> HttpResponse:
    """Reopen a team."""
    services.reopen_team(number=number, by=request.viewer, at=present())
    return done(request, reverse("team", args=[number]), _("Open again."))


@admits(policies.check_change_capacity)
def capacity_add(request: StaffRequest, number: int) -> HttpResponse:
    """Plan what a team has from a day on."""
    viewer = request.viewer
    found = queries.find_team(number, viewer, today=today()).row
    return edit(
        request,
        template="capability/form.html",
        form=CapacityForm(sent(request), initial={"start": today(), "slots": found.slots_now}),
        act=lambda given: services.plan_capacity(team=number, **given, by=viewer, at=present()),
        then=lambda _number: reverse("team", args=[number]),
        said=_("Planned."),
        context={
            "title": _("Plan the capacity of %(name)s") % {"name": found.name},
            "back": reverse("team", args=[number]),
        },
    )


@require_POST
@admits(policies.check_change_capacity)
def capacity_drop(request: StaffRequest, number: int) -> HttpResponse:
    """Take back a planned change."""
    found = queries.find_change(number, request.viewer)
    services.drop_capacity(number=number, by=request.viewer, at=present())
    return done(request, reverse("team", args=[found.team]), _("Taken back."))


def today() -> date:
    """Return the day that it is for whoever looks."""
    return timezone.localdate(present())


def _columns() -> list[Column]:
    return [
        Column(_("Team"), sort="name", export=lambda row: row.name),
        Column(_("Short name"), export=lambda row: row.key),
        Column(_("At the same time"), sort="slots", numeric=True, export=lambda row: row.slots_now),
        Column(_("Hours a week of one"), numeric=True, export=lambda row: row.week_hours),
        Column(_("For promised work"), sort="share", numeric=True, export=lambda row: row.share),
        Column(_("Can be promised a week"), numeric=True, export=lambda row: row.promisable_hours),
        Column(_("Holidays"), export=lambda row: f"{row.country} {row.region}".strip()),
        Column(_("Absences in 30 days"), numeric=True, export=lambda row: row.absences),
    ]


def _filters() -> list[Filter]:
    return [Filter("state", _("State"), [("open", _("Open")), ("closed", _("Closed")), ("all", _("All"))])]


def _values(found: TeamRow) -> dict[str, object]:
    return {name: getattr(found, name) for name in TeamForm.base_fields}


def _tables(found: queries.TeamDetail, weeks: Sequence[CapacityWeek]) -> list[Table]:
    """Return what a team can give, who is away, and what is planned."""
    given = [
        Column(_("Week of"), export=lambda week: week.start),
        Column(_("Can be promised"), export=lambda week: week.hours),
        Column(_("Without days off"), export=lambda week: week.most),
    ]
    away = [
        Column(_("From"), export=lambda one: one.start),
        Column(_("To and including"), export=lambda one: one.end),
        Column(_("How many are away"), export=lambda one: one.slots),
        Column(_("Note"), export=lambda one: one.note),
    ]
    planned = [
        Column(_("From"), export=lambda one: one.start),
        Column(_("At the same time"), export=lambda one: one.slots),
        Column(_("Note"), export=lambda one: one.note),
    ]
    return [
        Table("weeks", given, lambda: weeks),
        Table("absences", away, lambda: found.absences),
        Table("capacity", planned, lambda: found.changes),
    ]
