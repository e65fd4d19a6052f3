"""What may become of a job."""

from __future__ import annotations

from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    GIVEN_UP = "given-up"


OPEN = (JobState.WAITING, JobState.RUNNING)
"""States in which a worker may take a job: a running one when its lease has ended."""

TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    JobState.WAITING: frozenset({JobState.RUNNING, JobState.GIVEN_UP}),
    JobState.RUNNING: frozenset(JobState),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset({JobState.WAITING, JobState.GIVEN_UP}),
    JobState.GIVEN_UP: frozenset({JobState.WAITING}),
}


def may_become(state: JobState, other: JobState) -> bool:
    """Return whether a job that is ``state`` may become ``other``."""
    return other in TRANSITIONS[state]
