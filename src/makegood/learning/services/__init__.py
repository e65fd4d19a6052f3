"""Keeping results current."""

from __future__ import annotations

from makegood.learning.services.renewing import begin_checking, keep_checking, renew_after, renew_all, renew_results
from makegood.learning.services.tallying import count_months, queue_counting

__all__ = [
    "begin_checking",
    "count_months",
    "keep_checking",
    "queue_counting",
    "renew_after",
    "renew_all",
    "renew_results",
]
