"""Who is looking, and whether they may: decided once, before any view runs; and what refusals look like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from makegood.config.open_views import OPEN_NAMESPACES, OPEN_VIEWS, STAFF_VIEWS
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.errors import Denied, NotFound, Problem, Stale
from makegood.people.queries import viewer_of
from makegood.web.access import all_staff, check_of
from makegood.web.errors import error_page
from makegood.web.request import AnyRequest

Respond = Callable[[HttpRequest], HttpResponse]
STATUS: dict[type[Problem], int] = {Denied: 403, NotFound: 404, Stale: 409}
REFUSED = 422


class ViewerMiddleware:
    """Puts ``request.viewer`` there and refuses a view that does not admit them."""

    def __init__(self, get_response: Respond) -> None:
        """Stand before ``get_response``."""
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the viewer, None for a stranger, and answer in their language and time zone."""
        viewer = viewer_of(request.user, at=present()) if request.user.is_authenticated else None
        cast(AnyRequest, request).viewer = viewer
        if viewer is None:
            return self._respond(request)
        with translation.override(viewer.language), timezone.override(viewer.zone):
            return _kept_private(self._respond(request), viewer)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: object) -> HttpResponse | None:
        """Let the view's own check decide; a view that says nothing is closed, unless it is listed as open."""
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in OPEN_VIEWS or (match and not OPEN_NAMESPACES.isdisjoint(match.namespaces)):
            return None
        viewer = cast(AnyRequest, request).viewer
        if viewer is None:
            if request.headers.get("HX-Request"):  # a part of a page has no place for the whole page of signing in
                return HttpResponse(headers={"HX-Refresh": "true"})
            return redirect_to_login(request.get_full_path())
        check = all_staff if name in STAFF_VIEWS else check_of(view)
        if check is None:
            raise PermissionDenied
        try:
            check(viewer)
        except Denied as denied:
            return error_page(request, STATUS[Denied], message=denied.message)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show what a service refused, where the view had no better place for it."""
        if not isinstance(error, Problem):
            return None
        status = next((number for kind, number in STATUS.items() if isinstance(error, kind)), REFUSED)
        return error_page(request, status, message=error.message)


def _kept_private(answer: HttpResponse, viewer: Viewer) -> HttpResponse:
    """Keep pages out of caches that others share, and say in which language they are."""
    answer.setdefault("Cache-Control", "private, no-store")
    answer.setdefault("Content-Language", viewer.language)
    return answer
