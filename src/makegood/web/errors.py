"""Pages that say what could not be done, what was kept, and what to do."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class ErrorPage(NamedTuple):
    """What is said for a status, where nothing better is known."""

    title: Words
    message: Words
    icon: str


PAGES = {
    400: ErrorPage(
        _("This can't be read"),
        _("What was sent is not what this page expects. Nothing was changed."),
        icon="mood-puzzled",
    ),
    403: ErrorPage(
        _("Not for you"),
        _("You are signed in, but this needs another function. Nothing was changed."),
        icon="lock",
    ),
    404: ErrorPage(
        _("Not here"),
        _("There is no such page, or it is not for you."),
        icon="map-off",
    ),
    409: ErrorPage(
        _("Changed meanwhile"),
        _("Somebody else changed this. Go back, look, and try again."),
        icon="arrows-split-2",
    ),
    422: ErrorPage(
        _("Not possible"),
        _("This could not be done. Nothing was changed."),
        icon="hand-stop",
    ),
    429: ErrorPage(
        _("Too many tries"),
        _("Wait a few minutes, then try again."),
        icon="clock-pause",
    ),
    500: ErrorPage(
        _("Our mistake"),
        _("Something went wrong in Makegood itself. Nothing was half-done; it has been noted."),
        icon="bug",
    ),
}


def error_page(request: HttpRequest, status: int, *, message: Words = "") -> HttpResponse:
    """Return the page for ``status``, with ``message`` where there is something better to say than in general."""
    title, general, picture = PAGES[status]
    context = {"title": title, "message": message or general, "picture": picture}
    return render(request, "web/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    del exception
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_page(request, 403, message=str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, without telling what there is."""
    del exception
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return error_page(request, 500)


def forgery_suspected(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose sign of origin is missing or old: nothing was done, and what was typed is still there."""
    del reason
    return error_page(
        request, 403, message=_("This form was too old or came from elsewhere. Go back, reload, send again.")
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429."""
    return error_page(request, 429)
