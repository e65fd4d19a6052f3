from __future__ import annotations

import pytest

from makegood.engine.results import TermState
from makegood.engine.term_states import state_of


@pytest.mark.parametrize(
    ("probability", "conclusive", "state"),
    [
        (0.85, False, "met"),
        (0.14, False, "not met"),
        (0.5, True, "at risk"),
        (0.5, False, "inconclusive"),
        (0.16, True, "at risk"),
    ],
)
def test_a_probability_becomes_one_word(probability: float, conclusive: bool, state: TermState) -> None:
    assert state_of(probability, conclusive=conclusive) == state
