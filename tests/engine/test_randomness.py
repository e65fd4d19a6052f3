"""Draws against the distributions they are meant to come from; every tolerance is a number of standard errors."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from makegood.engine.randomness import SCORE_ONE, Sampling, normal_scores, permuted, stream

WORDS = st.integers(0, 2**64 - 1)
FOUR_ERRORS = 4.0


def lanes(samples: int) -> NDArray[np.uint32]:
    return np.arange(samples, dtype=np.uint32)


def drawn_scores(keys: int, samples: int, *, stratified: bool) -> NDArray[np.float64]:
    sampling = Sampling.of(samples, stratified=stratified)
    words = [stream(7, "effort", f"item {number}") for number in range(keys)]
    return np.stack([sampling.scores(word, lanes(samples)) / SCORE_ONE for word in words])


@given(WORDS, st.integers(8, 16))
def test_samples_are_dealt_one_to_each_stratum(word: int, bits: int) -> None:
    strata = permuted(word, lanes(1 << bits), bits)
    assert np.array_equal(np.sort(strata), lanes(1 << bits))


@given(WORDS, st.integers(1, 1_024), st.booleans())
def test_a_sample_is_drawn_alike_alone_and_among_others(word: int, number: int, stratified: bool) -> None:
    sampling = Sampling.of(1_024, stratified=stratified)
    among = sampling.uniforms(word, lanes(1_024))[number - 1]
    alone = sampling.uniforms(word, lanes(1_024)[number - 1 : number])[0]
    assert among == alone


def test_plain_draws_do_not_depend_on_how_many_there_are() -> None:
    few, many = drawn_scores(3, 10, stratified=False), drawn_scores(3, 1_000, stratified=False)
    assert np.array_equal(few, many[:, :10])


def test_a_stream_depends_on_seed_purpose_and_key() -> None:
    words = {stream(seed, purpose, key) for seed in (1, 2) for purpose in ("effort", "wait") for key in ("a", "b")}
    assert len(words) == 8


@pytest.mark.parametrize("bits", [8, 10, 13, 16])
def test_scores_are_the_normal_quantiles_of_the_strata(bits: int) -> None:
    middles = (np.arange(1 << bits) + 0.5) / (1 << bits)
    assert np.abs(normal_scores(bits) / SCORE_ONE - stats.norm.ppf(middles)).max() <= 0.5 / SCORE_ONE + 1e-9


@pytest.mark.parametrize("stratified", [True, False])
@pytest.mark.parametrize("samples", [256, 1_000, 4_096])
def test_scores_of_all_streams_together_are_normal(samples: int, stratified: bool) -> None:
    pooled = drawn_scores(40, samples, stratified=stratified).ravel()
    for level in (0.01, 0.1, 0.5, 0.85, 0.95, 0.99):
        error = np.sqrt(level * (1 - level) / pooled.size)
        assert abs((pooled <= stats.norm.ppf(level)).mean() - level) <= FOUR_ERRORS * error


@pytest.mark.parametrize("stratified", [True, False])
def test_streams_are_independent_of_each_other(stratified: bool) -> None:
    samples = 1_024
    correlations = np.asarray(np.corrcoef(drawn_scores(80, samples, stratified=stratified)))[np.triu_indices(80, 1)]
    assert correlations.std() * np.sqrt(samples) == pytest.approx(1, abs=0.06)
    assert abs(correlations).max() * np.sqrt(samples) <= 5


def test_two_streams_fill_the_square_evenly() -> None:
    strata = (drawn_scores(40, 1_024, stratified=True)[:, :, None] > stats.norm.ppf([0.25, 0.5, 0.75])).sum(axis=2)
    cells = [np.bincount(4 * strata[a] + strata[b], minlength=16) for a, b in combinations(range(40), 2)]
    squares = ((np.array(cells) - 64.0) ** 2 / 64).sum(axis=1)
    assert squares.mean() == pytest.approx(9, abs=0.5), "chi-square with 9 degrees: both margins are exact"


def test_stratified_draws_have_the_exact_mean_and_plain_ones_do_not() -> None:
    stratified, plain = (drawn_scores(50, 512, stratified=kind).mean(axis=1) for kind in (True, False))
    assert np.abs(stratified).max() < 1e-6
    assert plain.std() * np.sqrt(512) == pytest.approx(1, abs=0.4)


@pytest.mark.parametrize("samples", [600, 1_000])
def test_when_samples_do_not_fill_the_strata_they_are_a_random_subset(samples: int) -> None:
    means = drawn_scores(200, samples, stratified=True).mean(axis=1)
    of_a_random_subset = np.sqrt((1 - samples / 1_024) / samples)
    assert means.std() == pytest.approx(of_a_random_subset, rel=0.2)
    assert abs(means.mean()) <= FOUR_ERRORS * of_a_random_subset / np.sqrt(200)


@pytest.mark.parametrize("probability", [0.0, 0.001, 0.3, 0.5, 1.0])
def test_events_happen_as_often_as_their_probability_says(probability: float) -> None:
    samples = 1_024
    sampling = Sampling.of(samples, stratified=True)
    counts = [sampling.occurrences(stream(3, "risk", str(n)), lanes(samples), probability).sum() for n in range(30)]
    assert np.abs(np.array(counts) - samples * probability).max() <= 1
