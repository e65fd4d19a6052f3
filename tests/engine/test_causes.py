"""What binds, against cases small enough to work out by hand. All efforts are exact; a day has eight hours."""

from __future__ import annotations

import pytest
from hypothesis import given

from makegood.engine import (
    Portfolio,
    ProductAttribute,
    RiskDriver,
    SpecificationTerm,
    Wait,
    WorkItem,
)
from makegood.engine.drawing import Draws
from makegood.engine.results import Cause, Taker
from makegood.engine.schedule import MINUTE_BITS, place
from makegood.engine.tracing import trace
from tests.engine.portfolios import a_portfolio, a_promise, a_range, a_team, an_item, day, the_problem, the_promise
from tests.engine.strategies import portfolios

BUSY = an_item("first/work", 40)
FIRST = a_promise("first", priority_class=1)


def causes(portfolio: Portfolio) -> tuple[Cause, ...]:
    return the_promise(portfolio).causes


def test_its_own_effort_binds_what_nobody_holds_up() -> None:
    """24 hours from Monday on: finished on Wednesday, two days after."""
    assert causes(a_portfolio(an_item("P/work", 24))) == (Cause("effort", "work", 1.0, 2.0),)


def test_the_queue_of_its_team_binds_what_waits_for_others() -> None:
    """The other takes the whole week; Monday next is seven days away and would have been today."""
    portfolio = a_portfolio(BUSY, an_item("P/work", 8), promises=(FIRST, a_promise(due_in=1)))
    assert causes(portfolio) == (Cause("queue", "Assembly", 1.0, 7.0),)
    assert the_promise(portfolio).takers == (Taker("first", "customer of first", 1.0),)


def test_a_wait_binds_with_the_days_it_takes() -> None:
    assert causes(a_portfolio(an_item("P/work", 8, wait=Wait(14, 14)))) == (Cause("wait", "work", 1.0, 14.0),)


def test_a_wait_that_runs_binds_with_the_days_left() -> None:
    running = Wait(14, 14, started=day(-7))
    assert causes(a_portfolio(an_item("P/work", 8, wait=running))) == (Cause("wait", "work", 1.0, 7.0),)


def test_a_predecessor_in_another_promise_binds_with_all_days_until_it_is_finished() -> None:
    portfolio = a_portfolio(
        an_item("first/work", 72, team="Paint"),
        an_item("P/work", 16, after=("first/work",)),
        promises=(FIRST, a_promise()),
    )
    assert causes(portfolio) == (Cause("predecessor", "first/work", 1.0, 10.0),)


def test_a_risk_binds_with_the_days_it_delays() -> None:
    risk = RiskDriver(name="vendor", probability=1.0, items=("P/work",), delay_days=21)
    assert causes(a_portfolio(an_item("P/work", 8), risks=(risk,))) == (Cause("risk", "vendor", 1.0, 21.0),)


def test_a_start_that_is_not_allowed_earlier_binds() -> None:
    assert causes(a_portfolio(an_item("P/work", 8, not_before=day(14)))) == (Cause("start", "P/work", 1.0, 14.0),)
    released = a_portfolio(an_item("P/work", 8), promises=(a_promise(release=day(14)),))
    assert causes(released) == (Cause("start", "P/work", 1.0, 14.0),)


def test_a_specification_from_the_roadmap_binds_where_it_comes_after_the_work() -> None:
    portfolio = a_portfolio(
        an_item("P/work", 8),
        specifications=(SpecificationTerm(promise="P", attribute="export", operator="=", value="yes"),),
        attributes=(ProductAttribute(name="export", value="yes", available_from=day(20), available_p90=day(20)),),
    )
    assert causes(portfolio) == (Cause("specification", "export", 1.0, 20.0),)
    assert the_promise(portfolio).p50 == day(20)


def test_a_team_without_capacity_binds_what_it_never_begins() -> None:
    portfolio = a_portfolio(an_item("P/work", 8), teams=(a_team(slots=0),))
    (cause,) = causes(portfolio)
    assert (cause.kind, cause.name, cause.share) == ("no capacity", "Assembly", 1.0)


@pytest.mark.parametrize(("paint", "binds"), [(80, "long"), (16, "short")])
def test_of_parallel_paths_the_later_one_binds(paint: float, binds: str) -> None:
    portfolio = a_portfolio(
        an_item("P/long", paint, team="Paint"),
        an_item("P/short", 40, team="Assembly"),
        an_item("P/join", 8, team="Test", after=("P/long", "P/short")),
    )
    assert causes(portfolio)[0].kind == "effort"
    assert causes(portfolio)[0].name == binds


def test_along_a_chain_the_cause_with_most_days_wins() -> None:
    """Five days of effort on Paint, then a wait of three days, then a day on Assembly."""
    chain = (
        an_item("P/paint", 40, team="Paint"),
        an_item("P/assemble", 8, after=("P/paint",), wait=Wait(3, 3)),
    )
    assert causes(a_portfolio(*chain)) == (Cause("effort", "paint", 1.0, 4.0),)
    longer = (chain[0], an_item("P/assemble", 8, after=("P/paint",), wait=Wait(30, 30)))
    assert causes(a_portfolio(*longer)) == (Cause("wait", "assemble", 1.0, 30.0),)


def test_shares_over_the_samples_say_how_often_each_cause_decides() -> None:
    """A risk of 30 % delays by a month; else the effort of four days decides."""
    risk = RiskDriver(name="vendor", probability=0.3, items=("P/work",), delay_days=30)
    promise = the_promise(a_portfolio(an_item("P/work", 32), risks=(risk,)), samples=256)
    shares = {cause.kind: cause.share for cause in promise.causes}
    assert shares == {"effort": pytest.approx(0.7, abs=0.01), "risk": pytest.approx(0.3, abs=0.01)}
    assert promise.binding == promise.causes[0]


def shares_of_takers(*items: WorkItem) -> dict[str | None, float]:
    promises = tuple(a_promise(item.promise, priority_class=number) for number, item in enumerate(items))
    portfolio = a_portfolio(*items, an_item("P/work", 8), promises=(*promises, a_promise(due_in=1, priority_class=5)))
    return {taker.promise: taker.share for taker in the_promise(portfolio).takers}


def test_takers_are_the_three_promises_that_took_most_of_the_team_with_their_shares() -> None:
    hours = {"a": 8, "b": 48, "c": 16, "d": 28}
    taken = shares_of_takers(*(an_item(f"{key}/work", effort) for key, effort in hours.items()))
    assert taken == {"b": 0.48, "d": 0.28, "c": 0.16}


def test_work_that_finished_before_anybody_else_is_not_named_and_neither_are_other_teams() -> None:
    taken = shares_of_takers(an_item("a/work", 24), an_item("b/work", 80, team="Paint"), an_item("c/work", 0))
    assert taken == {"a": 1.0}


def test_nobody_took_the_capacity_of_what_is_on_course() -> None:
    portfolio = a_portfolio(BUSY, an_item("P/work", 8), promises=(FIRST, a_promise(due_in=60)))
    assert the_promise(portfolio).takers == ()


def test_tracing_fewer_samples_gives_shares_of_those() -> None:
    promise = the_promise(a_portfolio(an_item("P/work", a_range(30), wait=Wait(3, 9))), samples=64, traced_samples=16)
    assert sum(cause.share for cause in promise.causes) == pytest.approx(1.0)
    assert all((cause.share * 16).is_integer() for cause in promise.causes)


def test_a_running_wait_that_outlasts_the_predecessors_costs_all_its_days() -> None:
    portfolio = a_portfolio(
        an_item("P/a", 64, team="Paint"),
        an_item("P/b", 40, after=("P/a",), wait=Wait(13, 13, started=day(-1))),
    )
    assert the_promise(portfolio).binding == Cause("wait", "b", 1.0, 12.0)


@given(portfolios(terms=False))
def test_every_day_until_the_finish_belongs_to_one_cause(portfolio: Portfolio) -> None:
    problem = the_problem(portfolio, samples=1)
    draws = Draws(problem, 0, 1)
    placed = place(problem, draws, lambda: None)
    for row, deal in enumerate(problem.deals):
        finish = max((int(placed.finish[job][0]) >> MINUTE_BITS for job in deal.jobs), default=0)
        if finish < problem.days:
            _, days = trace(problem, row, placed, draws, 1)
            assert days.sum() == finish


def test_work_that_is_too_much_for_the_horizon_is_not_a_lack_of_capacity() -> None:
    promise = the_promise(a_portfolio(an_item("P/work", 20_000)))
    assert promise.binding is not None
    assert promise.binding.kind == "effort"
    assert "no capacity" not in [finding.code for finding in promise.findings]


def test_work_after_the_item_was_finished_took_nothing_from_it() -> None:
    portfolio = a_portfolio(
        an_item("a/work", a_range(60, least=0.8, most=1.4)),
        an_item("b/work", 60, not_before=day(30)),
        an_item("P/work", 8),
        promises=(a_promise("a", priority_class=1), a_promise("b", priority_class=2), a_promise(due_in=3)),
    )
    assert [taker.promise for taker in the_promise(portfolio).takers] == ["a"]


def test_orders_still_to_come_are_one_taker_without_a_name() -> None:
    arrivals = [an_item(f"arrival {number}/work", 40) for number in range(3)]
    promises = [a_promise(item.promise, priority_class=1, simulated=True) for item in arrivals]
    portfolio = a_portfolio(*arrivals, an_item("P/work", 8), promises=(*promises, a_promise(due_in=1)))
    assert the_promise(portfolio).takers == (Taker(None, None, 1.0),)
