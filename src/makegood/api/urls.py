"""Where programs find the interface, its description and its page."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from makegood.api.interface import NAMESPACE, interface
from makegood.api.problems import refusal

ANYTHING = r"(?P<rest>[\s\S]+)$"
"""Whatever an address may say: ``<path:rest>`` passes over line feeds."""


@csrf_exempt
def nothing_here(_request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer every other address below the interface as the interface answers."""
    del rest
    return refusal(HTTPStatus.NOT_FOUND, "not-found", _("There is nothing at this address."))


def addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return the addresses of the interface, for the one list of all addresses."""
    patterns, application, namespace = interface().urls
    return (
        [*patterns[:-1], path("", nothing_here, name="api-root"), re_path(ANYTHING, nothing_here)],
        application,
        namespace,
    )


__all__ = ["NAMESPACE", "addresses"]
