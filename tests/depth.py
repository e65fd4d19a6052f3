"""How far the tests search: quickly each time, ten times as far when TEST_DEEPLY is set (`make test-deeply`)."""

from __future__ import annotations

import os

DEEPLY = bool(os.environ.get("TEST_DEEPLY"))


def examples(quickly: int) -> int:
    """Return how many examples are tried of what is tried ``quickly`` times each time."""
    return quickly * 10 if DEEPLY else quickly
