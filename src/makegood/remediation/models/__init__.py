"""Joint plans and all that belongs to them."""

from __future__ import annotations

from makegood.remediation.models.plans import Plan, PlanMember

__all__ = ["Plan", "PlanMember"]
