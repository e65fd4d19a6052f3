from __future__ import annotations

import numpy as np
import pytest

from makegood.engine.outside import propose_available_share, propose_effort_range, propose_recalibration


def test_too_bold_forecasts_are_drawn_in_and_the_gain_is_shown() -> None:
    generator = np.random.default_rng(1)
    truth = generator.uniform(0.3, 0.9, 400)
    said = 1 / (1 + np.exp(-2.5 * np.log(truth / (1 - truth))))
    proposal = propose_recalibration(said, generator.random(400) < truth)
    assert proposal.worthwhile
    assert proposal.slope == pytest.approx(0.4, abs=0.15)
    assert np.abs(proposal.apply(said) - truth).mean() < np.abs(said - truth).mean() / 2


def test_calibrated_forecasts_are_left_nearly_alone() -> None:
    generator = np.random.default_rng(2)
    truth = generator.uniform(0.1, 0.9, 2_000)
    proposal = propose_recalibration(truth, generator.random(2_000) < truth)
    assert (proposal.constant, proposal.slope) == pytest.approx((0, 1), abs=0.15)


@pytest.mark.parametrize(("n", "missing"), [(0, 30), (12, 18), (30, 0)])
def test_it_says_how_many_outcomes_are_missing(n: int, missing: int) -> None:
    proposal = propose_recalibration([0.7] * n, [1] * n)
    assert proposal.missing == missing
    if missing:
        assert not proposal.worthwhile
        assert proposal.apply([0.7]) == pytest.approx([0.7])


def test_effort_ranges_come_from_own_past_and_hold_what_they_say() -> None:
    generator = np.random.default_rng(3)
    estimated = generator.uniform(2, 40, 300)
    proposal = propose_effort_range(estimated, estimated * np.exp(generator.normal(0.4, 0.6, 300)))
    assert proposal.p50 == pytest.approx(np.exp(0.4), rel=0.1)
    assert proposal.p10 < proposal.p50 < proposal.p90
    assert proposal.inside_after == pytest.approx(0.8, abs=0.02)
    assert proposal.inside_before is not None
    assert proposal.inside_before < 0.6
    assert len(proposal.factors) == 300


def test_few_efforts_change_nothing() -> None:
    proposal = propose_effort_range([10.0] * 5, [20.0] * 5)
    assert (proposal.missing, proposal.p10, proposal.p50, proposal.p90) == (15, 0.75, 1, 1.6)
    assert proposal.inside_before == 0
    assert propose_effort_range([], []).missing == 20


@pytest.mark.parametrize(("estimated", "actual"), [([1.0], [1.0, 2.0]), ([0.0], [1.0]), ([1.0], [-1.0])])
def test_efforts_that_do_not_pair_are_refused(estimated: list[float], actual: list[float]) -> None:
    with pytest.raises(ValueError, match="in pairs"):
        propose_effort_range(estimated, actual)


def test_the_available_share_is_what_was_booked_of_what_was_there() -> None:
    share = propose_available_share([20, 22, 18, 20, 25, 15, 20, 20], [40] * 8)
    assert share.after == pytest.approx(0.5)
    assert share.before == 0.8
    assert share.standard_error == pytest.approx(0.0259, abs=1e-3)


def test_weeks_without_hours_are_left_aside_and_few_weeks_change_nothing() -> None:
    share = propose_available_share([20, 20, 5], [40, 40, 0], current=0.7)
    assert (share.n, share.missing, share.before, share.after, share.standard_error) == (2, 6, 0.7, 0.7, None)
    with pytest.raises(ValueError, match="in pairs"):
        propose_available_share([-1], [40])
