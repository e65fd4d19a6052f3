"""What would help: for each kind of change the smallest one that makes a promise safe, found by simulation.

All candidates see the same draws (common random numbers), so that a difference is the change's effect and not chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from makegood.engine.changes import AddedSlots, Change, FirstPlace, LaterDate, LessScope, applied
from makegood.engine.curves import quantile_date, share_by
from makegood.engine.forecast import TINY_CELLS, forecast
from makegood.engine.portfolio import Portfolio
from makegood.engine.results import Cause, Forecast, PromiseForecast
from makegood.engine.settings import Settings

TYPICAL_TRIALS = 16
"""Forecasts that a search takes, about."""
SEARCH_SAMPLES = 256
"""Samples while searching; what is found is simulated again with all of them."""
REINFORCEMENTS = ((1, 2), (1, 4), (2, 4), (1, 8), (2, 8), (3, 13))
"""Slots and weeks tried, the least slot-weeks first."""
CUTS = (0.1, 0.2, 0.3, 0.5)
LATER_DATE_STEPS = 5
DAYS_PER_YEAR = 365
MOST_CERTAIN = 0.99
"""No date is sought at which more than this share of the samples is finished."""
LEAST_GAIN = 0.05
"""A change that gains less is not worth naming (a convention)."""
LEAST_HARM = 0.02
"""A promise whose P(kept) falls by more than this is endangered (engine, "What can I promise?")."""


@dataclass(frozen=True, slots=True)
class Endangered:
    """Another promise, and its P(kept) before and after the change."""

    promise: str
    customer: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change, what it makes of P(kept), and whom it would harm; ``safe`` where it reaches the level we quote at."""

    change: Change
    p_kept: float
    safe: bool
    endangers: tuple[Endangered, ...]


def find_remedies(
    portfolio: Portfolio,
    baseline: Forecast,
    promise: str,
    *,
    settings: Settings,
    on_compile: Callable[[], None] | None = None,
    compiled: bool | None = None,
) -> tuple[Remedy, ...]:
    """Return one remedy of each kind that helps ``promise``, safe ones first; nothing for what is safe already.

    ``baseline`` is the forecast of ``portfolio`` under ``settings``; ``on_compile`` and ``compiled`` as in
    :func:`~makegood.engine.forecast.forecast`, for all trials. Raises KeyError for an unknown promise.
    """
    now = baseline.of(promise)
    if now.p_kept is None or now.p_kept >= settings.thresholds.quote or now.curve is None:
        return ()
    search = _Search(portfolio, baseline, now, settings, on_compile, compiled=compiled)
    found = [remedy for remedy in search.remedies() if remedy is not None]
    return tuple(sorted(found, key=lambda remedy: (not remedy.safe, len(remedy.endangers), -remedy.p_kept)))


class _Search:
    def __init__(
        self,
        portfolio: Portfolio,
        baseline: Forecast,
        now: PromiseForecast,
        settings: Settings,
        on_compile: Callable[[], None] | None,
        *,
        compiled: bool | None,
    ) -> None:
        self._portfolio = portfolio
        self._on_compile = on_compile
        large = len(portfolio.items) * settings.samples * TYPICAL_TRIALS > TINY_CELLS
        self._compiled = large if compiled is None else compiled
        self._baseline = baseline
        self._now = now
        self._settings = settings
        self._quick = replace(settings, samples=min(SEARCH_SAMPLES, settings.samples), traced_samples=1)

    def remedies(self) -> Iterator[Remedy | None]:
        """Yield for each kind of change the smallest that is enough; None where the kind doesn't help."""
        yield self._first_safe(self._later_dates(), self._settings)
        yield self._first_safe(self._added_slots(), self._quick)
        yield self._first_safe((LessScope(self._now.promise, cut) for cut in CUTS), self._quick)
        yield self._first_safe(iter([FirstPlace(self._now.promise)]), self._quick)

    def _first_safe(self, candidates: Iterator[Change], settings: Settings) -> Remedy | None:
        """Return the first candidate that makes the promise safe; else the best one, if it helps at all.

        Tried with ``settings``, then confirmed with all samples.
        """
        best: tuple[float, Change] | None = None
        for change in candidates:
            p_kept = self._p_kept(self._try(change, settings))
            if best is None or p_kept > best[0]:
                best = (p_kept, change)
            if p_kept >= self._settings.thresholds.quote and (remedy := self._remedy(change)).safe:
                return remedy
        if best is None or best[0] < (self._now.p_kept or 0.0) + LEAST_GAIN:
            return None
        return self._remedy(best[1])

    def _remedy(self, change: Change) -> Remedy:
        after = self._try(change, self._settings)
        p_kept = self._p_kept(after)
        return Remedy(change, p_kept, p_kept >= self._settings.thresholds.quote, self._endangered(after))

    def _endangered(self, after: Forecast) -> tuple[Endangered, ...]:
        before = {promise.promise: promise for promise in self._baseline.promises}
        harmed = [
            Endangered(promise.promise, promise.customer, was, promise.p_kept)
            for promise in after.promises
            if promise.promise != self._now.promise
            and promise.p_kept is not None
            and (was := before[promise.promise].p_kept) is not None
            and was - promise.p_kept > LEAST_HARM
        ]
        return tuple(sorted(harmed, key=lambda other: (other.after - other.before, other.promise)))

    def _later_dates(self) -> Iterator[Change]:
        """Find the earliest safe date between one that is not and one that is.

        With a later date the promise can lose its place in the order, so every date is tried by simulation: quickly
        for the span, with all samples within it. Where something else keeps all dates from being safe, the earliest is
        found that is nearly as good as the last one tried.
        """
        enough, reached = self._settings.thresholds.quote, 0.0
        unsafe, days = self._now.due, self._days_to_safety()
        for _ in range(LATER_DATE_STEPS):
            reached = self._kept_by(self._now.due + timedelta(days=days), self._quick)
            if reached >= enough:
                break
            unsafe, days = self._now.due + timedelta(days=days), days + max(1, days // 2)
        else:
            enough, unsafe = reached - LEAST_GAIN, self._now.due
        safe = self._now.due + timedelta(days=days)
        while (safe - unsafe).days > 1:
            middle = unsafe + (safe - unsafe) // 2
            unsafe, safe = (unsafe, middle) if self._kept_by(middle, self._settings) >= enough else (middle, safe)
        yield LaterDate(self._now.promise, safe)
        yield LaterDate(self._now.promise, safe + timedelta(days=1))

    def _kept_by(self, due: date, settings: Settings) -> float:
        return self._p_kept(self._try(LaterDate(self._now.promise, due), settings))

    def _days_to_safety(self) -> int:
        """Guess from the curve how many days later all terms hold as often as we quote."""
        curve = self._now.curve
        if curve is None or not self._now.p_kept:
            return 1
        wanted = self._settings.thresholds.quote * share_by(curve, self._now.due) / self._now.p_kept
        safe = quantile_date(curve, min(wanted, MOST_CERTAIN))
        return max(1, DAYS_PER_YEAR if safe is None else (safe - self._now.due).days)

    def _added_slots(self) -> Iterator[Change]:
        team = self._team_that_binds(self._now.causes)
        if team is None:
            return
        start = self._baseline.as_of
        for slots, weeks in REINFORCEMENTS:
            yield AddedSlots(team, slots, start, start + timedelta(weeks=weeks) - timedelta(days=1))

    @staticmethod
    def _team_that_binds(causes: Sequence[Cause]) -> str | None:
        return next((cause.name for cause in causes if cause.kind in ("queue", "no capacity")), None)

    def _try(self, change: Change, settings: Settings) -> Forecast:
        return forecast(
            applied(self._portfolio, change),
            as_of=self._baseline.as_of,
            settings=settings,
            on_compile=self._on_compile,
            compiled=self._compiled,
        )

    def _p_kept(self, after: Forecast) -> float:
        return after.of(self._now.promise).p_kept or 0.0
