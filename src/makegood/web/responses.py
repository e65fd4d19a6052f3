"""Answers of views: a page, a part of it for htmx, and where to go after something was done."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as django_render
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

UNCHANGED = 204
"""No content: what is shown stays."""
UNPROCESSABLE = 422
CONFLICT = 409


def is_fragment(request: HttpRequest) -> bool:
    """Say whether a part of the page is asked for and not the page."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # put there by the middleware
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def show(
    request: HttpRequest, template: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render ``template``, which may name a part as ``page.html#part``."""
    return django_render(request, template, dict(context or {}), status=status)


def refuse(request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    """Render a form with its errors; the status says that nothing was done."""
    return show(request, template, {**context, "refused": True}, status=UNPROCESSABLE)


def done(request: HttpRequest, address: str, said: str = "") -> HttpResponse:
    """Go on to ``address`` after something was done, and say so there."""
    if said:
        messages.success(request, said)
    return HttpResponseClientRedirect(address) if is_fragment(request) else HttpResponseRedirect(address)
