"""A page on which one thing is done with a plan: its form below the plan's name, and back to its stage afterwards."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from makegood.foundation.clock import present
from makegood.remediation.queries import PlanRow, find_plan
from makegood.remediation.states import Stage
from makegood.remediation.views.wording import to_reword
from makegood.web.editing import edit
from makegood.web.inputs import HouseForm
from makegood.web.request import StaffRequest

TEMPLATE = "remediation/act.html"


def at_stage(number: int, stage: Stage) -> str:
    """Return where a stage of a plan is."""
    return reverse("plan-stage", args=[number, stage.value])


def act_on(
    request: StaffRequest,
    number: int,
    stage: Stage,
    *,
    title: object,
    form: HouseForm,
    act: Callable[..., object],
    said: str = "",
    version: int | None = None,
    worded: Collection[str] = (),
    lead: object = "",
) -> HttpResponse:
    """Answer a page headed ``title``; ``act`` is a service that gets what was typed, ``by`` and ``at``.

    What was typed into the fields ``worded`` is shown to the writer first where it blames.
    """
    viewer, at = request.viewer, present()
    row: PlanRow = find_plan(number, viewer)
    back = at_stage(number, stage)
    if page := to_reword(request, worded, back):
        return page

    def do(given: dict[str, Any]) -> object:
        return act(**given, by=viewer, at=at)

    return edit(
        request,
        template=TEMPLATE,
        form=form,
        act=do,
        then=lambda _result: back,
        said=said,
        version=version,
        context={"row": row, "title": title, "back": back, "lead": lead},
    )
