"""What of a tracker means what, when it is pulled, and what would come."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.capability.queries import team_choices
from makegood.foundation.clock import present
from makegood.foundation.errors import Denied, NotFound, Problem
from makegood.trackers import policies, queries, services
from makegood.trackers.forms import PlaceForm, ReadingForm
from makegood.trackers.views.wording import REASONS
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show


@admits(policies.check_map_trackers)
def reading(request: StaffRequest, number: int) -> HttpResponse:
    """Say how issues become work."""
    viewer, at = request.viewer, present()
    row = queries.find_tracker(number, viewer)
    return edit(
        request,
        template="trackers/form.html",
        form=ReadingForm(
            sent(request),
            fields=row.fields,
            initial={name: getattr(row, name) for name in ReadingForm.base_fields},
        ),
        act=lambda given: services.read_so(number=number, **given, by=viewer, at=at),
        then=lambda _nothing: reverse("tracker", args=[number]),
        said=_("Saved. The next pull reads everything so."),
        version=row.version,
        context={
            "title": _("How issues of %(name)s become work") % {"name": row.name},
            "back": reverse("tracker", args=[number]),
        },
    )


@admits(policies.check_map_trackers)
def place(request: StaffRequest, number: int) -> HttpResponse:
    """Give the work of a project to a team."""
    viewer, at = request.viewer, present()
    row = queries.find_tracker(number, viewer)
    return edit(
        request,
        template="trackers/form.html",
        form=PlaceForm(
            sent(request),
            projects=row.projects,
            offers={"team": team_choices(viewer)},
            initial={"project": request.GET.get("project", "")},
        ),
        act=lambda given: services.map_project(tracker=number, **given, by=viewer, at=at),
        then=lambda _number: reverse("tracker", args=[number]),
        said=_("Mapped."),
        context={
            "title": _("Map a project of %(name)s") % {"name": row.name},
            "back": reverse("tracker", args=[number]),
        },
    )


@require_POST
@admits(policies.check_map_trackers)
def unmap(request: StaffRequest, number: int) -> HttpResponse:
    """Take no more work from a project."""
    of = services.unmap_project(number=number, by=request.viewer, at=present())
    return done(request, reverse("tracker", args=[of]), _("The next pull takes off what came from it."))


@require_POST
@admits(policies.check_map_trackers)
def look_around(request: StaffRequest, number: int) -> HttpResponse:
    """Ask a tracker what it has."""
    viewer = request.viewer
    said = _("These are its projects and fields.")
    return _try(request, number, said, lambda: services.look_around(number=number, by=viewer, at=present()))


@require_POST
@admits(policies.check_map_trackers)
def look(request: StaffRequest, number: int) -> HttpResponse:
    """Show what a pull would bring, and bring nothing."""
    viewer = request.viewer
    row = queries.find_tracker(number, viewer)
    try:
        sight = services.look_ahead(number=number, by=viewer, at=present())
    except Problem as problem:
        return _back(request, number, problem)
    return show(request, "trackers/sight.html", {"tracker": row, "sight": sight, "reasons": REASONS})


@require_POST
@admits(policies.check_map_trackers)
def start(request: StaffRequest, number: int) -> HttpResponse:
    """Pull from now on."""
    viewer = request.viewer
    said = _("Started: the first pull begins within seconds.")
    return _try(request, number, said, lambda: services.start_tracker(number=number, by=viewer, at=present()))


@require_POST
@admits(policies.check_map_trackers)
def pause(request: StaffRequest, number: int) -> HttpResponse:
    """Pull no more for now."""
    services.pause_tracker(number=number, by=request.viewer, at=present())
    return done(request, reverse("tracker", args=[number]), _("Paused. What came stays."))


@require_POST
@admits(policies.check_map_trackers)
def pull(request: StaffRequest, number: int) -> HttpResponse:
    """Pull everything as soon as may be."""
    viewer, accept = request.viewer, "accept_loss" in request.POST
    said = _("It begins within seconds. Look again in a moment.")
    return _try(
        request,
        number,
        said,
        lambda: services.pull_now(number=number, accept_loss=accept, by=viewer, at=present()),
    )


def _try(request: StaffRequest, number: int, said: str, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except Problem as problem:
        return _back(request, number, problem)
    return done(request, reverse("tracker", args=[number]), said)


def _back(request: StaffRequest, number: int, problem: Problem) -> HttpResponse:
    """Go back to the connection and say there what could not be done."""
    if isinstance(problem, (Denied, NotFound)):
        raise problem
    messages.error(request, problem.message)
    return HttpResponseRedirect(reverse("tracker", args=[number]))
