"""Draws that depend on a key and a sample number only, in integers, so that every machine draws the same.

A *stream* is one source of chance: the effort of one item, one risk, one team's common factor. Its 64-bit word comes
from the seed and a stable key, so a draw changes neither with the order of rows, nor with other items, nor with the
number of threads.

Stratified draws are a keyed Latin hypercube (McKay, Beckman, Conover 1979): the samples are dealt one to each of
2^bits strata of equal probability by a keyed permutation of the sample numbers, computed for any one sample without
the others. When the number of samples is not a power of two, they are a random subset of the strata: still unbiased.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

SCORE_ONE = 4_096
"""One standard deviation as an integer."""
SCORE_LIMIT = 4 * SCORE_ONE
PLAIN_BITS = 16
MIN_STRATA_BITS = 8

Lanes = NDArray[np.int32]
"""One integer for each sample of a block."""
Words = NDArray[np.uint32]

_LOW16 = 0xFFFF
_MIX_1, _MIX_2 = np.uint32(0x7FEB352D), np.uint32(0x846CA68B)
_GOLDEN = np.uint32(0x9E3779B9)


def stream(seed: int, purpose: str, key: str) -> int:
    """Return the 64-bit word of the stream ``purpose`` of ``key`` under ``seed``."""
    salted = seed.to_bytes(16, "little", signed=True)
    return int.from_bytes(blake2b(f"{purpose}\0{key}".encode(), digest_size=8, key=salted).digest(), "little")


@dataclass(frozen=True, slots=True)
class Sampling:
    """How sample numbers become draws: ``bits`` of strata, or plain."""

    bits: int
    stratified: bool

    @classmethod
    def of(cls, samples: int, *, stratified: bool) -> Sampling:
        """Use the smallest power of two that holds all ``samples`` as the number of strata."""
        if not stratified:
            return cls(PLAIN_BITS, stratified=False)
        return cls(max(MIN_STRATA_BITS, (samples - 1).bit_length()), stratified=True)

    def scores(self, word: int, lanes: Words) -> Lanes:
        """Draw standard normal scores (integers, :data:`SCORE_ONE` is 1.0) for the sample numbers ``lanes``."""
        return normal_scores(self.bits)[self._strata(word, lanes)]

    def uniforms(self, word: int, lanes: Words) -> Words:
        """Draw uniform 32-bit integers for the sample numbers ``lanes``."""
        noise = hashed(word, lanes)
        if not self.stratified:
            return noise
        return (self._strata(word, lanes) << np.uint32(32 - self.bits)) | (noise >> np.uint32(self.bits))

    def occurrences(self, word: int, lanes: Words, probability: float) -> NDArray[np.bool_]:
        """Say for each sample whether an event of ``probability`` happens."""
        threshold = round(probability * 2**32)
        return self.uniforms(word, lanes).astype(np.uint64) < threshold

    def _strata(self, word: int, lanes: Words) -> Words:
        return permuted(word, lanes, self.bits) if self.stratified else hashed(word, lanes) >> np.uint32(16)


@cache
def normal_scores(bits: int) -> Lanes:
    """Return the standard normal quantiles at the middles of 2^``bits`` equal strata, as integers."""
    strata = 1 << bits
    quantile = NormalDist().inv_cdf
    lower = [round(SCORE_ONE * quantile((2 * stratum + 1) / (2 * strata))) for stratum in range(strata // 2)]
    scores = np.array([*lower, *(-score for score in reversed(lower))], dtype=np.int32)
    scores.setflags(write=False)
    return scores


def permuted(word: int, lanes: Words, bits: int) -> Words:
    """Map sample numbers below 2^``bits`` one to one onto strata, by a permutation keyed with ``word``.

    Each step (keyed xor, odd multiplication, xor with a right shift) is a bijection of ``bits``-bit numbers; the
    low bits of a product depend on low bits only, so 16-bit arithmetic gives the same answer.
    """
    first, second, third, fourth = ((word >> shift) & _LOW16 for shift in (0, 16, 32, 48))
    mask, half = np.uint32((1 << bits) - 1), np.uint32((bits + 1) // 2)
    mixed = (lanes ^ np.uint32(first)) & mask
    for factor in (second, third, fourth):
        mixed = (mixed * np.uint32(factor | 1)) & mask
        mixed ^= mixed >> half
    return (mixed + np.uint32(fourth ^ first)) & mask


def hashed(word: int, lanes: Words) -> Words:
    """Hash sample numbers to 32 bits under ``word`` (multiply and xor-shift; constants of lowbias32: Wellons 2018)."""
    mixed = (lanes * _GOLDEN) ^ np.uint32(word & 0xFFFFFFFF)
    mixed = (mixed ^ (mixed >> np.uint32(16))) * _MIX_1
    mixed ^= np.uint32(word >> 32)
    mixed = (mixed ^ (mixed >> np.uint32(15))) * _MIX_2
    return mixed ^ (mixed >> np.uint32(16))
