"""Teams slip together: correlations, many promises broken at once, and what stratified draws are worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from makegood.engine import CommonFactors, Portfolio, RiskDriver, Settings, Wait, forecast
from makegood.engine.drawing import Draws
from makegood.engine.settings import INDEPENDENT
from tests.engine.portfolios import MONDAY, a_portfolio, a_range, a_team, an_item, day, the_problem, the_promise

SAMPLES = 8_192
DEFAULT = CommonFactors()
MANY = 20
P = 0.85


def log_efforts(portfolio: Portfolio, factors: CommonFactors = DEFAULT) -> NDArray[np.float64]:
    problem = the_problem(portfolio, samples=SAMPLES, factors=factors)
    draws = Draws(problem, 0, SAMPLES)
    return np.asarray(np.log(np.stack([draws.effort(job) for job in problem.jobs])), dtype=np.float64)


def correlations(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.corrcoef(rows))


def test_log_efforts_correlate_by_30_percent_within_a_team_and_10_percent_across() -> None:
    without_shift = a_range(1_000, least=0.5, most=2.0)
    items = [an_item(f"P/{team}{n}", without_shift, team=team) for team in ("A", "B") for n in range(6)]
    correlation = correlations(log_efforts(a_portfolio(*items)))
    teams = np.repeat([0, 1], 6)
    same = (teams[:, None] == teams) & ~np.eye(12, dtype=bool)
    assert correlation[same].mean() == pytest.approx(0.30, abs=0.015)
    assert correlation[teams[:, None] != teams].mean() == pytest.approx(0.10, abs=0.015)


def test_without_common_factors_efforts_are_independent() -> None:
    items = [an_item(f"P/{n}", a_range(1_000)) for n in range(6)]
    correlation = correlations(log_efforts(a_portfolio(*items), INDEPENDENT))
    assert np.abs(correlation[np.triu_indices(6, 1)]).max() < 0.06


def broken_together(factors: CommonFactors) -> NDArray[np.int64]:
    """Count in each sample the promises that break, of twenty by one team at 0.85 each, each with a slot of its own."""
    items = [an_item(f"P{n:02}/work", a_range(100)) for n in range(MANY)]
    efforts = np.exp(log_efforts(a_portfolio(*items), factors))
    limit = np.quantile(efforts, P)
    return np.asarray((efforts > limit).sum(axis=0), dtype=np.int64)


def test_six_of_twenty_promises_at_85_percent_break_in_7_percent_when_independent_and_18_when_a_team_slips() -> None:
    alone = (broken_together(INDEPENDENT) >= 6).mean()
    together = (broken_together(CommonFactors(organisation=0.10, team=0.20)) >= 6).mean()
    by_organisation = (broken_together(CommonFactors(organisation=0.10, team=0.0)) >= 6).mean()
    assert alone == pytest.approx(stats.binom.sf(5, MANY, 1 - P), abs=0.01)
    assert alone == pytest.approx(0.067, abs=0.01)
    assert together == pytest.approx(0.184, abs=0.015)
    assert by_organisation == pytest.approx(0.13, abs=0.015)


def test_a_forecast_of_twenty_promises_loses_more_at_95_percent_when_they_slip_together() -> None:
    items = [an_item(f"P{n:02}/work", a_range(100)) for n in range(MANY)]
    portfolio = a_portfolio(*items, teams=(a_team(slots=MANY),))
    portfolio = replace(
        portfolio, promises=tuple(replace(p, value=1_000.0, due=day(36), currency="EUR") for p in portfolio.promises)
    )
    together, alone = (
        forecast(portfolio, as_of=MONDAY, settings=Settings(samples=2_048, factors=factors)).portfolio
        for factors in (CommonFactors(), INDEPENDENT)
    )
    assert together.expected_kept == pytest.approx(alone.expected_kept, abs=0.2)
    assert together.loss_at_95["EUR"] >= alone.loss_at_95["EUR"] + 2_000
    assert together.p_all_kept is not None
    assert alone.p_all_kept is not None
    assert together.p_all_kept > alone.p_all_kept + 0.05


def test_waits_share_the_factor_of_the_organisation_only() -> None:
    long = Wait(1_000, 2_000)
    portfolio = a_portfolio(*(an_item(f"P/{n}", 8.0, wait=long) for n in range(6)))
    problem = the_problem(portfolio, samples=SAMPLES)
    draws = Draws(problem, 0, SAMPLES)
    stages = [job.stage for job in problem.jobs if job.stage is not None]
    waited = np.log(np.stack([draws.wait_days(stage) for stage in stages]) + 0.0)
    assert correlations(waited)[np.triu_indices(6, 1)].mean() == pytest.approx(0.10, abs=0.02)


def test_512_stratified_samples_say_the_mean_better_than_1000_plain_ones() -> None:
    portfolio = a_portfolio(an_item("P/1", a_range(200)), an_item("P/2", a_range(200), after=("P/1",)))

    def spread(samples: int, *, stratified: bool) -> float:
        means = []
        for seed in range(40):
            settings = Settings(samples=samples, seed=seed, stratified=stratified)
            curve = forecast(portfolio, as_of=MONDAY, settings=settings).of("P").curve
            assert curve is not None
            means.append(float(np.arange(len(curve.counts)) @ curve.counts) / samples)
        return float(np.std(means))

    assert spread(512, stratified=True) < spread(1_000, stratified=False)


def test_a_risk_hits_all_that_it_touches_in_the_same_samples_and_as_often_as_stated() -> None:
    risk = RiskDriver(name="vendor", probability=0.25, items=("P/1", "Q/1"), factor=2.0)
    problem = the_problem(a_portfolio(an_item("P/1", 8.0), an_item("Q/1", 8.0), risks=(risk,)), samples=1_024)
    draws = Draws(problem, 0, 1_024)
    first, second = (draws.effort(job) for job in problem.jobs)
    assert np.array_equal(first, second)
    assert sorted(set(first.tolist())) == [480, 960]
    assert (first == 960).sum() == 256


def test_the_standard_error_of_p_kept_is_that_of_a_share() -> None:
    promise = the_promise(a_portfolio(an_item("P/1", a_range(150))), samples=1_024)
    assert promise.p_kept is not None
    assert 0 < promise.p_kept < 1
    assert promise.p_kept_se == pytest.approx((promise.p_kept * (1 - promise.p_kept) / 1_024) ** 0.5)
