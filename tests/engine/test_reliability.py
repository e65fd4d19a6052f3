from __future__ import annotations

from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from makegood.engine.reliability import corp, ece, isotonic
from makegood.engine.scores import brier, murphy

cases = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.4, 0.5, 0.7, 0.9, 1.0]), st.booleans()), min_size=1, max_size=60
)


@given(st.lists(st.tuples(st.floats(-10, 10), st.integers(1, 9)), min_size=1, max_size=40))
def test_isotonic_regression_ascends_and_agrees_with_scipy(steps: list[tuple[float, int]]) -> None:
    values, weights = zip(*steps, strict=True)
    fitted = isotonic(values, weights)
    assert (np.diff(fitted) >= 0).all()
    assert fitted == pytest.approx(isotonic_regression(values, weights=weights).x, abs=1e-9)


def test_isotonic_regression_of_nothing_is_nothing() -> None:
    assert isotonic([], []).size == 0


def test_violators_are_pooled_to_their_mean() -> None:
    assert isotonic([1, 3, 2, 4], [1, 1, 3, 1]).tolist() == [1, 2.25, 2.25, 4]


@given(cases)
def test_corp_takes_the_brier_score_apart(scored: list[tuple[float, bool]]) -> None:
    forecasts, outcomes = zip(*scored, strict=True)
    diagram = corp(forecasts, outcomes)
    assert diagram.brier == pytest.approx(brier(forecasts, outcomes))
    assert diagram.miscalibration >= 0
    assert 0 <= diagram.discrimination <= diagram.uncertainty + 1e-12
    assert diagram.miscalibration <= murphy(forecasts, outcomes).reliability + 1e-12


@given(cases)
def test_the_diagram_ascends_and_each_point_is_how_often_its_forecasts_came_true(
    scored: list[tuple[float, bool]],
) -> None:
    forecasts, outcomes = zip(*scored, strict=True)
    points = corp(forecasts, outcomes).points
    assert sum(point.n for point in points) == len(scored)
    assert all(one.observed < other.observed for one, other in pairwise(points))
    for point in points:
        within = [kept for p, kept in scored if point.low <= p <= point.high]
        assert len(within) == point.n
        assert point.observed == pytest.approx(sum(within) / len(within))
        assert point.low - 1e-12 <= point.p <= point.high + 1e-12


def test_forecasts_that_came_true_as_often_as_said_need_no_recalibration() -> None:
    diagram = corp([0.2] * 5 + [0.8] * 5, [0, 0, 0, 0, 1, 1, 1, 1, 0, 1])
    assert diagram.miscalibration == pytest.approx(0)
    assert diagram.discrimination == pytest.approx(0.09)
    assert [point.p for point in diagram.points] == pytest.approx([0.2, 0.8])
    assert [point.observed for point in diagram.points] == [0.2, 0.8]
    assert [point.n for point in diagram.points] == [5, 5]


def test_one_class_only_gives_one_point_and_nothing_to_discriminate() -> None:
    diagram = corp([0.6, 0.9], [1, 1])
    assert len(diagram.points) == 1
    assert (diagram.discrimination, diagram.uncertainty) == (0, 0)


def test_the_calibration_error_is_the_mean_distance_in_bins_of_equal_mass() -> None:
    assert ece([0.9] * 10, [1] * 5 + [0] * 5) == pytest.approx(0.4)
    assert ece([0.25] * 4 + [0.75] * 4, [0, 0, 0, 1, 1, 1, 1, 1]) == pytest.approx(0.125)
    assert ece([0.1, 0.2, 0.8, 0.9], [0, 1, 1, 1], bins=2) == pytest.approx((0.7 + 0.3) / 4)


@given(cases, st.randoms(use_true_random=False))
def test_the_calibration_error_does_not_depend_on_the_order_of_rows(
    scored: list[tuple[float, bool]], shuffler: Random
) -> None:
    shuffled = scored.copy()
    shuffler.shuffle(shuffled)
    first, second = (ece(*zip(*rows, strict=True)) for rows in (scored, shuffled))
    assert first == second
    assert 0 <= first <= 1


def test_calibrated_forecasts_have_a_small_calibration_error_and_boastful_ones_a_large_one() -> None:
    generator = np.random.default_rng(2)
    p = generator.beta(4, 2, size=5_000)
    y = generator.random(5_000) < p
    assert ece(p, y) < 0.03
    assert ece(np.minimum(1, p + 0.15), y) > 0.1
