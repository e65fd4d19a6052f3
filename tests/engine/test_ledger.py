"""Scores from counts are those of the cases themselves, by worked numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.ledger import CURVE_FROM, bias_of, calibration, cases_of
from makegood.engine.optimism import optimism
from makegood.engine.reliability import corp
from makegood.engine.scores import brier, murphy

counts = st.dictionaries(
    st.integers(0, 1000), st.integers(1, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), max_size=12
)


def test_the_worked_example_of_murphys_parts() -> None:
    found = calibration({200: (10, 2), 800: (10, 8)})  # the worked one, twice
    assert found is not None
    assert found.brier == pytest.approx(0.16)
    parts = (found.murphy.reliability, found.murphy.resolution, found.murphy.uncertainty)
    assert parts == pytest.approx((0.0, 0.09, 0.25))
    assert found.skill == pytest.approx(0.36)


def test_the_worked_example_of_optimism() -> None:
    found = bias_of(20, 12, 20 * 850, 20 * 850 * 150)
    assert (found.optimism.bias, found.optimism.z) == pytest.approx((0.25, -3.131), abs=5e-4)
    assert found.optimism.flagged
    assert found.kept.rate is not None
    assert found.kept.rate < found.alarms[0]


@given(counts)
def test_counts_say_what_the_cases_say(given_counts: dict[int, tuple[int, int]]) -> None:
    said, kept = cases_of(given_counts)
    found = calibration(given_counts)
    assert (found is None) == (len(said) < CURVE_FROM)
    if found is not None:
        assert found.brier == pytest.approx(brier(said, kept))
        assert found.murphy == murphy(said, kept)
        assert found.corp == corp(said, kept)
        assert found.n == sum(times for times, _kept in given_counts.values())


def test_more_kept_than_said_is_refused_and_nothing_said_has_no_bias() -> None:
    with pytest.raises(ValueError, match="can't have been kept"):
        cases_of({500: (1, 2)})
    with pytest.raises(ValueError, match="nothing was said"):
        bias_of(0, 0, 0, 0)
    assert bias_of(2, 2, 2000, 0).optimism.z == 0  # who is certain leaves nothing to chance


@given(counts)
def test_the_bias_of_sums_is_that_of_the_cases(given_counts: dict[int, tuple[int, int]]) -> None:
    said, kept = cases_of(given_counts)
    if len(said):
        whole = [round(1000 * each) for each in said]
        found = bias_of(len(said), int(kept.sum()), sum(whole), sum(each * (1000 - each) for each in whole))
        expected = optimism(said, kept)
        assert found.optimism.n == expected.n
        assert found.optimism.bias == pytest.approx(expected.bias)
        assert found.optimism.z == pytest.approx(expected.z)
