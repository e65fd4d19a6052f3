"""Ranges, past observations and waits as distributions of whole minutes, against SciPy's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from makegood.engine import Fixed, Learnt, Stated, Wait
from makegood.engine.estimates import (
    EXPONENT_BITS,
    MAX_MINUTES,
    MINUTES_PER_DAY,
    Sampler,
    ShiftedLognormal,
    effort_sampler,
    power_of_two,
    sample,
    wait_sampler,
)
from makegood.engine.portfolio import Estimate
from makegood.engine.randomness import SCORE_ONE

LEVELS = (0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.85, 0.90, 0.95, 0.99)


def quantiles(sampler: Sampler, levels: Sequence[float] = LEVELS) -> list[float]:
    """Return the minutes drawn at the normal scores of ``levels``."""
    scores = np.round(stats.norm.ppf(levels) * SCORE_ONE).astype(np.int32)
    return [float(minutes) for minutes in sample(sampler, scores)]


def hours_at(estimate: Estimate, levels: Sequence[float], *, left: float = 1.0, widening: float = 1.0) -> list[float]:
    return [minutes / 60 for minutes in quantiles(effort_sampler(estimate, left=left, widening=widening), levels)]


def test_a_skewed_range_is_the_shifted_lognormal_through_its_percentiles() -> None:
    curve = ShiftedLognormal.through(8, 12, 24)
    assert curve.theta == pytest.approx(6.0)
    assert curve.mu == pytest.approx(1.7918, abs=5e-5)
    assert curve.sigma == pytest.approx(0.8573, abs=5e-5)


def test_a_skewed_range_comes_back_at_its_own_percentiles() -> None:
    drawn = hours_at(Stated(8, 12, 24), (0.10, 0.50, 0.85, 0.90, 0.95))
    assert drawn == pytest.approx([8, 12, 20.589, 24, 30.577], rel=1e-3)


def test_a_widened_range_keeps_its_median_and_stretches_its_tail() -> None:
    assert hours_at(Stated(8, 12, 24), (0.50, 0.85, 0.95), widening=1.5) == pytest.approx(
        [12, 28.748, 55.742], rel=1e-3
    )


def test_only_stated_ranges_are_widened() -> None:
    observed = Learnt((4.0, 8.0, 16.0))
    assert hours_at(observed, LEVELS, widening=1.5) == hours_at(observed, LEVELS)
    assert hours_at(Fixed(8.0), LEVELS, widening=1.5) == [8.0] * len(LEVELS)
    assert hours_at(Stated(8, 8, 8), LEVELS, widening=1.5) == [8.0] * len(LEVELS)


def test_a_symmetric_range_far_from_zero_is_normal() -> None:
    expected = stats.norm(loc=100, scale=1.5 * 10 / stats.norm.ppf(0.9)).ppf(LEVELS)
    assert hours_at(Stated(90, 100, 110), LEVELS, widening=1.5) == pytest.approx(list(expected), rel=1e-3)


@pytest.mark.parametrize("spread", [0.5, 0.8, 1.0])
def test_a_symmetric_range_near_zero_is_a_normal_cut_at_zero(spread: float) -> None:
    scale = 1.5 * spread * 100 / stats.norm.ppf(0.9)
    expected = stats.truncnorm(-100 / scale, np.inf, loc=100, scale=scale).ppf(LEVELS)
    drawn = hours_at(Stated(100 * (1 - spread), 100, 100 * (1 + spread)), LEVELS, widening=1.5)
    assert drawn == pytest.approx(list(expected), rel=0.01, abs=0.3)


def test_past_observations_are_drawn_as_often_as_they_were_seen() -> None:
    observed = np.sort(np.random.default_rng(5).gamma(2.0, 10.0, 200))
    inner = LEVELS[1:-1]
    expected = np.quantile(observed, inner, method="hazen")
    assert hours_at(Learnt(tuple(observed[::-1])), inner) == pytest.approx(list(expected), rel=0.03)
    assert hours_at(Learnt(tuple(observed)), (1e-5, 1 - 1e-5)) == pytest.approx([observed[0], observed[-1]], rel=1e-2)


@given(st.sampled_from((Fixed(10.0), Stated(5, 10, 30), Stated(9, 10, 11), Learnt((3.0, 10.0)))), st.floats(0.01, 1))
def test_what_is_left_is_the_drawn_total_times_the_share_left(estimate: Estimate, left: float) -> None:
    whole = hours_at(estimate, LEVELS, widening=1.5)
    rest = hours_at(estimate, LEVELS, left=left, widening=1.5)
    assert rest == pytest.approx([hours * left for hours in whole], rel=0.01, abs=2 / 60)


@given(st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 3))
def test_no_range_draws_less_than_nothing_or_more_than_can_be_counted(median: float, low: float, up: float) -> None:
    sampler = effort_sampler(Stated(low * median, median, (1 + up) * median), left=1.0, widening=1.5)
    drawn = quantiles(sampler, (1e-6, *LEVELS, 1 - 1e-6))
    assert drawn == sorted(drawn)
    assert 0 <= drawn[0] <= drawn[-1] <= MAX_MINUTES


def test_powers_of_two_are_right_to_a_fifth_of_a_thousandth_and_half_a_minute() -> None:
    exponents = np.linspace(0, 29.99, 10_000)
    powers = power_of_two(np.round(exponents * (1 << EXPONENT_BITS)).astype(np.int64))
    assert (np.abs(powers - 2**exponents) <= 0.5 + 2e-4 * 2**exponents).all()
    assert (np.diff(powers) >= 0).all()


def days_at(wait: Wait, elapsed: int, levels: Sequence[float] = LEVELS) -> list[float]:
    return [minutes / MINUTES_PER_DAY for minutes in quantiles(wait_sampler(wait, elapsed_days=elapsed), levels)]


def lognormal_through(p50: float, p90: float) -> stats.rv_continuous:
    return stats.lognorm(np.log(p90 / p50) / stats.norm.ppf(0.9), scale=p50)


@pytest.mark.parametrize(("p50", "p90"), [(10, 15), (10, 40), (2, 3), (300, 500)])
def test_a_wait_that_has_not_begun_is_lognormal(p50: float, p90: float) -> None:
    assert days_at(Wait(p50, p90), 0) == pytest.approx(list(lognormal_through(p50, p90).ppf(LEVELS)), rel=1e-3)


@pytest.mark.parametrize(
    ("p50", "p90", "elapsed"), [(10, 15, 5), (10, 15, 12), (10, 40, 60), (10, 40, 365), (30, 60, 90)]
)
def test_a_running_wait_is_what_is_left_given_that_it_is_not_over(p50: float, p90: float, elapsed: int) -> None:
    whole = lognormal_through(p50, p90)
    left = whole.isf(whole.sf(elapsed) * (1 - np.array(LEVELS))) - elapsed
    assert days_at(Wait(p50, p90), elapsed) == pytest.approx(list(left), rel=0.02, abs=0.02)


def test_a_wait_without_a_90th_percentile_has_half_the_median_more() -> None:
    assert days_at(Wait(10), 0) == days_at(Wait(10, 15), 0)


def test_a_wait_that_is_known_exactly_is_over_when_its_days_are() -> None:
    assert days_at(Wait(10, 10), 4, (0.1, 0.9)) == [6, 6]
    assert days_at(Wait(10, 10), 14, (0.1, 0.9)) == [0, 0]


def test_a_range_that_is_not_widened_at_all_is_its_median() -> None:
    assert hours_at(Stated(8, 10, 12), LEVELS, widening=0.0) == [10.0] * len(LEVELS)


@pytest.mark.parametrize("elapsed", [60, 100, 120, 130, 140, 365])
def test_a_wait_long_overdue_is_still_what_is_left_given_that_it_is_not_over(elapsed: int) -> None:
    whole = stats.lognorm(np.log(1.5) / stats.norm.ppf(0.9), scale=10)
    left = whole.isf(whole.sf(elapsed) * (1 - np.array(LEVELS))) - elapsed
    scores = np.round(stats.norm.ppf(LEVELS) * SCORE_ONE).astype(np.int32)
    drawn = sample(wait_sampler(Wait(10, 15), elapsed_days=elapsed), scores) / MINUTES_PER_DAY
    assert list(drawn) == pytest.approx(list(left), rel=0.02, abs=0.02)
