"""Who gets capacity first, and the circles that nobody can get out of."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine import InvalidPortfolio, Portfolio, PriorityPolicy
from makegood.engine.ordering import find_cycle, placement_order
from makegood.engine.ordering import ranked as in_order
from makegood.engine.settings import OrderField
from tests.engine.portfolios import a_portfolio, a_promise, an_item, day, the_forecast
from tests.engine.strategies import portfolios

DEFAULT = PriorityPolicy()


def placed(portfolio: Portfolio, policy: PriorityPolicy = DEFAULT) -> list[str]:
    return [item.key for item in placement_order(portfolio, policy).items]


def ranked(*promises: dict[str, Any], policy: PriorityPolicy = DEFAULT) -> str:
    """Return the names of ``promises``, called a, b, c in the order given, by rank."""
    named = [a_promise(name, **facts) for name, facts in zip("abc", promises, strict=False)]
    portfolio = Portfolio(promises=tuple(reversed(named)))
    return "".join(promise.key for promise in placement_order(portfolio, policy).promises)


def test_class_comes_before_agreed_date_before_the_day_it_was_made_before_its_key() -> None:
    assert ranked({"priority_class": 2, "due_in": 1}, {"priority_class": 1, "due_in": 9}) == "ba"
    assert ranked({"due_in": 9}, {"due_in": 1}) == "ba"
    assert ranked({"made_at": None}, {"made_at": day(-1)}, {"made_at": day(-5)}) == "cba"
    assert ranked({}, {}, {}) == "abc"


def test_a_policy_may_rank_otherwise() -> None:
    by_value = PriorityPolicy("value", ("value",))
    assert ranked({"value": 5.0}, {"value": None}, {"value": 9.0}, policy=by_value) == "cab"
    by_first_date = PriorityPolicy("first date", ("first_due",))
    assert ranked({"due_in": 5}, {"due_in": 9, "first_due": day(1)}, policy=by_first_date) == "ba"


def test_a_customers_tier_may_come_first_and_who_was_put_before_or_behind_everything_stays_there() -> None:
    by_tier = PriorityPolicy("tier", ("band", "tier", "due"))
    assert ranked({"tier": "standard"}, {"tier": "Key"}, {"tier": "strategic"}, policy=by_tier) == "cba"
    first, last = {"priority_class": 0, "tier": None}, {"priority_class": 5, "tier": "strategic"}
    assert ranked(last, {"tier": "strategic"}, first, policy=by_tier) == "cba"


@given(portfolios(), st.permutations(("band", "class", "tier", "value", "due", "first_due", "made_at")), st.randoms())
def test_any_policy_is_one_order_of_all_whatever_the_order_of_rows(
    portfolio: Portfolio, fields: list[OrderField], chance: Random
) -> None:
    policy = PriorityPolicy("any", tuple(fields))
    rows = list(portfolio.promises)
    chance.shuffle(rows)
    order = [promise.key for promise in in_order(portfolio, policy)]
    assert order == [promise.key for promise in in_order(replace(portfolio, promises=tuple(rows)), policy)]
    assert sorted(order) == sorted(promise.key for promise in rows if promise.accepted_at is None)


def test_a_predecessor_in_another_promise_takes_the_place_of_its_best_successor() -> None:
    portfolio = a_portfolio(
        an_item("low/base"),
        an_item("low/part", after=("low/base",)),
        an_item("low/other"),
        an_item("high/work", after=("low/part",)),
        an_item("mid/work"),
        promises=(
            a_promise("high", priority_class=1),
            a_promise("mid", priority_class=2),
            a_promise("low", priority_class=3),
        ),
    )
    assert placed(portfolio) == ["low/base", "low/part", "high/work", "mid/work", "low/other"]


@given(portfolios(terms=False))
def test_every_predecessor_is_placed_first(portfolio: Portfolio) -> None:
    order = placement_order(portfolio, DEFAULT)
    assert all(before < number for number, job in enumerate(order.predecessors) for before in job)


def test_what_is_finished_or_accepted_holds_nobody_up() -> None:
    portfolio = a_portfolio(
        an_item("P/done", done_share=1.0),
        an_item("Q/accepted", hours=1_000),
        an_item("P/next", after=("P/done", "Q/accepted")),
        promises=(a_promise("P"), a_promise("Q", accepted_at=day(-3))),
    )
    assert placed(portfolio) == ["P/next"]
    assert the_forecast(portfolio).of("P").p50 == day(0)


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_cycle_is_named_whole_also_across_promises(length: int) -> None:
    keys = [f"P{number}/work" for number in range(length)]
    items = [an_item(key, after=(keys[number - 1],)) for number, key in enumerate(keys)]
    with pytest.raises(InvalidPortfolio) as refused:
        the_forecast(a_portfolio(*items, an_item("Q/free", after=(keys[0],))))
    (problem,) = refused.value.problems
    assert problem.code == "cycle"
    named = problem.values["items"]
    assert isinstance(named, tuple)
    assert named[0] == named[-1]
    assert sorted(named[1:]) == sorted(keys)


@given(st.integers(2, 8), st.data())
def test_a_cycle_is_found_wherever_it_is_and_nothing_else_is_one(size: int, data: st.DataObject) -> None:
    keys = [f"P/{number}" for number in range(size)]
    links = {
        key: data.draw(st.lists(st.sampled_from(keys[:number]), unique=True)) if number else []
        for number, key in enumerate(keys)
    }
    acyclic = a_portfolio(*(an_item(key, after=tuple(before)) for key, before in links.items()))
    assert find_cycle(acyclic) is None
    first, last = sorted(data.draw(st.lists(st.sampled_from(range(size)), min_size=2, max_size=2, unique=True)))
    chained = {
        key: [*before, *([keys[number - 1]] if number else [])] for number, (key, before) in enumerate(links.items())
    }
    chained[keys[first]] = [*chained[keys[first]], keys[last]]
    cycle = find_cycle(a_portfolio(*(an_item(key, after=tuple(before)) for key, before in chained.items())))
    assert cycle is not None
    assert cycle[0] == cycle[-1]
    assert all(after in chained[key] for key, after in pairwise(cycle))


def test_the_cycle_named_is_one_of_open_items() -> None:
    done = [an_item("P/a", after=("P/b",), done_share=1.0), an_item("P/b", after=("P/a",), done_share=1.0)]
    circle = [an_item("P/c", after=("P/d",)), an_item("P/d", after=("P/c",))]
    assert the_forecast(a_portfolio(*done)).of("P").p_kept == 1
    with pytest.raises(InvalidPortfolio, match="P/c"):
        the_forecast(a_portfolio(*done, *circle))
