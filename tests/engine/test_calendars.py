"""Days: what teams can give on each, what a date is for customers elsewhere, and where the horizon ends."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine import Absence, CapacityChange, Reinforcement, Team
from makegood.engine.calendars import customer_days, last_day_in_time, team_calendar, week_of_days, week_start
from makegood.engine.curves import curve_of, quantile_date
from tests.engine.portfolios import (
    MINUTES,
    MONDAY,
    a_portfolio,
    a_promise,
    a_range,
    a_team,
    an_item,
    day,
    finish_in,
    the_forecast,
    the_promise,
)

AUCKLAND, BERLIN, LOS_ANGELES, TOKYO = "Pacific/Auckland", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo"


def capacity(team: Team, days: int, as_of: date = MONDAY) -> list[int]:
    return [int(minutes) for minutes in team_calendar(team, as_of, days).capacity]


def test_a_team_works_on_its_weekdays_from_any_day_on() -> None:
    week = capacity(a_team(), 7)
    assert week == [MINUTES] * 5 + [0, 0]
    assert capacity(a_team(), 7, as_of=day(3)) == week[3:] + week[:3]


def test_only_the_available_share_of_the_hours_is_there() -> None:
    assert capacity(a_team(available_share=0.8), 1) == [384]
    assert capacity(Team(name="default", slots=1), 1) == [384]


def test_fractions_of_a_slot_give_their_share_of_a_day() -> None:
    assert capacity(a_team(slots=2.5), 1) == [1_200]
    assert finish_in(a_portfolio(an_item(hours=8), teams=(a_team(slots=0.5),))) == 1


def test_changes_hold_from_their_day_on_and_the_latest_one_counts() -> None:
    changes = (CapacityChange(day(2), 3), CapacityChange(day(1), 2), CapacityChange(day(-9), 0))
    assert capacity(a_team(changes=changes), 4) == [0, 2 * MINUTES, 3 * MINUTES, 3 * MINUTES]


def test_absences_and_reinforcements_hold_on_both_their_days() -> None:
    away = (Absence(day(1), day(1)), Absence(day(3), day(3), slots=1))
    more = (Reinforcement(day(2), day(3), 1),)
    team = a_team(slots=2, absences=away, reinforcements=more)
    assert capacity(team, 5) == [2 * MINUTES, 0, 3 * MINUTES, 2 * MINUTES, 2 * MINUTES]


def test_a_reinforcement_is_what_a_planned_change_would_be_away_with_the_whole_team() -> None:
    away = (Absence(day(1), day(1)), Absence(day(2), day(2), slots=2.5))
    reinforced = a_team(slots=2, absences=away, reinforcements=(Reinforcement(day(0), day(3), 1),))
    planned = a_team(slots=2, absences=away, changes=(CapacityChange(day(0), 3), CapacityChange(day(4), 2)))
    assert capacity(reinforced, 5) == capacity(planned, 5) == [3 * MINUTES, 0, MINUTES / 2, 3 * MINUTES, 2 * MINUTES]


def test_more_absences_than_slots_leave_nothing_rather_than_less() -> None:
    assert capacity(a_team(absences=(Absence(day(0), day(0)), Absence(day(0), day(0), slots=5))), 1) == [0]


def test_public_holidays_are_days_off_in_their_country_and_region_only() -> None:
    new_year_eve = date(2026, 12, 31)
    assert capacity(a_team(), 2, as_of=new_year_eve) == [MINUTES, MINUTES]
    assert capacity(a_team(country="DE"), 2, as_of=new_year_eve) == [MINUTES, 0]
    epiphany = date(2026, 1, 6)
    assert capacity(a_team(country="DE", region="BY"), 1, as_of=epiphany) == [0]
    assert capacity(a_team(country="DE", region="BE"), 1, as_of=epiphany) == [MINUTES]


def test_a_leap_day_is_a_day_like_others() -> None:
    assert capacity(a_team(), 4, as_of=date(2028, 2, 27)) == [0, MINUTES, MINUTES, MINUTES]
    promise = the_promise(
        a_portfolio(an_item(hours=16), promises=(a_promise(due_in=0, due=date(2028, 2, 29)),)), as_of=date(2028, 2, 27)
    )
    assert promise.p50 == date(2028, 2, 29)
    assert promise.p_kept == 1


@pytest.mark.parametrize("zone", [AUCKLAND, BERLIN, LOS_ANGELES, TOKYO, "UTC"])
def test_in_one_zone_days_are_days_through_every_change_of_the_clocks(zone: str) -> None:
    assert customer_days(date(2027, 1, 1), 800, zone, zone, 17).tolist() == list(range(800))


def test_a_customer_far_east_sees_the_next_day_and_one_far_west_the_same() -> None:
    assert set((customer_days(MONDAY, 400, LOS_ANGELES, AUCKLAND, 17) - np.arange(400)).tolist()) == {1}
    assert set((customer_days(MONDAY, 400, BERLIN, LOS_ANGELES, 17) - np.arange(400)).tolist()) == {0}
    assert set((customer_days(MONDAY, 400, AUCKLAND, LOS_ANGELES, 17) - np.arange(400)).tolist()) == {-1}


def test_daylight_saving_decides_where_the_hour_is_near_midnight() -> None:
    """17:00 in Berlin is midnight in Manila in summer by an hour more: 23:00 against 00:00 of the next day."""
    shown = customer_days(date(2027, 3, 26), 4, BERLIN, "Asia/Manila", 17) - np.arange(4)
    assert shown.tolist() == [1, 1, 0, 0]


def test_a_curve_is_over_the_customers_days_in_summer_too_where_both_its_ends_lie_in_winter() -> None:
    shown = customer_days(date(2027, 1, 4), 700, BERLIN, "Asia/Manila", 17)
    for day_done, there in ((date(2027, 3, 26), date(2027, 3, 27)), (date(2027, 3, 29), date(2027, 3, 29))):
        counts = np.zeros(701, dtype=np.int64)
        counts[(day_done - date(2027, 1, 4)).days] = 32
        assert quantile_date(curve_of(counts, shown, date(2027, 1, 4)), 0.5) == there


@given(st.sampled_from((AUCKLAND, BERLIN, LOS_ANGELES, TOKYO)), st.sampled_from((AUCKLAND, BERLIN, LOS_ANGELES)))
def test_a_day_is_in_time_exactly_when_the_customer_sees_it_so(company: str, customer: str) -> None:
    shown = customer_days(MONDAY, 60, company, customer, 17)
    for due in range(-2, 70):
        last = last_day_in_time(day(due), MONDAY, shown)
        assert [number <= last for number in range(60)] == [int(number) <= due for number in shown]


@pytest.mark.parametrize(("zone", "kept"), [(None, 1.0), (BERLIN, 1.0), (TOKYO, 0.0)])
def test_a_promise_is_kept_or_not_by_its_customers_calendar(zone: str | None, kept: float) -> None:
    portfolio = a_portfolio(an_item(hours=8), promises=(a_promise(due_in=0, zone=zone),), company_zone=LOS_ANGELES)
    if zone == BERLIN:
        kept = 0.0  # 17:00 in Los Angeles is two in the morning there
    promise = the_promise(portfolio)
    assert promise.p_kept == kept
    assert promise.p50 == (MONDAY if kept else day(1))


def test_the_as_of_day_counts_in_full() -> None:
    assert finish_in(a_portfolio(an_item(hours=8))) == 0
    assert finish_in(a_portfolio(an_item(hours=8.02))) == 1


def test_what_does_not_fit_into_the_horizon_has_no_date_and_says_so() -> None:
    promise = the_promise(a_portfolio(an_item(hours=8 * 8)), horizon_days=7)
    assert (promise.p50, promise.p85, promise.p95, promise.gap_days) == (None, None, None, None)
    assert promise.p_kept == 0
    assert "beyond horizon" in [finding.code for finding in promise.findings]
    assert promise.curve is not None
    assert promise.curve.counts[-1] == 64


def test_a_quantile_within_the_horizon_is_told_though_another_is_beyond() -> None:
    promise = the_promise(a_portfolio(an_item(hours=a_range(40, least=0.9, most=3))), horizon_days=12)
    assert promise.p50 is not None
    assert promise.p95 is None


def test_the_horizon_is_a_year_after_the_last_due_date_and_at_most_ten_years() -> None:
    def ends(due_in: int) -> int:
        forecast = the_forecast(a_portfolio(an_item(), promises=(a_promise(due_in=due_in),)), samples=1)
        return (forecast.horizon - MONDAY).days + 1

    assert ends(30) == 730
    assert ends(1_000) == 1_365
    assert ends(9_000) == 3_653


def test_weeks_begin_on_mondays_except_the_first_which_begins_today() -> None:
    thursday = day(3)
    assert week_of_days(thursday, 12).tolist() == [0] * 4 + [1] * 7 + [2]
    assert [week_start(thursday, week) for week in range(3)] == [thursday, day(7), day(14)]
    assert week_start(thursday, 1) - timedelta(days=4) == thursday
