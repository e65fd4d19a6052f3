"""Which room hears which news: the one table through which events travel upwards."""

from __future__ import annotations

from collections.abc import Mapping

_FORECAST = "makegood.feasibility.handlers"
_PLANS = "makegood.remediation.handlers"
_LEARNING = "makegood.learning.handlers"
_REVISIONS = "makegood.revisions.handlers"

HANDLERS: Mapping[str, tuple[str, ...]] = {
    "promise.changed": (
        f"{_FORECAST}.promises_changed",
        f"{_LEARNING}.promises_changed",
        f"{_PLANS}.promises_changed",
        f"{_REVISIONS}.promises_changed",
    ),
    "validation.answered": (f"{_REVISIONS}.validation_answered",),
    "validation.lapsed": (f"{_REVISIONS}.validation_lapsed",),
    "work.changed": (f"{_FORECAST}.promises_changed", f"{_LEARNING}.promises_changed"),
    "timer.learning.check": (f"{_LEARNING}.night_came",),
    "risks.changed": (f"{_FORECAST}.risk_changed",),
    "templates.changed": (f"{_FORECAST}.templates_changed",),
    "capability.changed": (f"{_FORECAST}.capability_changed",),
    "policy.published": (f"{_FORECAST}.policy_published",),
    "timer.reservation": (f"{_FORECAST}.reservation_over",),
    "timer.kept": (f"{_FORECAST}.keeping_over",),
    "placement.changed": (f"{_FORECAST}.promises_changed",),
    "forecast.renewed": (f"{_PLANS}.forecast_renewed",),
    "trial.answered": (f"{_PLANS}.trial_answered",),
    "timer.plans.daily": (f"{_PLANS}.morning_came",),
    "timer.plan.acknowledge": (f"{_PLANS}.clock_over",),
    "timer.plan.tell": (f"{_PLANS}.clock_over",),
    "customer.changed": (f"{_FORECAST}.customer_changed",),
}
"""Event → dotted paths of handlers, each ``handle(payload: dict, *, at: datetime) -> None`` and idempotent."""
