"""Ways out of a case: proposed with what they change, taken over from a what-if, simulated and withdrawn."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.capability.queries import team_choices
from makegood.feasibility.queries import CHANGE_NAMES, promise_keyed, promise_suggestions, scenario_page
from makegood.feasibility.states import NEEDED, ChangeKind
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.remediation import policies, queries, services
from makegood.remediation.forms import ChangedOptionForm, ReasonForm, WhatIfForm, changed_option_form
from makegood.remediation.queries import PlanRow
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done

USUAL_WEEKS = 4
"""For how long somebody comes in addition, before anybody says how long."""


@admits(policies.check_see_plans)
def option_add(request: StaffRequest, number: int, what: str) -> HttpResponse:
    """Propose a way out that consists of one change of a kind."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    policies.check_work_on_plan(viewer, row)
    kind = _kind(what)
    form = _form(kind, request, viewer, row)
    return edit(
        request,
        template="remediation/option_form.html",
        form=form,
        act=lambda _given: services.propose_option(
            plan=number, changes=[form.change()], **form.about(), by=viewer, at=present()
        ),
        then=lambda _option: reverse("plan-decision", args=[number]),
        said=_("Proposed. Its effect on every promise is being simulated."),
        context={
            "row": row,
            "heading": CHANGE_NAMES[kind],
            "draft": f"option-{number}-{kind}",
            "suggestions": promise_suggestions(viewer) if "promise" in NEEDED[kind] else (),
        },
    )


@admits(policies.check_see_plans)
def option_what_if(request: StaffRequest, number: int) -> HttpResponse:
    """Propose what a named what-if would change."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    policies.check_work_on_plan(viewer, row)
    rows = [one for one in scenario_page(viewer, size=200).rows if one.is_open and one.changes]
    return edit(
        request,
        template="remediation/option_form.html",
        form=WhatIfForm(sent(request), offers={"scenario": [(one.number, one.name) for one in rows]}),
        act=lambda given: services.propose_what_if(plan=number, **given, by=viewer, at=present()),
        then=lambda _option: reverse("plan-decision", args=[number]),
        said=_("Proposed. Its effect on every promise is being simulated."),
        context={"row": row, "heading": _("A what-if as a way out"), "draft": f"option-{number}-what-if"},
    )


@admits(policies.check_see_plans)
def option_withdraw(request: StaffRequest, option: int) -> HttpResponse:
    """Take a way out away, with a reason."""
    viewer = request.viewer
    one = queries.find_option(option, viewer)
    row = queries.find_plan(one.plan, viewer)
    policies.check_work_on_plan(viewer, row)
    return edit(
        request,
        template="remediation/option_form.html",
        form=ReasonForm(sent(request)),
        act=lambda given: services.withdraw_option(option=option, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("plan-decision", args=[one.plan]),
        said=_("Withdrawn. It stays to be seen, with the reason."),
        context={
            "row": row,
            "heading": _("Withdraw “%(title)s”") % {"title": one.title},
            "button": _("Withdraw"),
            "draft": f"option-withdraw-{option}",
        },
    )


@require_POST
@admits(policies.check_see_plans)
def options_simulate(request: StaffRequest, number: int) -> HttpResponse:
    """Simulate again what is known of another forecast only."""
    services.simulate_options(plan=number, by=request.viewer, at=present())
    return done(request, reverse("plan-decision", args=[number]))


def _kind(what: str) -> ChangeKind:
    if what not in set(ChangeKind):
        raise NotFound(_("There is no such kind of change."))
    return ChangeKind(what)


def _form(kind: ChangeKind, request: StaffRequest, viewer: Viewer, row: PlanRow) -> ChangedOptionForm:
    """Return the form of a change together with what is said about a way out."""
    today = timezone.localdate(present())
    usual = {"start": today, "end": today + timedelta(weeks=USUAL_WEEKS), "slots": 1.0, "promise": row.key}
    form = changed_option_form(kind)(sent(request), initial=usual)
    form.know(lambda key: promise_keyed(key, viewer), team_choices(viewer))
    return form
