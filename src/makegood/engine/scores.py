"""Proper scores of forecasts against what happened. Probabilities are of "kept", outcomes 1 (kept) or 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

LOG_LOSS_CLIP = 0.01


@dataclass(frozen=True, slots=True)
class Murphy:
    """The Brier score taken apart: reliability − resolution + uncertainty (Murphy 1973)."""

    reliability: float
    """Mean squared distance between a forecast and how often it came true; 0 is best."""
    resolution: float
    """How far apart the forecasts tell cases from each other; more is better."""
    uncertainty: float
    """Brier score of always saying the base rate."""

    @property
    def brier(self) -> float:
        """The Brier score, exactly."""
        return self.reliability - self.resolution + self.uncertainty


def brier(forecasts: ArrayLike, outcomes: ArrayLike) -> float:
    """Return the mean squared error of probabilities (Brier 1950), 0 best, 1 worst; ValueError without any."""
    p, y = paired(forecasts, outcomes)
    return float(((p - y) ** 2).mean())


def murphy(forecasts: ArrayLike, outcomes: ArrayLike) -> Murphy:
    """Take the Brier score apart by the distinct forecast values (Murphy 1973); ValueError without any."""
    p, y = paired(forecasts, outcomes)
    values, sizes, rates = by_forecast(p, y)
    base = y.mean()
    return Murphy(
        reliability=float((sizes * (values - rates) ** 2).sum() / len(p)),
        resolution=float((sizes * (rates - base) ** 2).sum() / len(p)),
        uncertainty=float(base * (1 - base)),
    )


def skill(score: float, reference: float) -> float:
    """Return 1 − score/reference: 1 perfect, 0 as good as the reference, negative worse.

    A reference without any error can't be beaten: 0 where it is matched, else minus infinity.
    """
    if reference == 0:
        return 0.0 if score == 0 else -np.inf
    return 1 - score / reference


def log_loss(forecasts: ArrayLike, outcomes: ArrayLike, *, clip: float = LOG_LOSS_CLIP) -> float:
    """Return the mean negative log likelihood in nats (Good 1952), forecasts kept within ``clip`` and 1 − ``clip``."""
    p, y = paired(forecasts, outcomes)
    said = np.clip(p, clip, 1 - clip)
    return float(-(y * np.log(said) + (1 - y) * np.log(1 - said)).mean())


def crps(ensemble: ArrayLike, outcome: float, *, fair: bool = False) -> float:
    """Return the continuous ranked probability score E|X−y| − ½E|X−X'| (Gneiting & Raftery 2007), in the data's unit.

    ``fair`` leaves each member out of its own comparison, which removes the bias of small ensembles (Ferro 2008); it
    may be negative, and needs two members. ValueError where there are too few.
    """
    members = np.sort(np.asarray(ensemble, dtype=np.float64))
    size = len(members)
    if size < (2 if fair else 1):
        raise ValueError(f"an ensemble of {size} has no {'fair ' if fair else ''}score")
    error = np.abs(members - outcome).mean()
    # Sorted, Σᵢⱼ|xᵢ−xⱼ| = 2·Σ(2i − m − 1)·xᵢ: no need for all pairs.
    spread = 2 * ((2 * np.arange(1, size + 1) - size - 1) * members).sum()
    pairs = size * (size - 1) if fair else size**2
    return float(error - spread / (2 * pairs))


def pit(ensemble: ArrayLike, outcome: float) -> float:
    """Return where the outcome fell in the forecast: F(y), with half of the members equal to it (Dawid 1984).

    Uniform between 0 and 1 over many calibrated forecasts. ValueError without members.
    """
    members = np.asarray(ensemble, dtype=np.float64)
    if not len(members):
        raise ValueError("an empty ensemble says nothing")
    return float(((members < outcome).sum() + 0.5 * (members == outcome).sum()) / len(members))


def paired(forecasts: ArrayLike, outcomes: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both as arrays; ValueError where they are empty or of different length."""
    p, y = np.asarray(forecasts, dtype=np.float64), np.asarray(outcomes, dtype=np.float64)
    if p.shape != y.shape or p.size == 0:
        raise ValueError(f"{p.size} forecasts and {y.size} outcomes can't be compared")
    return p, y


def by_forecast(
    p: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the distinct forecasts ascending, how often each was made, and how often it came true."""
    values, place, sizes = np.unique(p, return_inverse=True, return_counts=True)
    return values, sizes, np.bincount(place, weights=y) / sizes
