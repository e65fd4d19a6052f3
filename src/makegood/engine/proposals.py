"""How the plan could be set better, from replaying one's own past: proposed with its effect, never applied by itself.

Whatever is proposed was chosen on the earlier half of the forecasts and tried on the later half. It is put forward only
where it did better there, beyond chance, on forecasts that had no part in choosing it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Literal

import numpy as np

from makegood.engine.scores import brier

Subject = Literal["available share", "range width"]
FEWEST_OUTCOMES = 30
"""Outcomes that each half must have before a setting is proposed (a convention)."""
WIDTHS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
"""Factors on the spread of stated ranges that are tried."""
SHARES = (0.7, 0.8, 0.9, 1.0, 1.1, 1.2)
"""Factors on every team's available share that are tried."""
BEYOND_CHANCE = 1.64
"""Standard errors by which it must do so: chance alone does in one of twenty tries (a convention)."""
LEAST_GAIN = 0.01
"""Share of the Brier score that a proposal must take away on the later half (a convention)."""


@dataclass(frozen=True, slots=True)
class Forecasted:
    """One forecast and what happened."""

    day: date
    promise: str
    p: float
    kept: bool

    @property
    def error(self) -> float:
        """The squared error, of which the Brier score is the mean."""
        return (self.p - self.kept) ** 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A setting that would have been better, and by how much on forecasts it was not chosen on."""

    subject: Subject
    now: float
    proposed: float
    before: float
    """Brier score of the later half with what is set now."""
    after: float
    n: int
    """Forecasts of the later half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoProposal:
    """Nothing is proposed: ``missing`` more outcomes are needed, or, where that is 0, what is set now did as well."""

    subject: Subject
    missing: int
    tried: tuple[float, float, float] | None = None
    """The best other setting, and the Brier score before and after it; None where nothing could be tried."""


def tuned(subject: Subject, now: float, tried: Mapping[float, Sequence[Forecasted]]) -> Proposal | NoProposal:
    """Return the best of the settings ``tried``; each has the same forecasts, made with it. ``now`` is one of them."""
    middle = _middle(tried[now])
    if middle is None:
        return _lacking(subject, tried[now])
    earlier = {setting: _score([each for each in made if each.day < middle]) for setting, made in tried.items()}
    others = sorted((setting for setting in earlier if setting != now), key=lambda setting: abs(setting - now))
    best = min(others, key=lambda setting: earlier[setting])
    later, changed = ([each for each in tried[setting] if each.day >= middle] for setting in (now, best))
    before, after = _score(later), _score(changed)
    better = earlier[best] < earlier[now] and after <= before * (1 - LEAST_GAIN)
    if not better or surprise(later, changed) < BEYOND_CHANCE:
        return NoProposal(subject=subject, missing=0, tried=(best, before, after))
    return Proposal(subject=subject, now=now, proposed=best, before=before, after=after, n=len(later))


def surprise(before: Sequence[Forecasted], after: Sequence[Forecasted]) -> float:
    """Return the gain from ``before`` to ``after`` in its standard errors.

    Forecasts of one promise on several days count together.
    """
    gains: dict[str, float] = {}
    for old, new in zip(before, after, strict=True):
        gains[old.promise] = gains.get(old.promise, 0.0) + old.error - new.error
    found = np.array(list(gains.values()))
    spread = float(found.std(ddof=1)) * sqrt(len(found)) if len(found) > 1 else 0.0
    return float(found.sum()) / spread if spread else 0.0


def _middle(made: Sequence[Forecasted]) -> date | None:
    """Return the first day of the later half; None where one of the halves would be too small to learn from."""
    if len(made) < 2 * FEWEST_OUTCOMES:
        return None
    days = sorted(each.day for each in made)
    middle = days[len(days) // 2]
    before = sum(day < middle for day in days)
    if before < FEWEST_OUTCOMES:
        middle = next((day for day in days if day > middle), middle)
        before = sum(day < middle for day in days)
    return middle if before >= FEWEST_OUTCOMES and len(days) - before >= FEWEST_OUTCOMES // 2 else None


def _lacking(subject: Subject, made: Sequence[Forecasted]) -> NoProposal:
    return NoProposal(subject=subject, missing=max(1, 2 * FEWEST_OUTCOMES - len(made)))


def _score(made: Sequence[Forecasted]) -> float:
    return brier(np.array([each.p for each in made]), np.array([float(each.kept) for each in made]))
