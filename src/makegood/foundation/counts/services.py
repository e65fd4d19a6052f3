"""Counting in the memory of this process, for what need not be exact: how often a program asks, a browser reports."""

from __future__ import annotations

from django.core.cache import caches

PROCESS = "process"


def counted(key: str, *, keep: float) -> int:
    """Count one more under ``key``, which is forgotten after ``keep`` seconds; return how many there are now."""
    counts = caches[PROCESS]
    counts.add(key, 0, keep)
    try:
        return int(counts.incr(key))
    except ValueError:  # it was forgotten just now: of old age, or because too much was remembered
        counts.set(key, 1, keep)
        return 1
