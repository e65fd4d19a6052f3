"""Proposals: chosen on the earlier half, put forward only where the later half did better, else the missing counted."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from makegood.engine.proposals import Forecasted, NoProposal, Proposal, recalibrated, tuned
from makegood.engine.recalibration import Recalibration, recalibration_of

FIRST = date(2026, 1, 1)


def made(size: int, *, said: float, truth: float, seed: int = 5) -> list[Forecasted]:
    """Return forecasts that all say ``said``, of outcomes that are kept with the chance ``truth``."""
    chance = np.random.default_rng(seed)
    return [Forecasted(FIRST + timedelta(days=n), said, bool(chance.random() < truth)) for n in range(size)]


def test_a_setting_that_is_nearer_in_both_halves_is_proposed_with_its_effect() -> None:
    found = tuned("range width", 1.5, {1.5: made(200, said=0.95, truth=0.6), 2.0: made(200, said=0.6, truth=0.6)})
    assert isinstance(found, Proposal)
    assert (found.now, found.proposed, found.n) == (1.5, 2.0, 100)
    assert found.after < found.before


def test_a_setting_that_shone_only_in_the_earlier_half_is_not() -> None:
    now = made(200, said=0.7, truth=0.7)
    lucky = [Forecasted(f.day, 0.9 * f.kept + 0.05 if n < 100 else 0.1, f.kept) for n, f in enumerate(now)]
    found = tuned("range width", 1.5, {1.5: now, 2.0: lucky})
    assert isinstance(found, NoProposal)
    assert found.missing == 0
    assert found.tried is not None
    assert found.tried[2] > found.tried[1]


@pytest.mark.parametrize(("outcomes", "missing"), [(0, 60), (43, 17), (59, 1)])
def test_too_few_outcomes_are_said_to_be_missing(outcomes: int, missing: int) -> None:
    few = made(outcomes, said=0.5, truth=0.5)
    assert tuned("available share", 1.0, {1.0: few, 0.9: few}) == NoProposal(subject="available share", missing=missing)
    assert recalibrated(few) == NoProposal(subject="recalibration", missing=missing)


def test_percentages_that_were_too_sure_are_to_be_read_lower() -> None:
    found = recalibrated(made(300, said=0.95, truth=0.7))
    assert isinstance(found, Proposal)
    assert found.recalibration is not None
    assert float(found.recalibration.applied(0.95)) == pytest.approx(0.7, abs=0.06)


def test_percentages_that_meant_what_they_said_are_left_alone() -> None:
    assert isinstance(recalibrated(made(300, said=0.7, truth=0.7)), NoProposal)


def test_days_on_which_everything_was_forecast_at_once_are_not_torn_apart() -> None:
    same_day = [Forecasted(FIRST, 0.5, True)] * 80
    assert isinstance(recalibrated(same_day), NoProposal)


class TestRecalibration:
    def test_of_a_few_outcomes_stays_near_to_what_was_said(self) -> None:
        found = recalibration_of([0.9, 0.9, 0.9], [1.0, 1.0, 0.0])
        assert 0.75 < float(found.applied(0.9)) < 0.9

    def test_finds_the_line_that_made_the_outcomes(self) -> None:
        chance = np.random.default_rng(1)
        p = chance.uniform(0.05, 0.95, 20_000)
        truth = Recalibration(-0.5, 0.6)
        found = recalibration_of(p, (chance.random(len(p)) < truth.applied(p)).astype(float))
        assert found.intercept == pytest.approx(-0.5, abs=0.06)
        assert found.slope == pytest.approx(0.6, abs=0.06)

    def test_never_turns_the_order_of_forecasts_round(self) -> None:
        assert recalibration_of([0.1, 0.9] * 50, [1.0, 0.0] * 50).slope >= 0
