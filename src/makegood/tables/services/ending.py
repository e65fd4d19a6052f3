"""The end of an import, however it came."""

from __future__ import annotations

from datetime import datetime

from makegood.foundation.actors import Actor
from makegood.foundation.history.services import record
from makegood.tables.models import ImportRun
from makegood.tables.states import RunState, may_become


def end(run: ImportRun, state: RunState, *, by: Actor, at: datetime, problem: str = "") -> None:
    """Mark a locked run as ended, with what became of its rows in history."""
    if not may_become(RunState(run.state), state):
        raise ValueError(f"an import that is {run.state} can't be {state}")
    run.state, run.ended_at, run.problem = state, at, problem
    run.save()
    counts = {name: getattr(run, name) for name in ("total", "new", "changed", "same", "refused")}
    verb = "import.end" if state == RunState.DONE else "import.stop"
    record(verb=verb, subject=("import", run.pk), actor=by, at=at, facts=counts)
