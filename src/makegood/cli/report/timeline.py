"""A stretch of days as a line from 0 to 100: where a date falls, which dates are written below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from makegood.cli.view import View
from makegood.engine.curves import quantile_date
from makegood.engine.results import PromiseForecast

BEFORE_TODAY = 0.03
"""Share of the line that lies before today, so that a date that has passed has a place."""
LEAST_DAYS = 28
FARTHEST = 0.95
"""Share of the dates that fit; few that are far off would squeeze the others, and are pointed at."""
TICKS = 7
MONTH_STEPS = (1, 2, 3, 6, 12, 24)
DAYS_A_MONTH = 30.44
WEEKLY_UNTIL = 50
"""Days up to which Mondays are written rather than months."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A date that is written at a place of the line."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a date falls; ``beyond`` is -1 or 1 where it lies before or after the line, which then points there."""

    at: float
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """The uncertainty of a finish: from P5 to P95, and darker from P50 to P85."""

    start: float
    end: float
    dark_start: float
    dark_end: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days from ``first`` to ``last``."""

    first: date
    last: date

    def place(self, day: date) -> Place:
        """Return where ``day`` falls."""
        if day < self.first:
            return Place(0.0, -1)
        if day > self.last:
            return Place(100.0, 1)
        return Place(self.at(day))

    def at(self, day: date) -> float:
        """Return where ``day`` falls, the nearer end where it lies beyond the line."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(100 * min(1.0, max(0.0, share)), 2)

    def bar(self, promise: PromiseForecast) -> Bar | None:
        """Return the bar of a promise; None where it has no curve, or where all of it lies beyond the line."""
        if promise.curve is None or (low := quantile_date(promise.curve, 0.05)) is None or low > self.last:
            return None
        ends = [self.at(day or self.last) for day in (low, promise.p95, promise.p50, promise.p85)]
        return Bar(*ends)

    def ticks(self, view: View) -> Iterator[Tick]:
        """Yield first days of months, or Mondays where the line is short, at most :data:`TICKS` or so."""
        days = (self.last - self.first).days
        if days <= WEEKLY_UNTIL:
            monday = self.first + timedelta(days=-self.first.weekday() % 7)
            step = 7 * ceil(days / 7 / TICKS)
            for number in range(0, days, step):
                if (day := monday + timedelta(days=number)) < self.last:
                    yield Tick(self.at(day), view.day(day))
            return
        step = next((step for step in MONTH_STEPS if days / DAYS_A_MONTH / step <= TICKS), MONTH_STEPS[-1])
        yield from (Tick(self.at(day), view.language.month(day)) for day in self._months(step))

    def _months(self, step: int) -> Iterator[date]:
        year, month = self.first.year, 1
        while (day := date(year, month, 1)) < self.last:
            if day >= self.first:
                yield day
            year, month = (year, month + step) if month + step <= 12 else (year + (month + step - 1) // 12, 1)


def timeline_of(as_of: date, promises: Iterable[PromiseForecast]) -> Timeline:
    """Return a line from just before ``as_of`` on which nearly all dates of ``promises`` fall."""
    ends = sorted(max(promise.due, promise.p95 or promise.due) for promise in promises)
    farthest = ends[ceil(FARTHEST * len(ends)) - 1] if ends else as_of
    days = max(LEAST_DAYS, (farthest - as_of).days)
    return Timeline(as_of - timedelta(days=ceil(BEFORE_TODAY * days)), as_of + timedelta(days=ceil(1.02 * days)))
