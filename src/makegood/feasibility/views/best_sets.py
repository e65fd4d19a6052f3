"""The best set of changes for a promise: asked for with what it must respect, and shown with what it passed over."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from django.http import HttpResponse
from django.urls import reverse

from makegood.feasibility import bridge, policies, queries, services
from makegood.feasibility.forms import BestSetForm
from makegood.feasibility.states import TrialState
from makegood.foundation.clock import present
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.request import StaffRequest
from makegood.web.responses import show

GIVEN = ("budget", "delay_days")


@admits(policies.check_see_forecast)
def promise_best_set(request: StaffRequest, promise: int) -> HttpResponse:
    """Ask for the best set of changes for a promise."""
    viewer = request.viewer
    row = queries.place_of(promise, viewer)
    form = BestSetForm(sent(request), initial=_initial(request.GET))
    form.know(lambda key: queries.promise_keyed(key, viewer))
    return edit(
        request,
        template="feasibility/best_set_form.html",
        form=form,
        act=lambda given: services.look_for_best_set(promise=promise, **given, by=viewer, at=present()),
        then=lambda number: reverse("best-set", args=[number]),
        context={"row": row, "draft": f"best-set-{promise}", "cancel": reverse("promise", args=[promise])},
    )


@admits(policies.check_see_forecast)
def best_set(request: StaffRequest, number: int) -> HttpResponse:
    """Show what was found; while nobody knows yet, the page asks again by itself."""
    row = queries.find_best_set(number, request.viewer)
    context = {
        "row": row,
        "waits": row.state == TrialState.WAITING,
        "failed": row.state == TrialState.FAILED,
        "chosen": [(bridge.told_changes(one["changes"]), one) for one in row.chosen],
        "out": [(bridge.told_changes(one["changes"]), one["name"], bridge.told_reason(one["why"])) for one in row.out],
        "vetoed": [queries.CHANGE_NAMES[kind] for kind in queries.CHANGE_NAMES if kind in row.demands["vetoed"]],
        "protected": queries.keys_of(row.demands["protected"]),
    }
    return show(request, "feasibility/best_set.html", context)


def _initial(asked: Mapping[str, str]) -> dict[str, object]:
    """Return what an address fills in beforehand: a case has criteria that say it."""
    given: dict[str, object] = {name: asked.get(name, "") for name in GIVEN}
    with suppress(ValueError):
        given["reach"] = float(asked.get("reach", ""))
    return given
