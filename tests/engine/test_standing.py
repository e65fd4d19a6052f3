"""A standing forecast gives, after whatever changed, what a fresh one gives, and simulates no more than it must."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.engine import InvalidPortfolio, Portfolio, PriorityPolicy, Settings, forecast
from makegood.engine.layout import Drawn, lay_out, lay_out_again
from makegood.engine.portfolio import Absence, Fixed, Learnt, Wait
from makegood.engine.settings import OrderField
from makegood.engine.standing import StandingForecast
from tests.engine.portfolios import MONDAY, a_portfolio, a_promise, a_range, a_team, an_item, day
from tests.engine.strategies import portfolios
from tests.engine.values import plain

SETTINGS = Settings(samples=32)


OTHERWISE: tuple[dict[str, Any], ...] = (
    {"done_share": 0.0}, {"done_share": 0.5}, {"done_share": 1.0}, {"estimate": a_range(90)}, {"slots": 3},
    {"estimate": Learnt((1.0, 2.0, 40.0))}, {"estimate": Fixed(4_000.0)}, {"pausable": False}, {"not_before": day(9)},
    {"wait": Wait(3.0, 9.0)}, {"after": ()},
)  # fmt: skip
"""What else may be said of an item."""


def two_lines() -> Portfolio:
    items = [an_item(f"{line}{n}/work", a_range(20), team=line) for line in ("Assembly", "Paint") for n in range(3)]
    promises = tuple(a_promise(item.promise, due_in=3 + n, customer=f"C{n % 2}") for n, item in enumerate(items))
    return a_portfolio(*items, promises=promises, teams=(a_team("Paint"), a_team("Assembly"), a_team("Idle")))


@given(st.lists(portfolios(most_promises=5), min_size=1, max_size=4), st.booleans())
def test_any_sequence_of_portfolios_gives_what_a_fresh_forecast_gives(sequence: list[Portfolio], later: bool) -> None:
    standing = StandingForecast(SETTINGS)
    for portfolio in sequence:
        as_of = MONDAY + timedelta(days=later)
        assert plain(standing.renew(portfolio, as_of=as_of)) == plain(
            forecast(portfolio, as_of=as_of, settings=SETTINGS)
        )


@given(portfolios(most_promises=6), st.data())
def test_any_sequence_of_edits_gives_what_a_fresh_forecast_gives(portfolio: Portfolio, data: st.DataObject) -> None:
    standing = StandingForecast(SETTINGS)
    for _ in range(3):
        edited = data.draw(edits(portfolio))
        assert plain(standing.renew(edited, as_of=MONDAY)) == plain(forecast(edited, as_of=MONDAY, settings=SETTINGS))
        portfolio = edited


@settings(max_examples=30)
@given(portfolios(most_promises=6), st.data())
def test_what_is_laid_out_again_for_compiled_code_gives_what_is_laid_out_anew(
    portfolio: Portfolio, data: st.DataObject
) -> None:
    standing = StandingForecast(SETTINGS, compiled=True)
    for _ in range(4):
        portfolio = data.draw(edits(portfolio))
        fresh = StandingForecast(SETTINGS, compiled=True).renew(portfolio, as_of=MONDAY)
        assert plain(standing.renew(portfolio, as_of=MONDAY)) == plain(fresh)


def test_only_the_item_that_is_another_is_laid_out_again() -> None:
    portfolio, drawn, settled = two_lines(), Drawn(), Settings(samples=32, horizon_days=400, traced_samples=32)
    before = lay_out(portfolio, as_of=MONDAY, settings=settled, drawn=drawn)
    items = (portfolio.items[0], replace(portfolio.items[1], done_share=0.5), *portfolio.items[2:])
    changed = replace(portfolio, items=items)
    again = lay_out_again(changed, (portfolio, before), settings=settled, drawn=drawn)
    anew = lay_out(changed, as_of=MONDAY, settings=settled)
    assert again is not None
    assert (repr(again.jobs), again.deals) == (repr(anew.jobs), anew.deals)
    assert [now.item.key for was, now in zip(before.jobs, again.jobs, strict=True) if was is not now] == [items[1].key]


@st.composite
def edits(draw: st.DrawFn, portfolio: Portfolio) -> Portfolio:
    """Return ``portfolio`` after one edit: a row changed, or taken away with all that refers to it."""
    choices = ["value", "due", "team"] + (["item"] if portfolio.items else [])
    match draw(st.sampled_from(choices)):
        case "item":
            place = draw(st.integers(0, len(portfolio.items) - 1))
            items = list(portfolio.items)
            items[place] = replace(items[place], **draw(st.sampled_from(OTHERWISE)))
            return replace(portfolio, items=tuple(items))
        case "team" if portfolio.teams:
            teams = list(portfolio.teams)
            place = draw(st.integers(0, len(teams) - 1))
            away = (Absence(day(1), day(draw(st.integers(1, 9)))),)
            teams[place] = replace(teams[place], slots=draw(st.sampled_from((1.0, 2.0, 5.0))), absences=away)
            return replace(portfolio, teams=tuple(teams))
        case "due" | "value" as what if portfolio.promises:
            promises = list(portfolio.promises)
            place = draw(st.integers(0, len(promises) - 1))
            fact = {"due": day(draw(st.integers(1, 40)))} if what == "due" else {"value": 7_000.0, "currency": "EUR"}
            promises[place] = replace(promises[place], **fact)
            return replace(portfolio, promises=tuple(promises))
    return portfolio


def test_a_change_simulates_only_what_has_work_in_common_with_it() -> None:
    standing, portfolio = StandingForecast(SETTINGS), two_lines()
    standing.renew(portfolio, as_of=MONDAY)
    assert standing.simulated == 6
    standing.renew(portfolio, as_of=MONDAY)
    assert standing.simulated == 0
    items = (replace(portfolio.items[0], done_share=0.5), *portfolio.items[1:])
    standing.renew(replace(portfolio, items=items), as_of=MONDAY)
    assert standing.simulated == 3


def test_another_day_simulates_everything() -> None:
    standing, portfolio = StandingForecast(SETTINGS), two_lines()
    standing.renew(portfolio, as_of=MONDAY)
    standing.renew(portfolio, as_of=MONDAY + timedelta(days=1))
    assert standing.simulated == 6


def test_a_portfolio_that_contradicts_itself_is_refused_and_the_figures_stay() -> None:
    standing, portfolio = StandingForecast(SETTINGS), two_lines()
    before = standing.renew(portfolio, as_of=MONDAY)
    twice = replace(portfolio, items=(*portfolio.items, portfolio.items[0]))
    lost = replace(portfolio, items=(replace(portfolio.items[0], after=("nobody/knows",)), *portfolio.items[1:]))
    for wrong in (twice, lost):
        with pytest.raises(InvalidPortfolio):
            standing.renew(wrong, as_of=MONDAY)
    assert plain(standing.renew(portfolio, as_of=MONDAY)) == plain(before)
    assert standing.simulated == 0


@given(portfolios(), st.permutations(("class", "tier", "value", "due", "first_due", "made_at")), st.integers(1, 6))
def test_what_is_supposed_is_a_fresh_forecast_of_it_and_leaves_what_stands(
    portfolio: Portfolio, fields: list[OrderField], count: int
) -> None:
    policy = PriorityPolicy("other", ("band", *fields[:count]))
    standing = StandingForecast(SETTINGS)
    before = standing.renew(portfolio, as_of=MONDAY)
    supposed = standing.supposed(portfolio, as_of=MONDAY, policy=policy)
    assert plain(supposed) == plain(forecast(portfolio, as_of=MONDAY, settings=replace(SETTINGS, policy=policy)))
    assert plain(standing.renew(portfolio, as_of=MONDAY)) == plain(before)
    assert standing.simulated == 0
    assert plain(standing.renew(portfolio, as_of=MONDAY, policy=policy)) == plain(supposed)


def test_a_promise_that_came_to_the_same_is_not_read_again() -> None:
    standing, portfolio = StandingForecast(SETTINGS), two_lines()
    before = standing.renew(portfolio, as_of=MONDAY)
    items = [replace(one, done_share=0.5) if one.key == "Assembly2/work" else one for one in portfolio.items]
    after = standing.renew(replace(portfolio, items=tuple(items)), as_of=MONDAY)
    assert standing.simulated == 3
    read = {one.promise for one in after.promises if one is not before.of(one.promise)}
    assert read == {"Assembly2"}, "those that take the team first finish as before"
