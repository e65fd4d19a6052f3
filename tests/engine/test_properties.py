"""What holds for every portfolio, whatever stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import reduce
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine import Portfolio, Promise, Wait
from makegood.engine.assembly import assemble
from makegood.engine.blocks import tally_block
from makegood.engine.drawing import Draws
from makegood.engine.plain import simulate_plainly
from makegood.engine.problem import Problem
from makegood.engine.results import Forecast, PromiseForecast
from makegood.engine.tally import Tally
from tests.engine.portfolios import (
    MONDAY,
    a_portfolio,
    a_promise,
    a_range,
    an_item,
    day,
    the_forecast,
    the_problem,
)
from tests.engine.strategies import portfolios
from tests.engine.values import plain

SAMPLES = 64
HORIZON = 150
"""Days, of which strategies use 90; shorter than the default only to be quick."""
Row = TypeVar("Row")


def in_blocks(problem: Problem, size: int) -> list[Tally]:
    return [tally_block(problem, first, min(first + size, SAMPLES)) for first in range(0, SAMPLES, size)]


@given(portfolios())
def test_every_curve_counts_every_sample_once(portfolio: Portfolio) -> None:
    for promise in the_forecast(portfolio, samples=SAMPLES, horizon_days=HORIZON).promises:
        assert promise.curve is None or promise.curve.counts.sum() == SAMPLES
        assert promise.curve is None or (promise.curve.counts >= 0).all()


@given(portfolios())
def test_probabilities_are_probabilities_and_dates_are_in_order(portfolio: Portfolio) -> None:
    forecast = the_forecast(portfolio, samples=SAMPLES, horizon_days=HORIZON)
    for promise in forecast.promises:
        assert promise.p_kept is None or 0 <= promise.p_kept <= 1
        known = [day for day in (promise.p50, promise.p85, promise.p95) if day is not None]
        assert known == sorted(known)
        assert promise.p85 is None or promise.p50 is not None
        today = 1.0 if promise.curve is None else int(promise.curve.counts[0]) / SAMPLES
        assert sum(cause.share for cause in promise.causes) == pytest.approx(1 - today)
        assert sum(taker.share for taker in promise.takers) <= 1 + 1e-9
    for team in forecast.teams:
        assert all(0 <= week.p_overload <= 1 and (week.load is None or week.load >= 0) for week in team.weeks)


@given(portfolios(), st.sampled_from((1, 7, 32)))
def test_any_split_of_the_samples_gives_the_same_forecast(portfolio: Portfolio, size: int) -> None:
    problem = the_problem(portfolio, samples=SAMPLES, horizon_days=HORIZON)
    whole = assemble(problem, simulate_plainly(problem, block=SAMPLES), portfolio)
    split = assemble(problem, simulate_plainly(problem, block=size), portfolio)
    assert plain(split) == plain(whole)


@given(portfolios(), st.randoms(use_true_random=False))
def test_blocks_can_be_merged_in_any_order_and_grouping(portfolio: Portfolio, chance: Random) -> None:
    problem = the_problem(portfolio, samples=SAMPLES, horizon_days=HORIZON)
    blocks = in_blocks(problem, 20)
    in_order = reduce(Tally.merge, blocks)
    grouped = blocks[0].merge(blocks[1].merge(blocks[2].merge(blocks[3])))
    chance.shuffle(blocks)
    assert plain(grouped) == plain(in_order)
    assert plain(reduce(Tally.merge, blocks)) == plain(in_order)


@given(portfolios(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(portfolio: Portfolio, chance: Random) -> None:
    after = the_forecast(shuffled(portfolio, chance), samples=SAMPLES, horizon_days=HORIZON)
    before = the_forecast(portfolio, samples=SAMPLES, horizon_days=HORIZON)
    assert {team.team: plain(team) for team in after.teams} == {team.team: plain(team) for team in before.teams}
    assert after.portfolio == before.portfolio
    for promise in before.promises:
        assert plain(after.of(promise.promise)) == plain(promise)


def shuffled(portfolio: Portfolio, chance: Random) -> Portfolio:
    """Return ``portfolio`` with other orders of rows; terms keep theirs, which is shown and breaks ties."""
    tables = ("teams", "promises", "items", "risks", "attributes", "measurements")
    other: dict[str, Any] = {name: shuffle(getattr(portfolio, name), chance) for name in tables}
    return replace(portfolio, **other)


def shuffle(rows: tuple[Row, ...], chance: Random) -> tuple[Row, ...]:
    return tuple(chance.sample(rows, len(rows)))


@given(portfolios(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_the_digest(portfolio: Portfolio, chance: Random) -> None:
    other = shuffled(portfolio, chance)
    assert the_forecast(other).inputs_hash == the_forecast(portfolio).inputs_hash


@given(portfolios(terms=False))
def test_what_ranks_lower_changes_nothing_above_it(portfolio: Portfolio) -> None:
    unlinked = replace(portfolio, items=tuple(replace(i, after=own(i.promise, i.after)) for i in portfolio.items))
    lowest = Promise(key="lowest", customer="Acme", due=date(2099, 1, 1), priority_class=5)
    copies = [replace(i, key=f"lowest/{i.key}", promise="lowest", after=()) for i in unlinked.items]
    crowded = replace(unlinked, promises=(*unlinked.promises, lowest), items=(*unlinked.items, *copies))
    alone, joined = (the_forecast(p, samples=SAMPLES, horizon_days=400) for p in (unlinked, crowded))
    for promise in alone.promises:
        assert plain(replace(joined.of(promise.promise), harm=0.0)) == plain(replace(promise, harm=0.0))


def own(promise: str, after: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in after if key.startswith(f"{promise}/"))


@given(portfolios())
def test_the_draws_of_an_item_do_not_change_when_others_are_added(portfolio: Portfolio) -> None:
    everything = the_problem(portfolio, samples=SAMPLES)
    kept = {item.key for item in portfolio.items[::2]}
    fewer = replace(
        portfolio,
        items=tuple(replace(i, after=tuple(k for k in i.after if k in kept)) for i in portfolio.items if i.key in kept),
        risks=tuple(replace(r, items=tuple(k for k in r.items if k in kept)) for r in portfolio.risks),
    )
    alone = needs_of(the_problem(fewer, samples=SAMPLES))
    together = needs_of(everything)
    assert alone == {key: needs for key, needs in together.items() if key in kept}


def needs_of(problem: Problem) -> dict[str, list[int]]:
    draws = Draws(problem, 0, SAMPLES)
    return {job.item.key: draws.effort(job).tolist() for job in problem.jobs}


@given(portfolios(terms=False), st.integers(1, 60))
def test_a_later_due_date_never_lowers_its_own_probability_while_the_order_holds(
    portfolio: Portfolio, later: int
) -> None:
    numbers = {promise.key: number for number, promise in enumerate(portfolio.promises)}
    ordered = replace(portfolio, promises=tuple(replace(p, priority_class=numbers[p.key]) for p in portfolio.promises))
    postponed = replace(ordered, promises=tuple(replace(p, due=postpone(p.due, later)) for p in ordered.promises))
    before, after = (the_forecast(p, samples=SAMPLES, horizon_days=400) for p in (ordered, postponed))
    for promise in before.promises:
        assert promise.p_kept is None or (after.of(promise.promise).p_kept or 0.0) >= promise.p_kept


def postpone(due: date, days: int) -> date:
    return date.fromordinal(due.toordinal() + days)


@given(portfolios(terms=False), st.sampled_from((0.5, 1, 2)))
def test_more_capacity_never_hurts_promises_of_one_item_of_one_team(portfolio: Portfolio, more: float) -> None:
    single = tuple({item.promise: item for item in portfolio.items}.values())
    team = portfolio.teams[0]
    items = tuple(replace(item, after=(), team=team.name, pausable=True) for item in single)
    small = replace(portfolio, teams=(replace(team, changes=()),), items=items, risks=())
    large = replace(small, teams=(replace(small.teams[0], slots=small.teams[0].slots + more),))
    before, after = (the_forecast(p, samples=SAMPLES) for p in (small, large))
    for promise in before.promises:
        assert promise.p_kept is None or (after.of(promise.promise).p_kept or 0.0) >= promise.p_kept


@given(portfolios(terms=False))
def test_a_longer_horizon_changes_no_day_within_the_shorter_one(portfolio: Portfolio) -> None:
    pausable = replace(portfolio, items=tuple(replace(item, pausable=True) for item in portfolio.items))
    short, long = (the_forecast(pausable, samples=SAMPLES, horizon_days=days) for days in (30, 400))
    for promise in short.promises:
        assert within(promise) == within(long.of(promise.promise))[: len(within(promise))]


def within(promise: PromiseForecast) -> list[int]:
    return [] if promise.curve is None else promise.curve.counts[:-1].tolist()


@given(portfolios())
def test_nothing_is_said_to_be_finished_before_it_may_start(portfolio: Portfolio) -> None:
    forecast: Forecast = the_forecast(portfolio, samples=SAMPLES, horizon_days=HORIZON)
    released = {p.key: p.release for p in portfolio.promises if p.release is not None and p.zone is None}
    open_items = {item.promise for item in portfolio.items if item.done_share < 1}
    for promise in forecast.promises:
        release = released.get(promise.promise)
        if release is not None and promise.promise in open_items and promise.p50 is not None:
            assert promise.p50 >= max(release, MONDAY)


LATE_COMER = a_portfolio(
    an_item("A/work", a_range(60, least=0.8, most=1.4)),
    an_item("B/work", 60, not_before=day(41)),
    an_item("P/work", 8),
    promises=(a_promise("A", priority_class=1), a_promise("B", priority_class=2), a_promise(due_in=3)),
)


@pytest.mark.parametrize("size", [1, 7, 32])
def test_who_took_the_capacity_does_not_depend_on_the_split_of_the_samples(size: int) -> None:
    problem = the_problem(LATE_COMER, samples=SAMPLES)
    whole, split = (assemble(problem, simulate_plainly(problem, block=block), LATE_COMER) for block in (SAMPLES, size))
    assert whole.of("P").takers
    assert plain(split) == plain(whole)


def test_what_is_accepted_is_part_of_the_digest() -> None:
    portfolio = a_portfolio(an_item())
    accepted = replace(portfolio, promises=(*portfolio.promises, a_promise("Q", accepted_at=day(-1))))
    assert the_forecast(accepted).inputs_hash != the_forecast(portfolio).inputs_hash


@pytest.mark.parametrize("size", [1, 7, 32])
def test_what_binds_where_nothing_takes_a_day_does_not_depend_on_the_split_of_the_samples(size: int) -> None:
    portfolio = a_portfolio(an_item("P/a", 0, wait=Wait(0.5)), an_item("P/b", 0))
    problem = the_problem(portfolio, samples=SAMPLES, horizon_days=HORIZON)
    whole, split = (assemble(problem, simulate_plainly(problem, block=block), portfolio) for block in (SAMPLES, size))
    assert plain(split) == plain(whole)
