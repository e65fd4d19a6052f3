"""What can be done with joint plans."""

from __future__ import annotations

from makegood.remediation.services.opening import UnableToOpen, open_plan, propose_plan

__all__ = ["UnableToOpen", "open_plan", "propose_plan"]
