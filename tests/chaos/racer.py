"""One of those who race for the last capacity: asks for its own quote of each team, at moments that all have agreed on.

``python -m tests.chaos.racer WHO BEGIN APART``: the lane, the moment of the first race in seconds since 1970, and the
seconds from one race to the next.
"""

from __future__ import annotations

import sys
import time


def main(who: int, begin: float, apart: float) -> None:
    """Race."""
    import django

    django.setup()
    from makegood.feasibility.models import Quote
    from makegood.feasibility.services import ask_to_reserve
    from makegood.foundation.clock import present
    from makegood.people.queries import find_viewer

    mine = [quote for place, quote in enumerate(Quote.objects.order_by("pk")) if place % 2 == who]
    for race, quote in enumerate(mine):
        time.sleep(max(0.0, begin + race * apart - time.time()))
        at = present()
        assert quote.by_id is not None
        assert quote.p95 is not None
        ask_to_reserve(
            quote=quote.pk, customer=None, wording="All of it.", due=quote.p95, today=at.date(),
            by=find_viewer(quote.by_id, at=at), at=at,
        )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))
