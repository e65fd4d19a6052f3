"""How promises rank at the demo company: a published policy, one that sales proposes, and a place that is tried."""

from __future__ import annotations

from datetime import datetime, timedelta

from makegood.feasibility import services
from makegood.feasibility.states import Offers, Rule
from makegood.foundation.actors import Viewer

FIRST = (
    "What would hurt the customer most comes first; among equals whoever was promised the earlier date. Everybody can "
    "work out where a promise stands, and shouting changes nothing."
)
SECOND = "Three strategic customers bring half of what we earn. I would rather lose two small orders a year than one."


def rank(*, operations: Viewer, executive: Viewer, sales: Viewer, promise: int, at: datetime) -> None:
    """Publish the first policy, propose and try a second one, and try one promise in another place."""
    began = at - timedelta(days=400)
    first = services.propose_policy(
        name="Harm first, then the date",
        rules=[Rule.CLASS, Rule.DUE, Rule.MADE],
        offers=Offers.LAST,
        reason=FIRST,
        by=operations,
        at=began,
    )
    services.publish_draft(number=first, by=executive, at=began + timedelta(days=3))
    second = services.propose_policy(
        name="Strategic customers first",
        rules=[Rule.TIER, Rule.CLASS, Rule.DUE, Rule.MADE],
        offers=Offers.LAST,
        reason=SECOND,
        by=sales,
        at=at - timedelta(days=2),
    )
    services.try_draft(number=second, by=sales, at=at - timedelta(days=2))
    services.try_place(promise=promise, rank_class=1, by=operations, at=at - timedelta(hours=3))
