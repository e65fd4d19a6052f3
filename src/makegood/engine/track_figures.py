"""Figures over many promises: shares with their uncertainty, medians, slip and response times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from makegood.engine.proportions import wilson
from makegood.engine.satisfaction import least_n_for_upper_bound
from makegood.engine.survival import kaplan_meier

DAYS_PER_WEEK = 7
GAP_ALERT = 0.10
"""Kept by the date in force − kept by the first date, beyond which it asks for a talk (a convention)."""


class Verdict(StrEnum):
    """How a share stands against its target."""

    MET = "met"
    MISSED = "missed"
    INCONCLUSIVE = "inconclusive"
    NONE = "none"
    """Nothing was due: neither 0 % nor 100 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """``kept`` of ``n``, with Wilson's 95 % interval (Brown, Cai & DasGupta 2001)."""

    kept: int
    n: int

    def __post_init__(self) -> None:
        """ValueError where the parts exceed the whole."""
        if not 0 <= self.kept <= self.n:
            raise ValueError(f"{self.kept} of {self.n} is no share")

    @property
    def rate(self) -> float | None:
        """The share, None where nothing was counted."""
        return self.kept / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """Between what and what the share lies; everything is possible where nothing was counted."""
        return wilson(self.kept, self.n)

    def against(self, target: float) -> Verdict:
        """Say whether ``target`` is met: the whole interval must lie above it, or below to be missed."""
        if not self.n:
            return Verdict.NONE
        low, high = self.interval
        if low >= target:
            return Verdict.MET
        return Verdict.MISSED if high < target else Verdict.INCONCLUSIVE


def rebaseline_gap(first: Share, last: Share) -> float | None:
    """Return kept by the date in force − kept by the first date, as a share; None where nothing is known of one."""
    return None if first.rate is None or last.rate is None else last.rate - first.rate


def is_gap_alarming(gap: float | None) -> bool:
    """Say whether more than 10 points were won by moving dates."""
    return gap is not None and round(gap, 9) > GAP_ALERT


def median_of_counts(counts: Mapping[int, int]) -> float | None:
    """Return the median of whole numbers of which each is there so many times; None without any."""
    total = sum(counts.values())
    if not total:
        return None
    low, high, seen = (total - 1) // 2, total // 2, 0
    found: list[int] = []
    for value in sorted(counts):
        before, seen = seen, seen + counts[value]
        found += [value for place in (low, high) if before <= place < seen]
    return sum(found) / 2


def slip_per_week(points: Iterable[tuple[date, date]]) -> float | None:
    """Return by how many weeks a date recedes in a week: the Theil–Sen slope of weekly P85 (Sen 1968).

    ``points`` are days with the P85 of that day; the last of each week counts. 1.0 means that the date recedes as fast
    as time passes, 0 that it stands. None with fewer than two weeks.
    """
    weekly = {day.isocalendar()[:2]: (day, p85) for day, p85 in sorted(points)}
    seen = list(weekly.values())
    slopes = [
        (later[1] - earlier[1]).days / (later[0] - earlier[0]).days
        for place, earlier in enumerate(seen)
        for later in seen[place + 1 :]
    ]
    return median(slopes) if slopes else None


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """Percentiles of how long answers take, open items counted as far as they have come (Kaplan & Meier 1958).

    A percentile is None where so many were never answered, or where there are too few to bound it from above with 95 %
    confidence: 19 for P85, 59 for P95 (order statistics). ``p50`` asks for none.
    """

    n: int
    open: int
    p50: float | None
    p85: float | None
    p95: float | None


def response_times(times: Sequence[float], answered: Sequence[bool]) -> ResponseTimes:
    """Return percentiles of ``times``, in their unit, of what was ``answered`` or still waits."""
    if not len(times):
        return ResponseTimes(0, 0, None, None, None)
    curve = kaplan_meier(times, answered)
    p50, p85, p95 = (
        curve.quantile(q) if len(times) >= least else None
        for q, least in ((0.5, 1), (0.85, least_n_for_upper_bound(0.85)), (0.95, least_n_for_upper_bound(0.95)))
    )
    return ResponseTimes(len(times), len(answered) - sum(answered), p50, p85, p95)


def backlog_at_risk(chances: Iterable[float]) -> float:
    """Return Σ(1 − p): how many of the open promises are expected to be broken."""
    return sum(1 - p for p in chances)
