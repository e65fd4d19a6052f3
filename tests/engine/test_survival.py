from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from makegood.engine.survival import kaplan_meier

TIMES = [0.8, 1.0, 1.1, 1.2, 1.5, 1.6, 2.0]
FINISHED = [1, 1, 1, 0, 1, 0, 1]
seen = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=40)


def test_the_worked_example() -> None:
    curve = kaplan_meier(TIMES, FINISHED)
    assert curve.survival == pytest.approx([0.8571, 0.7143, 0.5714, 0.5714, 0.381, 0.381, 0.0], abs=5e-5)
    assert curve.at_risk.tolist() == [7, 6, 5, 4, 3, 2, 1]
    assert curve.quantile(0.5) == 1.5
    assert curve.quantile(0.85) == 2.0


def test_dropping_open_items_would_look_better_than_it_is() -> None:
    finished_only = [time for time, done in zip(TIMES, FINISHED, strict=True) if done]
    assert np.median(finished_only) == 1.1
    assert kaplan_meier(TIMES, FINISHED).quantile(0.5) == 1.5


def test_between_the_times_the_curve_stays_level() -> None:
    curve = kaplan_meier(TIMES, FINISHED)
    assert [curve.at(time) for time in (0, 0.8, 0.9, 99)] == pytest.approx([1, 6 / 7, 6 / 7, 0])


def test_a_quantile_that_nobody_reached_is_unknown() -> None:
    curve = kaplan_meier([1, 2, 3], [1, 0, 0])
    assert curve.quantile(0.3) == 1
    assert curve.quantile(0.5) is None


def test_without_items_nothing_is_known() -> None:
    curve = kaplan_meier([], [])
    assert curve.at(5) == 1
    assert curve.quantile(0.5) is None


def test_what_finishes_when_another_is_censored_comes_first() -> None:
    assert kaplan_meier([1, 1], [1, 0]).survival.tolist() == [0.5]


def test_quantiles_reached_exactly_are_not_missed_by_rounding() -> None:
    assert kaplan_meier(range(1, 11), [1] * 10).quantile(0.3) == 3


@pytest.mark.parametrize("q", [0, 1.1, -1])
def test_a_quantile_outside_its_range_is_refused(q: float) -> None:
    with pytest.raises(ValueError, match="quantile"):
        kaplan_meier(TIMES, FINISHED).quantile(q)


def test_times_without_states_are_refused() -> None:
    with pytest.raises(ValueError, match="belong together"):
        kaplan_meier([1, 2], [1])


@given(seen)
def test_the_curve_never_rises_and_agrees_with_scipy(items: list[tuple[int, bool]]) -> None:
    times, finished = (np.array(column) for column in zip(*items, strict=True))
    curve = kaplan_meier(times, finished)
    assert (np.diff(np.concatenate(([1.0], curve.survival))) <= 1e-12).all()
    reference = ecdf(CensoredData(uncensored=times[finished], right=times[~finished])).sf
    assert curve.survival == pytest.approx(reference.evaluate(curve.times), abs=1e-9)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30))
def test_without_open_items_it_is_the_share_still_to_come(times: list[int]) -> None:
    curve = kaplan_meier(times, [True] * len(times))
    assert curve.survival == pytest.approx([(np.array(times) > time).mean() for time in curve.times], abs=1e-9)
