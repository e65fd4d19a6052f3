"""The hours of an estimate, as they are told."""

from __future__ import annotations

from makegood.engine.portfolio import Estimate, Fixed, Learnt, Stated


def percentiles(estimate: Estimate) -> tuple[float, float, float]:
    """Return the hours at the 10th, 50th and 90th percentile; of observed ones those that were nearest."""
    match estimate:
        case Fixed(hours):
            return hours, hours, hours
        case Stated(p10, p50, p90):
            return p10, p50, p90
        case Learnt(observed):
            known = sorted(observed)
            return known[len(known) // 10], known[len(known) // 2], known[9 * len(known) // 10]
