from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.scores import brier, crps, log_loss, murphy, pit, skill

FORECASTS = [0.2] * 5 + [0.8] * 5
OUTCOMES = [0, 0, 0, 0, 1, 1, 1, 1, 0, 1]

scored = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.35, 0.5, 0.85, 1.0]), st.booleans()), min_size=1, max_size=60)
members = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


def test_the_brier_score_of_the_worked_example() -> None:
    assert brier(FORECASTS, OUTCOMES) == pytest.approx(0.16)


def test_murphy_takes_the_worked_example_apart() -> None:
    parts = murphy(FORECASTS, OUTCOMES)
    assert (parts.reliability, parts.resolution, parts.uncertainty) == pytest.approx((0, 0.09, 0.25))
    assert parts.brier == pytest.approx(0.16)


@given(scored)
def test_murphys_parts_sum_to_the_brier_score(cases: list[tuple[float, bool]]) -> None:
    forecasts, outcomes = zip(*cases, strict=True)
    parts = murphy(forecasts, outcomes)
    assert parts.brier == pytest.approx(brier(forecasts, outcomes))
    assert parts.reliability >= 0
    assert 0 <= parts.resolution <= parts.uncertainty + 1e-12


def test_where_all_was_kept_there_is_no_uncertainty() -> None:
    parts = murphy([0.9, 0.7], [1, 1])
    assert (parts.resolution, parts.uncertainty) == (0, 0)
    assert parts.reliability == pytest.approx(0.05)


@pytest.mark.parametrize("score", [brier, murphy, log_loss])
@pytest.mark.parametrize(("forecasts", "outcomes"), [([], []), ([0.5], [1, 0])])
def test_what_does_not_pair_is_refused(score: object, forecasts: list[float], outcomes: list[int]) -> None:
    assert callable(score)
    with pytest.raises(ValueError, match="can't be compared"):
        score(forecasts, outcomes)


@pytest.mark.parametrize(
    ("score", "reference", "expected"),
    [(0.16, 0.25, 0.36), (0.25, 0.25, 0), (0, 0.25, 1), (0, 0, 0), (0.1, 0, -np.inf)],
)
def test_skill_is_the_share_of_the_references_error_that_is_gone(
    score: float, reference: float, expected: float
) -> None:
    assert skill(score, reference) == pytest.approx(expected)


def test_log_loss_forgives_false_certainty_up_to_one_per_cent() -> None:
    assert log_loss([1.0], [0]) == pytest.approx(-np.log(0.01))
    assert log_loss([1.0, 0.0], [1, 0]) == pytest.approx(-np.log(0.99))
    assert log_loss([0.8, 0.4], [1, 0]) == pytest.approx(-(np.log(0.8) + np.log(0.6)) / 2)


def test_crps_of_the_worked_example() -> None:
    assert crps([10, 12, 15, 20], 18) == pytest.approx(2.6875)
    assert crps([10, 12, 15, 20], 18, fair=True) == pytest.approx(2.0)


@given(members, st.floats(-1e6, 1e6))
def test_crps_is_never_negative_and_is_what_all_pairs_give(ensemble: list[float], outcome: float) -> None:
    score, values = crps(ensemble, outcome), np.array(ensemble)
    every_pair = np.abs(values - outcome).mean() - np.abs(values[:, None] - values).mean() / 2
    assert score >= -1e-6
    assert score == pytest.approx(every_pair, abs=1e-6)
    assert crps(ensemble, outcome, fair=True) <= score + 1e-6


def test_the_crps_of_a_single_member_is_its_distance() -> None:
    assert crps([3.0], 5.0) == 2


@pytest.mark.parametrize(("ensemble", "fair"), [([], False), ([1.0], True)])
def test_too_small_an_ensemble_is_refused(ensemble: list[float], fair: bool) -> None:
    with pytest.raises(ValueError, match="ensemble"):
        crps(ensemble, 1.0, fair=fair)


def test_the_fair_crps_does_not_depend_on_the_size_of_the_ensemble() -> None:
    generator = np.random.default_rng(5)
    small, large = (
        np.mean([crps(generator.normal(size=size), generator.normal(), fair=True) for _ in range(4_000)])
        for size in (3, 30)
    )
    assert small == pytest.approx(1 / np.sqrt(np.pi), abs=0.03)  # the exact value for standard normals
    assert large == pytest.approx(1 / np.sqrt(np.pi), abs=0.03)


@pytest.mark.parametrize(("outcome", "place"), [(0, 0), (5, 1), (2, 0.5), (1.5, 0.25)])
def test_pit_is_the_place_of_the_outcome_in_the_forecast(outcome: float, place: float) -> None:
    assert pit([1, 2, 2, 3], outcome) == place


def test_pit_of_calibrated_forecasts_is_uniform() -> None:
    generator = np.random.default_rng(8)
    places = [pit(generator.normal(size=200), generator.normal()) for _ in range(2_000)]
    assert np.histogram(places, bins=5, range=(0, 1))[0] == pytest.approx([400] * 5, abs=60)


def test_an_empty_forecast_has_no_pit() -> None:
    with pytest.raises(ValueError, match="empty"):
        pit([], 1)
