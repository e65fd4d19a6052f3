"""From what somebody stated, or what was seen in the past, to a distribution that integers can draw from.

A :class:`Sampler` maps a standard normal score to whole minutes. There are two kinds, so that a kernel needs two
branches only: ``LOGNORMAL``, shift + 2^(location + spread·z), and ``SCALED``, shift + scale·shape(z) with one of a few
shapes tabulated over z. Working in z rather than in probability lets common factors enter as a weighted sum of scores.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from makegood.engine.portfolio import MINUTES_PER_HOUR, Estimate, Fixed, Learnt, Stated, Wait
from makegood.engine.randomness import SCORE_LIMIT, SCORE_ONE, Lanes

MAX_MINUTES = 1 << 30
MINUTES_PER_DAY = 1_440
EXPONENT_BITS = 20
SPREAD_BITS = 12
SHAPE_BITS = 12
SHAPE_STEP_BITS = 7
SHAPE_INTERVALS = 2 * SCORE_LIMIT >> SHAPE_STEP_BITS

Z90 = NormalDist().inv_cdf(0.9)
SKEWED = 1.05
"""Upper spread over lower spread above which a range counts as right-skewed (engine decision 10)."""
LEAST_LOWER_SPREAD = 0.1
"""A range without lower spread is read as if it had this share of the upper one: a lognormal needs some."""
DEFAULT_WAIT_P90 = 1.5
FAR_FROM_ZERO = 3.0
"""Medians so many standard deviations above zero need no truncation: 0.1 % would be cut."""
TRUNCATION_STEPS = 64
LEAST_TAIL = 1e-290
"""Below it a probability loses its digits."""

_NORMAL = NormalDist()
# 2^f − 1 on [0, 1) as f·(c1 + f·(c2 + f·c3)): minimax in relative error (1.7e-4 with rounding), exact at both ends,
# times 2^15.
_EXP2_1, _EXP2_2, _EXP2_3 = 22_787, 7_416, 2_565


class Kind(IntEnum):
    """Which formula a sampler uses."""

    LOGNORMAL = 0
    SCALED = 1


@dataclass(frozen=True, slots=True)
class Sampler:
    """A distribution of whole minutes, as integers.

    LOGNORMAL: ``shift`` in minutes, ``location`` = log2 of the scale in minutes × 2^20, ``spread`` = log2 units a
    standard deviation × 2^12. SCALED: ``location`` unused, ``spread`` = scale in minutes, times the ``shape``'s values
    (× 2^12) at equal steps of z.
    """

    kind: Kind
    shift: int
    location: int
    spread: int
    shape: bytes = b""
    """32-bit integers: a million observed distributions are kept at once."""

    @property
    def values(self) -> NDArray[np.int32]:
        """The shape's values."""
        return np.frombuffer(self.shape, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class ShiftedLognormal:
    """θ + exp(μ + σ·z), the distribution that a right-skewed P10/P50/P90 is read as."""

    theta: float
    mu: float
    sigma: float

    @classmethod
    def through(cls, p10: float, p50: float, p90: float) -> ShiftedLognormal:
        """Return the one with these percentiles; needs p50 − p10 < p90 − p50."""
        theta = (p10 * p90 - p50**2) / (p10 + p90 - 2 * p50)
        return cls(theta, math.log(p50 - theta), math.log((p90 - theta) / (p50 - theta)) / Z90)

    def at(self, z: float, *, widening: float = 1.0) -> float:
        """Return the value at the normal score ``z``, the spread widened by the factor ``widening``."""
        return self.theta + math.exp(self.mu + widening * self.sigma * z)


def effort_sampler(estimate: Estimate, *, left: float, widening: float) -> Sampler:
    """Return the distribution of the minutes left when the share ``left`` of an item is still to do.

    Stated ranges are widened by ``widening``; fixed and learnt ones never.
    """
    match estimate:
        case Fixed(hours):
            return constant(hours * MINUTES_PER_HOUR * left)
        case Stated(p10, p50, p90):
            minutes = MINUTES_PER_HOUR * left
            return _stated(p10 * minutes, p50 * minutes, p90 * minutes, widening)
        case Learnt(hours):
            return _observed(tuple(sorted(hours)), MINUTES_PER_HOUR * left)


def wait_sampler(wait: Wait, *, elapsed_days: int) -> Sampler:
    """Return the distribution of the minutes still to wait after ``elapsed_days``: lognormal through P50 and P90.

    A running wait is conditioned on not being over yet.
    """
    p50 = wait.p50_days
    p90 = DEFAULT_WAIT_P90 * p50 if wait.p90_days is None else wait.p90_days
    if p50 <= 0 or p90 <= p50:
        return constant(max(0.0, p90 - elapsed_days) * MINUTES_PER_DAY)
    mu, sigma = math.log(p50 * MINUTES_PER_DAY), math.log(p90 / p50) / Z90
    if elapsed_days <= 0:
        return _lognormal(0.0, mu, sigma)
    elapsed = elapsed_days * MINUTES_PER_DAY
    known = (math.log(elapsed) - mu) / sigma
    return tabulated(math.exp(mu + sigma * _conditional_score(known, z)) - elapsed for z in _shape_scores())


def constant(minutes: float) -> Sampler:
    """Return the distribution that is always ``minutes``, rounded."""
    return Sampler(Kind.SCALED, _whole(minutes), 0, 0, identity_shape())


def tabulated(minutes: Iterable[float]) -> Sampler:
    """Return the distribution with these ``minutes`` at the scores −4 … 4 in equal steps, ascending."""
    return Sampler(Kind.SCALED, 0, 0, 1 << SHAPE_BITS, _packed([_whole(value) for value in minutes]))


@cache
def identity_shape() -> bytes:
    """Return the shape whose value at z is z: with it, SCALED is a normal distribution."""
    return _packed([round(z * (1 << SHAPE_BITS)) for z in _shape_scores()])


def sample(sampler: Sampler, scores: Lanes) -> Lanes:
    """Draw whole minutes at the standard normal ``scores``; never negative, never above :data:`MAX_MINUTES`."""
    z = np.clip(scores, -SCORE_LIMIT, SCORE_LIMIT).astype(np.int64)
    if sampler.kind is Kind.LOGNORMAL:
        drawn = sampler.shift + power_of_two(sampler.location + ((sampler.spread * z) >> 4))
    else:
        shaped = interpolate(sampler.values.astype(np.int64), z)
        drawn = sampler.shift + ((sampler.spread * shaped + (1 << (SHAPE_BITS - 1))) >> SHAPE_BITS)
    return np.clip(drawn, 0, MAX_MINUTES).astype(np.int32)


def power_of_two(exponents: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 2^x, rounded, for exponents x × 2^20 between 0 and 30 (clipped), in integer arithmetic."""
    x = np.clip(exponents, 0, (30 << EXPONENT_BITS) - 1)
    whole, f = x >> EXPONENT_BITS, (x & ((1 << EXPONENT_BITS) - 1)) >> (EXPONENT_BITS - 15)
    mantissa = (1 << 15) + ((f * (_EXP2_1 + ((f * (_EXP2_2 + ((f * _EXP2_3) >> 15))) >> 15))) >> 15)
    down = np.maximum(15 - whole, 0)
    power: NDArray[np.int64] = ((mantissa << np.maximum(whole - 15, 0)) + ((1 << down) >> 1)) >> down
    return power


def interpolate(shape: NDArray[np.int64], scores: NDArray[np.int64]) -> NDArray[np.int64]:
    """Read ``shape`` at ``scores`` within ±:data:`SCORE_LIMIT`, linearly between its steps, rounded to integers."""
    offset = scores + SCORE_LIMIT
    index = np.minimum(offset >> SHAPE_STEP_BITS, SHAPE_INTERVALS - 1)
    part = offset - (index << SHAPE_STEP_BITS)
    low, high = shape[index], shape[index + 1]
    value: NDArray[np.int64] = low + (((high - low) * part + (1 << (SHAPE_STEP_BITS - 1))) >> SHAPE_STEP_BITS)
    return value


def _stated(p10: float, p50: float, p90: float, widening: float) -> Sampler:
    if p10 == p50 == p90:
        return constant(p50)
    lower, upper = p50 - p10, p90 - p50
    if upper > SKEWED * lower:
        curve = ShiftedLognormal.through(min(p10, p50 - LEAST_LOWER_SPREAD * upper), p50, p90)
        return _lognormal(curve.theta, curve.mu, widening * curve.sigma)
    return _truncated_normal(p50, widening * (p90 - p10) / (2 * Z90))


def _lognormal(theta: float, mu: float, sigma: float) -> Sampler:
    location = round(mu / math.log(2) * (1 << EXPONENT_BITS))
    spread = round(sigma / math.log(2) * (1 << SPREAD_BITS))
    return Sampler(Kind.LOGNORMAL, round(theta), location, min(spread, (1 << 17) - 1))


def _truncated_normal(median: float, deviation: float) -> Sampler:
    """Normal around ``median``, cut at zero; the ratio of both is rounded so that few shapes serve all items."""
    ratio = median / deviation if deviation else math.inf
    if ratio >= FAR_FROM_ZERO:
        return Sampler(Kind.SCALED, round(median), 0, round(deviation), identity_shape())
    steps = round(ratio * TRUNCATION_STEPS)
    scale = deviation if steps == 0 else median * TRUNCATION_STEPS / steps
    return Sampler(Kind.SCALED, 0, 0, round(scale), _truncated_shape(steps))


@lru_cache(maxsize=1 + int(FAR_FROM_ZERO * TRUNCATION_STEPS))
def _truncated_shape(steps: int) -> bytes:
    ratio = steps / TRUNCATION_STEPS
    return _packed([round((ratio + _conditional_score(-ratio, z)) * (1 << SHAPE_BITS)) for z in _shape_scores()])


@lru_cache(maxsize=4_096)
def _observed(hours: tuple[float, ...], minutes_per_hour: float) -> Sampler:
    """Equally likely ``hours``, ascending: the i-th of n is the quantile (i + ½)/n, straight lines between."""
    places = (np.arange(len(hours)) + 0.5) / len(hours)
    minutes = np.interp(_shape_shares(), places, np.array(hours, dtype=np.float64)) * minutes_per_hour
    return Sampler(Kind.SCALED, 0, 0, 1 << SHAPE_BITS, _rounded(minutes))


def _rounded(minutes: NDArray[np.float64]) -> bytes:
    return np.clip(np.rint(minutes), 0, MAX_MINUTES).astype(np.int32).tobytes()


def _packed(values: Sequence[int]) -> bytes:
    return np.array(values, dtype=np.int32).tobytes()


def share_below(z: float) -> float:
    """Return the standard normal probability below ``z``, with all its digits in the lower tail too."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def _conditional_score(known: float, z: float) -> float:
    """Return the score above which lies, of all that lies above the score ``known``, the same share as above ``z``.

    Reckoned with upper tails, where the precision is needed; where even they vanish, by their leading term: the log of
    the tail above a large x is about −x²/2.
    """
    beyond = share_below(-known) * share_below(-z)
    if beyond > LEAST_TAIL:
        return -_NORMAL.inv_cdf(beyond)
    return math.sqrt(known * known - 2 * math.log(share_below(-z)))


@cache
def _shape_shares() -> NDArray[np.float64]:
    return np.array([share_below(z) for z in _shape_scores()])


@cache
def _shape_scores() -> tuple[float, ...]:
    step = (1 << SHAPE_STEP_BITS) / SCORE_ONE
    return tuple((number - SHAPE_INTERVALS // 2) * step for number in range(SHAPE_INTERVALS + 1))


def _whole(minutes: float) -> int:
    return min(MAX_MINUTES, max(0, round(minutes)))
