from __future__ import annotations

import numpy as np
import pytest

from makegood.engine.optimism import funnel_limits, optimism


def test_the_worked_example_is_optimistic_beyond_three_standard_errors() -> None:
    found = optimism([0.85] * 20, [1] * 12 + [0] * 8)
    assert found.bias == pytest.approx(0.25)
    assert found.z == pytest.approx(-3.131, abs=5e-4)
    assert found.flagged


def test_few_outcomes_are_neither_shown_nor_flagged() -> None:
    nine, nineteen = optimism([0.9] * 9, [0] * 9), optimism([0.9] * 19, [0] * 19)
    assert (nine.shown, nine.flagged) == (False, False)
    assert (nineteen.shown, nineteen.flagged) == (True, False)


def test_certain_forecasts_leave_no_room_for_chance() -> None:
    assert optimism([1.0, 1.0], [1, 0]).z == 0
    assert optimism([1.0, 1.0], [1, 0]).bias == 0.5


def test_nothing_said_nothing_compared() -> None:
    with pytest.raises(ValueError, match="can't be compared"):
        optimism([], [])


def test_funnel_limits_narrow_with_more_outcomes() -> None:
    assert funnel_limits(0.8, 100, errors=2) == pytest.approx((0.72, 0.88))
    assert funnel_limits(0.8, 4, errors=3) == pytest.approx((0.2, 1.0))
    assert funnel_limits(0.8, 0, errors=2) == (0.0, 1.0)


def test_honest_forecasters_are_hardly_ever_flagged() -> None:
    generator = np.random.default_rng(9)
    flags = 0
    for _ in range(2_000):
        p = generator.beta(6, 2, size=40)
        flags += optimism(p, generator.random(40) < p).flagged
    assert flags < 20
