"""Who calls: found out from the token before anything else, cookies count for nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from ninja.security.base import AuthBase

from makegood.foundation.clock import present
from makegood.foundation.counts.services import PROCESS
from makegood.people.queries import TokenViewer, viewer_by_token
from makegood.people.services import note_token_use
from makegood.web.programs import ProgramRequest

NOTED_SECONDS = 600
"""How long a process remembers that it noted the use of a token: a read should not have to write."""

Run = Callable[..., HttpResponse]


def introduced(run: Run) -> Run:
    """Put onto the request for whom it is and what it may do; nothing of that where it shows no valid token."""

    @wraps(run)
    def introduce(request: HttpRequest, **values: Any) -> HttpResponse:  # noqa: ANN401  # parts of the address
        caller = cast(ProgramRequest, request)
        found = _shown(request, present())
        caller.viewer, caller.scopes, caller.token = (
            (found.viewer, found.scopes, found.token) if found else (None, frozenset(), 0)  # type: ignore[assignment]  # a stranger, whom Bearer turns away
        )
        answer = run(request, **values)
        answer.setdefault("Cache-Control", "private, no-store")
        return answer

    return introduce


def _shown(request: HttpRequest, at: datetime) -> TokenViewer | None:
    """Return whom the token that the request shows stands for, and note now and then that it is used."""
    kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    found = viewer_by_token(secret.strip(), at=at) if kind.lower() == "bearer" else None
    if found and caches[PROCESS].add(f"api:noted:{found.token}", value=True, timeout=NOTED_SECONDS):
        note_token_use(number=found.token, at=at)
    return found


class Closed(AuthBase):
    """Admits nobody: what an operation gets that states no scope."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> None:
        """Admit nobody."""
        del request
