from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from makegood.engine.proportions import effective_size, intraclass_correlation, mean_cluster_size, wilson


@pytest.mark.parametrize(
    ("kept", "n", "low", "high"), [(18, 20, 0.699, 0.9721), (10, 10, 0.7225, 1.0), (0, 5, 0.0, 0.4345)]
)
def test_wilson_gives_the_published_intervals(kept: int, n: int, low: float, high: float) -> None:
    assert wilson(kept, n) == pytest.approx((low, high), abs=5e-5)


def test_without_observations_every_share_is_possible() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_contains_the_share_and_agrees_with_scipy(counts: tuple[int, int]) -> None:
    kept, n = counts
    low, high = wilson(kept, n)
    assert 0 <= low <= kept / n <= high <= 1
    reference = binomtest(kept, n).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((reference.low, reference.high), abs=1e-9)


@given(st.floats(0.5, 1e6), st.floats(0, 1))
def test_wilson_takes_effective_counts(n: float, share: float) -> None:
    low, high = wilson(share * n, n)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


def test_clustered_observations_are_worth_less() -> None:
    assert effective_size(100, 5, 0.25) == 50
    assert effective_size(100, 5, 0) == 100
    assert effective_size(100, 1, 1) == 100


def test_the_cluster_an_observation_is_in_is_larger_than_the_mean_cluster() -> None:
    assert mean_cluster_size(np.array([1, 3])) == 2.5
    assert mean_cluster_size(np.array([], dtype=np.int64)) == 0


def test_clusters_that_are_all_alike_inside_are_fully_correlated() -> None:
    assert intraclass_correlation(np.array([5, 0, 5, 0]), np.array([5, 5, 5, 5])) == 1


@pytest.mark.parametrize(
    ("kept", "sizes"), [([3], [5]), ([1, 0], [1, 1]), ([4, 4], [4, 4]), ([0, 0], [4, 4]), ([], [])]
)
def test_correlation_that_cannot_be_estimated_is_zero(kept: list[int], sizes: list[int]) -> None:
    assert intraclass_correlation(np.array(kept, dtype=np.int64), np.array(sizes, dtype=np.int64)) == 0


def test_the_correlation_of_a_beta_binomial_is_found_again() -> None:
    generator = np.random.default_rng(3)
    rates = generator.beta(0.7 * 9, 0.3 * 9, size=4_000)  # correlation 1 / (9 + 1)
    sizes = generator.integers(1, 20, size=4_000)
    assert intraclass_correlation(generator.binomial(sizes, rates), sizes) == pytest.approx(0.1, abs=0.015)
