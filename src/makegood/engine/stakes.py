"""What promises with a known P(kept) put at stake, by currency; summed exactly, whatever the order of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from makegood.engine.portfolio import Promise
from makegood.engine.results import PromiseForecast

Stake = tuple[float, float]
"""Value of a promise, and its P(kept)."""


def stakes_of(checked: Iterable[PromiseForecast], promises: Iterable[Promise]) -> dict[str, list[Stake]]:
    """Return the values at stake by currency; promises without a value put none at stake."""
    known = {each.promise: each.p_kept for each in checked}
    found: dict[str, list[Stake]] = {}
    for promise in promises:
        if promise.value and (p_kept := known.get(promise.key)) is not None:
            found.setdefault(promise.currency or "", []).append((promise.value, p_kept))
    return found


def value_exposed(stakes: Mapping[str, Sequence[Stake]]) -> dict[str, float]:
    """Return by currency the value of all of them."""
    return {currency: fsum(value for value, _ in mine) for currency, mine in stakes.items()}


def expected_loss(stakes: Mapping[str, Sequence[Stake]]) -> dict[str, float]:
    """Return by currency the sum of value × (1 − P(kept))."""
    return {currency: fsum(value * (1 - p) for value, p in mine) for currency, mine in stakes.items()}
