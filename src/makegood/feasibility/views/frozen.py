"""What is frozen: the stamp of a commitment, and named baselines."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.feasibility import policies, queries, services
from makegood.feasibility.forms import BaselineForm
from makegood.foundation.clock import present
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.listing import Column
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show


@require_POST
@admits(policies.check_see_forecast)
def commit(request: StaffRequest, number: int) -> HttpResponse:
    """Commit to a promise; the service says who may."""
    services.commit_promise(number=number, by=request.viewer, at=present())
    return done(request, reverse("promise", args=[number]), _("Committed. What was known is kept with it."))


@admits(policies.check_see_forecast)
def baselines(request: StaffRequest) -> HttpResponse:
    """List named baselines, and freeze another one."""
    viewer = request.viewer
    if file := taken(request, Table("baselines", _columns(), lambda: queries.baselines(viewer))):
        return file
    may_freeze = policies.can_freeze(viewer)
    context = {"rows": queries.baselines(viewer), "may_freeze": may_freeze, "whole": queries.whole(viewer)}
    if not may_freeze:
        return show(request, "feasibility/baselines.html", context)
    return edit(
        request,
        template="feasibility/baselines.html",
        form=BaselineForm(sent(request)),
        act=lambda given: services.freeze_baseline(**given, by=viewer, at=present()),
        then=lambda number: reverse("baseline", args=[number]),
        said=_("Frozen."),
        context=context,
    )


def _columns() -> list[Column]:
    return [
        Column(_("Baseline"), export=lambda row: row.name),
        Column(_("Of the day"), export=lambda row: row.as_of),
        Column(_("Kept, on average"), export=lambda row: row.portfolio["expected_kept"]),
        Column(_("Promises"), export=lambda row: row.portfolio["checked"]),
        Column(_("Made by"), export=lambda row: row.by_name),
    ]
