from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.outside.additive import fit_additive
from makegood.engine.outside.bases import Levels, references
from makegood.engine.outside.classes import choose_classes
from makegood.engine.outside.cohorts import cohorts_of
from makegood.engine.outside.experts import Experts, Mixture, slope_of, stack
from makegood.engine.outside.history import History
from makegood.engine.outside.outcomes import outcomes_of
from makegood.engine.outside.tallies import log_odds, probability


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=150))
def test_the_mixture_is_never_much_worse_than_the_best_in_all(cases: list[tuple[float, float, int]]) -> None:
    """Vovk's bound, ln(1/prior)/2, for one outcome at a time; the fading of old scores may only cost a little more."""
    experts = Experts(np.array([0.5, 0.5]), memory=1e9)
    total, single = 0.0, np.zeros(2)
    for one, other, kept in cases:
        said = np.array([[one, other]])
        total += float((experts.combine(said)[0] - kept) ** 2)
        single += (said[0] - kept) ** 2
        experts.absorb(said, np.array([float(kept)]), np.ones(1))
    assert total <= single.min() + np.log(2) / 2 + 0.002 * len(cases)


def test_a_forecast_that_becomes_the_best_takes_over() -> None:
    experts = Experts(np.array([0.5, 0.5]))
    for kept in (0.0, 1.0):
        for _ in range(400):
            experts.absorb(np.array([[0.1, 0.9]]), np.array([kept]), np.ones(1))
        assert int(np.argmax(experts.weights)) == int(kept)


def test_what_becomes_known_together_counts_less_than_one_by_one() -> None:
    together, apart = (Experts(np.array([0.5, 0.5])) for _ in range(2))
    said, kept = np.tile([0.6, 0.5], (100, 1)), np.ones(100)
    together.absorb(said, kept, np.ones(100))
    for place in range(100):
        apart.absorb(said[place : place + 1], kept[:1], np.ones(1))
    assert 0.5 < together.weights[0] < apart.weights[0]


def test_stacking_finds_the_mean_that_is_best_and_little_data_changes_little() -> None:
    generator = np.random.default_rng(1)
    truth = generator.uniform(0.1, 0.9, 5_000)
    noise = generator.normal(0, 0.2, (5_000, 2))
    said = np.clip(truth[:, None] + noise, 0, 1)
    kept = (generator.random(5_000) < truth).astype(np.float64)
    prior = np.array([0.8, 0.2])
    assert stack(prior, said, kept, np.ones(5_000)) == pytest.approx([0.5, 0.5], abs=0.1)
    assert stack(prior, said[:3], kept[:3], np.ones(3)) == pytest.approx(prior, abs=0.2)


def test_timid_forecasts_get_a_steeper_slope_and_bold_ones_a_flatter() -> None:
    generator = np.random.default_rng(2)
    beyond = generator.normal(0, 1, 3_000)
    kept = (generator.random(3_000) < probability(beyond)).astype(np.float64)
    level, weight = np.zeros(3_000), np.ones(3_000)
    assert slope_of(level, beyond / 2, kept, weight) == pytest.approx(2, abs=0.2)
    assert slope_of(level, beyond * 2, kept, weight) == pytest.approx(0.5, abs=0.05)
    assert slope_of(level[:5], beyond[:5], kept[:5], weight[:5]) == pytest.approx(1, abs=0.4)
    assert Mixture(np.ones(1), 0.0).combine(np.array([0.7]), np.array([[0.2]])) == pytest.approx([0.7])


def test_base_rates_know_only_what_came_before() -> None:
    as_of = np.array([0.0, 10.0, 10.5, 200.0])
    known, kept = np.array([10.0, 20.0, 30.0, np.inf]), np.array([1.0, 0.0, 1.0, 1.0])
    found = references(as_of, known, kept, np.ones(4, dtype=np.bool_))
    assert found.ever.tolist() == [0.5, 0.5, 0.75, 2.5 / 4]
    assert found.recent.tolist() == found.ever.tolist()


def test_the_recent_rate_is_one_from_twenty_outcomes_on() -> None:
    known = np.concatenate((np.zeros(100), np.full(20, 300.0)))
    kept = np.concatenate((np.ones(100), np.zeros(20)))
    found = references(np.full(120, 301.0), known, kept, np.ones(120, dtype=np.bool_))
    assert found.recent[0] == pytest.approx(0.5 / 21)
    assert found.ever[0] == pytest.approx(100.5 / 121)


def test_a_fast_level_follows_and_a_slow_one_remembers() -> None:
    levels = Levels(start=0.0)
    levels.absorb(np.ones(200), np.ones(200), np.linspace(0, 100, 200))
    levels.absorb(np.zeros(60), np.ones(60), np.linspace(100, 130, 60))
    rates = levels.at(130.0)
    assert rates[0] == pytest.approx(200.5 / 261)
    assert rates[-1] < 0.35
    assert (np.diff(rates) <= 1e-9).all()


def test_what_closed_lately_is_not_taken_for_what_was_made_lately() -> None:
    """Kept ones close within a day, broken ones after thirty: after twenty days all that closed was kept."""
    generator = np.random.default_rng(3)
    made = np.sort(generator.uniform(0, 80, 4_000))
    kept = (generator.random(4_000) < 0.6).astype(np.float64)
    closed = made + np.where(kept == 1, generator.uniform(0, 1, 4_000), generator.uniform(29, 31, 4_000))
    history = History.of([str(number) for number in range(4_000)], made=made, delivered=closed, kept=kept)
    cohorts = cohorts_of(outcomes_of(history), 0.0)
    assert cohorts is not None
    for day in range(1, 61):
        cohorts.advance(float(day))
    in_the_last_days = (closed > 40) & (closed < 60)
    assert kept[in_the_last_days].mean() == pytest.approx(0.6, abs=0.05)
    assert kept[closed < 40].mean() > 0.8
    assert cohorts.levels() == pytest.approx([0.6] * 3, abs=0.05)
    assert cohorts.levels(age=20.0)[-1] < 0.1


def test_where_every_outcome_is_known_by_its_date_cohorts_are_not_needed() -> None:
    history = History.of(["A"], made=[1.0], promised=[5.0], delivered=[4.0])
    assert cohorts_of(outcomes_of(history), 0.0) is None


def test_the_regression_finds_the_telling_feature_and_none_among_noise() -> None:
    generator = np.random.default_rng(4)
    shifts = generator.normal(0, 0.7, (3_000, 30))
    kept = (generator.random(3_000) < probability(shifts[:, 7])).astype(np.float64)
    allowed, weight, level = np.ones(30, dtype=np.bool_), np.ones(3_000), np.zeros(3_000)
    fitted = fit_additive(level, shifts, kept, weight, allowed=allowed)
    weights = dict(zip(fitted.features.tolist(), fitted.weights.tolist(), strict=True))
    assert weights.pop(7) == pytest.approx(1, abs=0.1)
    assert all(weight < 0.1 for weight in weights.values())
    allowed[7] = False
    assert 7 not in fit_additive(level, shifts, kept, weight, allowed=allowed).features


def test_the_base_rate_is_said_where_nothing_was_learnt() -> None:
    fitted = fit_additive(np.zeros(3), np.zeros((3, 2)), np.ones(3), np.ones(3), allowed=np.ones(2, dtype=np.bool_))
    assert fitted.forecast(log_odds(np.array([0.3])), np.ones((1, 2))) == pytest.approx([0.3])


def test_classes_are_found_by_evidence_and_neither_ids_nor_noise_are() -> None:
    generator = np.random.default_rng(5)
    team, kind, dice = (generator.integers(0, 6, 2_000) for _ in range(3))
    ids = np.arange(2_000)
    kept = (generator.random(2_000) < np.array([0.9, 0.9, 0.5, 0.9, 0.2, 0.9])[team] - 0.6 * (kind == 3)).astype(int)
    codes = np.column_stack([ids, dice, kind, team]).astype(np.int64)
    assert choose_classes(codes, kept.astype(np.int64), np.ones(2_000), depth=3) == [3, 2]
    assert choose_classes(codes[:, :2], kept.astype(np.int64), np.ones(2_000), depth=3) == []
    assert choose_classes(codes[:0], kept[:0].astype(np.int64), np.ones(0), depth=3) == []
