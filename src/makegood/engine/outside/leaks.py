"""Attributes that only the outcome could have filled: left out, and said so.

A file shows how a row looks today, not how it looked when the forecast would have been made. What is blank in open rows
and filled in closed ones was filled by closing them. Where no row is open, what tells outcome or duration almost
perfectly gives itself away; that is judged on outcomes known at the time only.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.columns import numbers_or_days
from makegood.engine.outside.history import CancelledBy, History

SURE = 4.0
"""Standard errors between the shares filled, as the root of the likelihood ratio has them (a convention)."""
LEAST_OPEN = 3
LEAST_OUTCOMES = 30
LEAST_OF_A_KIND = 10
MISTAKES = 0.02
"""Share of the base rate's mistakes below which no attribute that is known beforehand gets (a convention)."""
AGREEMENT = 0.98
"""Rank correlation with the duration from which a quantity is suspected (a convention)."""
UNEXPLAINED = 0.2
LOOKED_AT = 5_000


def blank_while_open(history: History) -> tuple[str, ...]:
    """Return the attributes that are filled in closed rows and far less often in open ones of the same time."""
    is_open = np.isnan(history.delivered) & np.isnan(history.kept) & (history.cancelled_by == CancelledBy.NOBODY)
    if is_open.sum() < LEAST_OPEN or is_open.all():
        return ()
    same_time = ~is_open & (history.as_of >= np.fmin.reduce(history.as_of[is_open]))
    closed = same_time if same_time.sum() >= LEAST_OF_A_KIND else ~is_open
    return tuple(
        name for name, values in sorted(history.attributes.items()) if _less_filled(_filled(values), is_open, closed)
    )


def _filled(values: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([bool(value.strip()) for value in values])


def _less_filled(filled: NDArray[np.bool_], is_open: NDArray[np.bool_], closed: NDArray[np.bool_]) -> bool:
    few, many = filled[is_open].mean(), filled[closed].mean()
    apart = sum(_log_likelihood(filled[which]) for which in (is_open, closed)) - _log_likelihood(
        filled[is_open | closed]
    )
    # Not the difference over its standard error (Wilks 1938): that is far too small where nothing open is filled.
    return bool(few < many / 2 and 2 * apart > SURE**2)


def _log_likelihood(filled: NDArray[np.bool_]) -> float:
    """Return the greatest log likelihood of as many filled ones, all equally likely to be."""
    counts = np.bincount(filled, minlength=2)
    counts = counts[counts > 0]
    return float((counts * np.log(counts / counts.sum())).sum())


def tells_outcome(codes: NDArray[np.int64], kept: NDArray[np.float64]) -> bool:
    """Say whether a column of classes (coded from 0) leaves almost none of the base rate's mistakes."""
    broken = 1 - kept
    least = min(kept.sum(), broken.sum())
    if len(kept) < LEAST_OUTCOMES or least < LEAST_OF_A_KIND:
        return False
    wrong = np.minimum(np.bincount(codes, weights=kept), np.bincount(codes, weights=broken))
    # Classes of a few rows each always look pure.
    return bool(np.count_nonzero(np.bincount(codes)) <= len(kept) / 5 and wrong.sum() <= MISTAKES * least)


def filled_when_broken(filled: NDArray[np.bool_], kept: NDArray[np.float64]) -> bool:
    """Say whether a column is filled where a promise was broken and, where it was kept, as good as never.

    A reason for the delay is such a one, even where it is missing for many late ones.
    """
    if len(kept) < LEAST_OUTCOMES or filled.sum() < LEAST_OF_A_KIND or filled.all():
        return False
    expected = filled.sum() * kept.mean()
    return bool(expected >= LEAST_OF_A_KIND and kept[filled].sum() <= MISTAKES * expected)


def tells_duration(quantity: NDArray[np.float64], actual: NDArray[np.float64], planned: NDArray[np.float64]) -> bool:
    """Say whether a quantity follows the actual duration, and far more closely than what was planned does."""
    seen = np.isfinite(quantity) & np.isfinite(actual)
    if seen.sum() < LEAST_OUTCOMES:
        return False
    quantity, actual, planned = quantity[seen][-LOOKED_AT:], actual[seen][-LOOKED_AT:], planned[seen][-LOOKED_AT:]
    agreement = abs(_rank_correlation(quantity, actual))
    expected = abs(_rank_correlation(planned, actual)) if np.isfinite(planned).all() else 0.0
    return bool(agreement >= AGREEMENT and 1 - agreement < UNEXPLAINED * (1 - expected))


def quantities_of(history: History) -> Mapping[str, NDArray[np.float64]]:
    """Return the attributes that are mostly numbers, or dates as days after the row's ``as_of``."""
    found = {}
    for name, values in history.attributes.items():
        numbers = numbers_or_days(values, history.as_of)
        if np.isfinite(numbers).sum() > _filled(values).sum() / 2:
            found[name] = numbers
    return found


def _rank_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Spearman's, ties at their mean rank; 0 where either never varies."""
    ranks = [_ranks(values) for values in (one, other)]
    if any(np.ptp(each) == 0 for each in ranks):
        return 0.0
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(sizes) - (sizes - 1) / 2)[place])
