"""What joint plans hear of: a new forecast, clocks that ran out, and that it is morning."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.remediation.services import (
    clock_ran_out,
    end_where_done,
    look_at_plans,
    propose_for_crossings,
    set_daily_clock,
    watch_decisions,
)


def forecast_renewed(payload: dict[str, Any], *, at: datetime) -> None:  # noqa: ARG001  # as all handlers are called
    """Look at every plan against the new forecast, and propose one where a promise has crossed the red line."""
    look_at_plans(at=at)
    propose_for_crossings(at=at)
    watch_decisions(at=at)


def promises_changed(payload: dict[str, Any], *, at: datetime) -> None:
    """End the work on promises that nobody waits for any more."""
    end_where_done(promises=payload["promises"], at=at)


def trial_answered(payload: dict[str, Any], *, at: datetime) -> None:
    """Hold the decisions for a what-if against what it would come to by now."""
    if payload["scenario"] is not None:
        watch_decisions(at=at, scenario=payload["scenario"])


def morning_came(payload: dict[str, Any], *, at: datetime) -> None:  # noqa: ARG001  # as all handlers are called
    """Look at every plan, and set the clock for the next morning; heard twice, it changes nothing more."""
    set_daily_clock(at=at, anew=True)
    look_at_plans(at=at)


def clock_over(payload: dict[str, Any], *, at: datetime) -> None:
    """Say that something was not done in time."""
    kind, _colon, number = str(payload["key"]).partition(":")
    clock_ran_out(plan=int(number), kind=kind, at=at)
