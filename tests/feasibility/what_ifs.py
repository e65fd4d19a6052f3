"""What every test of what-ifs needs: changes, a what-if of them, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from makegood.feasibility.services import (
    Forecaster,
    begin_scenario,
    try_scenario,
)
from makegood.foundation.actors import Viewer
from makegood.work.models import WorkItem
from tests.staff import AT

START, END = AT.date(), AT.date() + timedelta(weeks=8)


def more(of: int, slots: float = 1.0) -> dict[str, Any]:
    return {"kind": "added-slots", "team": of, "slots": slots, "start": START, "end": END}


def placed(promise: int, rank_class: int = 0) -> dict[str, Any]:
    return {"kind": "place", "promise": promise, "rank_class": rank_class}


def begun(by: Viewer, *changes: dict[str, Any], **fields: Any) -> int:
    return begin_scenario(**{"name": "Some more", **fields}, changes=changes, by=by, at=AT)


def tried(forecaster: Forecaster, scenario: int, by: Viewer) -> int:
    """Try a what-if, and return the trial once it is answered."""
    trial = try_scenario(number=scenario, by=by, at=AT)
    assert forecaster.answer_trials(at=AT) == 1
    return trial


def team_of(promise: int) -> int:
    return WorkItem.objects.filter(promise=promise).values_list("team", flat=True)[0]
