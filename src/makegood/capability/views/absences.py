"""Pages about who is away."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.capability import policies, queries, services
from makegood.capability.forms import AbsenceForm, NewAbsenceForm
from makegood.capability.views.teams import today
from makegood.foundation.clock import present
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.listing import Column, Filter, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done


@admits(policies.check_see_capability)
def absences(request: StaffRequest) -> HttpResponseBase:
    """List who is away today and later, with the form for the next absence beside it."""
    viewer, day = request.viewer, today()
    teams = queries.team_choices(viewer)
    columns, filters = _columns(), [Filter("team", _("Team"), [("", _("All teams")), *_texts(teams)])]
    asked = read_asked(request.GET, columns, filters)
    of = int(asked.chosen["team"]) if asked.chosen["team"] else None
    page = queries.absence_page(
        viewer, since=day, text=asked.text, team=of, page=1 if asked.format else asked.page, size=asked.size
    )
    listing = Listing("absences", columns, filters, asked, page.rows, page.total)
    form = NewAbsenceForm(offers={"team": teams}, initial={"team": of, "start": day})
    context = {"form": form, "may_change": policies.can_change_capacity(viewer)}
    return answer(request, "capability/absences.html", listing, context)


@admits(policies.check_change_capacity)
def add(request: StaffRequest) -> HttpResponse:
    """Note an absence; the team may be named in the address."""
    viewer = request.viewer
    asked = request.GET.get("team", "")

    def note(given: dict[str, Any]) -> int:
        services.add_absence(**given, by=viewer, at=present())
        return int(given["team"])

    form = NewAbsenceForm(
        sent(request), offers={"team": queries.team_choices(viewer)}, initial={"team": asked, "start": today()}
    )
    return edit(
        request,
        template="capability/form.html",
        form=form,
        act=note,
        then=lambda team: reverse("team", args=[team]),
        said=_("Noted. The forecast follows by itself."),
        context={"title": _("Note an absence"), "back": reverse("absences")},
    )


@admits(policies.check_change_capacity)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Change an absence."""
    viewer = request.viewer
    found = queries.find_absence(number, viewer)
    return edit(
        request,
        template="capability/absence.html",
        form=AbsenceForm(sent(request), initial={name: getattr(found, name) for name in AbsenceForm.base_fields}),
        act=lambda given: services.change_absence(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("team", args=[found.team]),
        said=_("Saved. The forecast follows by itself."),
        version=found.version,
        context={
            "title": _("Change an absence of %(name)s") % {"name": found.team_name},
            "absence": found,
            "back": reverse("team", args=[found.team]),
        },
    )


@require_POST
@admits(policies.check_change_capacity)
def remove(request: StaffRequest, number: int) -> HttpResponse:
    """Take back an absence."""
    found = queries.find_absence(number, request.viewer)
    services.remove_absence(number=number, by=request.viewer, at=present())
    return done(request, reverse("team", args=[found.team]), _("Taken back."))


def _texts(teams: tuple[tuple[int, str], ...]) -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in teams]


def _columns() -> list[Column]:
    return [
        Column(_("Team"), export=lambda row: row.team_name),
        Column(_("From"), export=lambda row: row.start),
        Column(_("To and including"), export=lambda row: row.end),
        Column(_("How many are away"), numeric=True, export=lambda row: "" if row.slots is None else row.slots),
        Column(_("Note"), export=lambda row: row.note),
    ]
