"""What sales of the demo company asked at the desk, while customers were on the telephone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from makegood.feasibility.services import ask_quote
from makegood.foundation.actors import Viewer

ASKED: tuple[tuple[str, int, int, tuple[tuple[str, float, float, float], ...]], ...] = (
    ("Helios Energy", 35, 3, (("Assembly", 24, 36, 70), ("Calibration", 10, 16, 30))),
    ("Northwind Rail", 60, 2, (("Firmware", 40, 60, 120), ("Integration", 16, 24, 40))),
)
"""Customer, days until the date that is wished, class, and team with P10, P50 and P90 in hours, one after the other."""


def ask(teams: Mapping[str, int], customers: Mapping[str, int], *, by: Viewer, at: datetime) -> None:
    """Ask what could be promised; whoever holds the forecast answers once the house is served."""
    for place, (customer, days, rank_class, efforts) in enumerate(ASKED):
        work: list[dict[str, Any]] = []
        for team, p10, p50, p90 in efforts:
            after = [work[-1]["name"]] if work else []
            work.append({"name": team, "team": teams[team], "p10": p10, "p50": p50, "p90": p90, "after": after})
        ask_quote(
            today=at.date(),
            wished=at.date() + timedelta(days=days),
            work=work,
            customer=customers[customer],
            rank_class=rank_class,
            by=by,
            at=at - timedelta(hours=2 - place),
        )
