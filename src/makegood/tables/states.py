"""What may become of an import."""

from __future__ import annotations

from enum import StrEnum


class RunState(StrEnum):
    """Where an import stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


OPEN = (RunState.WAITING, RunState.RUNNING)
"""States in which rows may still come in."""

TRANSITIONS: dict[RunState, frozenset[RunState]] = {
    RunState.WAITING: frozenset({RunState.RUNNING, RunState.DONE, RunState.STOPPED}),
    RunState.RUNNING: frozenset({RunState.DONE, RunState.STOPPED}),
    RunState.DONE: frozenset(),
    RunState.STOPPED: frozenset(),
}


def may_become(state: RunState, other: RunState) -> bool:
    """Return whether an import that is ``state`` may become ``other``."""
    return other in TRANSITIONS[state]
