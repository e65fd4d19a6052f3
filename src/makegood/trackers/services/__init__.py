"""What can be done with trackers, by verb."""

from __future__ import annotations

from makegood.trackers.services.connecting import (
    UnableToConnect,
    change_access,
    connect_tracker,
    disconnect_tracker,
    look_around,
)
from makegood.trackers.services.looking import Sight, look_ahead
from makegood.trackers.services.mapping import (
    UnableToMap,
    map_project,
    pause_tracker,
    pull_now,
    read_so,
    start_tracker,
    unmap_project,
)
from makegood.trackers.services.pulling import pull_next

__all__ = [
    "Sight",
    "UnableToConnect",
    "UnableToMap",
    "change_access",
    "connect_tracker",
    "disconnect_tracker",
    "look_ahead",
    "look_around",
    "map_project",
    "pause_tracker",
    "pull_next",
    "pull_now",
    "read_so",
    "start_tracker",
    "unmap_project",
]
