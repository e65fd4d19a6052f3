"""The curves of many promises, each seen twice and combined day by day: a block of them at a time.

What is reckoned of a promise is a row of each array, so that a block has the same bits as each by itself; one by
one they would cost more in calls than in logarithms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np
from numpy.typing import NDArray

from makegood.engine.combination import clamped_share, combined_curve
from makegood.engine.curves import curves_of, dates_reached
from makegood.engine.results import Curve

BLOCK = 64
"""Curves reckoned at once: their arrays stay in the processor's second cache."""
QUANTILES = (0.50, 0.85, 0.95)

Shares = NDArray[np.float64]
Dates = tuple[date | None, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Pair:
    """What the curve of one promise is combined from."""

    curve: Curve
    """Of the plan."""
    by_day: Shares
    """Of the past: P(done by the end of the as-of day + k days | open now), ascending."""
    p_kept: float
    """Of the past: P(date kept | open now)."""
    completed: int
    due: date
    dated: float
    """P(date kept) as the plan has it."""
    pooled: float
    """P(date kept) as both have it."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """The curve of both views, and the dates of the past alone."""

    curve: Curve
    outside: Dates


def pool(pairs: Sequence[Pair], as_of: date) -> list[Pooled]:
    """Return the curve of each of some ``pairs``; the past's begin on ``as_of``."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, pair in enumerate(pairs):
        shape = (pair.curve.first_day, pair.curve.days, pair.curve.samples, len(pair.by_day))
        alike.setdefault(shape, []).append(place)
    found: dict[int, Pooled] = {}
    for places in alike.values():
        for some in (places[begin : begin + BLOCK] for begin in range(0, len(places), BLOCK)):
            found.update(zip(some, _pooled([pairs[place] for place in some], as_of), strict=True))
    return [found[place] for place in range(len(pairs))]


def anchored(by_day: Shares, p_kept: Sequence[float], due_in: Sequence[int], samples: int) -> Shares:
    """Return the rows of ``by_day``, off 0 and 1 and shifted in logits, each so that it is ``p_kept`` on its due day.

    A method may know the chance of the date better than the whole distribution; the two must not contradict each other.
    One whose due day lies outside is not shifted.
    """
    least = inside_bounds(0.0, samples)
    kept = np.clip(np.maximum.accumulate(by_day, axis=1), least, 1 - least)
    within = [row for row, days in enumerate(due_in) if 0 <= days < kept.shape[1]]
    if not within:
        return np.asarray(kept)
    wanted = (logit(inside_bounds(p_kept[row], samples)) - logit(float(kept[row, due_in[row]])) for row in within)
    offset = np.fromiter(wanted, dtype=np.float64, count=len(within))[:, None]
    moved = kept if len(within) == len(kept) else kept[within]
    shifted = 1 / (1 + np.exp(-(np.log(moved) - np.log1p(-moved) + offset)))
    kept[within] = np.clip(shifted, least, 1 - least)
    return np.asarray(kept)


def padded(by_day: Shares, days: int) -> Shares:
    """Return the first ``days`` of each row of ``by_day``, its last value going on where it is shorter."""
    missing = max(0, days - by_day.shape[1])
    return np.concatenate([by_day[:, :days], np.repeat(by_day[:, -1:], missing, axis=1)], axis=1)


def curves(by_day: Shares, first_day: date, samples: int) -> list[Curve]:
    """Return the rows of ``by_day`` as counts of ``samples``, so that they are read like the plan's curves."""
    done = np.rint(by_day * samples).astype(np.int64)
    counts = np.empty((len(done), done.shape[1] + 1), dtype=np.int64)
    counts[:, 0], counts[:, -1] = done[:, 0], samples - done[:, -1]
    np.subtract(done[:, 1:], done[:, :-1], out=counts[:, 1:-1])
    return curves_of(first_day, counts)


def inside_bounds(p: float, samples: int) -> float:
    """Return ``p`` kept off 0 and 1 as :func:`~makegood.engine.combination.clamped_share` keeps counts."""
    least = 0.5 / (samples + 1)
    return min(1 - least, max(least, p))


def logit(p: float) -> float:
    """Return the logit of one probability."""
    return log(p) - log(1 - p)


def _pooled(pairs: Sequence[Pair], as_of: date) -> Iterator[Pooled]:
    """Combine the curves of a block, whose days are the same."""
    first_day, days, samples = pairs[0].curve.first_day, pairs[0].curve.days, pairs[0].curve.samples
    due_in = [(pair.due - as_of).days for pair in pairs]
    past = anchored(np.stack([pair.by_day for pair in pairs]), [pair.p_kept for pair in pairs], due_in, samples)
    outside = _on_days(past, (first_day - as_of).days, days)
    done = _done([pair.curve for pair in pairs], days)
    completed = np.array([[pair.completed] for pair in pairs], dtype=np.int64)
    both = combined_curve(done, samples, outside, completed=completed)
    for row, pair in enumerate(pairs):
        last = (pair.due - first_day).days
        by_due = 0.0 if last < 0 or not days else int(done[row, min(last, days - 1)]) / samples
        if pair.dated - by_due > 1 / samples:
            both[row] = _behind_the_roadmap(done[row], samples, by_due, pair)
    for curve, alone in zip(curves(both, first_day, samples), _dates(outside, samples, first_day), strict=True):
        yield Pooled(curve, alone)


def _behind_the_roadmap(done: NDArray[np.int64], samples: int, by_due: float, pair: Pair) -> Shares:
    """Return the curve of a promise that also waits for the roadmap, of which the past knows nothing.

    It lies behind that of its work: it is only shifted, in logits, as far as the past moved the chance of the work.
    """
    inside = clamped_share(done, samples)
    whole = inside_bounds(by_due, samples)
    offset = logit(inside_bounds(pair.pooled * whole / pair.dated, samples)) - logit(whole)
    return np.asarray(1 / (1 + np.exp(-(np.log(inside) - np.log1p(-inside) + offset))))


def _on_days(past: Shares, shift: int, days: int) -> Shares:
    """Return the past's curves on ``days`` that begin ``shift`` days after its own."""
    long = padded(past, max(days + shift, 1))
    before = np.repeat(long[:, :1], max(0, -shift), axis=1)
    return np.concatenate([before, long[:, max(0, shift) :]], axis=1)[:, :days]


def _done(plans: Sequence[Curve], days: int) -> NDArray[np.int64]:
    """Return the samples finished by the end of each day, a row for each plan."""
    counts = np.zeros((len(plans), days), dtype=np.int64)
    for row, curve in enumerate(plans):
        counts[row, curve.before : curve.before + len(curve.seen)] = curve.seen
    return counts.cumsum(axis=1)


def _dates(by_day: Shares, samples: int, first_day: date) -> Iterable[Dates]:
    """Yield the dates of each curve, without making one of it."""
    for done in np.rint(by_day * samples).astype(np.int64):
        p50, p85, p95 = dates_reached(done, samples, QUANTILES, first_day)
        yield p50, p85, p95
