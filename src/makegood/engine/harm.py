"""Whose broken promise hurts most: harm = value × (1 − P) × tier weight (engine decision 19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from types import MappingProxyType

from makegood.engine.portfolio import Promise

TIER_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"strategic": 2.0, "a": 2.0, "1": 2.0, "gold": 2.0, "key": 1.5, "b": 1.5, "2": 1.5, "silver": 1.5}
)
"""Weight of a customer's tier, by its name in lower case; every other tier weighs 1 (a convention)."""
UNKNOWN_P = 0.5
"""What an unknown P(kept) counts as, so that what nobody checked is neither on top nor out of sight (a convention)."""


def tier_weight(tier: str | None) -> float:
    """Return what a customer's tier weighs, by its name."""
    return TIER_WEIGHTS.get((tier or "").strip().lower(), 1.0)


def stand_in_value(promises: Iterable[Promise]) -> float:
    """Return the value that promises without one are sorted by: the median of the known, 1 where none is known."""
    known = [promise.value for promise in promises if promise.value is not None]
    return median(known) if known else 1.0


def harm(promise: Promise, p_kept: float | None, stand_in: float) -> float:
    """Return the expected harm of breaking ``promise``, in its own currency, weighted by tier."""
    value = stand_in if promise.value is None else promise.value
    return value * (1 - (UNKNOWN_P if p_kept is None else p_kept)) * tier_weight(promise.tier)
