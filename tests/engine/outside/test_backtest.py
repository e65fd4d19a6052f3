"""What a backtest says about histories of which the truth is known."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from makegood.engine.outside import Backtest, History, backtest
from makegood.engine.outside.history import CancelledBy
from makegood.engine.scores import brier
from tests.engine.outside.histories import START, noise, orders, projects, requests


@cache
def scored(kind: str) -> Backtest:
    """Return the backtest of one kind of history; it takes a second or two."""
    match kind:
        case "requests":
            return backtest(requests(4_000)[0], start=START + 100, optimism_by=("team",))
        case "changed":
            return backtest(requests(4_000, change_at=200)[0], start=START)
        case "projects":
            return backtest(projects(100), start=START + 300)
        case _:
            return backtest(orders(2_000), start=START + 200)


def test_requests_are_forecast_nearly_as_well_as_their_truth_allows() -> None:
    history, truth = requests(4_000)
    result = scored("requests")
    known = ~np.isnan(result.forecasts)
    best = brier(truth[known], result.outcomes[known])
    assert result.brier is not None
    assert result.reference_brier is not None
    assert result.n == known.sum() > 2_500
    assert (result.reference_brier - result.brier) / (result.reference_brier - best) > 0.8
    assert len(history) == len(result.forecasts)


@pytest.mark.parametrize(("kind", "limit"), [("requests", 0.03), ("orders", 0.06)])
def test_probabilities_mean_what_they_say(kind: str, limit: float) -> None:
    result = scored(kind)
    assert result.ece is not None
    assert result.ece < limit


def test_percentiles_cover_what_they_say() -> None:
    coverage = scored("requests").coverage
    for percentile, tolerance in ((50, 0.03), (85, 0.02), (95, 0.015)):
        assert coverage[percentile].share == pytest.approx(percentile / 100, abs=tolerance)
        assert coverage[percentile].low < coverage[percentile].share < coverage[percentile].high


def test_the_place_of_the_outcome_is_uniform() -> None:
    pit = scored("requests").pit
    assert np.histogram(pit, bins=5, range=(0, 1))[0] / len(pit) == pytest.approx([0.2] * 5, abs=0.03)


def test_projects_are_forecast_much_better_than_their_teams_do() -> None:
    result = scored("projects")
    assert result.crps is not None
    assert result.crps_promise is not None
    assert result.crps <= 0.6 * result.crps_promise
    assert result.promises < result.n / 5


def test_a_regime_change_is_followed_within_300_outcomes() -> None:
    """Everything takes 2.5 times as long from day 200 on, ten requests a day; the longest promise is 20 days."""
    history, _ = requests(4_000, change_at=200)
    result = scored("changed")
    after = (history.as_of >= START + 230) & ~np.isnan(result.forecasts)
    said, happened = result.forecasts[after].mean(), result.outcomes[after].mean()
    before = result.outcomes[history.as_of < START + 200]
    assert np.nanmean(before) - happened > 0.25
    assert said == pytest.approx(happened, abs=0.05)


def test_a_sudden_break_is_followed_within_200_outcomes() -> None:
    """Nine in ten are kept, and from day 300 on four in ten; ten orders of ten days are made a day."""
    generator = np.random.default_rng(3)
    made = np.floor(np.arange(4_000) / 10)
    late = generator.random(4_000) > np.where(made < 300, 0.9, 0.4)
    history = History.of(
        [f"O{number}" for number in range(4_000)],
        made=START + made,
        promised=START + made + 10,
        delivered=START + made + np.where(late, 13, 9),
    )
    result = backtest(history, start=START + 100)
    after = made >= 330
    assert result.forecasts[after].mean() == pytest.approx(result.outcomes[after].mean(), abs=0.03)
    soon = (made >= 330) & (made < 340)
    assert result.forecasts[soon].mean() == pytest.approx(0.4, abs=0.12)
    assert result.forecasts[made < 300][1_500:].std() < 0.04


def test_outcomes_without_any_moment_are_learnt_from_all_the_same() -> None:
    generator = np.random.default_rng(5)
    kind = generator.integers(0, 3, 1_500)
    kept = generator.random(1_500) < np.array([0.5, 0.7, 0.9])[kind]
    history = History.of(
        [f"T{number}" for number in range(1_500)],
        made=START + np.floor(np.arange(1_500) / 5),
        kept=kept.astype(np.float64),
        attributes={"kind": [f"kind {each}" for each in kind]},
    )
    result = backtest(history, start=START + 100)
    assert history.tells_no_end
    assert result.ece is not None
    assert result.skill is not None
    assert result.ece < 0.05
    assert result.skill > 0.05


@pytest.mark.parametrize("unique", [True, False])
def test_attributes_that_tell_nothing_bring_no_skill_and_do_no_harm(unique: bool) -> None:
    result = backtest(noise(800, unique=unique), start=START + 100)
    assert result.skill is not None
    assert -0.01 <= result.skill <= 0.02


@pytest.mark.parametrize("seed", range(4))
def test_ten_rows_are_forecast_by_the_base_rate(seed: int) -> None:
    result = backtest(noise(10, seed=seed), start=START + 50)
    assert result.skill == 0
    assert result.weights == {"base rate": 1.0}
    assert result.coverage == {}


@pytest.mark.parametrize("kept", [-1.0, 2.0])
def test_where_all_outcomes_are_alike_the_base_rate_says_it_all(kept: float) -> None:
    result = backtest(noise(200, kept=kept), start=START + 50)
    assert result.skill == pytest.approx(0, abs=1e-9)
    assert result.base_rate == (1.0 if kept > 1 else 0.0)


def test_parts_sum_to_the_brier_score() -> None:
    result = scored("orders")
    assert result.murphy is not None
    assert result.corp is not None
    assert result.murphy.brier == pytest.approx(result.brier)
    assert result.corp.brier == pytest.approx(result.brier)
    assert sum(result.weights.values()) == pytest.approx(1)


def test_horizons_share_the_forecasts_among_them() -> None:
    result = scored("orders")
    assert sum(each.n for each in result.by_horizon) == result.n
    assert all(each.from_days < each.to_days for each in result.by_horizon)


def test_teams_are_held_against_chance() -> None:
    optimism = scored("requests").optimism
    assert len(optimism) == 12
    assert all(each.alarm[0] <= each.limits[0] <= each.limits[1] <= each.alarm[1] for each in optimism)
    assert not any(each.optimism.flagged for each in optimism)


def test_the_same_seed_gives_the_same_to_the_bit_and_progress_is_told() -> None:
    history, told = orders(400), list[float]()
    one, other = (backtest(history, start=START + 200, progress=told.append) for _ in range(2))
    assert np.array_equal(one.forecasts, other.forecasts, equal_nan=True)
    assert told
    assert all(0 < share <= 1 for share in told)


def test_a_history_without_rows_scores_nothing() -> None:
    result = backtest(History.of([]), start=START)
    assert (result.n, result.brier, result.skill, result.ece) == (0, None, None, None)


def test_a_history_without_outcomes_scores_nothing() -> None:
    history = History.of(["A", "B"], made=[START, START + 1], promised=[START + 90, START + 90])
    result = backtest(history, start=START)
    assert (result.n, result.unresolved) == (0, 2)


def test_open_late_promises_are_scored_as_broken_and_cancelled_ones_excluded() -> None:
    history = History.of(
        ["open", "done", "withdrawn", "dropped"],
        made=[START] * 4,
        promised=[START + 5] * 4,
        delivered=[np.nan, START + 30, np.nan, np.nan],
        known_at=None,
        cancelled_by=[CancelledBy.NOBODY, CancelledBy.NOBODY, CancelledBy.CUSTOMER, CancelledBy.US],
    )
    result = backtest(history, start=START)
    assert (result.n, result.excluded, result.base_rate) == (3, 1, 0)


def test_duplicate_rows_count_as_one_promise() -> None:
    history = History.of(
        ["A", "A", "B"], made=[START] * 3, promised=[START + 5] * 3, delivered=[START + 4, START + 4, START + 9]
    )
    result = backtest(history, start=START)
    assert (result.n, result.promises) == (3, 2)


def test_a_tolerance_keeps_more_promises() -> None:
    strict, lenient = (backtest(orders(300), start=START, tolerance_days=days) for days in (0, 10))
    assert strict.base_rate is not None
    assert lenient.base_rate is not None
    assert lenient.base_rate > strict.base_rate + 0.1


def test_what_is_still_open_before_its_date_is_forecast_from_its_age() -> None:
    snapshots = scored("orders").snapshots
    assert [each.days_before for each in snapshots] == [30, 14, 7]
    assert all(0 < each.n < scored("orders").n for each in snapshots)
    assert all(each.skill > 0 for each in snapshots)
    assert scored("requests").snapshots[0].days_before == 14
