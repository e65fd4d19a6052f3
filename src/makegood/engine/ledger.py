"""How frozen forecasts turned out: what was said held against what happened, from counts of each forecast said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from makegood.engine.optimism import Optimism, funnel_limits
from makegood.engine.reliability import Corp, corp
from makegood.engine.scores import Murphy, brier, murphy, skill
from makegood.engine.track_figures import Share

COVERAGE_FROM = 20
"""Outcomes from which the coverage of percentiles is shown (a convention)."""
CURVE_FROM = 20
"""Outcomes from which a reliability diagram and scores are shown (a convention)."""
THOUSAND = 1000

Counts = Mapping[int, tuple[int, int]]
"""For each forecast said, in thousandths: how often it was said, and how often it was kept then."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The scores of probabilities; all of them proper, so that only honest forecasts are the best ones."""

    n: int
    kept: int
    mean_said: float
    brier: float
    base: float
    """Brier score of always saying the share kept, known afterwards."""
    skill: float
    """1 − Brier / base: 0 as good as that, 1 perfect, negative worse."""
    murphy: Murphy
    corp: Corp


def calibration(counts: Counts) -> Calibration | None:
    """Score what was said; None where fewer than 20 outcomes are known: nothing could be told from chance."""
    said, kept = cases_of(counts)
    if len(said) < CURVE_FROM:
        return None
    parts = murphy(said, kept)
    score = brier(said, kept)
    return Calibration(
        n=len(said),
        kept=int(kept.sum()),
        mean_said=float(said.mean()),
        brier=score,
        base=parts.uncertainty,
        skill=skill(score, parts.uncertainty),
        murphy=parts,
        corp=corp(said, kept),
    )


def cases_of(counts: Counts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each forecast as often as it was said, and what came of it; ValueError for more kept than said."""
    said: list[float] = []
    kept: list[float] = []
    for thousandths, (times, held) in sorted(counts.items()):
        if not 0 <= held <= times:
            raise ValueError(f"{held} of {times} can't have been kept")
        said += [thousandths / THOUSAND] * times
        kept += [1.0] * held + [0.0] * (times - held)
    return np.array(said), np.array(kept)


@dataclass(frozen=True, slots=True)
class Bias:
    """How optimistic the forecasts of one group were, with the limits of chance around what they said."""

    optimism: Optimism
    kept: Share
    said: float
    warns: tuple[float, float]
    """Two standard errors around the mean said: between them chance alone explains the share kept."""
    alarms: tuple[float, float]
    """Three standard errors."""


def bias_of(n: int, kept: int, said: int, spread: int) -> Bias:
    """Return how optimistic ``n`` forecasts of a group were, of which ``kept`` came true. ValueError without any.

    ``said`` is the sum of what they said in thousandths, ``spread`` that of said × (1000 − said): it takes no more to
    tell a bias from chance, and the database can add them up. Show it from n ≥ 10 (``optimism.shown``).
    """
    if n < 1:
        raise ValueError("nothing was said")
    mean, deviation = said / n / THOUSAND, sqrt(spread) / THOUSAND
    z = (kept - said / THOUSAND) / deviation if deviation > 0 else 0.0
    return Bias(
        Optimism(n=n, bias=mean - kept / n, z=z),
        Share(kept, n),
        mean,
        funnel_limits(mean, n, errors=2),
        funnel_limits(mean, n, errors=3),
    )
