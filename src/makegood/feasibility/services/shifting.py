"""What one change did to promises: kept for some days, so that whoever made it, and everybody else, sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from makegood.feasibility.models import Outlook, Shift

NOTICED = 0.02
"""P(kept) that moves by less is no news (a convention, as for what a quote endangers)."""
KEPT = timedelta(days=7)


def keep_shifts(rows: Mapping[int, Mapping[str, Any]], *, of_capability: bool, at: datetime) -> None:
    """Keep which of ``rows``, about to be written, say something else of a promise than what stands; in two queries."""
    stands = Outlook.objects.filter(promise__in=rows).values_list("promise", "p_kept", "p85")
    Shift.objects.bulk_create(
        Shift(
            promise_id=number,
            at=at,
            of_capability=of_capability,
            kept_before=before,
            kept_after=after,
            safe_before=safe,
            safe_after=rows[number]["p85"],
        )
        for number, before, safe in stands
        if before is not None and (after := rows[number]["p_kept"]) is not None and abs(after - before) >= NOTICED
    )


def forget_shifts(*, at: datetime) -> None:
    """Forget what is no news any more."""
    Shift.objects.filter(at__lt=at - KEPT).delete()
