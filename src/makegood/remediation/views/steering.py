"""Opening a plan, who makes it, what it is about, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.people.queries import people_choices
from makegood.promises.queries import FINDING_NAMES, find_row, promises_of
from makegood.remediation import policies, queries, services
from makegood.remediation.forms import (
    DescribeForm,
    MemberForm,
    OpenForm,
    PlanReasonForm,
    ScopeForm,
    SeverityForm,
)
from makegood.remediation.queries import FOUR_NAMES
from makegood.remediation.states import Stage
from makegood.remediation.views.acting import act_on, at_stage
from makegood.remediation.views.wording import to_reword
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show

PLAIN: dict[str, Callable[..., object]] = {
    "acknowledge": services.acknowledge_plan,
    "take-up": services.take_up_plan,
    "join": services.join_plan,
    "leave": services.leave_plan,
    "freeze": services.freeze_gap,
}
"""Verbs that need nothing but the plan."""


@admits(policies.check_see_plans)
def of_promise(request: StaffRequest, promise: int) -> HttpResponse:
    """Show the plan of a promise, or the one act that opens it, as a part of the promise's page."""
    viewer, at = request.viewer, present()
    row = queries.plan_of(promise, viewer)
    context = {
        "promise": find_row(promise, viewer, today=timezone.localdate(at)),
        "row": row,
        "states": queries.STATE_NAMES,
        "functions": FOUR_NAMES,
        "is_late": row is not None and row.acknowledged_at is None and at > row.acknowledge_by,
        "form": OpenForm(),
        "finding_names": FINDING_NAMES,
    }
    return show(request, "remediation/of_promise.html", context)


@admits(policies.check_see_plans)
def waiting(request: StaffRequest) -> HttpResponse:
    """Show what waits for the viewer in plans, as a part of the start."""
    at = present()
    found = queries.waiting_in_plans(request.viewer, at=at, today=timezone.localdate(at))
    return show(request, "remediation/waiting.html", {"waiting": found, "functions": FOUR_NAMES, "now": at})


@admits(policies.check_open_plan)
def plan_open(request: StaffRequest, promise: int) -> HttpResponse:
    """Open a plan for a promise, by one act or with more to say."""
    viewer, at = request.viewer, present()
    back = reverse("promise", args=[promise])
    if page := to_reword(request, ("reason",), back):
        return page
    initial = {"opened_from": "finding" if request.GET.get("finding") else "person"}
    finding = request.GET.get("finding", "")
    return edit(
        request,
        template="remediation/open.html",
        form=OpenForm(sent(request), initial=initial),
        act=lambda given: services.open_plan(promise=promise, finding=finding, **given, by=viewer, at=at),
        then=lambda number: reverse("plan", args=[number]),
        said=_("The plan is open, and its clocks run."),
        context={"promise": find_row(promise, viewer, today=timezone.localdate(at)), "back": back},
    )


@require_POST
@admits(policies.check_see_plans)
def plan_move(request: StaffRequest, number: int, verb: str) -> HttpResponse:
    """Do a verb that needs nothing but the plan; the service says who may."""
    act = PLAIN.get(verb)
    if act is None:
        raise NotFound(_("There is no such act."))
    act(number=number, by=request.viewer, at=present())
    where = at_stage(number, Stage.GAP) if verb == "freeze" else reverse("plan", args=[number])
    return done(request, where, _("Done."))


@admits(policies.check_see_plans)
def plan_describe(request: StaffRequest, number: int) -> HttpResponse:
    """Say what the customer needs, what everybody meant, and what it does."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    policies.check_work_on_plan(viewer, row)
    progress = queries.progress_of(number, viewer, today=timezone.localdate(present()))
    initial = {"core_need": progress.core_need, "intent": progress.intent, "impact": progress.impact}
    return act_on(
        request,
        number,
        Stage.INTENT if "intent" in request.GET else Stage.NEED,
        title=_("Need, intent and impact"),
        form=DescribeForm(sent(request), initial=initial),
        act=partial(services.describe_plan, number=number),
        version=row.version,
        worded=("core_need", "intent", "impact"),
    )


@admits(policies.check_see_plans)
def plan_severity(request: StaffRequest, number: int) -> HttpResponse:
    """Give a plan another severity."""
    row = queries.find_plan(number, request.viewer)
    return act_on(
        request,
        number,
        Stage.NEED,
        title=_("How grave it is"),
        form=SeverityForm(sent(request), initial={"severity": row.severity}),
        act=partial(services.change_severity, number=number),
        said=_("The clocks run by this now."),
    )


@admits(policies.check_see_plans)
def plan_member(request: StaffRequest, number: int, function: str) -> HttpResponse:
    """Name somebody for a function."""
    if function not in FOUR_NAMES:
        raise NotFound(_("There is no such function of a plan."))
    row = queries.find_plan(number, request.viewer)
    now = next((member for member in row.members if member.function == function), None)
    return act_on(
        request,
        number,
        Stage.AGREEMENT,
        title=FOUR_NAMES[function],
        form=MemberForm(
            sent(request),
            offers={"person": people_choices(request.viewer)},
            initial={"person": now.person if now else None},
            called={"person": now.name if now else ""},
        ),
        act=partial(services.name_member, number=number, function=function),
    )


@admits(policies.check_see_plans)
def plan_scope(request: StaffRequest, number: int) -> HttpResponse:
    """Let a plan be about another promise as well."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    others = promises_of(row.customer, viewer, today=timezone.localdate(present()), limit=200)
    offered = [(one.number, one.title) for one in others if one.number != row.promise]
    return act_on(
        request,
        number,
        Stage.SCOPE,
        title=_("Another promise in scope"),
        form=ScopeForm(sent(request), offers={"promise": offered}),
        act=partial(services.add_to_scope, number=number),
    )


@require_POST
@admits(policies.check_see_plans)
def plan_unscope(request: StaffRequest, number: int, promise: int) -> HttpResponse:
    """Let a plan be about a promise no longer."""
    services.take_off_scope(number=number, promise=promise, by=request.viewer, at=present())
    return done(request, at_stage(number, Stage.SCOPE), _("Taken off."))


@admits(policies.check_see_plans)
def plan_dismiss(request: StaffRequest, number: int) -> HttpResponse:
    """Say why no plan is needed."""
    return _end(request, number, title=_("No plan is needed"), act=services.dismiss_plan)


@admits(policies.check_see_plans)
def plan_close(request: StaffRequest, number: int) -> HttpResponse:
    """End the work on a plan."""
    return _end(request, number, title=_("End this plan"), act=services.close_plan)


def _end(request: StaffRequest, number: int, *, title: str, act: Callable[..., Any]) -> HttpResponse:
    form = PlanReasonForm(sent(request))
    return act_on(request, number, Stage.AGREEMENT, title=title, form=form, act=partial(act, number=number))
