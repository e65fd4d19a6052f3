"""Reading a curve: dates at quantiles, shares by a date. Counts are compared as integers: rounding decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

from makegood.engine.results import Curve


def curves_read(counts: NDArray[np.integer], shown: NDArray[np.int32], as_of: date) -> list[Curve]:
    """Turn rows of ``counts`` by our days (overflow last) into curves over the customers' dates ``shown`` for each day.

    Each row sums to the same.
    """
    first, width = int(shown[0]), int(shown[-1]) - int(shown[0]) + 2
    if (np.diff(shown) == 1).all():  # both calendars agree day by day, through every change of their clocks
        return curves_of(as_of + timedelta(days=first), counts)
    by_date = np.zeros((len(counts), width), dtype=np.int64)
    days = np.arange(len(counts))[:, None] * width + (shown - first)
    np.add.at(by_date.reshape(-1), days, counts[:, :-1])
    by_date[:, -1] = counts[:, -1]
    return curves_of(as_of + timedelta(days=first), by_date)


def curve_of(counts: NDArray[np.integer], shown: NDArray[np.int32], as_of: date) -> Curve:
    """Return the only one of :func:`curves_read`."""
    (curve,) = curves_read(counts[None], shown, as_of)
    return curve


def curves_of(first_day: date, counts: NDArray[np.integer]) -> list[Curve]:
    """Return :meth:`Curve.of` for each row of ``counts``, which sum to the same: looked through once for all."""
    rows, days = counts.shape[0], counts.shape[1] - 1
    there = counts[:, :-1] != 0
    before = there.argmax(axis=1)
    end = np.where(there[np.arange(rows), before], days - there[:, ::-1].argmax(axis=1), 0).tolist()
    kind: type[np.unsignedinteger] = np.uint16 if counts[0].sum() <= np.iinfo(np.uint16).max else np.uint32
    kept = counts.astype(kind)
    beyond = counts[:, -1].tolist()
    return [
        Curve(first_day, start, kept[row, start : end[row]].copy(), days, beyond[row])
        for row, start in enumerate(before.tolist())
    ]


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
    days = done.searchsorted(_counts_wanted(tuple(levels), samples)).tolist()
    return tuple(None if day >= len(done) else _day_after(first, before + day) for day in days)


@lru_cache(maxsize=64)
def _counts_wanted(levels: tuple[float, ...], samples: int) -> NDArray[np.int64]:
    """Return how many samples must be finished for each level: the same for all promises of a forecast."""
    if not all(0 < q <= 1 for q in levels):
        raise ValueError(f"quantiles are above 0 and at most 1, not {levels}")
    return np.array([ceil(round(q * samples, 6)) for q in levels], dtype=np.int64)


@lru_cache(maxsize=4_096)
def _day_after(first: date, days: int) -> date:
    """Return one and the same date to all promises that have it: there may be millions."""
    return first + timedelta(days=days)


def share_by(curve: Curve, day: date) -> float:
    """Return the share of samples finished on ``day`` or before it."""
    known = max(0, (day - curve.first_day).days + 1 - curve.before)
    return int(curve.seen[:known].sum()) / curve.samples
