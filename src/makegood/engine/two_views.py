"""One promise seen twice: the plan's curve and the past's, combined day by day in logits (domain reference, §2).

The combined curve is the one that dates and gates read (engine decision 17). Terms beside the date keep their share:
P(kept) = P(date, combined) × P(the other terms | date), the latter as the plan's samples have it, or as a product of
independent terms where there is no plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import exp, log, prod

import numpy as np
from numpy.typing import NDArray

from makegood.engine.combination import clamped_share, combined_curve, logit_pool, outside_weight
from makegood.engine.curves import dates_reached, quantile_dates, share_by
from makegood.engine.results import Curve, Leader, Likeness, PromiseForecast, TwoViews, ViewFigures

AGREEMENT = 0.02
"""Two figures closer than this say the same (a convention)."""
FULL_WEIGHT = 1.0
QUANTILES = (0.50, 0.85, 0.95)


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


def combine_views(plan: PromiseForecast, first_due: date, past: PastView, frame: Frame) -> Combined:
    """Combine the ``plan`` of an open promise with its ``past``; ``first_due`` is the date first promised."""
    if plan.curve is None:
        return _past_alone(plan, first_due, past, frame)
    return _both(plan, plan.curve, first_due, past, frame)


def moved_to(past: PastView, due: date, frame: Frame, *, was: date) -> PastView | None:
    """Return the ``past`` of a promise whose date moves from ``was`` to ``due``; None where the past knows no dates."""
    if past.by_day is None:
        return None
    daily = _padded(_anchored(past.by_day, past.p_kept, (was - frame.as_of).days, frame.samples), frame.days)
    place = min(max(0, (due - frame.as_of).days), len(daily) - 1)
    return replace(past, by_day=daily, p_kept=float(daily[place]))


def overdue(plan: PromiseForecast, frame: Frame) -> bool:
    """Say whether the agreed date has passed, so that no view can bring it back (engine decision 4)."""
    return plan.due < frame.as_of and not plan.p_kept


def _both(plan: PromiseForecast, curve: Curve, first_due: date, past: PastView, frame: Frame) -> Combined:
    samples, weight = curve.samples, outside_weight(past.likeness.completed)
    outside = _on_days(past, plan.due, curve, frame)
    late_already = overdue(plan, frame)
    dated, others = _dated(plan), _others_given_date(plan)
    inside = float(clamped_share(dated * samples, samples))
    pooled = float(logit_pool([inside], [_inside_bounds(past.p_kept, samples)], weight)[0])
    p_date = 0.0 if late_already else pooled
    p_kept, p_outside = p_date * others, (0.0 if late_already else past.p_kept * others)
    combined = curve
    if outside is not None:
        combined = _combined_curve(curve, outside, past.likeness.completed, plan.due, dated=dated, pooled=pooled)
    views = TwoViews(
        inside=ViewFigures(plan.p_kept, plan.p50, plan.p85, plan.p95),
        outside=ViewFigures(p_outside, *_dates_alone(outside, curve.first_day, samples)),
        weight=weight,
        likeness=past.likeness,
        led_by=_leader(plan.p_kept or 0.0, p_outside, p_kept),
    )
    return Combined(
        p_kept=p_kept,
        p_kept_se=_error_after(plan, p_kept, weight, samples),
        p_kept_first=p_kept if first_due == plan.due else min(1.0, share_by(combined, first_due) * others),
        p_date=p_date,
        curve=combined,
        views=views,
    )


def _combined_curve(
    curve: Curve, outside: NDArray[np.float64], completed: int, due: date, *, dated: float, pooled: float
) -> Curve:
    """Return the curve of both views.

    Where the promise also waits for the roadmap, of which the past knows nothing, its curve lies behind that of its
    work: then it is only shifted, in logits, as far as the past moved the chance of the work.
    """
    done = np.cumsum(curve.counts[:-1])
    by_due = share_by(curve, due)
    if dated - by_due <= 1 / curve.samples:
        both = combined_curve(done, curve.samples, outside, completed=completed)
    else:
        inside = clamped_share(done, curve.samples)
        whole = _inside_bounds(by_due, curve.samples)
        offset = _logit(_inside_bounds(pooled * whole / dated, curve.samples)) - _logit(whole)
        both = np.asarray(1 / (1 + np.exp(-(np.log(inside) - np.log1p(-inside) + offset))))
    return _curve(both, curve.first_day, curve.samples)


def _dated(plan: PromiseForecast) -> float:
    """Return what the plan says of the date alone: that the work is done by then, whatever comes with the roadmap."""
    return next((term.p_kept or 0.0 for term in plan.terms if term.kind == "date"), plan.p_kept or 0.0)


def _past_alone(plan: PromiseForecast, first_due: date, past: PastView, frame: Frame) -> Combined:
    """Let the past speak alone: nobody listed the work. Measured terms are independent of the date."""
    late_already = overdue(plan, frame)
    p_date = 0.0 if late_already else past.p_kept
    others = _independent_others(plan)
    p_kept, p_first, curve = p_date * others, None, None
    if past.by_day is not None:
        daily = _anchored(past.by_day, past.p_kept, (plan.due - frame.as_of).days, frame.samples)
        curve = _curve(_padded(daily, frame.days), frame.as_of, frame.samples)
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


def _on_days(past: PastView, due: date, curve: Curve, frame: Frame) -> NDArray[np.float64] | None:
    """Return the past's curve on the days of the plan's ``curve``; None where the past knows no dates."""
    if past.by_day is None:
        return None
    daily = _anchored(past.by_day, past.p_kept, (due - frame.as_of).days, curve.samples)
    shift = (curve.first_day - frame.as_of).days
    days = len(curve.counts) - 1
    padded = _padded(daily, max(days + shift, 1))
    before = np.full(max(0, -shift), padded[0])
    return np.concatenate([before, padded[max(0, shift) :]])[:days]


def _anchored(by_day: NDArray[np.float64], p_kept: float, due_in: int, samples: int) -> NDArray[np.float64]:
    """Return ``by_day``, off 0 and 1 and shifted in logits, so that it is ``p_kept`` on the due day.

    A method may know the chance of the date better than the whole distribution; the two must not contradict each other.
    """
    least = float(clamped_share(0, samples))
    kept = np.clip(np.maximum.accumulate(by_day), least, 1 - least)
    if not 0 <= due_in < len(kept):
        return np.asarray(kept)
    offset = _logit(_inside_bounds(p_kept, samples)) - _logit(float(kept[due_in]))
    shifted = 1 / (1 + np.exp(-(np.log(kept) - np.log1p(-kept) + offset)))
    return np.asarray(np.clip(shifted, least, 1 - least))


def _padded(by_day: NDArray[np.float64], days: int) -> NDArray[np.float64]:
    """Return the first ``days`` of ``by_day``, its last value going on where it is shorter."""
    return np.concatenate([by_day[:days], np.full(max(0, days - len(by_day)), by_day[-1])])


def _curve(by_day: NDArray[np.float64], first_day: date, samples: int) -> Curve:
    """Return ``by_day`` as counts of ``samples``, so that it is read like the plan's curve."""
    done = np.rint(by_day * samples).astype(np.int64)
    counts = np.empty(len(done) + 1, dtype=np.int64)
    counts[0], counts[-1] = done[0], samples - done[-1]
    np.subtract(done[1:], done[:-1], out=counts[1:-1])
    return Curve.of(first_day, counts)


def _dates(curve: Curve | None) -> tuple[date | None, date | None, date | None]:
    if curve is None:
        return None, None, None
    p50, p85, p95 = quantile_dates(curve, *QUANTILES)
    return p50, p85, p95


def _dates_alone(
    by_day: NDArray[np.float64] | None, first_day: date, samples: int
) -> tuple[date | None, date | None, date | None]:
    """Return the dates of the curve that ``by_day`` is, without making one of it."""
    if by_day is None:
        return None, None, None
    p50, p85, p95 = dates_reached(np.rint(by_day * samples).astype(np.int64), samples, QUANTILES, first_day)
    return p50, p85, p95


def _others_given_date(plan: PromiseForecast) -> float:
    """Return P(the other terms hold | the date is kept); as independent ones where the plan never keeps the date."""
    dated = _dated(plan)
    if dated > 0 and plan.p_kept is not None:
        return min(1.0, plan.p_kept / dated)
    return _independent_others(plan)


def _independent_others(plan: PromiseForecast) -> float:
    return prod(term.p_kept for term in plan.terms if term.kind != "date" and term.p_kept is not None)


def _error_after(plan: PromiseForecast, p_kept: float, weight: float, samples: int) -> float | None:
    """Carry the Monte Carlo error of the plan's figure over to the combined one: the slope of the pool in p."""
    if plan.p_kept is None or plan.p_kept_se is None:
        return None
    inside = _inside_bounds(plan.p_kept, samples)
    return plan.p_kept_se * (1 - weight) * p_kept * (1 - p_kept) / (inside * (1 - inside))


def _leader(inside: float, outside: float, combined: float) -> Leader:
    """Say which view the combined figure owes its place to where they differ: the past where it moved the plan's."""
    if abs(combined - inside) >= AGREEMENT:
        return "outside"
    return "both" if abs(outside - inside) < AGREEMENT else "inside"


def _inside_bounds(p: float, samples: int) -> float:
    least = float(clamped_share(0, samples))
    return min(1 - least, max(least, p))


def _logit(p: float) -> float:
    return log(p) - log(1 - p)


def shifted(p: float, *, before: float, after: float, samples: int) -> float:
    """Return ``p`` moved as far in logits as ``before`` was to ``after``: an option keeps the baseline's offset."""
    offset = _logit(_inside_bounds(after, samples)) - _logit(_inside_bounds(before, samples))
    return 1 / (1 + exp(-(_logit(_inside_bounds(p, samples)) + offset)))
