from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.deciding.weights import roc_weights, swing_weights


def test_rank_order_centroids_of_the_worked_examples() -> None:
    assert roc_weights(4) == pytest.approx((0.5208, 0.2708, 0.1458, 0.0625), abs=5e-5)
    assert roc_weights(6) == pytest.approx((0.4083, 0.2417, 0.1583, 0.1028, 0.0611, 0.0278), abs=5e-5)
    assert roc_weights(1) == (1.0,)


@given(st.integers(1, 30))
def test_rank_weights_sum_to_one_and_descend(criteria: int) -> None:
    weights = roc_weights(criteria)
    assert sum(weights) == pytest.approx(1)
    assert list(weights) == sorted(weights, reverse=True)


def test_swings_become_shares() -> None:
    assert swing_weights([100, 60, 40]) == pytest.approx((0.5, 0.3, 0.2))


@pytest.mark.parametrize("swings", [[], [90, 50], [100, -1], [100, 120]])
def test_swings_without_an_anchor_are_refused(swings: list[float]) -> None:
    with pytest.raises(ValueError, match="swings"):
        swing_weights(swings)


def test_weights_of_no_criteria_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        roc_weights(0)
