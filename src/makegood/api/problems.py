"""How what could not be done is answered: one shape, a code for programs, a sentence for people, never a trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from makegood.api.rendering import rendered
from makegood.foundation.errors import Denied, NotFound, Problem, Stale
from makegood.foundation.repeats.services import StillRunning

STATUS: Mapping[type[Problem], HTTPStatus] = {
    Denied: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Stale: HTTPStatus.CONFLICT,
    StillRunning: HTTPStatus.CONFLICT,
    Problem: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def answer_problems(api: NinjaAPI) -> None:
    """Let ``api`` answer every problem in the one shape."""
    handlers: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Problem: _problem,
        ValidationError: _unexpected,
        AuthenticationError: _stranger,
        Throttled: _too_many,
        HttpError: _unreadable,
        RequestDataTooBig: _too_big,
    }
    for kind, answer in handlers.items():
        api.add_exception_handler(kind, answer)


def refusal(
    status: int, code: str, message: str, *, field: str = "", details: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return the answer for something that was not done."""
    body = {"code": code, "message": message, "field": field, "details": dict(details or {})}
    return rendered(body, status)


def _problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    status = next(STATUS[kind] for kind in type(problem).__mro__ if kind in STATUS)
    return refusal(status, problem.code, problem.message, field=problem.field, details=problem.details)


def _unexpected(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name every input that is not as described; the first one is the ``field``."""
    errors = [
        {"field": _name(found["loc"]), "message": str(found["msg"]), "code": str(found["type"])}
        for found in error.errors
    ]
    message = _("What was sent is not as the description of the interface says.")
    field = errors[0]["field"] if errors else ""
    return refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", message, field=field, details={"errors": errors})


def _name(place: tuple[object, ...]) -> str:
    """Return the name of an input as whoever sent it knows it: without where it came from and our name for the body."""
    source, *names = place
    return ".".join(map(str, names[1:] if source == "body" else names))


def _stranger(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    answer = refusal(HTTPStatus.UNAUTHORIZED, "unauthenticated", _("Please send a token that is still valid."))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _too_many(_request: HttpRequest, _error: Throttled) -> HttpResponse:
    return refusal(HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", _("Too many requests. Please wait a moment."))


def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return refusal(error.status_code, "unreadable", _("The body of the request can't be read as JSON."))


def _too_big(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", _("The body of the request is too large."))
