"""Parts of pages, asked for without the scripts that put them there: each is a page of its own then."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from makegood.config.navigation import PANEL_NAMES
from makegood.web.responses import is_fragment

OK = 200


class PartsMiddleware:
    """Puts a part of a page into a page where a person opens it by itself; stands where the reader is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before ``get_response``."""
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, within a page if it is a part that nothing would put into one."""
        response = self._respond(request)
        name = request.resolver_match and PANEL_NAMES.get(request.resolver_match.url_name or "")
        if not name or is_fragment(request) or response.status_code != OK or response.streaming:
            return response
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        part = mark_safe(response.content.decode())  # noqa: S308  # what a view has rendered, and escaped where it must
        return render(request, "web/part.html", {"part": part, "name": name})
