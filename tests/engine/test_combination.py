from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.combination import (
    clamped_share,
    conditional_kept,
    cost_ratio,
    logit_pool,
    outside_weight,
    quoting_level,
)

inner = st.floats(0.001, 0.999)


def test_the_pool_of_the_worked_example() -> None:
    assert float(logit_pool(0.9, 0.6, 0.7)) == pytest.approx(0.7197, abs=5e-5)


def test_the_outside_view_grows_with_history_up_to_a_half() -> None:
    assert [outside_weight(n) for n in (0, 20, 60)] == [0, 0.25, 0.375]
    assert outside_weight(10**9) == pytest.approx(0.5)


@given(inner, inner, st.floats(0, 1))
def test_a_pool_lies_between_both_views(inside: float, outside: float, weight: float) -> None:
    pooled = float(logit_pool(inside, outside, weight))
    assert min(inside, outside) - 1e-9 <= pooled <= max(inside, outside) + 1e-9


@given(st.lists(st.tuples(st.integers(0, 64), st.integers(0, 64)), min_size=1), st.floats(0, 0.5))
def test_the_pool_of_two_curves_is_a_curve(counts: list[tuple[int, int]], weight: float) -> None:
    inside, outside = (clamped_share(sorted(column), 64) for column in zip(*counts, strict=True))
    assert (np.diff(logit_pool(inside, outside, weight)) >= -1e-12).all()


def test_the_edges_of_a_clamped_share_keep_off_certainty() -> None:
    assert clamped_share([0, 512, 1024], 1024).tolist() == [0.5 / 1025, 0.5, 1024.5 / 1025]


@pytest.mark.parametrize("view", [0.0, 1.0])
def test_certainty_cannot_be_pooled(view: float) -> None:
    with pytest.raises(ValueError, match="clamped_share"):
        logit_pool(0.5, view, 0.5)


def test_a_promise_still_open_has_used_up_its_early_days() -> None:
    assert conditional_kept(0.8385, 0.6314) == pytest.approx(0.5619, abs=5e-5)


@pytest.mark.parametrize(
    ("by_due", "by_now", "p"), [(0.8, 0, 0.8), (0.5, 0.5, 0), (0.5, 0.7, 0), (1, 0.9, 1), (1, 1, 0)]
)
def test_the_edges_of_what_is_still_open(by_due: float, by_now: float, p: float) -> None:
    assert conditional_kept(by_due, by_now) == pytest.approx(p)


@pytest.mark.parametrize(("level", "ratio"), [(0.8, 4), (0.85, 5.67), (0.9, 9), (0.95, 19)])
def test_each_percentile_is_right_for_one_ratio_of_costs(level: float, ratio: float) -> None:
    assert cost_ratio(level) == pytest.approx(ratio, abs=5e-3)
    assert quoting_level(cost_ratio(level), 1) == pytest.approx(level)


@pytest.mark.parametrize(("late", "longer"), [(0, 0), (-1, 2), (2, -1)])
def test_costs_that_decide_nothing_are_refused(late: float, longer: float) -> None:
    with pytest.raises(ValueError, match="costs"):
        quoting_level(late, longer)


@pytest.mark.parametrize("level", [1, -0.1])
def test_no_ratio_of_costs_asks_for_certainty(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        cost_ratio(level)


def test_the_quoted_percentile_costs_least() -> None:
    """Cost of quoting a day for a uniform finish, late days four times dearer: least at the 80th percentile."""
    finish = np.linspace(0, 100, 10_001)
    costs = [(4 * np.maximum(0, finish - quoted) + np.maximum(0, quoted - finish)).mean() for quoted in range(101)]
    assert int(np.argmin(costs)) == 100 * quoting_level(4, 1)
