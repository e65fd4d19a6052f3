"""What every page with a form does: show it, refuse it with what was typed, put two edits together, or go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from makegood.foundation.errors import Problem, Stale
from makegood.web.conflicts import Merged, merge
from makegood.web.inputs import HouseForm
from makegood.web.responses import CONFLICT, done, refuse, show

Act = Callable[[dict[str, Any]], Any]
"""Calls the one service of the page with what was typed; may raise a Problem."""
TRIES = 3
"""How often two edits are put together before somebody is asked: others may be quick."""


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def edit(
    request: HttpRequest,
    *,
    template: str,
    form: HouseForm,
    act: Act,
    then: Callable[[Any], str],
    said: str = "",
    version: int | None = None,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Answer a page with a form: ``act`` gets what was typed, ``then`` turns its result into where to go on.

    Where the thing has a ``version``, ``act`` gets the one that the form was opened with, and an edit of somebody else
    meanwhile is kept beside this one; only what both changed is shown side by side, and 409. A Problem is shown beside
    its field with everything that was typed, and 422.
    """
    if version is not None and request.method == "POST":
        version = HouseForm.version(request.POST)
    page = {"form": form, "version": version, "merged": None, **(context or {})}
    if request.method != "POST":
        return show(request, template, page)
    if not form.is_valid():
        return refuse(request, template, page)
    try:
        result, merged = _act(form, act, version)
    except Problem as problem:
        form.add_problem(problem)
        return refuse(request, template, page)
    if merged and merged.clashes:
        return show(request, template, page | {"merged": merged, "version": merged.version}, status=CONFLICT)
    return done(request, then(result), said if merged is None else f"{said} {_also(merged)}".strip())


def _act(form: HouseForm, act: Act, version: int | None) -> tuple[Any, Merged | None]:
    """Act, and again with what somebody else wrote meanwhile, unless both wrote about the same."""
    given = form.cleaned_data if version is None else {**form.cleaned_data, "version": version}
    merged = None
    for tries_left in reversed(range(TRIES)):
        try:
            return act(given), merged
        except Stale as stale:
            if version is None or not tries_left:
                raise
            merged = merge(form, stale)
            if merged.clashes:
                break
            given = {**form.cleaned_data, **merged.theirs, "version": merged.version}
    return None, merged


def _also(merged: Merged) -> str:
    if not merged.labels:
        return ""
    said = _("What somebody else changed meanwhile is kept, too: %(fields)s.")
    return said % {"fields": ", ".join(merged.labels)}
