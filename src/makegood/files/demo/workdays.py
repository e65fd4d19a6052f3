"""The days on which the demo company and its customers do business, and how they say a date.

Kept apart from the calendars of the engine on purpose: the demo's past must not come from what forecasts it.
"""

from __future__ import annotations

from datetime import date, timedelta

CLOSED = frozenset({(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)})
"""Month and day on which nobody in the demo company works, whatever the weekday."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SATURDAY = 5


def is_workday(day: date) -> bool:
    """Tell whether ``day`` is a weekday on which the company is open."""
    return day.weekday() < SATURDAY and (day.month, day.day) not in CLOSED


def workday(day: date) -> date:
    """Return ``day``, or the next workday where people would not choose that day."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def workday_before(day: date) -> date:
    """Return ``day``, or the workday before it."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def relative(as_of: date, offset: int) -> date:
    """Return the workday ``offset`` calendar days from ``as_of``; past days stay past, days to come stay to come."""
    day = as_of + timedelta(days=offset)
    return workday(day) if offset > 0 else workday_before(day)


def spoken(day: date) -> str:
    """Read ``day`` as people write it to each other: ``15 January``."""
    return f"{day.day} {MONTHS[day.month - 1]}"
