"""What every page with a form does: show it, refuse it with what was typed, show a conflict, or go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from makegood.foundation.errors import Problem, Stale
from makegood.web.inputs import HouseForm
from makegood.web.responses import CONFLICT, done, refuse, show

Act = Callable[[dict[str, Any]], Any]
"""Calls the one service of the page with what was typed; may raise a Problem."""


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def version_in(request: HttpRequest, current: int) -> int:
    """Return the version that somebody edits: as their form was told it, or the ``current`` one where it begins."""
    return HouseForm.version(request.POST) if request.method == "POST" else current


def edit(
    request: HttpRequest,
    *,
    template: str,
    form: HouseForm,
    act: Act,
    then: Callable[[Any], str],
    said: str = "",
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Answer a page with a form: ``act`` gets what was typed, ``then`` turns its result into where to go on.

    A Problem is shown beside its field with everything that was typed, and 422; Stale shows both wordings, and 409.
    """
    page = {"form": form, **(context or {})}
    if request.method != "POST":
        return show(request, template, page)
    if not form.is_valid():
        return refuse(request, template, page)
    try:
        result = act(form.cleaned_data)
    except Stale as stale:
        page |= {"conflicts": form.conflicts(stale), "version": stale.details["version"], "refused": True}
        return show(request, template, page, status=CONFLICT)
    except Problem as problem:
        form.add_problem(problem)
        return refuse(request, template, page)
    return done(request, then(result), said)
