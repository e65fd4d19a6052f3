"""Where a team is away, or has fewer people, for as long as a promise is late, that is the reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine import Settings, forecast
from makegood.engine.portfolio import Absence, CapacityChange, Portfolio, Promise, Stated, Team, WorkItem
from makegood.engine.results import Cause
from makegood.engine.shortages import shortage_behind

MONDAY = date(2026, 11, 2)
WEEK = timedelta(days=7)
WORK = WorkItem(key="N-1/build", promise="N-1", name="build", team="Assembly", estimate=Stated(40, 50, 60))
QUEUE, EFFORT = Cause("queue", "Assembly", 1.0, 9.0), Cause("effort", "build", 1.0, 9.0)


def behind(
    team: Team, binding: Cause = EFFORT, *, late: int | None = 7
) -> tuple[date, date | None, float | None] | None:
    """Return from when to when a shortage explains that a promise is so many days late, and how many are away."""
    due = MONDAY + 4 * WEEK
    found = shortage_behind(
        binding,
        [WORK],
        {team.name: team},
        as_of=MONDAY,
        due=due,
        p85=None if late is None else due + timedelta(days=late),
    )
    return None if found is None else (found.start, found.end, found.slots)


@pytest.mark.parametrize("binding", [QUEUE, EFFORT])
def test_who_is_away_as_long_as_it_is_late_is_the_reason(binding: Cause) -> None:
    away = Absence(MONDAY + WEEK, MONDAY + 2 * WEEK - timedelta(days=1))
    team = Team(name="Assembly", slots=2.0, absences=(away,))
    assert behind(team, binding) == (away.start, away.end, None)
    assert behind(team, binding, late=9) is None  # it would be late without them too
    assert behind(team, binding, late=0) is None
    assert behind(team, binding, late=None) is None
    whole = Team(name="Assembly", slots=2.0, absences=(Absence(MONDAY, MONDAY + 3 * WEEK),))
    assert behind(whole, binding, late=None) == (MONDAY, MONDAY + 3 * WEEK, None)
    assert behind(team, Cause("risk", "Flood", 1.0, 9.0)) is None


def test_half_of_a_team_counts_half_and_all_of_it_is_nobody() -> None:
    half = Absence(MONDAY, MONDAY + 2 * WEEK, slots=1.0)
    assert behind(Team(name="Assembly", slots=2.0, absences=(half,)), late=5) == (half.start, half.end, 1.0)
    assert behind(Team(name="Assembly", slots=2.0, absences=(half,)), late=10) is None
    assert behind(Team(name="Assembly", slots=1.0, absences=(half,)), late=10) == (half.start, half.end, None)


def test_a_cut_is_told_with_what_is_left_and_an_old_one_is_no_news() -> None:
    cut = Team(name="Assembly", slots=4.0, changes=(CapacityChange(MONDAY + WEEK, 1.0),))
    assert behind(cut) == (MONDAY + WEEK, None, 1.0)
    assert behind(Team(name="Assembly", slots=1.0, changes=(CapacityChange(MONDAY + WEEK, 4.0),))) is None
    assert behind(Team(name="Assembly", slots=4.0, changes=(CapacityChange(MONDAY - 8 * WEEK, 1.0),))) is None


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.1, 5), st.integers(-9, 40))
def test_what_is_named_costs_as_many_days_as_the_promise_is_late(
    start: int, days: int, slots: float, late: int
) -> None:
    away = Absence(MONDAY + timedelta(days=start), MONDAY + timedelta(days=start + days), slots)
    found = behind(Team(name="Assembly", slots=3.0, absences=(away,)), late=late)
    assert found is None or (late > 0 and found[:2] == (away.start, away.end) and days + 1 >= late * 5 // 7)


def test_the_forecast_says_who_is_away_and_not_that_the_work_decides_it() -> None:
    due = MONDAY + 2 * WEEK
    promise = Promise(key="N-1", customer="Northwind", due=due)
    away = Absence(MONDAY, MONDAY + 3 * WEEK)
    said = []
    for absences in ((), (away,)):
        portfolio = Portfolio(
            promises=(promise,), items=(WORK,), teams=(Team(name="Assembly", slots=2.0, absences=absences),)
        )
        (read,) = forecast(portfolio, as_of=MONDAY, settings=Settings(samples=64)).promises
        assert read.reason is not None
        said.append((read.reason.code, *(read.reason.values.get(name) for name in ("team", "start", "end"))))
    assert said == [("on course", None, None, None), ("binds absence", "Assembly", away.start, away.end)]
