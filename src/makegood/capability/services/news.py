"""What other rooms hear of: the part of capability that a forecast depends on has changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from makegood.foundation.outbox.services import announce

CHANGED = "capability.changed"
"""Its payload has the numbers of the ``teams``, ``attributes`` and ``measures`` that are not what they were."""


def tell_forecasts(
    *, at: datetime, teams: Collection[int] = (), attributes: Collection[int] = (), measures: Collection[int] = ()
) -> None:
    """Announce what is not as it was, in the transaction of the change; nothing where nothing is named."""
    touched = {"team": sorted(teams), "attribute": sorted(attributes), "measure": sorted(measures)}
    subject = next(((kind, numbers[0]) for kind, numbers in touched.items() if numbers), None)
    if subject is not None:
        payload = {f"{kind}s": numbers for kind, numbers in touched.items()}
        announce(event=CHANGED, subject=subject, payload=payload, at=at)
