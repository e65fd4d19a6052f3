"""Dates as people write them: one cell, and what it may mean.

ISO dates, ``YYYY/MM/DD``, ``YYYY.MM.DD``, ``YYYYMMDD``, ``DD.MM.YYYY``, names of months in English and German, and
Excel's serial days mean one thing. ``03/04/2026`` and ``03-04-2026`` may have the day or the month first: that is
decided for a whole column, in :mod:`makegood.files.date_columns`, and never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta, timezone
from typing import Literal

from makegood.files.errors import mend, problem
from makegood.files.refusals import Refused

DateOrder = Literal["dmy", "mdy"]
FIRST_YEAR, LAST_YEAR = 1990, 2100
_SERIAL_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's serial days, after its leap day of 1900 that never was."""
_SERIAL_RANGE = range(20_000, 80_001)

_CLOCK = re.compile(
    r"(?:[Tt\s]|,\s)\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?$"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}|[0-9]{1,2}[\s.-]+[^\W\d_]{3,9}[\s.-]+[0-9]{2}")
_COMPACT = re.compile(r"((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,]([0-9]{1,10}))?")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th)?[\s-]*([^\W\d_]{3,9})\.?[\s,-]*([0-9]{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,9})\.?\s*([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar jan jän jänner",
            "february februar feb",
            "march märz maerz mar mär",
            "april apr",
            "may mai",
            "june juni jun",
            "july juli jul",
            "august aug",
            "september sept sep",
            "october oktober oct okt",
            "november nov",
            "december dezember dec dez",
        ),
        start=1,
    )
    for name in names.split()
}
"""The number of each month by its names in English and German, in small letters."""


@dataclass(frozen=True, slots=True)
class DateReading:
    """What one cell says: the form it is written in, its day by each order that is possible, its time of day."""

    form: str
    """How a person would name it: ``YYYY-MM-DD``; ``DD/MM/YYYY`` also stands for the month first until decided."""
    day_first: date | None
    """The day when the day comes first, or when there is no question; None where there is no such day."""
    month_first: date | None
    """The same with the month first; equal to ``day_first`` where there is no question."""
    clock: time = time()
    offset: timedelta | None = None
    """What the clock is ahead of UTC, where the cell says so."""
    timed: bool = False
    """Whether the cell says a time of day."""


def read_date_cell(text: str) -> DateReading:
    """Return what ``text`` may mean as a date; raise :class:`Refused` where it means none.

    A day that doesn't exist by either order and a year outside 1990–2100 are refused.
    """
    clock = _CLOCK.search(text)
    day_text = text[: clock.start()].rstrip(",") if clock else text
    reading = _read_day(day_text) or _read_named_month(day_text) or _read_serial(day_text)
    if reading is None:
        if _SHORT_YEAR.fullmatch(day_text):
            raise Refused(problem("two-digit year"), mend("write four-digit years"))
        raise Refused(problem("not a date"), mend("write an ISO date", example=date(2026, 11, 23)))
    if reading.day_first is None and reading.month_first is None:
        raise Refused(problem("impossible date"), mend("write an ISO date", example=date(2026, 11, 23)))
    for day in (reading.day_first, reading.month_first):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            bounds = {"low": FIRST_YEAR, "high": LAST_YEAR}
            raise Refused(problem("year out of range", **bounds), mend("write a year in range", **bounds))
    return _with_clock(reading, clock) if clock else reading


def _read_day(text: str) -> DateReading | None:
    if match := _YEAR_FIRST.fullmatch(text):
        year, mark, month, day = match.groups()
        return _certain(f"YYYY{mark}MM{mark}DD", year, month, day)
    if match := _COMPACT.fullmatch(text):
        return _certain("YYYYMMDD", *match.groups())
    if match := _YEAR_LAST.fullmatch(text):
        first, mark, second, year = match.groups()
        form = f"DD{mark}MM{mark}YYYY"
        if mark == ".":
            return _certain(form, year, second, first)
        return DateReading(form, _day(year, second, first), _day(year, first, second))
    return None


def _read_named_month(text: str) -> DateReading | None:
    if match := _DAY_MONTH.fullmatch(text):
        day, name, year = match.groups()
    elif match := _MONTH_DAY.fullmatch(text):
        name, day, year = match.groups()
    else:
        return None
    month = MONTHS.get(name.casefold())
    return _certain("D Mon YYYY", year, str(month), day) if month else None


def _read_serial(text: str) -> DateReading | None:
    match = _SERIAL.fullmatch(text)
    if match is None or int(match[1]) not in _SERIAL_RANGE:
        return None
    day = _SERIAL_EPOCH + timedelta(days=int(match[1]))
    minutes, second = divmod(min(86_399, round(float("0." + (match[2] or "0")) * 86_400)), 60)
    clock = time(*divmod(minutes, 60), second)
    return DateReading("Excel serial day", day, day, clock, timed=match[2] is not None)


def _certain(form: str, year: str, month: str, day: str) -> DateReading:
    found = _day(year, month, day)
    return DateReading(form, found, found)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _with_clock(reading: DateReading, match: re.Match[str]) -> DateReading:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "Pp" else 0)
    try:
        clock = time(hour, int(match["minute"]), int(match["second"] or 0))
        offset = _offset(match["zone"]) if match["zone"] else None
    except ValueError:
        raise Refused(problem("not a date"), mend("write an ISO date", example=date(2026, 11, 23))) from None
    return DateReading(reading.form, reading.day_first, reading.month_first, clock, offset, timed=True)


def _offset(zone: str) -> timedelta:
    if zone in "Zz":
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    span = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    timezone(span)  # raises ValueError where no zone is that far off
    return span
