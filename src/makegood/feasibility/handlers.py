"""What the forecast hears of: promises, work, capability and customers that are no longer what they were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.feasibility.services import free_kept, note, note_promises, promises_to, run_out
from makegood.feasibility.states import Subject


def promises_changed(payload: dict[str, Any], *, at: datetime) -> None:
    """Note that promises changed, or the work behind them."""
    note_promises(payload["promises"], at=at)


def risk_changed(payload: dict[str, Any], *, at: datetime) -> None:  # noqa: ARG001  # as all handlers are called
    """Note that what may happen to work changed."""
    note(Subject.RISKS, at=at)


def templates_changed(payload: dict[str, Any], *, at: datetime) -> None:  # noqa: ARG001  # as all handlers are called
    """Note that any work without an estimate may have another one standing in for it."""
    note(Subject.EVERYTHING, at=at)


def policy_published(payload: dict[str, Any], *, at: datetime) -> None:  # noqa: ARG001  # as all handlers are called
    """Note that all promises rank by other rules."""
    note(Subject.RANKING, at=at)


def capability_changed(payload: dict[str, Any], *, at: datetime) -> None:  # noqa: ARG001  # as all handlers are called
    """Note that what operations can do changed."""
    note(Subject.CAPABILITY, at=at)


def customer_changed(payload: dict[str, Any], *, at: datetime) -> None:
    """Note that the promises to a customer may weigh more, or count days in another zone."""
    note_promises(promises_to(payload["customers"]), at=at)


def reservation_over(payload: dict[str, Any], *, at: datetime) -> None:
    """Free capacity that was kept until now; heard twice, it changes nothing."""
    run_out(wish=int(payload["key"].partition(":")[2]), at=at)


def keeping_over(payload: dict[str, Any], *, at: datetime) -> None:
    """Free capacity that was kept for a promise until now; heard twice, it changes nothing."""
    free_kept(asked=int(payload["key"].partition(":")[2]), at=at)
