"""Who may connect a tracker, and who may say what its work means here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.states import Function
from makegood.trackers.states import MAPS


def check_see_trackers(viewer: Viewer) -> None:
    """Admit whoever may map trackers; Denied."""
    check_map_trackers(viewer)


def check_map_trackers(viewer: Viewer) -> None:
    """Admit who plans teams and work: they say which project is whose, and when to pull; Denied."""
    if EVERYONE not in viewer.audiences or MAPS.isdisjoint(viewer.functions):
        raise Denied(_("Only operations and administrators may say how work comes from trackers."))


def check_connect_trackers(viewer: Viewer) -> None:
    """Admit administrators alone: the house will ask whatever address is given here, with a key; Denied."""
    if Function.ADMINISTRATOR not in viewer.functions:
        raise Denied(_("Only an administrator may connect a tracker."))


def can_map_trackers(viewer: Viewer) -> bool:
    """Return whether the viewer may say how work comes from trackers."""
    return is_admitted(check_map_trackers, viewer)


def can_connect_trackers(viewer: Viewer) -> bool:
    """Return whether the viewer may connect trackers."""
    return is_admitted(check_connect_trackers, viewer)
