from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from makegood.engine.outside import DayCurve, Replayed, score_replay

MONDAY = date(2026, 1, 5)


def case(number: int, *, kept: bool = True, day: int = 0, **p_kept: float | None) -> Replayed:
    as_of = MONDAY + timedelta(days=day)
    due = as_of + timedelta(days=5)
    curve = DayCurve(as_of, np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]))
    return Replayed(
        promise=f"P{number}",
        as_of=as_of,
        due=due,
        kept=kept,
        finished=due - timedelta(days=2) if kept else due + timedelta(days=3),
        p_kept=p_kept,
        curves={"inside": curve},
    )


def test_each_view_is_scored_on_the_same_cases_beside_the_base_rate() -> None:
    cases = [case(number, kept=number % 4 > 0, inside=0.75, outside=0.5) for number in range(40)]
    scores = score_replay([*cases, case(99, inside=0.9, outside=None)])
    assert (scores.n, scores.promises, scores.left_out) == (40, 40, 1)
    assert scores.base_rate == 0.75
    assert scores.reference_brier == pytest.approx(0.25)  # nothing was known yet on that day: one half
    assert [view.view for view in scores.views] == ["inside", "outside"]
    assert [view.brier for view in scores.views] == pytest.approx([0.1875, 0.25])
    assert [view.skill for view in scores.views] == pytest.approx([0.25, 0])
    assert scores.views[0].crps_days is not None
    assert scores.views[1].crps_days is None


def test_the_base_rate_is_that_of_outcomes_known_by_then() -> None:
    early = [case(number, inside=0.5) for number in range(9)]
    scores = score_replay([*early, case(50, day=30, inside=0.5)])
    assert scores.reference_brier == pytest.approx((9 * 0.25 + 0.05**2) / 10)


def test_the_crps_of_a_day_curve_is_in_days() -> None:
    certain = DayCurve(MONDAY, np.array([0.0, 0.0, 1.0, 1.0]))
    told = {"promise": "A", "as_of": MONDAY, "due": MONDAY, "kept": True, "p_kept": {"inside": 1.0}}
    for late in (0, 1, 6):
        finished = MONDAY + timedelta(days=2 + late)
        scores = score_replay([Replayed(**told, finished=finished, curves={"inside": certain})])  # type: ignore[arg-type]  # one mapping holds values of several types
        assert scores.views[0].crps_days == late


def test_coverage_is_shown_from_twenty_finishes_on() -> None:
    cases = [case(number, inside=0.5) for number in range(20)]
    coverage = score_replay(cases).views[0].coverage
    assert coverage[50].share == 1  # finished on the fourth day, by which 40 % were done the day before
    assert score_replay(cases[:19]).views[0].coverage == {}


def test_nothing_said_is_nothing_scored() -> None:
    assert score_replay([]).views == ()
    silent = score_replay([case(1, inside=None)])
    assert (silent.n, silent.left_out, silent.base_rate) == (0, 1, None)
