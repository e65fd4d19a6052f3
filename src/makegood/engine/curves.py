"""Reading a curve: dates at quantiles, shares by a date. Counts are compared as integers: rounding decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

from makegood.engine.results import Curve


def curve_of(counts: NDArray[np.integer], shown: NDArray[np.int32], as_of: date) -> Curve:
    """Turn ``counts`` by our days (overflow last) into a curve over the customer's dates ``shown`` for each day."""
    first, width = int(shown[0]), int(shown[-1]) - int(shown[0]) + 2
    if width == len(counts):  # both calendars agree day by day
        return Curve.of(as_of + timedelta(days=first), counts)
    by_date = np.zeros(width, dtype=np.int64)
    np.add.at(by_date, shown - first, counts[:-1])
    by_date[-1] = counts[-1]
    return Curve.of(as_of + timedelta(days=first), by_date)


def quantile_date(curve: Curve, q: float) -> date | None:
    """Return the smallest date with F ≥ ``q`` (engine decision 2); None where that is beyond the horizon."""
    (found,) = quantile_dates(curve, q)
    return found


def quantile_dates(curve: Curve, *levels: float) -> tuple[date | None, ...]:
    """Return :func:`quantile_date` for each of some levels: adding up once is most of the work."""
    done = curve.seen.cumsum(dtype=np.int64)
    samples = (int(done[-1]) if len(done) else 0) + curve.beyond
    return dates_reached(done, samples, levels, curve.first_day, curve.before)


def dates_reached(
    done: NDArray[np.int64], samples: int, levels: Sequence[float], first: date, before: int = 0
) -> tuple[date | None, ...]:
    """Return when ``done``, the samples finished by each day, reaches each of some ``levels``; None: not by its last.

    It begins ``before`` days after ``first``.
    """
    if not all(0 < q <= 1 for q in levels):
        raise ValueError(f"quantiles are above 0 and at most 1, not {levels}")
    days = done.searchsorted([ceil(round(q * samples, 6)) for q in levels]).tolist()
    return tuple(None if day >= len(done) else _day_after(first, before + day) for day in days)


@lru_cache(maxsize=4_096)
def _day_after(first: date, days: int) -> date:
    """Return one and the same date to all promises that have it: there may be millions."""
    return first + timedelta(days=days)


def share_by(curve: Curve, day: date) -> float:
    """Return the share of samples finished on ``day`` or before it."""
    known = max(0, (day - curve.first_day).days + 1 - curve.before)
    return int(curve.seen[:known].sum()) / curve.samples
