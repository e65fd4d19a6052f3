"""Pages about joint plans."""

from __future__ import annotations

from makegood.remediation.views import telling as telling  # registers the sentences
from makegood.remediation.views.plans import plan, plans

__all__ = ["plan", "plans"]
