"""Who may see the forecast."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted


def check_see_forecast(viewer: Viewer) -> None:
    """Admit all staff: everybody sees the same baseline; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may see the forecast."))


def can_see_forecast(viewer: Viewer) -> bool:
    """Return whether the viewer may see the forecast."""
    return is_admitted(check_see_forecast, viewer)
