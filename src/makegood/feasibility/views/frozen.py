"""What is frozen: the stamp of a commitment, and named baselines."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from makegood.feasibility import policies, queries, services
from makegood.feasibility.forms import BaselineForm
from makegood.feasibility.states import CommitmentState
from makegood.foundation.clock import present
from makegood.promises.states import Verb
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.listing import Column
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show

LATE = timedelta(minutes=1)
"""From which on somebody should look whether the forecast process runs."""
_DOING = {
    Verb.COMMIT: gettext_lazy("Committing: %(title)s"),
    Verb.RESERVE: gettext_lazy("Keeping capacity: %(title)s"),
}
_DONE = {
    Verb.COMMIT: gettext_lazy("Committed. What was known is kept with it."),
    Verb.RESERVE: gettext_lazy("Capacity is kept for it."),
}


@require_POST
@admits(policies.check_see_forecast)
def commit(request: StaffRequest, number: int) -> HttpResponse:
    """Ask to commit to a promise; the service says who may."""
    asked = services.ask_to_commit(number=number, by=request.viewer, at=present())
    return done(request, reverse("commitment", args=[asked]))


@require_POST
@admits(policies.check_see_forecast)
def keep_capacity(request: StaffRequest, number: int) -> HttpResponse:
    """Ask for capacity to be kept for a promise; the service says who may."""
    asked = services.ask_to_keep(number=number, by=request.viewer, at=present())
    return done(request, reverse("commitment", args=[asked]))


@admits(policies.check_see_forecast)
def commitment(request: StaffRequest, number: int) -> HttpResponse:
    """Show what came of it; while nobody has answered, the page asks again by itself, then goes to the promise."""
    asked = queries.find_commitment(number, request.viewer)
    if asked.state == CommitmentState.DONE:
        return done(request, reverse("promise", args=[asked.promise]), str(_DONE[asked.verb]))
    context = {
        "asked": asked,
        "title": _DOING[asked.verb] % {"title": asked.promise_title},
        "binds": asked.verb == Verb.COMMIT,
        "waits": asked.state == CommitmentState.WAITING,
        "is_late": present() - asked.at > LATE,
    }
    return show(request, "feasibility/commitment.html", context)


@admits(policies.check_see_forecast)
def baselines(request: StaffRequest) -> HttpResponseBase:
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
