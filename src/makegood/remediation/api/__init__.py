"""Joint plans and decisions for programs."""

from __future__ import annotations

from makegood.remediation.api.decisions import decisions
from makegood.remediation.api.pieces import pieces
from makegood.remediation.api.plans import plans

__all__ = ["decisions", "pieces", "plans"]
