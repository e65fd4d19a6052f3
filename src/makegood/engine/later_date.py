"""A later date that both views call safe, where the plan alone sees no need for one, or where there is no plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from makegood.engine.changes import LaterDate, applied
from makegood.engine.combined import combined
from makegood.engine.curves import quantile_date
from makegood.engine.forecast import forecast
from makegood.engine.portfolio import Portfolio
from makegood.engine.remedies import LEAST_HARM, Endangered, Remedy
from makegood.engine.results import Forecast
from makegood.engine.settings import Settings
from makegood.engine.two_views import Frame, PastView, moved_to

TRIES = 4
"""Dates tried, each a week after the one before: agreed on later, a promise can lose its place to others."""


def later_date(
    promise: str, *, portfolio: Portfolio, both: Forecast, past: Mapping[str, PastView], settings: Settings
) -> Remedy | None:
    """Return the first date tried that is safe by both views, with whom it would harm.

    ``both`` is the combined forecast of ``portfolio``, ``past`` what it heard. None where ``promise`` is safe as it is,
    where the past has nothing to say about it, or where no date tried is safe.
    """
    now, view = both.of(promise), past.get(promise)
    if view is None or now.p_kept is None or now.p_kept >= settings.thresholds.quote or now.curve is None:
        return None
    frame = Frame(both.as_of, both.horizon, both.samples)
    due = quantile_date(now.curve, settings.thresholds.quote)
    for _ in range(TRIES):
        if due is None or due <= now.due or due > both.horizon:
            return None
        moved = moved_to(view, due, frame, was=now.due)
        if moved is None:
            return None
        remedy = _tried(promise, due, portfolio, both, {**past, promise: moved}, settings)
        if remedy.safe:
            return remedy
        due += timedelta(weeks=1)
    return None


def _tried(
    promise: str, due: date, portfolio: Portfolio, both: Forecast, past: Mapping[str, PastView], settings: Settings
) -> Remedy:
    change = LaterDate(promise, due)
    changed = applied(portfolio, change)
    after = combined(forecast(changed, as_of=both.as_of, settings=settings), changed, past, settings)
    p_kept = after.of(promise).p_kept or 0.0
    return Remedy(change, p_kept, p_kept >= settings.thresholds.quote, _endangered(promise, both, after))


def _endangered(promise: str, both: Forecast, after: Forecast) -> tuple[Endangered, ...]:
    before = {each.promise: each.p_kept for each in both.promises}
    harmed = [
        Endangered(each.promise, each.customer, was, each.p_kept)
        for each in after.promises
        if each.promise != promise
        and each.p_kept is not None
        and (was := before[each.promise]) is not None
        and was - each.p_kept > LEAST_HARM
    ]
    return tuple(sorted(harmed, key=lambda each: (each.after - each.before, each.promise)))
