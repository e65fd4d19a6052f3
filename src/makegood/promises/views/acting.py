"""A page on which one thing is done with a promise: its form below the promise's name, and back to it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from makegood.foundation.clock import present
from makegood.promises import queries
from makegood.promises.queries import PromiseRow
from makegood.web.editing import edit
from makegood.web.inputs import HouseForm
from makegood.web.request import StaffRequest

TEMPLATE = "promises/act.html"


def act_on(
    request: StaffRequest,
    number: int,
    *,
    title: str,
    form: HouseForm,
    act: Callable[..., object],
    said: str,
    has_file: bool = False,
) -> HttpResponse:
    """Answer a page headed ``title``; ``act`` is a service that gets what was typed, ``by`` and ``at``."""
    viewer, at = request.viewer, present()

    def do(given: dict[str, Any]) -> object:
        return act(**given, by=viewer, at=at)

    return edit(
        request,
        template=TEMPLATE,
        form=form,
        act=do,
        then=lambda _result: reverse("promise", args=[number]),
        said=said,
        context={"row": row_for(request, number), "title": title, "has_file": has_file},
    )


def row_for(request: StaffRequest, number: int) -> PromiseRow:
    """Return the promise as lists show it, as of the day of whoever looks; NotFound."""
    return queries.find_row(number, request.viewer, today=timezone.localdate(present()))
