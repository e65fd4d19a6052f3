"""What every test of work needs: teams, a promise, and work behind it."""

from __future__ import annotations

from typing import Any

from makegood.capability.services import add_team
from makegood.foundation.actors import Viewer
from makegood.work.services import add_item
from tests.staff import AT


def team(by: Viewer, name: str = "Assembly", **fields: Any) -> int:
    """Return a new team of two, at work from Monday to Friday."""
    given: Any = {"slots": 2.0, "available_share": 1.0, **fields}
    return add_team(name=name, by=by, at=AT, **given)


def item(by: Viewer, promise: int, of_team: int, name: str = "build", **fields: Any) -> int:
    """Return a new item of 20 to 60 hours."""
    given: Any = {"p10": 20.0, "p50": 32.0, "p90": 60.0, **fields}
    return add_item(promise=promise, name=name, team=of_team, by=by, at=AT, **given)
