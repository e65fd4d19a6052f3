"""How likely a promised service level is to be met by the end of its window (engine decisions 14 and 16).

What was measured in the window counts as it is. The days still to come are simulated from the last 365 days:

- *Block bootstrap* (Künsch 1989; Politis & Romano 1994): whole past weeks are drawn for the weeks to come and begin on
  the same weekday, so that clusters, weekdays and the number of observations stay as they were. With less than two
  whole weeks of history the blocks are single days.
- *Uncertainty of the rate itself*: each replicate has its own rate from Jeffreys' posterior Beta(k+½, n−k+½) with n
  the effective size under clustering; drawn successes or failures are turned over at random until the mean of the
  replicate is that rate. So ten of ten never give certainty.

A trend is reported and not extrapolated. Trouble rarer than the history is long can't be foreseen: five quiet weeks say
too much for a service that fails every other month. The verdict depends on the seed and on the term, not on the order
of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from makegood.engine.attainment import trend_of, worth_of
from makegood.engine.comparison import holds
from makegood.engine.portfolio import Measurement, ServiceLevelTerm
from makegood.engine.proportions import wilson
from makegood.engine.randomness import stream
from makegood.engine.results import Message, TermState
from makegood.engine.term_states import state_of
from makegood.engine.week_blocks import Blocks, cut_blocks

MEMORY_DAYS = 365
"""Days of history that stand for the days to come: a year, so that every season counts once (a convention)."""

DETAILS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "not measured": ("measure",),
        "measured too long ago": ("measure", "last"),
        "nothing falls into the window": ("measure", "start", "end"),
        "window over": ("measure", "kept", "observations", "target"),
        "window running": (
            "measure",
            "attainment",
            "low",
            "high",
            "observations",
            "target",
            "kept_so_far",
            "observations_so_far",
            "days_left",
        ),
    }
)
"""Codes of :attr:`ServiceLevelVerdict.detail` with the values of each. Shares are between 0 and 1, ``last``, ``start``
and ``end`` dates, the rest counts; ``so_far`` means in the promised window, the others the last 365 days."""

_Days = NDArray[np.int64]
_Hits = NDArray[np.bool_]
_Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ServiceLevelVerdict:
    """What is known of one service level: state, P(target met at the end of the window), and the evidence for it.

    ``attainment`` with its 95 % interval ``low`` to ``high`` (for clustered observations) is over the last 365 days,
    or over the window when that is over; ``observations`` are those it rests on. ``elapsed_observations`` are those
    already in the window. ``trend`` is the change of the share in 30 days by least squares, None under four weeks.
    """

    state: TermState
    p_kept: float | None
    attainment: float | None
    low: float | None
    high: float | None
    observations: int
    trend: float | None
    elapsed_observations: int
    detail: Message


@dataclass(frozen=True, slots=True)
class _Record:
    """Observations until today, sorted: their days counted from the as-of day (0, −1, …) and whether they hold."""

    days: _Days
    hits: _Hits

    def between(self, first: int, last: int) -> _Record:
        inside = (self.days >= first) & (self.days <= last)
        return _Record(self.days[inside], self.hits[inside])

    @property
    def kept(self) -> int:
        return int(self.hits.sum())

    def __len__(self) -> int:
        return len(self.days)


def judge_service_level(
    term: ServiceLevelTerm,
    measurements: Sequence[Measurement],
    *,
    as_of: date,
    seed: int,
    replicates: int = 2_000,
) -> ServiceLevelVerdict:
    """Judge ``term`` from the ``measurements`` of its measure, in any order, as of the day ``as_of``.

    Nothing measured after ``as_of`` counts. Today counts as elapsed once it was measured; until then it is simulated.
    A window that is over is met or not met for sure, one without any observation stays unchecked.
    """
    record = _record_until(as_of, term, measurements)
    if not len(record):
        return _unchecked("not measured", {"measure": term.measure}, 0)
    start, end = (term.start - as_of).days, (term.end - as_of).days
    today_measured = bool((record.days == 0).any())
    first_open = 1 if today_measured else 0
    elapsed = record.between(start, end)
    if end < first_open:
        return _over(term, elapsed)
    recent = record.between(first_open - MEMORY_DAYS, 0)
    if not len(recent):
        last = as_of + timedelta(days=int(record.days.max()))
        return _unchecked("measured too long ago", {"measure": term.measure, "last": last}, len(elapsed))
    first = max(start, first_open)
    blocks = cut_blocks(recent.days, recent.hits, first_open=first_open, first=first, days_to_come=end - first + 1)
    generator = np.random.Generator(np.random.PCG64(stream(seed, "service level window", _identity(term))))
    probability = _p_target_met(term.target, elapsed, blocks, replicates, generator)
    return _running(term, recent, elapsed, blocks, probability, end - first + 1)


def _identity(term: ServiceLevelTerm) -> str:
    """Name what is simulated; without the target, so that a higher one on the same draws is never likelier."""
    parts = (term.promise, term.measure, term.operator, term.threshold, term.start, term.end)
    return "\0".join(str(part) for part in parts)


def _record_until(as_of: date, term: ServiceLevelTerm, measurements: Sequence[Measurement]) -> _Record:
    today = as_of.toordinal()
    days = np.array([row.at.toordinal() for row in measurements], dtype=np.int64) - today
    values = np.array([row.value for row in measurements], dtype=np.float64)
    hits = holds(values, term.operator, term.threshold)
    order = np.lexsort((hits, days))
    order = order[days[order] <= 0]
    return _Record(days[order], hits[order])


# ------------------------------------------------------------------------------------------------------- simulation


def _p_target_met(
    target: float, elapsed: _Record, blocks: Blocks, replicates: int, generator: np.random.Generator
) -> float | None:
    """Return the share of replicates whose whole window meets ``target``, kept off 0 and 1; None if none has any.

    With (k+½)/(R+1) a finite number of replicates never claims certainty about days that have not come.
    """
    sizes, kept = blocks.draw(generator, replicates)
    kept = _with_own_rates(generator, sizes, kept, blocks)
    sizes, kept = sizes + len(elapsed), kept + elapsed.kept
    observed = sizes > 0
    if not observed.any():
        return None
    met = int(_meets(kept[observed], sizes[observed], target).sum())
    return (met + 0.5) / (int(observed.sum()) + 1)


def _with_own_rates(generator: np.random.Generator, sizes: _Counts, kept: _Counts, blocks: Blocks) -> _Counts:
    """Turn over as many drawn successes (or failures) as give each replicate its own rate from Jeffreys' posterior."""
    share, worth = blocks.share, worth_of(blocks.kept, blocks.sizes)
    own = generator.beta(share * worth + 0.5, (1 - share) * worth + 0.5, size=len(sizes))
    stays = np.minimum(1.0, own / share) if share > 0 else np.ones_like(own)
    mends = np.maximum(0.0, (own - share) / (1 - share)) if share < 1 else np.zeros_like(own)
    return generator.binomial(kept, stays) + generator.binomial(sizes - kept, mends)


def _meets(kept: _Counts, sizes: _Counts, target: float) -> _Hits:
    """Compare shares with ``target`` as counts, forgiving rounding: 19 of 20 is 95 %."""
    met: _Hits = kept >= target * sizes - 1e-9 * np.maximum(sizes, 1)
    return met


# --------------------------------------------------------------------------------------------------------- verdicts


def _unchecked(code: str, values: Mapping[str, object], elapsed: int) -> ServiceLevelVerdict:
    return ServiceLevelVerdict("unchecked", None, None, None, None, 0, None, elapsed, Message(code, values))


def _over(term: ServiceLevelTerm, elapsed: _Record) -> ServiceLevelVerdict:
    if not len(elapsed):
        return _nothing_expected(term)
    met = bool(_meets(np.array([elapsed.kept]), np.array([len(elapsed)]), term.target)[0])
    low, high = wilson(elapsed.kept, len(elapsed))
    counts = {"kept": elapsed.kept, "observations": len(elapsed), "target": term.target}
    return ServiceLevelVerdict(
        state="met" if met else "not met",
        p_kept=float(met),
        attainment=elapsed.kept / len(elapsed),
        low=low,
        high=high,
        observations=len(elapsed),
        trend=_trend(elapsed),
        elapsed_observations=len(elapsed),
        detail=Message("window over", {"measure": term.measure, **counts}),
    )


def _running(
    term: ServiceLevelTerm,
    recent: _Record,
    elapsed: _Record,
    blocks: Blocks,
    probability: float | None,
    days_left: int,
) -> ServiceLevelVerdict:
    if probability is None:
        return _nothing_expected(term)
    attainment = recent.kept / len(recent)
    worth = worth_of(blocks.kept, blocks.sizes) * len(recent) / blocks.observations
    low, high = wilson(attainment * worth, worth)
    values = {
        "measure": term.measure,
        "attainment": attainment,
        "low": low,
        "high": high,
        "observations": len(recent),
        "target": term.target,
        "kept_so_far": elapsed.kept,
        "observations_so_far": len(elapsed),
        "days_left": days_left,
    }
    return ServiceLevelVerdict(
        state=state_of(probability, conclusive=not low <= term.target <= high),
        p_kept=probability,
        attainment=attainment,
        low=low,
        high=high,
        observations=len(recent),
        trend=_trend(recent),
        elapsed_observations=len(elapsed),
        detail=Message("window running", values),
    )


def _nothing_expected(term: ServiceLevelTerm) -> ServiceLevelVerdict:
    window = {"measure": term.measure, "start": term.start, "end": term.end}
    return _unchecked("nothing falls into the window", window, 0)


def _trend(record: _Record) -> float | None:
    return trend_of(record.days, np.ones(len(record), dtype=np.int64), record.hits.astype(np.int64))
