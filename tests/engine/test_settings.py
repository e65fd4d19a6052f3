"""Settings that no forecast can be made with are refused at once."""

from __future__ import annotations

from math import nan

import pytest

from makegood.engine import CommonFactors, InvalidPortfolio, Settings
from tests.engine.portfolios import a_portfolio, a_promise, the_forecast


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", -1),
        ("seed", 1 << 200),
        ("samples", 0),
        ("samples", 65_537),
        ("horizon_days", 0),
        ("traced_samples", 0),
        ("weeks", 0),
        ("close_of_day_hour", 24),
        ("widening", -0.1),
        ("widening", nan),
    ],
)
def test_a_setting_out_of_range_is_named(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        Settings(**{name: value})  # type: ignore[arg-type]  # one value for settings of several types


@pytest.mark.parametrize("shares", [(-0.1, 0.2), (0.6, 0.5), (nan, 0.2), (0.1, nan)])
def test_shares_of_common_factors_are_shares(shares: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="shares"):
        Settings(factors=CommonFactors(*shares))


@pytest.mark.parametrize("value", [nan, -1.0, 1e18])
def test_a_value_that_is_no_amount_is_a_contradiction(value: float) -> None:
    with pytest.raises(InvalidPortfolio, match="value"):
        the_forecast(a_portfolio(promises=(a_promise(value=value),)))


def test_values_that_together_lose_their_cents_are_a_contradiction() -> None:
    promises = (a_promise("P", value=6e14), a_promise("Q", value=6e14))
    with pytest.raises(InvalidPortfolio, match="all promises together"):
        the_forecast(a_portfolio(promises=promises))
