"""How much of all that people could think favours each option: SMAA-2 (Lahdelma & Salminen 2001).

Weights are drawn evenly from all that sum to 1, as normalised exponential draws (Rubinstein 1982), and scores evenly
from their spans. Both are drawn by keys, so neither the order of rows nor another option changes a draw. A second
reading keeps the agreed order of criteria and lets only the figures vary: people seldom doubt what matters more, and
always by how much. The centre of those weights is what rank-order centroids are (Barron & Barrett 1996).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.deciding.ranking import Table
from makegood.engine.randomness import Sampling, stream

Draws = NDArray[np.float64]
Spans = Mapping[tuple[str, str], tuple[float, float]]
"""By option and criterion the least and the most that it may be worth, where that is not exact."""


@dataclass(frozen=True, slots=True)
class Acceptability:
    """What speaks for one option."""

    option: str
    any_weights: tuple[float, ...]
    """Share of all weights that put it first, second and so on; equals share their ranks."""
    same_order: tuple[float, ...]
    """The same of the weights in the agreed order of criteria."""
    central: Mapping[str, float] | None
    """The middle of the weights that put it first: what somebody who wants it thinks. None where nothing does."""
    confidence: float | None
    """Probability that it is first under its central weights, given how sure its scores are. None without them."""


def acceptabilities(table: Table, spans: Spans, *, seed: int, draws: int) -> tuple[Acceptability, ...]:
    """Return for each option of ``table``, alphabetically, how much favours it, from ``draws`` stratified draws."""
    chance = _Chance(seed, draws)
    weights = _simplex(table, chance)
    values = _values(table, spans, chance)
    ranks = _rank_shares(_totals(weights, values))
    ordered = _rank_shares(_totals(_in_order(weights, table.weights), values))
    central = _central(weights, ranks[:, :, 0])
    return tuple(
        Acceptability(
            option=option,
            any_weights=_means(ranks[:, row]),
            same_order=_means(ordered[:, row]),
            central=None if (middle := central[row]) is None else dict(zip(table.criteria, middle, strict=True)),
            confidence=None if middle is None else _confidence(middle, values, row),
        )
        for row, option in enumerate(table.values)
    )


class _Chance:
    """Uniform draws by what they are for."""

    def __init__(self, seed: int, draws: int) -> None:
        self._seed, self._sampling = seed, Sampling.of(draws, stratified=True)
        self._lanes = np.arange(draws, dtype=np.uint32)

    def uniforms(self, purpose: str, key: str) -> Draws:
        """Return draws strictly between 0 and 1."""
        words = self._sampling.uniforms(stream(self._seed, purpose, key), self._lanes)
        return (words.astype(np.float64) + 0.5) / 2**32


def _simplex(table: Table, chance: _Chance) -> Draws:
    """Return weights of shape (draws, criteria)."""
    spacings: Draws = np.stack([-np.log(chance.uniforms("weight", key)) for key in table.criteria], axis=1)
    weights: Draws = spacings / spacings.sum(axis=1, keepdims=True)
    return weights


def _in_order(weights: Draws, agreed: tuple[float, ...]) -> Draws:
    """Deal each draw's weights out in the order of the ``agreed`` ones; among equals as they fell."""
    ordered = np.empty_like(weights)
    falling = -np.sort(-weights, axis=1)
    start = 0
    for level in sorted(set(agreed), reverse=True):
        members = np.array([place for place, weight in enumerate(agreed) if weight == level])
        as_fallen = members[np.argsort(-weights[:, members], axis=1)]
        np.put_along_axis(ordered, as_fallen, falling[:, start : start + len(members)], axis=1)
        start += len(members)
    return ordered


def _values(table: Table, spans: Spans, chance: _Chance) -> tuple[tuple[Draws | float, ...], ...]:
    """Return what each option is worth on each criterion: a figure, or one for each draw."""
    return tuple(
        tuple(
            value
            if (span := spans.get((option, key))) is None
            else span[0] + (span[1] - span[0]) * chance.uniforms("score", f"{option}\0{key}")
            for key, value in zip(table.criteria, row, strict=True)
        )
        for option, row in table.values.items()
    )


def _totals(weights: Draws, values: tuple[tuple[Draws | float, ...], ...]) -> Draws:
    """Return totals of shape (draws, options), added in one order so that equal options have equal totals."""
    totals = np.zeros((len(weights), len(values)))
    for row, worth in enumerate(values):
        for place, value in enumerate(worth):
            totals[:, row] += weights[:, place] * value
    return totals


def _rank_shares(totals: Draws) -> Draws:
    """Return the share of each rank that each option has in each draw, of shape (draws, options, ranks)."""
    options = totals.shape[1]
    better = (totals[:, None, :] > totals[:, :, None]).sum(axis=2)
    equal = (totals[:, None, :] == totals[:, :, None]).sum(axis=2)
    rank = np.arange(options)
    held = (rank >= better[:, :, None]) & (rank < (better + equal)[:, :, None])
    shares: Draws = held / equal[:, :, None]
    return shares


def _means(shares: Draws) -> tuple[float, ...]:
    return tuple(float(share) for share in shares.mean(axis=0))


def _central(weights: Draws, first: Draws) -> list[tuple[float, ...] | None]:
    """Return for each option the mean of the weights that put it first."""
    found: list[tuple[float, ...] | None] = []
    for share in first.T:
        favour = share.sum()
        middle = (weights * share[:, None]).sum(axis=0) / favour if favour else None
        found.append(None if middle is None else tuple(float(weight) for weight in middle))
    return found


def _confidence(middle: tuple[float, ...], values: tuple[tuple[Draws | float, ...], ...], row: int) -> float:
    draws = max((len(value) for worth in values for value in worth if isinstance(value, np.ndarray)), default=1)
    first = _rank_shares(_totals(np.tile(middle, (draws, 1)), values))[:, row, 0]
    return float(first.mean())
