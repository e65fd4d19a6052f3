"""One promise seen twice: the plan's curve and the past's, combined day by day in logits (domain reference, §2).

The combined curve is the one that dates and gates read (engine decision 17). Terms beside the date keep their share:
P(kept) = P(date, combined) × P(the other terms | date), the latter as the plan's samples have it, or as a product of
independent terms where there is no plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp, prod

import numpy as np
from numpy.typing import NDArray

from makegood.engine.combination import logit_pool, outside_weight
from makegood.engine.curves import quantile_dates, share_by
from makegood.engine.pooling import QUANTILES, Pair, Pooled, anchored, curves, inside_bounds, logit, padded, pool
from makegood.engine.results import Curve, Leader, Likeness, PromiseForecast, TwoViews, ViewFigures

AGREEMENT = 0.02
"""Two figures closer than this say the same (a convention)."""
FULL_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class PastView:
    """What became of promises like one that is open, told for it: given that it is still open on the as-of day."""

    likeness: Likeness
    p_kept: float
    """P(date kept | open now)."""
    by_day: NDArray[np.float64] | None
    """P(done by the end of the as-of day + k days | open now), ascending; None where the past knows no dates."""


@dataclass(frozen=True, slots=True)
class Combined:
    """The figures of a promise after both views were heard."""

    p_kept: float | None
    p_kept_se: float | None
    p_kept_first: float | None
    p_date: float | None
    """Of the date alone."""
    curve: Curve | None
    views: TwoViews


@dataclass(frozen=True, slots=True)
class Frame:
    """What the curves of one forecast have in common."""

    as_of: date
    horizon: date
    samples: int

    @property
    def days(self) -> int:
        """Days from the as-of day to the horizon, both included."""
        return (self.horizon - self.as_of).days + 1


@dataclass(frozen=True, slots=True)
class Seen:
    """One promise seen twice."""

    plan: PromiseForecast
    first_due: date
    """The date first promised."""
    past: PastView


def combine_views(plan: PromiseForecast, first_due: date, past: PastView, frame: Frame) -> Combined:
    """Combine the ``plan`` of an open promise with its ``past``; ``first_due`` is the date first promised."""
    (both,) = combine_all([Seen(plan, first_due, past)], frame)
    return both


def combine_all(seen: Sequence[Seen], frame: Frame) -> Iterator[Combined]:
    """Yield :func:`combine_views` for each promise, whose curves are reckoned many at a time."""
    heads = {place: _Head.of(one, one.plan.curve) for place, one in enumerate(seen) if one.plan.curve is not None}
    _pool_dates(heads.values())
    pairs = {
        place: Pair(
            head.curve, one.past.by_day, one.past.p_kept, one.past.likeness.completed, one.plan.due, head.dated,
            head.pooled,
        )
        for place, (head, one) in ((place, (head, seen[place])) for place, head in heads.items())
        if one.past.by_day is not None
    }  # fmt: skip
    pooled = dict(zip(pairs, pool(list(pairs.values()), frame.as_of), strict=True))
    for place, one in enumerate(seen):
        head = heads.get(place)
        yield _past_alone(one, frame) if head is None else _both(one, head, pooled.get(place), frame)


@dataclass(slots=True)
class _Head:
    """What the figures of a promise with a plan begin with."""

    curve: Curve
    samples: int
    weight: float
    dated: float
    inside: float
    outside: float
    pooled: float = 0.0

    @classmethod
    def of(cls, one: Seen, curve: Curve) -> _Head:
        samples, dated = curve.samples, _dated(one.plan)
        weight = outside_weight(one.past.likeness.completed)
        inside = (dated * samples + 0.5) / (samples + 1)
        return cls(curve, samples, weight, dated, inside, inside_bounds(one.past.p_kept, samples))


def _pool_dates(heads: Iterable[_Head]) -> None:
    """Let both views say how likely each date is kept."""
    known = list(heads)
    weights = np.array([head.weight for head in known])
    pooled = logit_pool([head.inside for head in known], [head.outside for head in known], weights)
    for head, p in zip(known, pooled.tolist(), strict=True):
        head.pooled = p


def moved_to(past: PastView, due: date, frame: Frame, *, was: date) -> PastView | None:
    """Return the ``past`` of a promise whose date moves from ``was`` to ``due``; None where the past knows no dates."""
    if past.by_day is None:
        return None
    daily = padded(_anchored(past, was, frame), frame.days)[0]
    place = min(max(0, (due - frame.as_of).days), len(daily) - 1)
    return replace(past, by_day=daily, p_kept=float(daily[place]))


def overdue(plan: PromiseForecast, frame: Frame) -> bool:
    """Say whether the agreed date has passed, so that no view can bring it back (engine decision 4)."""
    return plan.due < frame.as_of and not plan.p_kept


def _both(one: Seen, head: _Head, pooled: Pooled | None, frame: Frame) -> Combined:
    plan, past, weight = one.plan, one.past, head.weight
    late_already = overdue(plan, frame)
    others = _others_given_date(plan, head.dated)
    p_date = 0.0 if late_already else head.pooled
    p_kept, p_outside = p_date * others, (0.0 if late_already else past.p_kept * others)
    combined = head.curve if pooled is None else pooled.curve
    views = TwoViews(
        inside=ViewFigures(plan.p_kept, plan.p50, plan.p85, plan.p95),
        outside=ViewFigures(p_outside, *((None, None, None) if pooled is None else pooled.outside)),
        weight=weight,
        likeness=past.likeness,
        led_by=_leader(plan.p_kept or 0.0, p_outside, p_kept),
    )
    return Combined(
        p_kept=p_kept,
        p_kept_se=_error_after(plan, p_kept, weight, head.samples),
        p_kept_first=p_kept if one.first_due == plan.due else min(1.0, share_by(combined, one.first_due) * others),
        p_date=p_date,
        curve=combined,
        views=views,
    )


def _dated(plan: PromiseForecast) -> float:
    """Return what the plan says of the date alone: that the work is done by then, whatever comes with the roadmap."""
    return next((term.p_kept or 0.0 for term in plan.terms if term.kind == "date"), plan.p_kept or 0.0)


def _past_alone(one: Seen, frame: Frame) -> Combined:
    """Let the past speak alone: nobody listed the work. Measured terms are independent of the date."""
    plan, first_due, past = one.plan, one.first_due, one.past
    late_already = overdue(plan, frame)
    p_date = 0.0 if late_already else past.p_kept
    others = _independent_others(plan)
    p_kept, p_first, curve = p_date * others, None, None
    if past.by_day is not None:
        (curve,) = curves(padded(_anchored(past, plan.due, frame), frame.days), frame.as_of, frame.samples)
        p_first = share_by(curve, first_due) * others
    views = TwoViews(None, ViewFigures(p_kept, *_dates(curve)), FULL_WEIGHT, past.likeness, "outside")
    return Combined(
        p_kept=p_kept,
        p_kept_se=None,
        p_kept_first=p_kept if first_due == plan.due else p_first,
        p_date=p_date,
        curve=curve,
        views=views,
    )


def _anchored(past: PastView, due: date, frame: Frame) -> NDArray[np.float64]:
    """Return the only row of what ``past`` says by day, which agrees with what it says of the ``due`` day."""
    by_day = np.asarray(past.by_day)[None]
    return anchored(by_day, [past.p_kept], [(due - frame.as_of).days], frame.samples)


def _dates(curve: Curve | None) -> tuple[date | None, date | None, date | None]:
    if curve is None:
        return None, None, None
    p50, p85, p95 = quantile_dates(curve, *QUANTILES)
    return p50, p85, p95


def _others_given_date(plan: PromiseForecast, dated: float) -> float:
    """Return P(the other terms hold | the date is kept); as independent ones where the plan never keeps the date."""
    if dated > 0 and plan.p_kept is not None:
        return min(1.0, plan.p_kept / dated)
    return _independent_others(plan)


def _independent_others(plan: PromiseForecast) -> float:
    return prod(term.p_kept for term in plan.terms if term.kind != "date" and term.p_kept is not None)


def _error_after(plan: PromiseForecast, p_kept: float, weight: float, samples: int) -> float | None:
    """Carry the Monte Carlo error of the plan's figure over to the combined one: the slope of the pool in p."""
    if plan.p_kept is None or plan.p_kept_se is None:
        return None
    inside = inside_bounds(plan.p_kept, samples)
    return plan.p_kept_se * (1 - weight) * p_kept * (1 - p_kept) / (inside * (1 - inside))


def _leader(inside: float, outside: float, combined: float) -> Leader:
    """Say which view the combined figure owes its place to where they differ: the past where it moved the plan's."""
    if abs(combined - inside) >= AGREEMENT:
        return "outside"
    return "both" if abs(outside - inside) < AGREEMENT else "inside"


def shifted(p: float, *, before: float, after: float, samples: int) -> float:
    """Return ``p`` moved as far in logits as ``before`` was to ``after``: an option keeps the baseline's offset."""
    offset = logit(inside_bounds(after, samples)) - logit(inside_bounds(before, samples))
    return 1 / (1 + exp(-(logit(inside_bounds(p, samples)) + offset)))
