"""Wording that blames is shown to whoever wrote it, before anybody else sees it, with a better one to choose."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpResponse

from makegood.remediation.bridge.wording import reworded
from makegood.web.request import StaffRequest
from makegood.web.responses import UNPROCESSABLE, show

AS_IT_IS = "as_it_is"
"""The name of the button of whoever keeps their own words."""


def to_reword(request: StaffRequest, fields: Collection[str], back: str) -> HttpResponse | None:
    """Return a page that shows the writer what blames in what was sent; None where nothing does, or it was kept.

    Everything that was sent goes on from there, so that nothing is typed twice.
    """
    if request.method != "POST" or AS_IT_IS in request.POST:
        return None
    found = {name: better for name in fields if (better := reworded(request.POST.get(name, ""))) is not None}
    if not found:
        return None
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    context = {
        "found": found,
        "others": [(name, value) for name, value in kept if name not in found],
        "own": [(name, value) for name, value in kept if name in found],
        "back": back,
        "as_it_is": AS_IT_IS,
    }
    return show(request, "remediation/wording.html", context, status=UNPROCESSABLE)
