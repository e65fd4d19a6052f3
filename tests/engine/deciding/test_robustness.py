"""Shares of all weights against exact areas, where those can be had: lengths for two criteria, polygons for three."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.engine.deciding import (
    Acceptability,
    Criterion,
    Frame,
    Judged,
    Judgement,
    Measured,
    Ranks,
    Scale,
    Scorecard,
    Shares,
    decide,
    frame_hash,
)
from tests.depth import examples
from tests.engine.deciding.cases import card_of, frame_of, option

ERROR = 0.025
"""More than four standard errors of a share from 8,192 draws."""
Point = tuple[float, float]


def shares(frame: Frame, rows: Mapping[str, tuple[float, ...]]) -> dict[str, Acceptability]:
    return {each.option: each for each in decide(frame, card_of(frame, rows), seed=3).acceptabilities}


def clipped(polygon: list[Point], a: float, b: float, c: float) -> list[Point]:
    """Keep the part of ``polygon`` where a·x + b·y + c ≥ 0 (Sutherland & Hodgman 1974)."""
    kept: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise([*polygon, *polygon[:1]]):
        here, there = a * x0 + b * y0 + c, a * x1 + b * y1 + c
        if here >= 0:
            kept.append((x0, y0))
        if here * there < 0:
            part = here / (here - there)
            kept.append((x0 + part * (x1 - x0), y0 + part * (y1 - y0)))
    return kept


def area(polygon: list[Point]) -> float:
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*polygon, *polygon[:1]]))) / 2


def middle(polygon: list[Point]) -> Point:
    crosses = [(p, q, p[0] * q[1] - q[0] * p[1]) for p, q in pairwise([*polygon, *polygon[:1]])]
    whole = 3 * sum(cross for *_, cross in crosses)
    return (
        sum((p[0] + q[0]) * cross for p, q, cross in crosses) / whole,
        sum((p[1] + q[1]) * cross for p, q, cross in crosses) / whole,
    )


def favouring(rows: Mapping[str, tuple[float, ...]], key: str, start: list[Point]) -> list[Point]:
    """Return where, of the weights (x, y, 1 − x − y) in ``start``, the option ``key`` is first."""
    polygon = start
    for other in set(rows) - {key}:
        ahead = [mine - theirs for mine, theirs in zip(rows[key], rows[other], strict=True)]
        polygon = clipped(polygon, ahead[0] - ahead[2], ahead[1] - ahead[2], ahead[2])
    return polygon


ALL_WEIGHTS = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]
IN_ORDER = [(1.0, 0.0), (0.5, 0.5), (1 / 3, 1 / 3)]
"""Weights with the first criterion before the second before the third: their centre is the rank-order centroid."""
ROWS = {"p": (80.0, 30.0, 40.0), "q": (20.0, 90.0, 50.0), "r": (50.0, 50.0, 75.0)}


def test_two_criteria_split_the_weights_where_the_lines_cross() -> None:
    """p is first from weight 7/12 on: of all weights for 5/12, of those from ½ on for 5/6; its centre is 19/24."""
    found = shares(frame_of({"a": 0.6, "b": 0.4}), {"p": (80, 20), "q": (30, 90)})
    assert found["p"].any_weights == pytest.approx((5 / 12, 7 / 12), abs=ERROR)
    assert found["p"].same_order == pytest.approx((5 / 6, 1 / 6), abs=ERROR)
    assert found["p"].central == pytest.approx({"a": 19 / 24, "b": 5 / 24}, abs=ERROR)
    assert found["q"].central == pytest.approx({"a": 7 / 24, "b": 17 / 24}, abs=ERROR)


def test_three_criteria_split_the_triangle_of_weights() -> None:
    found = shares(frame_of(Ranks(("a", "b", "c"))), ROWS)
    for key in ROWS:
        polygon = favouring(ROWS, key, ALL_WEIGHTS)
        assert found[key].any_weights[0] == pytest.approx(2 * area(polygon), abs=ERROR)
        x, y = middle(polygon)
        assert found[key].central == pytest.approx({"a": x, "b": y, "c": 1 - x - y}, abs=ERROR)
        ordered = area(favouring(ROWS, key, IN_ORDER)) / area(IN_ORDER) if favouring(ROWS, key, IN_ORDER) else 0
        assert found[key].same_order[0] == pytest.approx(ordered, abs=ERROR)


@settings(max_examples=examples(10))
@given(st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=2, max_size=4, unique=True))
def test_any_three_criteria_split_the_triangle_of_weights(scores: list[tuple[float, ...]]) -> None:
    rows = {f"o{place}": row for place, row in enumerate(scores)}
    for key, found in shares(frame_of({"a": 0.5, "b": 0.25, "c": 0.25}), rows).items():
        polygon = favouring(rows, key, ALL_WEIGHTS)
        assert found.any_weights[0] == pytest.approx(2 * area(polygon) if polygon else 0, abs=ERROR)


def test_the_centre_of_the_weights_in_an_order_is_the_rank_order_centroid() -> None:
    """One option that is first whatever the weights: its central weights are those of the whole simplex."""
    found = shares(frame_of(Ranks(("a", "b", "c"))), {"p": (90, 90, 90), "q": (10, 10, 10)})
    assert found["p"].central == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, abs=ERROR)
    assert middle(IN_ORDER) == pytest.approx((11 / 18, 5 / 18))
    assert (found["q"].central, found["q"].confidence) == (None, None)


def test_equal_options_share_their_ranks() -> None:
    found = shares(frame_of({"a": 0.5, "b": 0.5}), {"p": (60, 40), "q": (60, 40), "r": (10, 20)})
    assert {key: each.any_weights for key, each in found.items()} == {
        "p": (0.5, 0.5, 0),
        "q": (0.5, 0.5, 0),
        "r": (0, 0, 1),
    }


def test_ranks_and_options_sum_to_one() -> None:
    found = shares(frame_of(Ranks(("a", "b", "c"))), ROWS)
    for reading in ("any_weights", "same_order"):
        table = [getattr(each, reading) for each in found.values()]
        assert [sum(row) for row in table] == pytest.approx([1, 1, 1])
        assert [sum(column) for column in zip(*table, strict=True)] == pytest.approx([1, 1, 1])


def test_confidence_is_certain_where_scores_are() -> None:
    assert [each.confidence for each in shares(frame_of(Ranks(("a", "b", "c"))), ROWS).values()] == [1, 1, 1]


def test_scores_that_are_not_sure_lower_the_confidence() -> None:
    """q's only score may be anything from 40 to 80, evenly: it beats 50 in three cases of four."""
    frame = frame_of({"a": 1.0})
    card = Scorecard(
        frame_hash(frame),
        (option("p", {"a": 50}), replace(option("q", {"a": 60}), scores={"a": Measured(60, "forecast", 40, 80)})),
    )
    found = {each.option: each for each in decide(frame, card, seed=3).acceptabilities}
    assert found["q"].confidence == pytest.approx(0.75, abs=ERROR)
    assert found["q"].any_weights[0] == pytest.approx(0.75, abs=ERROR)
    assert found["p"].any_weights[0] == pytest.approx(0.25, abs=ERROR)


def test_judges_who_disagree_lower_it_too() -> None:
    trust = Criterion("trust", "trust", Scale.between(10, 0), "judged")
    frame = Frame((trust,), Shares({"trust": 1}), 0.2, 30)
    judged = Judged(tuple(Judgement(name, value, "seen") for name, value in {"ada": 2, "marco": 3, "priya": 8}.items()))
    sure = Judged(tuple(Judgement(name, 5, "seen") for name in ("ada", "marco", "priya")))
    rows = {"p": sure, "q": judged}
    options = tuple(replace(option(key, {}), scores={"trust": score}) for key, score in rows.items())
    card = Scorecard(frame_hash(frame), options, frozenset({"ada", "marco", "priya"}))
    decision = decide(frame, card, seed=3)
    assert decision.first == "q"
    assert {each.option: each for each in decision.acceptabilities}["q"].confidence == pytest.approx(0.5, abs=ERROR)
    assert not decision.robust


def test_the_seed_repeats_the_draws_and_another_one_does_not() -> None:
    frame = frame_of(Ranks(("a", "b", "c")))
    card = card_of(frame, ROWS)
    assert decide(frame, card, seed=5) == decide(frame, card, seed=5)
    assert decide(frame, card, seed=5).acceptabilities != decide(frame, card, seed=6).acceptabilities
