"""Dated forecasts against what happened: inside, outside and combined on the same cases, beside the base rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.finish import PERCENTILES, SHOWN_FROM
from makegood.engine.outside.results import Coverage
from makegood.engine.proportions import wilson
from makegood.engine.reliability import ece
from makegood.engine.scores import brier, log_loss, skill

VIEWS = ("inside", "outside", "combined")


@dataclass(frozen=True, slots=True, eq=False)
class DayCurve:
    """The share finished by the end of ``first_day`` and of each day after it; what is missing at the end is later."""

    first_day: date
    finished: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Replayed:
    """What each view said about one promise on one day, and what became of it."""

    promise: str
    as_of: date
    due: date
    kept: bool
    finished: date | None
    """None where it is still open, or never was finished."""
    p_kept: Mapping[str, float | None]
    """By view, see :data:`VIEWS`; a view that is missing or None had nothing to say."""
    curves: Mapping[str, DayCurve]
    base: float | None = None
    """The base rate that was known on that day; None: that of outcomes known by then among the replayed ones."""


@dataclass(frozen=True, slots=True)
class ViewScore:
    """Scores of one view."""

    view: str
    n: int
    brier: float
    skill: float
    """Against the base rate on the same cases."""
    ece: float
    log_loss: float
    crps_days: float | None
    """Mean CRPS of the finish in days, of the finished ones; None without a curve."""
    coverage: Mapping[int, Coverage]


@dataclass(frozen=True, slots=True)
class ReplayScores:
    """Every view that said something, on the cases on which all of them did, so that they compare."""

    n: int
    promises: int
    left_out: int
    """Forecasts on which a view that spoke elsewhere was silent."""
    base_rate: float | None
    reference_brier: float | None
    views: tuple[ViewScore, ...]


def score_replay(replayed: Sequence[Replayed]) -> ReplayScores:
    """Score each view; snapshots of one promise on several days count each, ``promises`` says how many there are."""
    spoke = [view for view in VIEWS if any(case.p_kept.get(view) is not None for case in replayed)]
    cases = [case for case in replayed if spoke and all(case.p_kept.get(view) is not None for view in spoke)]
    cases.sort(key=lambda case: (case.as_of, case.promise))
    if not cases:
        return ReplayScores(0, 0, len(replayed), None, None, ())
    y = np.array([case.kept for case in cases], dtype=np.float64)
    reference = brier([_base(case, replayed) for case in cases], y)
    return ReplayScores(
        n=len(cases),
        promises=len({case.promise for case in cases}),
        left_out=len(replayed) - len(cases),
        base_rate=float(y.mean()),
        reference_brier=reference,
        views=tuple(_score(view, cases, y, reference) for view in spoke),
    )


def _base(case: Replayed, replayed: Sequence[Replayed]) -> float:
    """Return (k + ½)/(n + 1) of the promises whose outcome was known before that day, each once."""
    if case.base is not None:
        return case.base
    known = {each.promise: each.kept for each in replayed if _known(each) < case.as_of}
    return (sum(known.values()) + 0.5) / (len(known) + 1)


def _known(case: Replayed) -> date:
    return case.due if case.finished is None else min(case.finished, case.due)


def _score(view: str, cases: Sequence[Replayed], y: NDArray[np.float64], reference: float) -> ViewScore:
    p = np.array([case.p_kept[view] for case in cases], dtype=np.float64)
    done = [(case.curves[view], case.finished) for case in cases if view in case.curves and case.finished is not None]
    said = [(curve, (finished - curve.first_day).days) for curve, finished in done]
    score = brier(p, y)
    return ViewScore(
        view=view,
        n=len(cases),
        brier=score,
        skill=skill(score, reference),
        ece=ece(p, y),
        log_loss=log_loss(p, y),
        crps_days=float(np.mean([_crps(curve.finished, day) for curve, day in said])) if said else None,
        coverage=_coverage([_before(curve.finished, day) for curve, day in said]),
    )


def _crps(finished: NDArray[np.float64], day: int) -> float:
    """Sum over days of (F − 1{finished})², up to the curve's last day or the outcome, whichever is later."""
    happened = np.arange(len(finished)) >= day
    beyond = max(0, day - len(finished)) * float(finished[-1]) ** 2 + max(0, -day)
    return float(((finished - happened) ** 2).sum()) + beyond


def _before(finished: NDArray[np.float64], day: int) -> float:
    return 0.0 if day <= 0 else float(finished[min(day, len(finished)) - 1])


def _coverage(before: Sequence[float]) -> dict[int, Coverage]:
    n = len(before)
    if n < SHOWN_FROM:
        return {}
    inside = {percentile: sum(share < percentile / 100 for share in before) for percentile in PERCENTILES}
    return {percentile: Coverage(count / n, *wilson(count, n), n) for percentile, count in inside.items()}
