"""A number for every request, which its answer and all that is logged on its way carry; and one line for each."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from time import perf_counter

import structlog
from django.http import HttpRequest, HttpResponse

from makegood.foundation.clock import present
from makegood.foundation.ids import new_id

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
"""What is taken over from a proxy: long enough to be of use, and nothing that could forge a line of a log."""
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
QUIET = {"health-live", "health-ready"}
"""Routes that are asked every few seconds: logged from "debug" on, as files are."""

log = structlog.get_logger("makegood.requests")


class RequestMiddleware:
    """Stands before everything else, so that refusals are logged like answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before ``get_response``."""
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Number the request, time it, and log it by the name of its route: a path may carry a token."""
        number = request_number(request.headers.get(HEADER, ""))
        with structlog.contextvars.bound_contextvars(request=number):
            began = perf_counter()
            response = self._respond(request)
            _log(request, response, round((perf_counter() - began) * 1_000, 1))
        response[HEADER] = number
        return response


def request_number(sent: str) -> str:
    """Return the number that a proxy ``sent``, where it is a sane one, else a new one."""
    return sent if SANE.fullmatch(sent) else str(new_id(present()))


def _log(request: HttpRequest, response: HttpResponse, milliseconds: float) -> None:
    match = request.resolver_match
    route = match.view_name if match else None
    viewer = getattr(request, "viewer", None)
    is_quiet = route in QUIET or (route is None and response.status_code < HTTPStatus.BAD_REQUEST)
    (log.debug if is_quiet else log.info)(
        "request",
        method=request.method if request.method in METHODS else "other",
        route=route,
        status=response.status_code,
        ms=milliseconds,
        viewer=viewer.number if viewer else None,
    )
