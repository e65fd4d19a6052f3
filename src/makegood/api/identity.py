"""Who calls: found out from the token before anything else, cookies count for nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.security.base import AuthBase

from makegood.foundation.clock import present
from makegood.people.queries import viewer_by_token

Run = Callable[..., HttpResponse]


def introduced(run: Run) -> Run:
    """Put onto the request for whom it is and what it may do; nothing of that where it shows no valid token."""

    @wraps(run)
    def introduce(request: HttpRequest, **values: Any) -> HttpResponse:  # noqa: ANN401  # parts of the address
        kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
        found = viewer_by_token(secret.strip(), at=present()) if kind.lower() == "bearer" and secret.strip() else None
        request.viewer = found.viewer if found else None  # type: ignore[attr-defined]  # see ProgramRequest
        request.scopes = found.scopes if found else frozenset()  # type: ignore[attr-defined]  # see above
        request.token = found.token if found else 0  # type: ignore[attr-defined]  # see above
        return run(request, **values)

    return introduce


class Closed(AuthBase):
    """Admits nobody: what an operation gets that states no scope."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> None:
        """Admit nobody."""
        del request
