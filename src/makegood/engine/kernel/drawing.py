"""Draws in lanes: the same integers as :mod:`makegood.engine.randomness` and :mod:`makegood.engine.estimates`.

Each function is one loop over the lanes of a few arrays, which the compiler turns into vector instructions. Widths are
written out, because a number that widens on the way would halve the lanes of a vector.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from makegood.engine.kernel.compiling import compiled, folded
from makegood.engine.kernel.stepping import shift_right
from makegood.engine.randomness import Lanes

U16, U32, U64, I32, I64 = np.uint16, np.uint32, np.uint64, np.int32, np.int64


@folded
def number_lanes(numbers: NDArray[np.uint16], first: int) -> None:
    """Write the lowest 16 bits of the sample numbers from ``first`` on."""
    for lane in range(numbers.size):
        numbers[lane] = U16(first + lane)


@folded
def deal_strata(strata: NDArray[np.uint16], numbers: NDArray[np.uint16], words: NDArray[np.uint16], bits: int) -> None:
    """Fill ``strata`` for the sample ``numbers``: ``randomness.permuted`` in 16 bits."""
    mask, half = U16((1 << bits) - 1), U16((bits + 1) // 2)
    key, last = U16(words[0]), U16(words[3] ^ words[0])
    second, third, fourth = U16(words[1] | U16(1)), U16(words[2] | U16(1)), U16(words[3] | U16(1))
    for lane in range(strata.size):
        mixed = U16((numbers[lane] ^ key) & mask)
        mixed = U16(U16(mixed * second) & mask)
        mixed = U16(mixed ^ shift_right(mixed, half))
        mixed = U16(U16(mixed * third) & mask)
        mixed = U16(mixed ^ shift_right(mixed, half))
        mixed = U16(U16(mixed * fourth) & mask)
        mixed = U16(mixed ^ shift_right(mixed, half))
        strata[lane] = U16(U16(mixed + last) & mask)


@compiled
def hash_strata(strata: NDArray[np.uint16], first: int, words: NDArray[np.uint16]) -> None:
    """Fill ``strata`` with plain draws: the upper half of ``randomness.hashed``."""
    low, high = U32(words[0]) | U32(U32(words[1]) << U32(16)), U32(words[2]) | U32(U32(words[3]) << U32(16))
    for lane in range(strata.size):
        mixed = U32(U32(U32((first + lane) & 0xFFFFFFFF) * U32(0x9E3779B9)) ^ low)
        mixed = U32(U32(mixed ^ U32(mixed >> U32(16))) * U32(0x7FEB352D))
        mixed = U32(mixed ^ high)
        mixed = U32(U32(mixed ^ U32(mixed >> U32(15))) * U32(0x846CA68B))
        mixed = U32(mixed ^ U32(mixed >> U32(16)))
        strata[lane] = U16(mixed >> U32(16))


@folded
def weigh(scores: Lanes, strata: NDArray[np.uint16], weighted: Lanes, common: Lanes) -> None:
    """Add the own draw, ``weighted``, to the common factors and round to a normal score, cut at four deviations.

    Looking up and reckoning are two loops here and below, because only the second one has vectors.
    """
    for lane in range(scores.size):
        scores[lane] = weighted[U64(strata[lane])]
    for lane in range(scores.size):
        score = I32(I32(I32(common[lane] + scores[lane]) + I32(1 << 14)) >> I32(15))
        scores[lane] = min(max(score, I32(-16_384)), I32(16_384))


@folded
def draw_lognormal(minutes: Lanes, scores: Lanes, shift: int, location: int, spread: int) -> None:
    """Turn ``scores`` into minutes: ``estimates.sample`` for LOGNORMAL, 2^x by a cubic in 32 bits."""
    moved, base, slope = I32(shift), I32(location), I32(spread)
    for lane in range(scores.size):
        exponent = I32(base + I32(I32(slope * scores[lane]) >> I32(4)))
        exponent = min(max(exponent, I32(0)), I32((30 << 20) - 1))
        whole, part = I32(exponent >> I32(20)), I32(I32(exponent & I32(0xFFFFF)) >> I32(5))
        cubic = I32(I32(7_416) + I32(I32(part * I32(2_565)) >> I32(15)))
        cubic = I32(I32(22_787) + I32(I32(part * cubic) >> I32(15)))
        mantissa = I32(I32(1 << 15) + I32(I32(part * cubic) >> I32(15)))
        up, down = max(I32(whole - I32(15)), I32(0)), max(I32(I32(15) - whole), I32(0))
        power = I32(I32(I32(mantissa << up) + I32(I32(I32(1) << down) >> I32(1))) >> down)
        minutes[lane] = min(max(I32(moved + power), I32(0)), I32(1 << 30))


@folded
def draw_normal(minutes: Lanes, scores: Lanes, shift: int, scale: int) -> None:
    """Turn ``scores`` into minutes for SCALED with the identity as its shape, where the products fit into 32 bits."""
    moved, times = I32(shift), I32(scale)
    for lane in range(scores.size):
        drawn = I32(moved + I32(I32(I32(times * scores[lane]) + I32(2_048)) >> I32(12)))
        minutes[lane] = min(max(drawn, I32(0)), I32(1 << 30))


@folded
def between_steps(values: Lanes, scores: Lanes, shape: Lanes, steps: Lanes) -> None:
    """Read ``shape`` at ``scores``, between two of its ``steps``, where the product of a step fits into 32 bits."""
    low, high = steps[0], steps[1]
    for lane in range(values.size):
        values[lane] = min(I32(I32(scores[lane] + I32(16_384)) >> I32(7)), I32(255))
    for lane in range(values.size):
        index = U64(U32(values[lane]))
        low[lane], high[lane] = shape[index], shape[U64(index + U64(1))]
    for lane in range(values.size):
        below = low[lane]
        part = I32(I32(scores[lane] + I32(16_384)) - I32(values[lane] << I32(7)))
        values[lane] = I32(below + I32(I32(I32(I32(high[lane] - below) * part) + I32(64)) >> I32(7)))


@folded
def draw_tabulated(minutes: Lanes, scores: Lanes, shape: Lanes, steps: Lanes) -> None:
    """Turn ``scores`` into minutes for SCALED where ``shape`` holds minutes and its products fit into 32 bits."""
    between_steps(minutes, scores, shape, steps)
    for lane in range(minutes.size):
        minutes[lane] = min(max(minutes[lane], I32(0)), I32(1 << 30))


@folded
def draw_shaped(minutes: Lanes, scores: Lanes, shift: int, scale: int, shape: Lanes, steps: Lanes) -> None:
    """Turn ``scores`` into minutes for SCALED where the products of ``scale`` and ``shape`` fit into 32 bits."""
    moved, times = I32(shift), I32(scale)
    between_steps(minutes, scores, shape, steps)
    for lane in range(minutes.size):
        drawn = I32(moved + I32(I32(I32(times * minutes[lane]) + I32(2_048)) >> I32(12)))
        minutes[lane] = min(max(drawn, I32(0)), I32(1 << 30))


@compiled
def draw_scaled(minutes: Lanes, scores: Lanes, shift: int, scale: int, shape: Lanes) -> None:
    """Turn ``scores`` into minutes: ``estimates.sample`` for SCALED, with ``shape`` read between its steps."""
    for lane in range(scores.size):
        offset = I32(scores[lane] + I32(16_384))
        index = min(I32(offset >> I32(7)), I32(255))
        low, high = I64(shape[index]), I64(shape[index + 1])
        part = I64(I32(offset - I32(index << I32(7))))
        value = low + (((high - low) * part + 64) >> 7)
        drawn = shift + ((scale * value + 2_048) >> 12)
        minutes[lane] = I32(min(max(drawn, 0), 1 << 30))


@compiled
def multiply(minutes: Lanes, happened: NDArray[np.bool_], factor: int) -> None:
    """Multiply by a risk's ``factor`` (times 256) where it ``happened``."""
    for lane in range(minutes.size):
        if happened[lane]:
            minutes[lane] = I32(min((I64(minutes[lane]) * factor + 128) >> 8, 0x7FFFFFFF))
