"""Pages about trackers."""

from __future__ import annotations

from makegood.trackers.views import telling as telling  # registers the sentences
from makegood.trackers.views.connecting import access, connect, disconnect, notice, tracker, trackers
from makegood.trackers.views.mapping import look, look_around, pause, place, pull, reading, start, unmap

__all__ = [
    "access",
    "connect",
    "disconnect",
    "look",
    "look_around",
    "notice",
    "pause",
    "place",
    "pull",
    "reading",
    "start",
    "tracker",
    "trackers",
    "unmap",
]
