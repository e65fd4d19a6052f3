"""What every test of what-ifs needs: changes, a what-if of them, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Unpack

from django.db import transaction

from makegood.feasibility.services import (
    Forecaster,
    SetDemands,
    begin_scenario,
    look_for_best_set,
    solve,
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


def best_set(promise: int, by: Viewer, *, at: datetime, **demands: Unpack[SetDemands]) -> int:
    """Look for the best set of changes, and return the search once it is answered."""
    search = look_for_best_set(promise=promise, by=by, at=at, **demands)
    write = solve(search, at=at)
    assert write is not None
    with transaction.atomic():
        write()
    return search


def team_of(promise: int) -> int:
    return WorkItem.objects.filter(promise=promise).values_list("team", flat=True)[0]
