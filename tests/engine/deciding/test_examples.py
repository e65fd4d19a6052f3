"""Worked examples from the literature, recomputed from their tables."""

from __future__ import annotations

import pytest

from makegood.engine.deciding import Criterion, Frame, Ranks, Scale, Shares, Swings, decide
from tests.engine.deciding.cases import PLAIN, card_of, criterion, frame_of

SWINGS = Swings({"closeness": 100, "visibility": 80, "image": 70, "size": 30, "comfort": 20, "parking": 10})
OFFICES = {
    "Addison Square": (100, 60, 100, 75, 0, 90),
    "Bilton Village": (20, 80, 10, 30, 100, 30),
    "Carlisle Walk": (80, 70, 0, 0, 10, 100),
    "Denver Street": (70, 50, 30, 55, 30, 90),
    "Elton Street": (40, 60, 90, 100, 60, 70),
    "Filton Village": (0, 0, 70, 0, 80, 0),
    "Gorton Square": (60, 100, 20, 50, 50, 80),
}
"""Goodwin & Wright, Decision Analysis for Management Judgment, ch. 3: which office to rent, by SMART."""

EVEN_SWAPS = {
    "Parkway": (45, 50, 3, 800, 1850),
    "Lombard": (25, 80, 2, 700, 1700),
    "Baranov": (20, 70, 1, 500, 1500),
    "Montana": (25, 85, 3, 950, 1900),
    "Pierpoint": (30, 75, 1, 700, 1750),
}
"""Hammond, Keeney & Raiffa, Even Swaps (1998): commute in minutes, access in %, services C to A, square feet, USD."""


BENEFITS = {
    "Addison Square": 80.8,
    "Bilton Village": 39.4,
    "Carlisle Walk": 47.4,
    "Denver Street": 52.3,
    "Elton Street": 64.8,
    "Filton Village": 20.9,
    "Gorton Square": 60.2,
}
"""What the book comes to, with weights rounded to whole per cent."""


def test_smart_values_of_the_office_problem() -> None:
    rounded = {"closeness": 0.32, "visibility": 0.26, "image": 0.23, "size": 0.1, "comfort": 0.06, "parking": 0.03}
    assert frame_of(SWINGS).weights == pytest.approx(rounded, abs=0.006)
    frame = frame_of(rounded)
    decision = decide(frame, card_of(frame, OFFICES), seed=1)
    assert {each.option: each.value for each in decision.standings} == pytest.approx(BENEFITS, abs=0.01)
    assert (decision.first, decision.verdict, decision.robust) == ("Addison Square", "clear", True)


def test_smarter_ranks_the_offices_by_the_order_of_swings_alone() -> None:
    """Rank-order centroids stand in for swings (Edwards & Barron 1994): 40.8, 24.2, 15.8, 10.3, 6.1, 2.8 per cent."""
    frame = frame_of(Ranks(tuple(SWINGS.points)))
    decision = decide(frame, card_of(frame, OFFICES), seed=1)
    by_hand = 0.4083 * 100 + 0.2417 * 60 + 0.1583 * 100 + 0.1028 * 75 + 0.0611 * 0 + 0.0278 * 90
    assert decision.of("Addison Square").value == pytest.approx(by_hand, abs=0.02)
    assert decision.first == "Addison Square"


def test_even_swaps_finds_the_dominated_office() -> None:
    """Lombard is nowhere worse than Pierpoint; Montana only nearly dominates Parkway, which is 50 dollars cheaper."""
    frame = frame_of(
        {"commute": 0.2, "access": 0.2, "services": 0.2, "size": 0.2, "cost": 0.2},
        commute=criterion("commute", Scale.between(60, 0, "min")),
        access=criterion("access", Scale.between(0, 100, "%")),
        services=criterion("services", Scale.between(0, 3)),
        size=criterion("size", Scale.between(0, 1_000, "sq ft")),
        cost=criterion("cost", Scale.between(2_000, 1_000, "USD")),
    )
    decision = decide(frame, card_of(frame, EVEN_SWAPS), seed=1)
    out = {each.option: each.excluded[0].values["by"] for each in decision.standings if each.excluded}
    assert out == {"Pierpoint": ("Lombard",)}
    assert decision.of("Pierpoint").rank is None


def test_a_veto_is_not_made_up_for() -> None:
    kept = Criterion("kept", "P(kept)", Scale.between(0, 1), "data", veto=0.6)
    frame = Frame((kept, criterion("cost")), Shares({"kept": 0.2, "cost": 0.8}), 0.5, 30)
    card = card_of(frame, {"cheap": (0.59, 100), "exactly": (0.6, 10), "sound": (0.9, 5)})
    decision = decide(frame, card, seed=1)
    assert decision.of("cheap").value > decision.of("exactly").value
    assert decision.of("cheap").excluded[0].values == {"criterion": "kept", "value": 0.59, "limit": 0.6, "unit": ""}
    assert decision.first == "sound"
    assert {each.option for each in decision.acceptabilities} == {"exactly", "sound"}
    assert criterion("cost").scale == PLAIN
