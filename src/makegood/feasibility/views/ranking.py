"""How promises rank: the policy in force, its versions, and what is proposed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.feasibility import policies, queries, services
from makegood.feasibility.forms import OFFERS, RULE_FIELDS, RULES, PolicyForm
from makegood.foundation.clock import present
from makegood.foundation.errors import Stale
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show

WORDED = {"rule_names": dict(RULES), "offer_names": dict(OFFERS)}


@admits(policies.check_see_forecast)
def policy(request: StaffRequest) -> HttpResponse:
    """Explain the policy in force, list its versions, and what is proposed."""
    viewer = request.viewer
    versions = queries.rankings(viewer)
    context = {
        "one": versions[0],
        "versions": versions,
        "drafts": queries.drafts(viewer),
        "in_force": True,
        "may_propose": policies.can_propose_policy(viewer),
        **WORDED,
    }
    return show(request, "feasibility/policy.html", context)


@admits(policies.check_see_forecast)
def policy_version(request: StaffRequest, number: int) -> HttpResponse:
    """Explain one version of the policy."""
    one = queries.find_ranking(number, request.viewer)
    return show(request, "feasibility/policy.html", {"one": one, "in_force": False, **WORDED})


@admits(policies.check_propose_policy)
def policy_propose(request: StaffRequest) -> HttpResponse:
    """Propose another policy, beginning with the one in force."""
    viewer = request.viewer
    now = queries.ranking_in_force()
    return edit(
        request,
        template="feasibility/policy_form.html",
        form=PolicyForm(sent(request), initial={**_fields(now.rules), "offers": now.offers}),
        act=lambda given: services.propose_policy(**_given(given), by=viewer, at=present()),
        then=lambda number: reverse("policy-draft", args=[number]),
        said=_("Proposed. Try it to see who would win and who would lose."),
        context={"title": _("Propose how promises rank"), "back": reverse("policy")},
    )


@admits(policies.check_propose_policy)
def policy_change(request: StaffRequest, number: int) -> HttpResponse:
    """Change what is proposed."""
    viewer = request.viewer
    found = queries.find_draft(number, viewer)

    def change(given: dict[str, Any]) -> None:
        try:
            services.change_draft(number=number, version=given.pop("version"), **_given(given), by=viewer, at=present())
        except Stale as stale:
            raise Stale(stale.message, details=_as_fields(stale.details)) from stale

    initial = {"name": found.name, **_fields(found.rules), "offers": found.offers, "reason": found.reason}
    return edit(
        request,
        template="feasibility/policy_form.html",
        form=PolicyForm(sent(request), initial=initial),
        act=change,
        then=lambda _nothing: reverse("policy-draft", args=[number]),
        said=_("Saved."),
        version=found.version,
        context={"title": found.name, "back": reverse("policy-draft", args=[number])},
    )


@admits(policies.check_see_forecast)
def policy_draft(request: StaffRequest, number: int) -> HttpResponse:
    """Show what is proposed and what was tried of it."""
    viewer = request.viewer
    context = {
        "one": queries.find_draft(number, viewer),
        "trial": queries.latest_trial(viewer, draft=number),
        "may_propose": policies.can_propose_policy(viewer),
        **WORDED,
    }
    return show(request, "feasibility/policy_draft.html", context)


@require_POST
@admits(policies.check_see_forecast)
def policy_try(request: StaffRequest, number: int) -> HttpResponse:
    """Try a proposal, and go where its effect will be seen."""
    trial = services.try_draft(number=number, by=request.viewer, at=present())
    return done(request, reverse("trial", args=[trial]))


@require_POST
@admits(policies.check_propose_policy)
def policy_take_back(request: StaffRequest, number: int) -> HttpResponse:
    """Propose it no longer."""
    services.take_back_draft(number=number, by=request.viewer, at=present())
    return done(request, reverse("policy"), _("Taken back."))


def _fields(rules: tuple[str, ...]) -> dict[str, str]:
    return {name: rules[place] if place < len(rules) else "" for place, name in enumerate(RULE_FIELDS)}


def _given(typed: dict[str, Any]) -> dict[str, Any]:
    rules = [typed[name] for name in RULE_FIELDS if typed[name]]
    return {**{name: value for name, value in typed.items() if name not in RULE_FIELDS}, "rules": rules}


def _as_fields(details: Any) -> dict[str, Any]:  # noqa: ANN401  # what a service says of an edit of somebody else
    """Return what somebody else changed, with each rule in its field."""
    fields = dict(details["fields"])
    rules = fields.pop("rules", None)
    if rules is not None:
        fields |= {name: {"now": rule} for name, rule in _fields(tuple(rules["now"])).items()}
    return {**details, "fields": fields}
