"""Day-bucket fill, in cases worked out by hand. A slot of a team has 480 minutes from Monday to Friday."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine import Absence, CapacityChange, InvalidPortfolio, Portfolio, RiskDriver, Wait
from makegood.engine.drawing import Draws
from makegood.engine.schedule import MINUTE_BITS, Placed, TeamDays, fill_pausable, fill_unbroken, place
from tests.engine.portfolios import a_portfolio, a_promise, a_team, an_item, day, finish_in, the_problem
from tests.engine.strategies import portfolios

SAMPLES = 16


def played(portfolio: Portfolio) -> Placed:
    problem = the_problem(portfolio, samples=SAMPLES)
    return place(problem, Draws(problem, 0, SAMPLES), lambda: None)


def moments(portfolio: Portfolio) -> dict[str, tuple[int, int]]:
    """Return day and minute at which each item is finished, in a portfolio where nothing is left to chance."""
    problem = the_problem(portfolio, samples=1)
    placed = place(problem, Draws(problem, 0, 1), lambda: None)
    finish = [int(moment) for moment in placed.finish[:, 0]]
    return {
        job.item.key: (moment >> MINUTE_BITS, moment & ((1 << MINUTE_BITS) - 1))
        for job, moment in zip(problem.jobs, finish, strict=True)
    }


def test_work_goes_on_over_nights_and_weekends() -> None:
    assert moments(a_portfolio(an_item("P/1", 20))) == {"P/1": (2, 240)}
    assert moments(a_portfolio(an_item("P/1", 44))) == {"P/1": (7, 240)}


def test_a_successor_starts_at_the_minute_at_which_its_predecessor_finishes() -> None:
    chain = a_portfolio(an_item("P/1", 4, team="A"), an_item("P/2", 6, team="B", after=("P/1",)))
    assert moments(chain) == {"P/1": (0, 240), "P/2": (1, 120)}


def test_what_comes_first_takes_its_minutes_and_what_comes_later_gets_the_rest_of_the_day() -> None:
    portfolio = a_portfolio(
        an_item("a/1", 5), an_item("b/1", 5), promises=(a_promise("a", priority_class=1), a_promise("b"))
    )
    assert {key: number for key, (number, _) in moments(portfolio).items()} == {"a/1": 0, "b/1": 1}


def test_later_work_fills_the_days_on_which_earlier_work_waits() -> None:
    portfolio = a_portfolio(
        an_item("a/1", 8, not_before=day(2)),
        an_item("b/1", 24),
        promises=(a_promise("a", priority_class=1), a_promise("b")),
    )
    assert {key: number for key, (number, _) in moments(portfolio).items()} == {"a/1": 2, "b/1": 3}


@pytest.mark.parametrize(("widest", "finished"), [(1, 4), (2, 2), (4, 1), (9, 1)])
def test_several_slots_share_an_item_up_to_its_width_and_the_teams_size(widest: int, finished: int) -> None:
    team = a_team(slots=4)
    assert finish_in(a_portfolio(an_item("P/1", 40, slots=widest), teams=(team,))) == finished


def test_a_thousand_slots_do_a_thousand_items_at_once() -> None:
    items = [an_item(f"P/{number}", 8) for number in range(1_000)]
    assert finish_in(a_portfolio(*items, teams=(a_team(slots=1_000),)), samples=1) == 0
    assert finish_in(a_portfolio(*items, teams=(a_team(slots=999),)), samples=1) == 1
    assert finish_in(a_portfolio(an_item("P/1", 8_000, slots=1_000), teams=(a_team(slots=1_000),)), samples=1) == 0


@pytest.mark.parametrize(("hours", "days"), [(1 / 60, 0), (8, 0), (2_088, 364), (8_000, 1_397), (19_000, 3_322)])
def test_effort_from_minutes_to_years_ends_on_the_right_day(hours: float, days: int) -> None:
    assert finish_in(a_portfolio(an_item("P/1", hours)), samples=1, horizon_days=3_653) == days


def test_a_team_whose_capacity_ends_never_finishes_what_is_left_then() -> None:
    team = a_team(changes=(CapacityChange(day(3), 0),))
    assert finish_in(a_portfolio(an_item("P/1", 24), teams=(team,))) == 2
    assert finish_in(a_portfolio(an_item("P/1", 24.1), teams=(team,))) is None


def test_what_needs_nothing_is_finished_when_it_may_begin() -> None:
    assert moments(a_portfolio(an_item("P/1", 0, not_before=day(5)))) == {"P/1": (5, 0)}


def unbroken(
    hours: float, *before: tuple[int, float], absences: tuple[Absence, ...] = ()
) -> dict[str, tuple[int, int]]:
    """Place an item that must not pause after others that take some hours from some day on."""
    others = [an_item(f"a/{number}", taken, not_before=day(start)) for number, (start, taken) in enumerate(before)]
    item = an_item("b/1", hours, pausable=False)
    promises = (a_promise("a", priority_class=1), a_promise("b"))
    return moments(a_portfolio(*others, item, promises=promises, teams=(a_team(absences=absences),)))


def test_what_must_not_pause_takes_the_first_gap_that_holds_all_of_it() -> None:
    assert unbroken(16, (2, 8))["b/1"] == (1, 480)
    assert unbroken(24, (2, 8))["b/1"] == (7, 480)


def test_what_must_not_pause_may_begin_within_a_day() -> None:
    """Of today four hours are left after the other one; with tomorrow's eight it is done."""
    assert unbroken(12, (0, 4))["b/1"][0] == 1


def test_days_off_do_not_interrupt_what_must_not_pause() -> None:
    assert unbroken(48)["b/1"] == (7, 480)
    assert unbroken(16, absences=(Absence(day(1), day(1)),))["b/1"] == (2, 480)


def test_what_must_not_pause_and_finds_no_gap_is_not_finished() -> None:
    portfolio = a_portfolio(an_item("P/1", 24, pausable=False), teams=(a_team(changes=(CapacityChange(day(2), 0),)),))
    assert finish_in(portfolio) is None


@given(portfolios())
def test_no_team_gives_more_than_it_has_and_every_finished_item_gets_what_it_needs(portfolio: Portfolio) -> None:
    problem, placed = the_problem(portfolio, samples=SAMPLES), played(portfolio)
    teams = [TeamDays(calendar, SAMPLES) for calendar in problem.calendars]
    for number, job in enumerate(problem.jobs):
        team, need = teams[job.team], placed.need[number]
        free = team.free.sum(axis=0, dtype=np.int64)
        fill = fill_pausable if job.item.pausable else fill_unbroken
        finish = fill(team, placed.begin[number], need, job.item.slots)
        given = free - team.free.sum(axis=0, dtype=np.int64)
        finished = finish >> MINUTE_BITS < problem.days
        assert np.array_equal(finish, placed.finish[number])
        assert np.array_equal(given[finished], need[finished])
        assert (given <= need).all()
        assert (team.free >= 0).all()


@given(portfolios(), st.integers(0, SAMPLES - 1))
def test_nothing_begins_before_its_predecessors_are_finished(portfolio: Portfolio, sample: int) -> None:
    problem, placed = the_problem(portfolio, samples=SAMPLES), played(portfolio)
    for number, job in enumerate(problem.jobs):
        ends = [placed.finish[before][sample] for before in job.predecessors]
        assert placed.begin[number][sample] >= max([min(job.earliest_day, problem.days) << MINUTE_BITS, *ends])
        assert placed.finish[number][sample] >= placed.begin[number][sample]


def test_a_risk_that_names_an_item_twice_hits_it_once() -> None:
    twice = RiskDriver(name="vendor", probability=1.0, items=("P/1", "P/1"), factor=2.0, delay_days=2)
    assert finish_in(a_portfolio(an_item("P/1", 8), risks=(twice,))) == 3


def test_a_wait_that_will_begin_later_can_not_run_already() -> None:
    with pytest.raises(InvalidPortfolio, match="in the future: P/1"):
        the_problem(a_portfolio(an_item("P/1", wait=Wait(10, 10, started=day(40)))))


def test_work_that_must_not_pause_and_reaches_over_the_horizon_still_takes_its_days() -> None:
    portfolio = a_portfolio(
        an_item("a/1", 24, pausable=False),
        an_item("b/1", 8),
        promises=(a_promise("a", priority_class=1), a_promise("b")),
    )
    assert finish_in(portfolio, "b", horizon_days=30) == 3
    assert finish_in(portfolio, "b", horizon_days=2) is None


def test_several_slots_are_not_finished_before_the_day_is_over_that_others_have_filled() -> None:
    """P is there first and fills three quarters of both slots' Monday; Q's half hour comes after, R after Q."""
    portfolio = a_portfolio(
        an_item("P/1", 12, slots=2),
        an_item("Q/1", 1, slots=2),
        an_item("Q/2", 1.75, team="Tests", after=("Q/1",)),
        teams=(a_team(slots=2), a_team("Tests")),
    )
    assert finish_in(portfolio, "Q") == 1
    alone = replace(portfolio, items=portfolio.items[1:])
    assert finish_in(alone, "Q") == 0


def test_what_must_not_pause_asks_no_more_of_a_day_than_the_team_has() -> None:
    """Two slots of an item in a team of one: an unbroken run at the pace that the team can give."""
    wide = a_portfolio(an_item("P/1", 24, slots=2, pausable=False))
    assert finish_in(wide) == 2
    half = a_portfolio(an_item("P/1", 8, pausable=False), teams=(a_team(slots=0.5),))
    assert finish_in(half) == 1
