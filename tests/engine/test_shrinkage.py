from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.proportions import intraclass_correlation
from makegood.engine.shrinkage import MAX_STRENGTH, shrunken_rate, strength_by_moments

KEPT = [8, 3, 18, 9, 5, 12, 20, 4]
OUTCOMES = [10, 10, 20, 15, 5, 20, 25, 9]


def test_one_of_three_is_drawn_towards_the_mean() -> None:
    assert shrunken_rate(1, 3, 0.7, 10) == pytest.approx(0.6154, abs=5e-5)


def test_a_class_without_outcomes_has_the_rate_of_all() -> None:
    assert shrunken_rate(0, 0, 0.7) == pytest.approx(0.7)
    assert shrunken_rate(0, 0, 0.7, 0) == 0.7


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0, 1), st.floats(0.1, 100))
def test_a_shrunken_rate_lies_between_the_class_and_all(kept: int, broken: int, mean: float, strength: float) -> None:
    n = kept + broken
    own = kept / n if n else mean
    assert min(own, mean) - 1e-9 <= shrunken_rate(kept, n, mean, strength) <= max(own, mean) + 1e-9


def test_the_strength_of_the_worked_example() -> None:
    assert sum(KEPT) / sum(OUTCOMES) == pytest.approx(0.693, abs=5e-4)
    assert intraclass_correlation(np.array(KEPT), np.array(OUTCOMES)) == pytest.approx(0.1383, abs=5e-5)
    assert strength_by_moments(KEPT, OUTCOMES) == pytest.approx(6.23, abs=5e-3)


def test_too_few_groups_or_outcomes_say_nothing_about_strength() -> None:
    assert strength_by_moments(KEPT[:7], OUTCOMES[:7]) is None
    assert strength_by_moments([1] * 9, [2] * 9) is None
    assert strength_by_moments([*KEPT[:7], 0], [*OUTCOMES[:7], 0]) is None


def test_groups_that_are_all_alike_are_pooled() -> None:
    assert strength_by_moments([14] * 8, [20] * 8) == MAX_STRENGTH


def test_groups_that_are_all_or_nothing_are_left_alone() -> None:
    assert strength_by_moments([20, 0] * 4, [20] * 8) == 0


def test_the_strength_behind_simulated_groups_is_found_again() -> None:
    generator = np.random.default_rng(4)
    outcomes = generator.integers(5, 40, size=3_000)
    kept = generator.binomial(outcomes, generator.beta(0.7 * 12, 0.3 * 12, size=3_000))
    assert strength_by_moments(kept, outcomes) == pytest.approx(12, rel=0.1)
