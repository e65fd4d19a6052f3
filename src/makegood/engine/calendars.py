"""Days: how much each team can give on each of them, and which day it is for the customer.

Days are counted from the as-of day, which is day 0 and counts in full (engine decision 3). A team's day is as long as
its available minutes, counted from the start of the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from makegood.engine.portfolio import MINUTES_PER_HOUR, Absence, Reinforcement, Team

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class TeamCalendar:
    """What one team can give, day by day, in whole minutes."""

    slot_minutes: NDArray[np.int32]
    """Available minutes of one slot; 0 on days off."""
    capacity: NDArray[np.int32]
    """Available minutes of all slots at work that day."""


def team_calendar(team: Team, as_of: date, days: int) -> TeamCalendar:
    """Lay out ``team`` over ``days`` days: weekday pattern, public holidays, planned changes, absences, share."""
    by_weekday = [round(hours * MINUTES_PER_HOUR * team.available_share) for hours in team.hours_per_day]
    slot_minutes = np.resize(np.roll(np.array(by_weekday, dtype=np.int32), -as_of.weekday()), days)
    for holiday in _holidays_between(team.country, team.region, as_of, as_of + timedelta(days=days - 1)):
        slot_minutes[(holiday - as_of).days] = 0
    capacity = np.floor(_slots_at_work(team, as_of, days) * slot_minutes + 0.5).astype(np.int32)
    return TeamCalendar(slot_minutes, capacity)


def is_zone(name: str) -> bool:
    """Whether ``name`` is a time zone that we know."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not found, no such name can be, a folder of zones
        return False
    return True


def keeps_holidays(country: str, region: str | None) -> bool:
    """Whether public holidays of ``country`` and ``region`` are known."""
    try:
        _holidays_of(country, region or None, 2026, 2026)
    except NotImplementedError:
        return False
    return True


def _slots_at_work(team: Team, as_of: date, days: int) -> NDArray[np.float64]:
    slots: NDArray[np.float64] = np.full(days, float(team.slots))
    for change in sorted(team.changes, key=lambda change: change.start):
        slots[max(0, (change.start - as_of).days) :] = change.slots
    for reinforcement in team.reinforcements:  # who comes in addition is away with the team where all of it is
        slots[_days_of(reinforcement, as_of)] += reinforcement.slots
    planned = slots.copy()
    for absence in team.absences:
        away = _days_of(absence, as_of)
        slots[away] -= planned[away] if absence.slots is None else absence.slots
    np.maximum(slots, 0.0, out=slots)
    return slots


def _days_of(period: Absence | Reinforcement, as_of: date) -> slice:
    return slice(max(0, (period.start - as_of).days), max(0, (period.end - as_of).days + 1))


def _holidays_between(country: str | None, region: str | None, first: date, last: date) -> list[date]:
    if not country:
        return []
    known = _holidays_of(country, region or None, first.year, last.year)
    return [day for day in known if first <= day <= last]


@lru_cache(maxsize=256)
def _holidays_of(country: str, region: str | None, first_year: int, last_year: int) -> tuple[date, ...]:
    import holidays  # 0.1 s, needed only where a team names its country

    years = range(first_year, last_year + 1)
    return tuple(sorted(holidays.country_holidays(country, subdiv=region, years=years)))


@lru_cache(maxsize=256)
def customer_days(as_of: date, days: int, company_zone: str, customer_zone: str, close_hour: int) -> NDArray[np.int32]:
    """Return for each day the customer's date at the company's close of business, as days after ``as_of``.

    Never descending; equal to 0, 1, 2 … where both zones are the same. A date counts as kept in the customer's zone
    (engine decision 1), daylight saving of both zones included.
    """
    if company_zone == customer_zone:
        shown = np.arange(days, dtype=np.int32)
    else:
        ours, theirs = ZoneInfo(company_zone), ZoneInfo(customer_zone)
        closes = time(close_hour)
        closing = (datetime.combine(as_of + timedelta(days=day), closes, ours) for day in range(days))
        shown = np.array([(close.astimezone(theirs).date() - as_of).days for close in closing], dtype=np.int32)
    shown.setflags(write=False)
    return shown


def last_day_in_time(due: date, as_of: date, shown: NDArray[np.int32]) -> int:
    """Return the last day on which work may finish to be on ``due`` or before it for the customer; −1 for none."""
    return int(np.searchsorted(shown, (due - as_of).days, side="right")) - 1


def week_of_days(as_of: date, days: int) -> NDArray[np.int32]:
    """Return the number of the week of each day: week 0 ends on the first Sunday, later weeks begin on Mondays."""
    return ((np.arange(days, dtype=np.int32) + as_of.weekday()) // DAYS_PER_WEEK).astype(np.int32)


def week_start(as_of: date, week: int) -> date:
    """Return the first day of ``week``: its Monday, or ``as_of`` in week 0."""
    return as_of if week == 0 else as_of + timedelta(days=week * DAYS_PER_WEEK - as_of.weekday())
