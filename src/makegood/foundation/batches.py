"""Removing many rows without keeping those who write waiting."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

ROWS_AT_ONCE = 500
"""Removed within hundredths of a second, for which SQLite's other writers wait."""


def remove_in_batches(rows: QuerySet[Any], *, at_once: int = ROWS_AT_ONCE) -> int:
    """Remove ``rows`` a few at a time, each time in a transaction of its own; return how many.

    Whoever stops half-way has lost nothing: the rest goes the next time. Several may remove the same rows at once.
    """
    count = 0
    while rows.exists():  # a plain look first: on SQLite every transaction that may write keeps the others waiting
        with transaction.atomic():
            free = rows.select_for_update(skip_locked=True).order_by("pk")
            numbers = list(free.values_list("pk", flat=True)[:at_once])
            rows.model._base_manager.filter(pk__in=numbers).delete()  # noqa: SLF001  # Django's own way past managers that hide rows
        if not numbers:
            break  # somebody else removes them just now
        count += len(numbers)
    return count
