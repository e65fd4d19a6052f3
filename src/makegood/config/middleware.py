"""Who is looking, and whether they may: decided once, before any view runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from makegood.config.open_views import OPEN_NAMESPACES, OPEN_VIEWS
from makegood.foundation.errors import Denied
from makegood.people.queries import viewer_of
from makegood.web.access import check_of
from makegood.web.request import AnyRequest

Respond = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """Puts ``request.viewer`` there and refuses a view that does not admit them."""

    def __init__(self, get_response: Respond) -> None:
        """Stand before ``get_response``."""
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the viewer, None for a stranger."""
        cast(AnyRequest, request).viewer = viewer_of(request.user) if request.user.is_authenticated else None
        return self._respond(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: object) -> HttpResponse | None:
        """Let the view's own check decide; a view that says nothing is closed, unless it is listed as open."""
        match = request.resolver_match
        if match is not None and (match.view_name in OPEN_VIEWS or not OPEN_NAMESPACES.isdisjoint(match.namespaces)):
            return None
        viewer = cast(AnyRequest, request).viewer
        if viewer is None:
            return redirect_to_login(request.get_full_path())
        check = check_of(view)
        if check is None:
            raise PermissionDenied
        try:
            check(viewer)
        except Denied as denied:
            raise PermissionDenied(denied.message) from denied
        return None
