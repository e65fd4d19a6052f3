"""A request as views get it: with the viewer."""

from __future__ import annotations

from django.http import HttpRequest

from makegood.foundation.actors import Viewer


class StaffRequest(HttpRequest):
    """A request of a member of staff who is signed in: what every view that is not open may rely on."""

    viewer: Viewer


class AnyRequest(HttpRequest):
    """A request of anybody: ``viewer`` is None for a stranger."""

    viewer: Viewer | None
