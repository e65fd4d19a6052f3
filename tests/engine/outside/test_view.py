from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from makegood.engine.combination import combined_curve
from makegood.engine.outside import FinishCurve, History, View, learn
from makegood.engine.outside.history import date_of
from tests.engine.outside.histories import START, noise, orders, requests

NOW = START + 600.0


@cache
def view() -> View:
    """Return what was learnt from a shop's orders."""
    return learn(orders(2_000), as_of=NOW)


def still_open(history: History) -> History:
    return history.rows((history.as_of < NOW) & ~(history.delivered < NOW) & (history.promised >= NOW))


def test_every_open_promise_gets_a_probability_a_curve_and_a_reason() -> None:
    rows = still_open(orders(2_000))
    forecasts = view().forecast(rows)
    assert [each.promise for each in forecasts] == list(rows.promise)
    assert len(forecasts) > 30
    for each in forecasts:
        assert each.p_kept is not None
        assert 0 <= each.p_kept <= 1
        assert each.curve is not None
        assert (np.diff(each.curve.finished) >= 0).all()
        assert each.reason.code == "outside view"
        assert each.reason.values["n"] == each.reference.completed >= 20
        assert each.reason.values["late"] == each.reference.late <= each.reference.completed


def test_the_class_that_is_late_more_often_is_named_and_forecast_so() -> None:
    rows = History.of(
        ["bad", "good"],
        made=[NOW] * 2,
        promised=[NOW + 20] * 2,
        attributes={"product": ["P7", "P3"], "customer": ["C1"] * 2},
    )
    bad, good = view().forecast(rows)
    assert bad.reference.attributes == {"product": "P7"}
    assert bad.reference.late / bad.reference.completed > good.reference.late / good.reference.completed + 0.2
    assert bad.reference.median_days_late is not None
    assert bad.p_kept is not None
    assert good.p_kept is not None
    assert bad.p_kept < good.p_kept - 0.2


def test_a_value_never_seen_falls_back_to_all() -> None:
    rows = History.of(["new"], made=[NOW], promised=[NOW + 20], attributes={"product": ["never seen"]})
    (forecast,) = view().forecast(rows)
    assert forecast.reference.attributes == {}
    assert forecast.reference.completed == view().completed


def test_missing_attributes_fall_back_to_all() -> None:
    (forecast,) = view().forecast(History.of(["bare"], made=[NOW], promised=[NOW + 20]))
    assert forecast.reference.attributes == {}
    assert forecast.p_kept is not None


def test_the_longer_it_is_open_the_later_it_is_expected_and_the_less_it_is_kept() -> None:
    seen = NOW + np.array([0.0, 12.0, 19.0])
    rows = History.of(
        ["a", "b", "c"], made=[NOW] * 3, as_of=seen, promised=[NOW + 20] * 3, attributes={"product": ["P3"] * 3}
    )
    forecasts = view().forecast(rows)
    kept = [each.p_kept for each in forecasts if each.p_kept is not None]
    assert kept == sorted(kept, reverse=True)
    assert len(set(kept)) == 3
    medians = []
    for each, moment in zip(forecasts, seen, strict=True):
        assert each.curve is not None
        assert each.curve.at(moment) == 0
        medians.append(each.curve.quantile(0.5) or 0.0)
    assert medians == sorted(medians)


def test_an_overdue_promise_is_broken_and_still_has_a_finish() -> None:
    rows = History.of(["late"], made=[NOW - 40], as_of=[NOW], promised=[NOW - 5])
    (forecast,) = view().forecast(rows)
    assert forecast.p_kept == 0
    assert forecast.curve is not None
    assert (forecast.curve.quantile(0.5) or 0) > NOW


def test_probabilities_of_what_is_still_open_mean_what_they_say() -> None:
    """Half way to its target, each open request is forecast from its age; tolerance four points in each third."""
    history, _ = requests(6_000)
    half = history.made + (history.promised - history.made) / 2
    moment = START + 250.0
    learnt = learn(history, as_of=moment)
    later = (history.made >= moment) & (history.delivered > half)
    rows = replace(history.rows(later), as_of=half[later], delivered=np.full(int(later.sum()), np.nan))
    p = np.array([each.p_kept for each in learnt.forecast(rows)])
    y = (history.delivered <= history.promised)[later]
    for third in np.array_split(np.argsort(p), 3):
        assert p[third].mean() == pytest.approx(y[third].mean(), abs=0.06)


def test_without_an_outcome_nothing_is_said() -> None:
    rows = History.of(["A"], made=[NOW], promised=[NOW + 9])
    (forecast,) = learn(rows, as_of=NOW).forecast(rows)
    assert (forecast.p_kept, forecast.curve, forecast.reference.completed) == (None, None, 0)
    assert forecast.reason.code == "no outcome yet"


def test_few_outcomes_say_the_base_rate() -> None:
    history = noise(20, seed=2)
    learnt = learn(history, as_of=START + 600)
    (forecast,) = learnt.forecast(History.of(["A"], made=[START + 600], promised=[START + 620]))
    kept = (history.delivered <= history.promised).sum()
    assert forecast.p_kept == pytest.approx((kept + 0.5) / 21)
    assert learnt.method == "base rate"
    assert forecast.reference.late == 20 - kept


def test_what_only_states_kept_is_forecast_without_dates() -> None:
    history, _ = requests(1_000)
    kept = (history.delivered <= history.promised).astype(np.float64)
    undated = replace(history, promised=np.full(len(history), np.nan), kept=kept)
    rows = History.of(["A", "B"], made=[NOW, NOW - 200], as_of=[NOW, NOW], attributes={"team": ["team 0", "team 0"]})
    young, old = learn(undated, as_of=NOW).forecast(rows)
    assert young.p_kept is not None
    assert old.p_kept is not None
    assert old.p_kept < young.p_kept


def test_percentiles_of_a_curve_are_the_first_moments_that_reach_them() -> None:
    curve = FinishCurve(np.array([10.0, 12.0, 16.0]), np.array([0.0, 0.5, 0.9]))
    assert [curve.quantile(q) for q in (0.25, 0.5, 0.7, 0.95)] == [11, 12, 14, None]
    assert curve.date_at(0.5) == date_of(11)
    assert curve.by_end_of_day(date_of(10), 3) == pytest.approx([0.25, 0.5, 0.6])
    with pytest.raises(ValueError, match="quantile"):
        curve.quantile(0)


def test_both_views_make_one_curve_day_by_day() -> None:
    (forecast,) = view().forecast(History.of(["A"], made=[NOW], promised=[NOW + 20], attributes={"product": ["P3"]}))
    assert forecast.curve is not None
    outside = forecast.curve.by_end_of_day(date_of(NOW), 60)
    inside = np.clip(np.arange(60) * 30, 0, 1_024)
    combined = combined_curve(inside, 1_024, outside, completed=forecast.reference.completed)
    assert (np.diff(combined) >= 0).all()
    low, high = np.minimum(inside / 1_024, outside), np.maximum(inside / 1_024, outside)
    assert ((combined >= low - 1e-3) & (combined <= high + 1e-3)).all()
    assert combined_curve(inside, 1_024, outside, completed=0) == pytest.approx((inside + 0.5) / 1_025)
    with pytest.raises(ValueError, match="can't be combined"):
        combined_curve([1, 2], 4, [0.5], completed=3)
