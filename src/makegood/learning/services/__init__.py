"""Keeping results current."""

from __future__ import annotations

from makegood.learning.services.renewing import begin_checking, renew_after, renew_all, renew_results

__all__ = ["begin_checking", "renew_after", "renew_all", "renew_results"]
