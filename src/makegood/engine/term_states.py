"""From the probability that a term holds to the one word for it."""

from __future__ import annotations

from makegood.engine.results import TermState
from makegood.engine.settings import Thresholds

SAFE = Thresholds().green
"""P from which a term counts as met, and 1 − P below which it counts as not met (a convention)."""


def state_of(probability: float, *, conclusive: bool) -> TermState:
    """Return met, not met, or for what lies between: at risk where the evidence is ``conclusive``, else inconclusive.

    Evidence is conclusive when the interval of the measured share does not contain the share that was promised.
    """
    if probability >= SAFE:
        return "met"
    if probability < 1 - SAFE:
        return "not met"
    return "at risk" if conclusive else "inconclusive"
