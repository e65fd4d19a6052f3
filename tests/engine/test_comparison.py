from __future__ import annotations

import pytest

from makegood.engine.comparison import holds
from makegood.engine.portfolio import Operator


@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        ("=", False, True, False),
        ("!=", True, False, True),
        (">=", False, True, True),
        ("<=", True, True, False),
        (">", False, False, True),
        ("<", True, False, False),
    ],
)
def test_each_operator_says_what_it_means(operator: Operator, below: bool, equal: bool, above: bool) -> None:
    assert holds([1.0, 2.0, 3.0], operator, 2.0).tolist() == [below, equal, above]


def test_rounding_does_not_break_a_promise() -> None:
    assert holds(0.1 + 0.2, "<=", 0.3)
    assert not holds(0.1 + 0.2, ">", 0.3)
    assert holds(1e-7, ">", 0)
