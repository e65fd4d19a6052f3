"""What is wrong with a frame is said all at once, each fault with the field that it is in."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.deciding import Criterion, Frame, InvalidFrame, Ranks, Scale, Shares, Swings
from makegood.engine.deciding.frames import MOST_CRITERIA
from tests.engine.deciding.cases import PLAIN, criterion, frame_of

COST = Criterion("cost", "what we pay", Scale.between(200_000, 0, "EUR"), "data", veto=150_000)
TRUST = Criterion("trust", "what the customer thinks of us", PLAIN, "judged")
SOUND = Frame((COST, TRUST), Swings({"cost": 60, "trust": 100}), 0.15, 21)


def faults(**changes: object) -> set[tuple[str, str]]:
    with pytest.raises(InvalidFrame) as caught:
        replace(SOUND, **changes)  # type: ignore[arg-type]  # what a test changes is its own affair
    return {(fault.field, fault.code) for fault in caught.value.faults}


def test_swings_ranks_and_shares_become_weights() -> None:
    assert SOUND.weights == pytest.approx({"cost": 0.375, "trust": 0.625})
    assert replace(SOUND, weighting=Ranks(("trust", "cost"))).weights == pytest.approx({"trust": 0.75, "cost": 0.25})
    assert replace(SOUND, weighting=Shares({"cost": 0.1, "trust": 0.9})).weights == {"cost": 0.1, "trust": 0.9}


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        (Shares({"cost": 0.5, "trust": 0.6}), {("weighting", "weights don't sum to 1")}),
        (
            Shares({"cost": -0.1, "trust": 1.1}),
            {("weighting.cost", "out of range"), ("weighting.trust", "out of range")},
        ),
        (Shares({"cost": nan, "trust": 1}), {("weighting.cost", "not a number")}),
        (Shares({"cost": 1}), {("weighting.trust", "weight missing")}),
        (
            Shares({"cost": 0.5, "luck": 0.5}),
            {("weighting.luck", "unknown criterion"), ("weighting.trust", "weight missing")},
        ),
        (Swings({"cost": 60, "trust": 90}), {("weighting", "greatest swing not 100")}),
        (Swings({"cost": 160, "trust": 100}), {("weighting.cost", "out of range")}),
        (Ranks(("trust", "cost", "cost")), {("weighting.cost", "duplicate")}),
    ],
)
def test_weights_that_do_not_fit_are_refused(weighting: object, expected: set[tuple[str, str]]) -> None:
    assert faults(weighting=weighting) == expected


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (((0.0, 0.0),), "scale too short"),
        (((0.0, 0.0), (5.0, 50.0), (4.0, 100.0)), "scale turns back"),
        (((0.0, 0.0), (0.0, 100.0)), "scale turns back"),
        (((0.0, 0.0), (5.0, 60.0), (9.0, 50.0), (10.0, 100.0)), "values don't ascend"),
        (((0.0, 10.0), (5.0, 100.0)), "values not from 0 to 100"),
        (((0.0, 0.0), (nan, 100.0)), "not a number"),
    ],
)
def test_a_scale_that_is_none_is_refused(points: tuple[tuple[float, float], ...], code: str) -> None:
    assert ("criteria.cost.scale", code) in faults(criteria=(replace(COST, scale=Scale(points), veto=None), TRUST))


def test_every_fault_is_said_at_once() -> None:
    assert faults(
        criteria=(replace(COST, veto=300_000), replace(TRUST, meaning=" "), TRUST),
        acceptable_risk=1.5,
        acceptable_delay_days=nan,
        robust_from=-1,
    ) == {
        ("criteria.cost.veto", "off its scale"),
        ("criteria.trust.meaning", "blank"),
        ("criteria.trust", "duplicate"),
        ("acceptable_risk", "out of range"),
        ("acceptable_delay_days", "not a number"),
        ("robust_from", "out of range"),
    }


def test_criteria_are_few_and_there_are_some() -> None:
    with pytest.raises(InvalidFrame, match="no criteria"):
        Frame((), Shares({}), 0.1, 1)
    many = {f"c{place}": 1.0 if place == 0 else 0.0 for place in range(MOST_CRITERIA + 1)}
    with pytest.raises(InvalidFrame, match=f"too many criteria .count={MOST_CRITERIA + 1}"):
        frame_of(many)


def test_what_is_locked_does_not_change_with_what_it_was_made_from() -> None:
    points = {"cost": 60.0, "trust": 100.0}
    frame = replace(SOUND, weighting=Swings(points))
    points["cost"] = 100
    assert frame.weights == pytest.approx({"cost": 0.375, "trust": 0.625})


def test_a_scale_says_what_a_score_is_worth() -> None:
    scale = Scale(((40.0, 0.0), (20.0, 70.0), (0.0, 100.0)), "days")
    assert scale.direction == "less is better"
    assert [scale.value(days) for days in (40, 30, 20, 10, 0)] == [0, 35, 70, 85, 100]
    assert [scale.score(value) for value in (0, 35, 70, 85, 100)] == [40, 30, 20, 10, 0]
    assert scale.is_worse(21, than=20)
    for off in (-1.0, 41.0, nan):
        with pytest.raises(ValueError, match="is not between 40"):
            scale.value(off)
    with pytest.raises(ValueError, match="between 0 and 100"):
        scale.score(101)


@given(st.floats(0, 1), st.booleans())
def test_a_value_reads_back_as_its_score(part: float, falling: bool) -> None:
    points = ((0.0, 0.0), (30.0, 80.0), (50.0, 100.0))
    scale = Scale(tuple((-score, value) for score, value in points) if falling else points)
    score = scale.worst + part * (scale.best - scale.worst)
    assert scale.score(scale.value(score)) == pytest.approx(score, abs=1e-9)


def test_a_criterion_is_found_by_its_key() -> None:
    assert SOUND.criterion("cost") is COST
    with pytest.raises(KeyError):
        SOUND.criterion("luck")
    assert criterion("x").key == "x"
