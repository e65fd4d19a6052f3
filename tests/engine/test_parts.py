"""Parts of a portfolio without common work, forecast one after the other, give the forecast of the whole."""

from __future__ import annotations

from importlib import import_module
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine import Portfolio, RiskDriver, Settings, forecast
from makegood.engine.assembly import Assembly, assemble, read_part
from makegood.engine.forecast import simulate
from makegood.engine.layout import lay_out, resolved
from makegood.engine.parts import independent_parts
from makegood.engine.results import Forecast
from tests.engine.portfolios import MONDAY, a_portfolio, a_promise, a_range, a_team, an_item
from tests.engine.shapes import Plan, grouped_portfolio
from tests.engine.strategies import portfolios
from tests.engine.values import plain

SETTINGS = Settings(samples=64)
FORECASTING = import_module("makegood.engine.forecast")  # the package gives its name to the function


def whole(portfolio: Portfolio, settings: Settings = SETTINGS) -> Forecast:
    problem = lay_out(portfolio, as_of=MONDAY, settings=settings)
    return assemble(problem, simulate(problem), portfolio)


def in_parts(portfolio: Portfolio, settings: Settings = SETTINGS) -> Forecast:
    settings = resolved(settings, portfolio, MONDAY)
    assembly = Assembly(portfolio, MONDAY, settings)
    for part in independent_parts(portfolio, least_items=1):
        problem = lay_out(part, as_of=MONDAY, settings=settings)
        assembly.add(read_part(problem, simulate(problem), part))
    return assembly.forecast()


def two_companies() -> Portfolio:
    """Two lines of work that share a customer and a vendor, but no team."""
    items = [
        an_item(f"{line}{number}/work", a_range(20), team=line) for line in ("Assembly", "Paint") for number in range(4)
    ]
    promises = [
        a_promise(item.promise, due_in=3 + 2 * number, customer=f"C{number % 3}", value=1_000.0 + number)
        for number, item in enumerate(items)
    ]
    vendor = RiskDriver(name="vendor", probability=0.4, items=("Assembly0/work", "Paint1/work"), delay_days=5)
    teams = (a_team("Paint"), a_team("Assembly"), a_team("Nobody's"))
    return a_portfolio(*items, promises=tuple(promises), teams=teams, risks=(vendor,))


@given(portfolios())
def test_the_parts_give_the_forecast_of_the_whole(portfolio: Portfolio) -> None:
    assert plain(in_parts(portfolio)) == plain(whole(portfolio))


def test_a_risk_that_hits_several_parts_happens_in_all_of_them_or_in_none() -> None:
    portfolio = two_companies()
    assert len(list(independent_parts(portfolio, least_items=1))) == 3  # one has no work
    assert plain(in_parts(portfolio)) == plain(whole(portfolio))


@given(portfolio=portfolios(most_promises=8), least=st.integers(1, 6))
def test_every_row_is_in_one_part_and_parts_share_neither_teams_nor_links(portfolio: Portfolio, least: int) -> None:
    parts = list(independent_parts(portfolio, least_items=least))
    for name in ("teams", "promises", "items", "specifications", "service_levels"):
        rows = list(chain.from_iterable(getattr(part, name) for part in parts))
        assert sorted(map(repr, rows)) == sorted(map(repr, getattr(portfolio, name)))
    for part in parts:
        keys = {item.key for item in part.items}
        assert {item.team for item in part.items} <= {team.name for team in part.teams}
        assert {before for item in part.items for before in item.after} <= keys
        assert {key for risk in part.risks for key in risk.items} <= keys
    assert all(len(part.items) >= least for part in parts[:-1])


def test_a_large_portfolio_is_run_in_parts_and_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FORECASTING, "APART_CELLS", 0)
    monkeypatch.setattr(FORECASTING, "LEAST_ITEMS_APART", 1)
    heard: list[tuple[int, int]] = []
    portfolio = two_companies()
    run = forecast(portfolio, as_of=MONDAY, settings=SETTINGS, progress=lambda done, total: heard.append((done, total)))
    assert plain(run) == plain(whole(portfolio))
    assert heard == sorted(heard)
    assert heard[-1] == (8, 8)


def test_shapes_with_links_across_promises_stay_together() -> None:
    both = grouped_portfolio(Plan(promises=12, teams=3, working_days=30, across=0.5), 2)
    assert len(list(independent_parts(both, least_items=1))) >= 2
    assert plain(in_parts(both)) == plain(whole(both))
