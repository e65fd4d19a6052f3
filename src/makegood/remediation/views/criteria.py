"""By what the company decides: the criteria in force, their versions, and what is proposed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.remediation import policies, queries, services
from makegood.remediation.forms import CriteriaBase, CriteriaForm, initial_of
from makegood.remediation.views.deciding import counts, signs
from makegood.remediation.views.tables import criteria_table
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import taken
from makegood.web.inputs import HouseForm
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show


@admits(policies.check_see_plans)
def criteria(request: StaffRequest) -> HttpResponseBase:
    """Show the criteria in force, all versions, and what is proposed."""
    viewer = request.viewer
    versions = queries.criteria_versions(viewer)
    one = versions[0]
    context: dict[str, Any] = {
        "one": one,
        "counts": counts(one.frame),
        "signs": signs(one.sign_off),
        "versions": versions,
        "drafts": queries.criteria_drafts(viewer),
        "in_force": True,
        "may_propose": policies.can_propose_criteria(viewer),
    }
    return taken(request, criteria_table(context["counts"])) or show(request, "remediation/criteria.html", context)


@admits(policies.check_see_plans)
def criteria_version(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show one version of the criteria."""
    one = queries.find_criteria(number, request.viewer)
    context: dict[str, Any] = {"one": one, "counts": counts(one.frame), "signs": signs(one.sign_off), "in_force": False}
    return taken(request, criteria_table(context["counts"])) or show(request, "remediation/criteria.html", context)


@admits(policies.check_propose_criteria)
def criteria_propose(request: StaffRequest) -> HttpResponse:
    """Propose other criteria, beginning with those in force."""
    viewer = request.viewer
    now = queries.criteria_in_force(at=present())
    form = CriteriaForm(sent(request), initial=dict(initial_of(now.frame, now.sign_off)))
    return edit(
        request,
        template="remediation/criteria_form.html",
        form=form,
        act=lambda given: services.propose_criteria(said=_said(form, given), by=viewer, at=present()),
        then=lambda number: reverse("criteria-draft", args=[number]),
        said=_("Proposed. An executive or administrator publishes them, for cases that are opened from then on."),
        context={"heading": _("Propose criteria"), "draft": "criteria", "cancel": reverse("criteria")},
    )


@admits(policies.check_see_plans)
def criteria_draft(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show what is proposed."""
    viewer = request.viewer
    one = queries.find_criteria_draft(number, viewer)
    context: dict[str, Any] = {
        "one": one,
        "counts": counts(one.frame),
        "signs": signs(one.sign_off),
        "may_propose": policies.can_propose_criteria(viewer),
        "may_publish": policies.can_publish_criteria(viewer, proposed_by=one.by),
    }
    asked = taken(request, criteria_table(context["counts"]))
    return asked or show(request, "remediation/criteria_draft.html", context)


@admits(policies.check_propose_criteria)
def criteria_change(request: StaffRequest, number: int) -> HttpResponse:
    """Change what is proposed; two who change it look at the whole of it."""
    viewer = request.viewer
    one = queries.find_criteria_draft(number, viewer)
    initial = {**initial_of(one.frame, one.sign_off), "name": one.name, "reason": one.reason}
    form = CriteriaForm(sent(request), initial=initial)
    seen = HouseForm.version(request.POST) if request.method == "POST" else one.version
    return edit(
        request,
        template="remediation/criteria_form.html",
        form=form,
        act=lambda given: services.change_criteria_draft(
            number=number, version=seen, said=_said(form, given), by=viewer, at=present()
        ),
        then=lambda _nothing: reverse("criteria-draft", args=[number]),
        said=_("Saved."),
        context={
            "heading": one.name,
            "draft": f"criteria-{number}-{one.version}",
            "cancel": reverse("criteria-draft", args=[number]),
            "seen": seen,
        },
    )


@require_POST
@admits(policies.check_propose_criteria)
def criteria_take_back(request: StaffRequest, number: int) -> HttpResponse:
    """Propose them no longer."""
    services.take_back_criteria(number=number, by=request.viewer, at=present())
    return done(request, reverse("criteria"), _("Taken back."))


@require_POST
@admits(policies.check_see_plans)
def criteria_publish(request: StaffRequest, number: int) -> HttpResponse:
    """Put in force what was proposed."""
    version = HouseForm.version(request.POST)
    services.publish_criteria(number=number, version=version, by=request.viewer, at=present())
    return done(request, reverse("criteria"), _("In force, for cases that are opened from now on."))


def _said(form: CriteriaBase, given: dict[str, Any]) -> services.CriteriaSaid:
    return services.CriteriaSaid(given["name"], form.frame(), form.sign_off(), given["reason"])
