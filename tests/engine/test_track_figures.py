"""Figures over many promises, by worked numbers and against the standard library."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.track_figures import (
    ResponseTimes,
    Share,
    Verdict,
    backlog_at_risk,
    is_gap_alarming,
    median_of_counts,
    rebaseline_gap,
    response_times,
    slip_per_week,
)

MONDAY = date(2026, 3, 2)


def test_shares_come_with_the_worked_intervals_of_wilson() -> None:
    assert Share(18, 20).interval == pytest.approx((0.699, 0.9721), abs=5e-5)
    assert Share(10, 10).interval == pytest.approx((0.7225, 1.0), abs=5e-5)
    assert Share(0, 5).interval == pytest.approx((0.0, 0.4345), abs=5e-5)


def test_of_nothing_there_is_no_share() -> None:
    nothing = Share(0, 0)
    assert nothing.rate is None
    assert nothing.interval == (0.0, 1.0)
    assert nothing.against(0.85) is Verdict.NONE
    assert [rebaseline_gap(nothing, Share(1, 2)), rebaseline_gap(Share(1, 2), nothing)] == [None, None]
    with pytest.raises(ValueError, match="no share"):
        Share(3, 2)


@given(st.integers(0, 300), st.integers(1, 300), st.floats(0.01, 0.99))
def test_a_target_is_met_or_missed_only_where_the_whole_interval_says_so(kept: int, n: int, target: float) -> None:
    share = Share(min(kept, n), n)
    low, high = share.interval
    verdict = share.against(target)
    assert (verdict is Verdict.MET) == (low >= target)
    assert (verdict is Verdict.MISSED) == (high < target)


def test_ten_of_ten_do_not_prove_85_percent() -> None:
    assert Share(10, 10).against(0.85) is Verdict.INCONCLUSIVE
    assert Share(100, 100).against(0.85) is Verdict.MET
    assert Share(12, 20).against(0.85) is Verdict.MISSED


def test_more_than_ten_points_won_by_moving_dates_alarm() -> None:
    assert not is_gap_alarming(rebaseline_gap(Share(7, 10), Share(8, 10)))
    assert is_gap_alarming(rebaseline_gap(Share(70, 100), Share(81, 100)))
    assert not is_gap_alarming(None)


@given(st.lists(st.integers(-50, 50)))
def test_the_median_of_counts_is_the_median_of_what_was_counted(values: list[int]) -> None:
    assert median_of_counts(Counter(values)) == (median(values) if values else None)


@given(st.integers(2, 30), st.integers(-3, 3))
def test_a_date_that_recedes_as_fast_as_time_passes_slips_by_one(weeks: int, slip: int) -> None:
    points = [(MONDAY + timedelta(weeks=k), MONDAY + timedelta(weeks=20 + slip * k)) for k in range(weeks)]
    assert slip_per_week(reversed(points)) == slip


def test_a_single_leap_hardly_moves_the_slip_and_one_week_says_nothing() -> None:
    steady = [(MONDAY + timedelta(weeks=k), date(2026, 9, 1)) for k in range(9)]
    leap = [*steady[:-1], (steady[-1][0], date(2027, 9, 1))]
    assert slip_per_week(leap) == 0
    assert slip_per_week(steady[:1]) is slip_per_week([]) is None
    days = [(MONDAY + timedelta(days=k), date(2026, 9, 1)) for k in range(7)]
    assert slip_per_week(days) is None  # one week, however many days of it


def test_response_times_count_what_is_open_by_the_worked_curve() -> None:
    times, answered = [0.8, 1.0, 1.1, 1.2, 1.5, 1.6, 2.0], [True, True, True, False, True, False, True]
    assert response_times(times, answered) == ResponseTimes(n=7, open=2, p50=1.5, p85=None, p95=None)
    assert response_times([], []) == ResponseTimes(0, 0, None, None, None)


def test_percentiles_are_given_only_where_enough_was_seen_to_bound_them() -> None:
    for count, p85, p95 in ((18, None, None), (19, 17.0, None), (59, 51.0, 57.0)):
        found = response_times([float(k + 1) for k in range(count)], [True] * count)
        assert (found.p85, found.p95) == (p85, p95)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_the_backlog_at_risk_is_what_is_expected_to_be_broken(chances: list[float]) -> None:
    assert backlog_at_risk(chances) == pytest.approx(len(chances) - sum(chances))
