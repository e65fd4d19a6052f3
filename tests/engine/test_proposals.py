"""Proposals: chosen on the earlier half, put forward only where the later half did better, else the missing counted."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from makegood.engine.proposals import Forecasted, NoProposal, Proposal, tuned

FIRST = date(2026, 1, 1)


def made(size: int, *, said: float, truth: float, seed: int = 5) -> list[Forecasted]:
    """Return forecasts that all say ``said``, of outcomes that are kept with the chance ``truth``."""
    chance = np.random.default_rng(seed)
    return [Forecasted(FIRST + timedelta(days=n), f"P-{n}", said, bool(chance.random() < truth)) for n in range(size)]


def test_a_setting_that_is_nearer_in_both_halves_is_proposed_with_its_effect() -> None:
    found = tuned("range width", 1.5, {1.5: made(200, said=0.95, truth=0.6), 2.0: made(200, said=0.6, truth=0.6)})
    assert isinstance(found, Proposal)
    assert (found.now, found.proposed, found.n) == (1.5, 2.0, 100)
    assert found.after < found.before


def test_a_setting_that_shone_only_in_the_earlier_half_is_not() -> None:
    now = made(200, said=0.7, truth=0.7)
    lucky = [Forecasted(f.day, f.promise, 0.9 * f.kept + 0.05 if n < 100 else 0.1, f.kept) for n, f in enumerate(now)]
    found = tuned("range width", 1.5, {1.5: now, 2.0: lucky})
    assert isinstance(found, NoProposal)
    assert found.missing == 0
    assert found.tried is not None
    assert found.tried[2] > found.tried[1]


def test_a_gain_that_chance_explains_is_no_proposal() -> None:
    now = made(120, said=0.80, truth=0.75)
    little = [Forecasted(f.day, f.promise, 0.78, f.kept) for f in now]
    assert isinstance(tuned("range width", 1.5, {1.5: now, 2.0: little}), NoProposal)


def test_many_forecasts_of_one_promise_are_one_witness() -> None:
    days = [FIRST + timedelta(days=n) for n in range(200)]
    now = [Forecasted(day, "A" if n % 2 else "B", 0.9, n % 2 == 0) for n, day in enumerate(days)]
    other = [Forecasted(f.day, f.promise, 0.6, f.kept) for f in now]
    assert isinstance(tuned("range width", 1.5, {1.5: now, 2.0: other}), NoProposal)


@pytest.mark.parametrize(("outcomes", "missing"), [(0, 60), (43, 17), (59, 1)])
def test_too_few_outcomes_are_said_to_be_missing(outcomes: int, missing: int) -> None:
    few = made(outcomes, said=0.5, truth=0.5)
    assert tuned("available share", 1.0, {1.0: few, 0.9: few}) == NoProposal(subject="available share", missing=missing)


def test_days_on_which_everything_was_forecast_at_once_are_not_torn_apart() -> None:
    same_day = [Forecasted(FIRST, "P", 0.5, True)] * 80
    assert isinstance(tuned("range width", 1.5, {1.5: same_day, 2.0: same_day}), NoProposal)
