"""What other rooms hear of: promises that are not what they were."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from makegood.foundation.outbox.services import announce

CHANGED = "promise.changed"
"""Its payload has the numbers of the ``promises``."""


def tell_of(numbers: Collection[int], *, at: datetime) -> None:
    """Announce that promises are not what they were, in the transaction of the change; nothing where there are none."""
    if numbers:
        ordered = sorted(numbers)
        announce(event=CHANGED, subject=("promise", ordered[0]), payload={"promises": ordered}, at=at)
