"""What the demo company tries before it does it: three what-ifs for the sensors that Northwind Rail waits for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from makegood.feasibility.services import begin_scenario, share_scenario, try_scenario
from makegood.foundation.actors import Viewer

WAITED_FOR = "NWR-180"
HIRED = "Two people from the agency, who know the line from last winter."
FIRST = "They have been told once already. I would rather move three orders by a week than tell them twice."
PHASED = "Half of the sensors lets line 2 run by day; Karin said in September that this would do for the holidays."


def suppose(
    teams: Mapping[str, int],
    promises: Mapping[str, int],
    *,
    operations: Viewer,
    success: Viewer,
    sales: Viewer,
    at: datetime,
) -> None:
    """Begin three what-ifs for a promise in danger, and have them tried once the house is served; two are shared."""
    promise, today = promises[WAITED_FOR], at.date()
    more = {"team": teams["Assembly"], "slots": 2.0, "start": today, "end": today + timedelta(weeks=6)}
    hired = begin_scenario(
        name="Two more at Assembly for six weeks",
        reason=HIRED,
        cost=Decimal(26_400),
        currency="EUR",
        changes=[{"kind": "added-slots", **more}],
        promise=promise,
        by=operations,
        at=at - timedelta(hours=5),
    )
    first = begin_scenario(
        name="Northwind before all others",
        reason=FIRST,
        changes=[{"kind": "place", "promise": promise, "rank_class": 0}],
        promise=promise,
        by=success,
        at=at - timedelta(hours=4),
    )
    phased = begin_scenario(
        name="Half now, half in March",
        reason=PHASED,
        changes=[
            {"kind": "split-delivery", "promise": promise, "share": 0.5, "due": today + timedelta(days=100)},
        ],
        promise=promise,
        by=sales,
        at=at - timedelta(hours=2),
    )
    for number, maker in ((hired, operations), (first, success)):
        share_scenario(number=number, by=maker, at=at - timedelta(hours=3))
    for number, maker in ((hired, operations), (first, success), (phased, sales)):
        try_scenario(number=number, by=maker, at=at - timedelta(hours=1))
