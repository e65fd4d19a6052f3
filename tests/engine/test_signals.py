from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from makegood.engine.signals import SURGE_P, contact_surge_p


def test_eight_contacts_where_three_are_usual_are_a_signal_and_six_are_not() -> None:
    assert contact_surge_p(8, 3) == pytest.approx(0.0119, abs=5e-5)
    assert contact_surge_p(6, 3) == pytest.approx(0.0839, abs=5e-5)
    assert contact_surge_p(8, 3) < SURGE_P < contact_surge_p(6, 3)


@given(st.integers(0, 300), st.floats(0.01, 300))
def test_the_tail_agrees_with_scipy(observed: int, expected: float) -> None:
    assert contact_surge_p(observed, expected) == pytest.approx(
        poisson.sf(observed - 1, expected), rel=1e-9, abs=1e-300
    )


def test_silence_is_no_surge_and_a_first_contact_is() -> None:
    assert contact_surge_p(0, 5) == 1
    assert contact_surge_p(0, 0) == 1
    assert contact_surge_p(1, 0) == 0


@pytest.mark.parametrize(("observed", "expected"), [(-1, 3), (1, -3)])
def test_negative_contacts_are_refused(observed: int, expected: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        contact_surge_p(observed, expected)
