"""A hand-made backtest: what rendering is tested with, without any learning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from makegood.cli.backtesting.scorecard import Scorecard, Span
from makegood.engine.optimism import Optimism
from makegood.engine.outside import Backtest, ClassOptimism, Coverage, HorizonScore, SnapshotScore, moment_of
from makegood.engine.reliability import corp, ece
from makegood.engine.results import Message
from makegood.engine.scores import brier, log_loss, murphy

START, END = date(2026, 3, 1), date(2026, 10, 31)
SIZE = 1_204


def backtest(**changes: Any) -> Backtest:
    """Return a backtest of forecasts that tell promises apart and are a little too sure, with ``changes``."""
    chance = np.random.default_rng(4)
    p = np.round(chance.beta(5, 2, SIZE), 2)
    y = (chance.random(SIZE) < 0.12 + 0.8 * p).astype(float)
    usual = Backtest(
        start=moment_of(START),
        end=moment_of(END) + 1,
        n=SIZE,
        promises=1_180,
        unresolved=37,
        excluded=12,
        base_rate=float(y.mean()),
        brier=brier(p, y),
        reference_brier=float(y.mean() * (1 - y.mean())),
        skill=0.131,
        ece=ece(p, y),
        log_loss=log_loss(p, y),
        crps=0.31,
        crps_promise=0.52,
        crps_days=6.4,
        coverage={
            50: Coverage(0.52, 0.49, 0.55, 1_100),
            85: Coverage(0.83, 0.81, 0.85, 1_100),
            95: Coverage(0.93, 0.91, 0.94, 1_100),
        },
        by_horizon=(
            HorizonScore(0, 7, 204, 0.61, 0.18, 0.21),
            HorizonScore(7, 30, 700, 0.70, 0.17, 0.12),
            HorizonScore(30, float("inf"), 300, 0.75, 0.16, -0.03),
        ),
        snapshots=(SnapshotScore(30, 300, 0.74, 0.16, 0.08), SnapshotScore(7, 12, 0.5, 0.2, 0.1)),
        method="boosted",
        weights={"boosted": 0.62, "class": 0.36, "base rate": 0.02, "recent rate": 0.0},
        left_out=(Message("filled by outcome", {"attribute": "closed_by", "why": "blank while open"}),),
        murphy=murphy(p, y),
        corp=corp(p, y),
        pit=np.sort(chance.beta(1.1, 0.9, 1_100)),
        optimism=(
            ClassOptimism("team", "Firmware", 0.52, Optimism(140, 0.18, -4.4), (0.62, 0.78), (0.58, 0.82)),
            ClassOptimism("team", "Assembly", 0.74, Optimism(310, 0.01, -0.3), (0.65, 0.75), (0.62, 0.78)),
        ),
        forecasts=p,
        outcomes=y,
        references=np.full(SIZE, float(y.mean())),
    )
    return replace(usual, **changes)


def scorecard(result: Backtest | None = None, **changes: Any) -> Scorecard:
    """Return the scorecard of ``result``, by default of :func:`backtest`, with ``changes``."""
    months = tuple(
        Span(date(2026, month, 1), 1, 140 + month, 0.70 + 0.01 * month, 0.72, skill)
        for month, skill in zip(range(3, 11), (0.11, 0.02, -0.04, 0.19, 0.22, None, 0.16, 0.09), strict=True)
    )
    usual = Scorecard(
        source="demo",
        start=START,
        end=END,
        every="month",
        tolerance_days=0.0,
        result=result or backtest(),
        months=months,
        spans=months,
        rows=1_600,
        covers=(date(2025, 6, 1), END),
        tells_no_end=False,
        notes=(),
    )
    return replace(usual, **changes)
