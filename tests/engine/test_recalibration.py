"""What own percentages have meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pytest

from makegood.engine.proposals import Forecasted
from makegood.engine.recalibration import propose_recalibration


def made(said: Iterable[float], kept: Iterable[bool], *, days: int = 1) -> list[Forecasted]:
    """Return the same forecast of each promise on so many ``days``."""
    return [
        Forecasted(date(2026, 1, 1) + timedelta(days=day), f"P{number}", float(p), bool(outcome))
        for number, (p, outcome) in enumerate(zip(said, kept, strict=True))
        for day in range(days)
    ]


def test_too_bold_forecasts_are_drawn_in_and_the_gain_is_shown() -> None:
    generator = np.random.default_rng(1)
    truth = generator.uniform(0.3, 0.9, 400)
    said = 1 / (1 + np.exp(-2.5 * np.log(truth / (1 - truth))))
    proposal = propose_recalibration(made(said, generator.random(400) < truth))
    assert proposal.worthwhile
    assert proposal.slope == pytest.approx(0.4, abs=0.15)
    assert np.abs(proposal.apply(said) - truth).mean() < np.abs(said - truth).mean() / 2


def test_calibrated_forecasts_are_left_nearly_alone() -> None:
    generator = np.random.default_rng(2)
    truth = generator.uniform(0.1, 0.9, 2_000)
    proposal = propose_recalibration(made(truth, generator.random(2_000) < truth))
    assert (proposal.constant, proposal.slope) == pytest.approx((0, 1), abs=0.15)


def test_of_calibrated_forecasts_few_are_proposed_to_be_read_otherwise() -> None:
    """Said on six days each: one outcome is not six. 1.64 standard errors let one in twenty through."""
    proposed = 0
    for seed in range(60):
        generator = np.random.default_rng(seed)
        truth = generator.uniform(0.1, 0.9, 40)
        proposed += propose_recalibration(made(truth, generator.random(40) < truth, days=6)).worthwhile
    assert proposed <= 5


@pytest.mark.parametrize(("n", "missing"), [(0, 30), (12, 18), (30, 0)])
def test_it_says_how_many_outcomes_are_missing(n: int, missing: int) -> None:
    proposal = propose_recalibration(made([0.7] * n, [True] * n, days=3))
    assert (proposal.n, proposal.missing) == (3 * n, missing)
    if missing:
        assert not proposal.worthwhile
        assert (proposal.constant, proposal.slope) == (0.0, 1.0)
