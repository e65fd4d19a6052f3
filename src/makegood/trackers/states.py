"""How what a tracker says becomes work, why something of it does not, and how a connection stands."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class NamedBy(StrEnum):
    """Where an issue says which promise it is for; what says nothing is for the promise of its project, if any."""

    FIELD = "field"
    """A custom field holds the promise's key; what lies below an issue is for the same promise."""
    VERSION = "version"
    """The version (milestone, release) is called like the promise's key, or begins with it."""
    PROJECT = "project"
    """Each project is one promise."""


class DoneBy(StrEnum):
    """What says how far an issue is; a closed one is done in any case."""

    RATIO = "ratio"
    HOURS = "hours"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why somebody should look at an issue."""

    NO_PROMISE = "no-promise"
    UNKNOWN_PROMISE = "unknown-promise"
    ENDED_PROMISE = "ended-promise"
    REFUSED = "refused"
    NO_ESTIMATE = "no-estimate"
    ZERO_ESTIMATE = "zero-estimate"
    BAD_RANGE = "bad-range"
    LATE = "late"
    CIRCLE = "circle"
    PROJECT_GONE = "project-gone"


LEFT_OUT = (Reason.NO_PROMISE, Reason.UNKNOWN_PROMISE, Reason.ENDED_PROMISE, Reason.REFUSED)
"""Reasons for which an issue is not listed as work; with the others it is, and something about it is unsure."""


class TrackerStanding(StrEnum):
    """How a connection stands."""

    PAUSED = "paused"
    NEW = "new"
    WELL = "well"
    FAILING = "failing"


MAPS = frozenset({"operations", "administrator"})
"""Functions of whoever says how work comes from trackers."""
HOURS = "hours"
"""The tracker's own field for an estimate; others are custom fields by their number."""
LEAST_MINUTES, MOST_MINUTES = 5, 1_440
OVERLAP = timedelta(minutes=10)
"""How far a pull looks back behind the last change that the one before saw: changes may be stored late."""
MOST_AHEAD = timedelta(days=1)
"""How far the tracker's clock may be ahead of ours; a change of a later day was a mistake, and hides no other."""
WHOLE_EVERY = timedelta(hours=24)
"""How often everything is read anew, which alone shows what was deleted or moved away."""
LEASE = timedelta(minutes=15)
FETCH_SECONDS = 600.0
"""The longest that a pull may read, within its lease."""
LOOK_SECONDS = 25.0
"""The longest that a person waits for a look."""
LONGEST_PAUSE = timedelta(hours=6)
LEAST_LOSS = 20
"""Fewer items than this may go at once without anybody saying so, even if they are most of what there is."""
PULLS_KEPT = 30
EXAMPLES = 25
"""How many issues are named for each reason; the others are counted."""


def pause_after(failures: int, every: timedelta) -> timedelta:
    """Return how long to wait after so many failures in a row: twice as long each time, six hours at most."""
    return min(every * int(2 ** min(failures - 1, 10)), max(LONGEST_PAUSE, every))
