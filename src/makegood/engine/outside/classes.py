"""Which reference class: the attributes that tell most, found by evidence, with fallback where a class is small."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from makegood.engine.shrinkage import DEFAULT_STRENGTH

LEAST_EVIDENCE = 3.0
"""Log of the Bayes factor, beyond the number of candidates, from which an attribute is taken (a convention)."""
LEAST_COMPLETED = 20
"""Completed promises below which a class falls back to the one above it (a convention)."""
SMOOTHING = 0.5


def choose_classes(
    codes: NDArray[np.int64], result: NDArray[np.int64], weight: NDArray[np.float64], *, depth: int
) -> list[int]:
    """Return up to ``depth`` columns of ``codes``, the most telling first.

    Each candidate splits the classes found so far; it is taken for the evidence that the split has different shares of
    the ``result`` (coded from 0), by the Dirichlet-multinomial likelihood with the class above as prior mean and s = 10
    (Good 1965). Columns of ids and columns of noise have evidence against them.
    """
    chosen: list[int] = []
    if not len(result) or not codes.shape[1]:
        return chosen
    results = int(result.max()) + 1
    above = np.zeros(len(result), dtype=np.int64)
    least = LEAST_EVIDENCE + np.log(codes.shape[1])
    while len(chosen) < depth:
        gains = [
            -np.inf if column in chosen else evidence(above, codes[:, column], result, weight, results)
            for column in range(codes.shape[1])
        ]
        best = int(np.argmax(gains))
        if gains[best] <= least:
            break
        chosen.append(best)
        above = split(above, codes[:, best])
    return chosen


def split(above: NDArray[np.int64], codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the joint class of each row, coded from 0; unseen codes (−1) are a class of their own."""
    joint = above * (int(codes.max(initial=0)) + 2) + codes + 1
    return np.asarray(np.unique(joint, return_inverse=True)[1], dtype=np.int64)


def evidence(
    above: NDArray[np.int64],
    codes: NDArray[np.int64],
    result: NDArray[np.int64],
    weight: NDArray[np.float64],
    results: int,
) -> float:
    """Return the log Bayes factor of splitting the classes ``above`` by ``codes``."""
    from scipy.special import gammaln

    below = split(above, codes)
    shares = _counts(above, result, weight, results) + SMOOTHING / results
    shares /= shares.sum(axis=1, keepdims=True)
    parent = np.zeros(int(below.max()) + 1, dtype=np.int64)
    parent[below] = above
    counts, prior = _counts(below, result, weight, results), DEFAULT_STRENGTH * shares[parent]
    total = counts.sum(axis=1)
    own = gammaln(DEFAULT_STRENGTH) - gammaln(DEFAULT_STRENGTH + total)
    own = own + (gammaln(prior + counts) - gammaln(prior)).sum(axis=1)
    return float(own.sum() - (counts * np.log(shares[parent])).sum())


def _counts(
    group: NDArray[np.int64], result: NDArray[np.int64], weight: NDArray[np.float64], results: int
) -> NDArray[np.float64]:
    size = (int(group.max()) + 1) * results
    counts = np.bincount(group * results + result, weights=weight, minlength=size)
    return np.asarray(counts.reshape(-1, results), dtype=np.float64)
