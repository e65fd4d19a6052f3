"""The schedule rule against an event simulation on the same draws (engine, "Schedule rule").

Rank decides to the minute there and by the day here, and a small difference early on can grow on the way through a
chain, so single promises differ; the mean must not, and most finish on the very same day.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from makegood.engine import Portfolio, RiskDriver, Wait
from makegood.engine.drawing import Draws
from makegood.engine.schedule import MINUTE_BITS, place
from tests.engine.event_simulation import finish_days
from tests.engine.plain_python import finish_days_in_python
from tests.engine.portfolios import a_portfolio, a_range, an_item, day, the_problem
from tests.engine.shapes import Plan, shaped_portfolio

SAMPLES = 3
SEEDS = (1, 2, 3)
HORIZON = 600
SATURATED = Plan(promises=50, teams=5, working_days=70)
CASES = {
    "chains that saturate their teams": replace(SATURATED, shapes=("chain",)),
    "diamonds through teams with other calendars": replace(SATURATED, shapes=("diamond",)),
    "two heads with links across promises": replace(SATURATED, shapes=("two heads",), across=0.3),
}


def days_late(portfolio: Portfolio, *, samples: int = SAMPLES) -> NDArray[np.int64]:
    """Return how many days later than the event simulation each promise finishes here, in each sample."""
    problem = the_problem(portfolio, samples=samples, horizon_days=HORIZON)
    draws = Draws(problem, 0, samples)
    finish = place(problem, draws, lambda: None).finish >> MINUTE_BITS
    ours = np.stack([finish[list(deal.jobs)].max(axis=0) for deal in problem.deals])
    theirs = finish_days(problem, draws)
    assert theirs.max() < HORIZON, "the case must fit into the horizon"
    return np.asarray(ours - theirs, dtype=np.int64)


@pytest.mark.parametrize("plan", CASES.values(), ids=CASES.keys())
def test_finish_days_agree_with_an_event_simulation(plan: Plan) -> None:
    late = np.stack([days_late(shaped_portfolio(replace(plan, seed=seed))) for seed in SEEDS])
    assert abs(late.mean()) <= 0.15
    assert abs(late).mean() <= 0.5
    assert (late == 0).mean() >= 0.7


def test_finish_days_of_items_that_several_slots_share_are_right_on_average() -> None:
    """The engine spreads them evenly over the team; single ones differ more than those of a single slot."""
    late = np.stack([days_late(shaped_portfolio(replace(SATURATED, widest=3, seed=seed))) for seed in SEEDS])
    assert abs(late.mean()) <= 0.15
    assert abs(late).mean() <= 0.8


def test_waits_and_risks_delay_the_same_days_as_in_an_event_simulation() -> None:
    running = Wait(10, 20, started=day(-4))
    portfolio = a_portfolio(
        an_item("P/1", a_range(20), wait=running),
        an_item("P/2", a_range(20), after=("P/1",), wait=Wait(5, 9)),
        risks=(RiskDriver(name="vendor", probability=0.5, items=("P/1", "P/2"), factor=1.5, delay_days=3),),
    )
    assert (days_late(portfolio, samples=32) == 0).all()


@pytest.mark.parametrize("plan", CASES.values(), ids=CASES)
def test_the_rule_in_plain_python_gives_the_same_days(plan: Plan) -> None:
    problem = the_problem(shaped_portfolio(plan), samples=SAMPLES, horizon_days=HORIZON)
    draws = Draws(problem, 0, SAMPLES)
    finish = place(problem, draws, lambda: None).finish >> MINUTE_BITS
    ours = [finish[list(deal.jobs)].max(axis=0) for deal in problem.deals if deal.jobs]
    assert np.array_equal(finish_days_in_python(problem, draws), np.stack(ours))
