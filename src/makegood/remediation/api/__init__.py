"""Joint plans and decisions for programs."""

from __future__ import annotations

from makegood.remediation.api.decisions import decisions

__all__ = ["decisions"]
