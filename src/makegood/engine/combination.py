"""One probability out of two views, P(kept) of what is still open, and which percentile to quote."""

from __future__ import annotations

from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

HALF_WEIGHT_CLASS = 20
"""Completed promises at which the outside view has half of its greatest weight (a convention)."""
GREATEST_OUTSIDE_WEIGHT = 0.5


@overload
def outside_weight(completed: int) -> float: ...
@overload
def outside_weight(completed: NDArray[np.int64]) -> NDArray[np.float64]: ...
def outside_weight(completed: int | NDArray[np.int64]) -> float | NDArray[np.float64]:
    """Return the outside view's weight ½·n/(n + 20), n = completed promises in the class; 0 without history."""
    return GREATEST_OUTSIDE_WEIGHT * completed / (completed + HALF_WEIGHT_CLASS)


def clamped_share(count: ArrayLike, samples: int) -> NDArray[np.float64]:
    """Return (k + ½)/(S + 1), the share of ``count`` in ``samples`` kept off 0 and 1, so that its logit exists."""
    return np.asarray((np.asarray(count, dtype=np.float64) + 0.5) / (samples + 1))


def logit_pool(inside: ArrayLike, outside: ArrayLike, weight: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, day by day, the probability whose logit is (1 − w)·logit(inside) + w·logit(outside), w for the outside.

    Of many curves at once, a row each, where ``weight`` is a column.

    A linear pool of calibrated forecasts is not calibrated (Ranjan & Gneiting 2010). Never descending where neither
    input is. ValueError unless every probability lies strictly between 0 and 1.
    """
    views = [np.asarray(view, dtype=np.float64) for view in (inside, outside)]
    if not all(((view > 0) & (view < 1)).all() for view in views):
        raise ValueError("a probability of 0 or 1 has no logit: keep it off with clamped_share")
    pooled = (1 - weight) * _logit(views[0]) + weight * _logit(views[1])
    return np.asarray(1 / (1 + np.exp(-pooled)))


def _logit(p: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.log(p) - np.log1p(-p))


def combined_curve(
    finished: ArrayLike, samples: int, outside: ArrayLike, *, completed: int | NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the share finished by each day, out of both views (engine decision 17).

    ``finished`` counts the inside view's ``samples`` done by each day, ``outside`` is the other view's share by the
    same days, ``completed`` the size of its reference class: a column of them where there are many curves, a row each.
    Both keep (½)/(S + 1) off certainty. P(kept) is the value at the due day, a date at q the first day that reaches q.
    ValueError where the days differ in number.
    """
    counts, shares = np.asarray(finished, dtype=np.float64), np.asarray(outside, dtype=np.float64)
    if counts.shape != shares.shape:
        raise ValueError(f"{counts.size} days of one view and {shares.size} of the other can't be combined")
    inside = clamped_share(counts, samples)
    least, most = (float(clamped_share(count, samples)) for count in (0, samples))
    return logit_pool(inside, np.clip(shares, least, most), outside_weight(completed))


def conditional_kept(by_due: float, by_now: float) -> float:
    """Return P(kept | open now) = (F(D) − F(t))/(1 − F(t)), given F at the due day and now; 0 once it is overdue.

    Where the forecast had expected it to be finished for certain (F(t) = 1), nothing is known to hope for: 0.
    """
    return 0.0 if by_now >= 1 else max(0.0, (by_due - by_now) / (1 - by_now))


def quoting_level(cost_late: float, cost_longer: float) -> float:
    """Return the percentile to quote, c_late/(c_late + c_longer): the newsvendor's answer (Arrow et al. 1951).

    ``cost_late`` of a day late against ``cost_longer`` of quoting a day longer. ValueError unless both are ≥ 0 and one
    is above.
    """
    if cost_late < 0 or cost_longer < 0 or cost_late + cost_longer == 0:
        raise ValueError("costs must not be negative, nor both zero")
    return cost_late / (cost_late + cost_longer)


def cost_ratio(level: float) -> float:
    """Return how many times dearer late is than longer where ``level`` is the right percentile; 0 ≤ level < 1."""
    if not 0 <= level < 1:
        raise ValueError(f"a level is at least 0 and below 1, not {level}")
    return level / (1 - level)
