"""Who may see the forecast."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.states import Function

FREEZES = frozenset({Function.OPERATIONS, Function.CUSTOMER_SUCCESS, Function.EXECUTIVE, Function.ADMINISTRATOR})


def check_see_forecast(viewer: Viewer) -> None:
    """Admit all staff: everybody sees the same baseline; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may see the forecast."))


def check_freeze(viewer: Viewer) -> None:
    """Admit who may give the forecast of a day a name; Denied."""
    check_see_forecast(viewer)
    if FREEZES.isdisjoint(viewer.functions):
        raise Denied(_("Only operations, customer success, executives and administrators may freeze a baseline."))


def can_freeze(viewer: Viewer) -> bool:
    """Return whether the viewer may freeze a baseline."""
    return is_admitted(check_freeze, viewer)


def can_see_forecast(viewer: Viewer) -> bool:
    """Return whether the viewer may see the forecast."""
    return is_admitted(check_see_forecast, viewer)
