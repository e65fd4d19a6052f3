from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.outside.curves import bend, crps_of_curves, just_before, places, shares_at
from makegood.engine.outside.slack import SlackCurves, fit_slack
from makegood.engine.scores import crps
from makegood.engine.shrinkage import shrunken_rate
from makegood.engine.survival import kaplan_meier

observed = st.lists(
    st.tuples(st.sampled_from([-1.0, -0.5, -0.2, 0.1, 0.4, 0.8]), st.booleans()), min_size=2, max_size=40
).filter(lambda rows: any(done for _, done in rows))


def curves_of(ratio: list[float], finished: list[bool]) -> SlackCurves:
    fitted = fit_slack(np.array(ratio), np.array(finished), np.ones(len(ratio)), [])
    assert fitted is not None
    return fitted[0]


@given(observed)
def test_without_classes_the_curve_is_kaplan_and_meiers(rows: list[tuple[float, bool]]) -> None:
    ratio, finished = (list(column) for column in zip(*rows, strict=True))
    curves, expected = curves_of(ratio, finished), kaplan_meier(ratio, finished)
    for point, share in zip(curves.grid, curves.finished[0], strict=True):
        assert share == pytest.approx(1 - expected.at(point), abs=1e-9)


def test_kaplan_and_meiers_worked_example_on_the_log_scale() -> None:
    times, done = [0.8, 1.0, 1.1, 1.2, 1.5, 1.6, 2.0], [True, True, True, False, True, False, True]
    curves = curves_of(list(np.log(times)), done)
    shares = curves.at(np.zeros(7, dtype=np.int64), np.log(times))
    steps = [0.1429, 0.2857, 0.4286, 0.619, 1.0]
    assert shares[[0, 1, 2, 4, 6]] == pytest.approx(steps, abs=5e-5)


@given(st.integers(0, 30), st.integers(0, 30))
def test_a_small_class_is_drawn_to_all_as_a_beta_binomial_is(kept: int, late: int) -> None:
    ratio = np.array([-0.5] * 60 + [0.5] * 40 + [-0.5] * kept + [0.5] * late)
    level = np.array([-1] * 100 + [0] * (kept + late), dtype=np.int64)
    fitted = fit_slack(ratio, np.ones(len(ratio), dtype=np.bool_), np.ones(len(ratio)), [level])
    assert fitted is not None
    curves, starts = fitted
    overall = (60 + kept) / len(ratio)
    in_time = curves.at(np.arange(len(curves.finished)), np.zeros(len(curves.finished)))
    assert in_time[0] == pytest.approx(overall)
    if kept + late:
        assert in_time[starts[1]] == pytest.approx(shrunken_rate(kept, kept + late, overall))


def test_open_rows_count_as_far_as_they_have_come() -> None:
    done = curves_of([-1.0, -1.0, 1.0], [True, True, True])
    censored = curves_of([-1.0, -1.0, 1.0, -2.0], [True, True, True, False])
    still_open = curves_of([-1.0, -1.0, 1.0, 0.5], [True, True, True, False])
    zero = np.zeros(1, dtype=np.int64)
    assert done.at(zero, np.array([0.0]))[0] == pytest.approx(2 / 3)
    assert censored.at(zero, np.array([0.0]))[0] == pytest.approx(2 / 3)
    assert still_open.at(zero, np.array([0.0]))[0] == pytest.approx(1 / 2)


def test_nothing_finished_gives_no_curve() -> None:
    assert fit_slack(np.array([0.1]), np.array([False]), np.ones(1), []) is None


@given(observed, st.floats(0.01, 0.99))
def test_a_bent_curve_says_what_it_is_told_at_the_date_and_ascends(rows: list[tuple[float, bool]], p: float) -> None:
    ratio, finished = (list(column) for column in zip(*rows, strict=True))
    curves = curves_of(ratio, finished)
    zero = np.zeros(1, dtype=np.int64)
    bent = bend(curves, zero, np.zeros(1), np.array([p]))
    assert (np.diff(bent[0]) >= 0).all()
    assert 0 <= bent[0, 0] <= bent[0, -1] <= 1
    if 0 < curves.at(zero, np.zeros(1))[0] < 1:
        assert shares_at(curves.grid[None, :], bent, np.zeros(1))[0] == pytest.approx(p)


def test_the_crps_of_a_curve_is_that_of_a_large_ensemble() -> None:
    grid = np.array([[-1.0, 0.0, 0.5, 2.0]])
    finished = np.array([[0.0, 0.3, 0.7, 1.0]])
    ensemble = np.interp((np.arange(4_000) + 0.5) / 4_000, finished[0], grid[0])
    for outcome in (-2.0, -0.4, 0.0, 1.0, 3.0):
        assert crps_of_curves(grid, finished, np.array([outcome]))[0] == pytest.approx(
            crps(ensemble, outcome), abs=1e-3
        )


def test_a_step_at_the_outcome_puts_it_in_the_middle_and_inside_its_percentile() -> None:
    curves = curves_of([-0.5] * 2 + [0.0] * 6 + [0.5] * 2, [True] * 10)
    grid, finished, outcome = curves.grid[None, :], curves.finished, np.zeros(1)
    assert just_before(grid, finished, outcome)[0] == pytest.approx(0.2)
    assert places(grid, finished, outcome)[0] == pytest.approx(0.5)
