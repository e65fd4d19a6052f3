from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.foundation.calendars import (
    NeverWorks,
    WorkingCalendar,
    WorkingDays,
    add_working_time,
    is_working,
    working_time_between,
)

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
GERMANY = WorkingCalendar("Europe/Berlin", country="DE", subdivision="BE")
NIGHTS = WorkingCalendar("Europe/Berlin", hours={day: ((time(0), time(6)), (time(22), time(0))) for day in range(7)})
PAUSE = WorkingCalendar("America/New_York", hours={d: ((time(8), time(12)), (time(13), time(17))) for d in range(5)})
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    hours = {}
    for weekday in draw(st.sets(st.integers(0, 6), min_size=1)):
        edges = sorted(draw(st.sets(st.integers(0, 47), min_size=2, max_size=6)))
        clocks = [time(edge // 2, edge % 2 * 30) for edge in edges]
        hours[weekday] = tuple(zip(clocks[::2], clocks[1::2], strict=False))
    return WorkingCalendar(draw(ZONES), hours, draw(st.sampled_from(["", "DE", "US"])))


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001  # the zone is put on at once
LENGTHS = st.integers(0, 200 * 60).map(lambda minutes: timedelta(minutes=minutes))


def test_eight_hours_from_friday_afternoon_end_on_monday() -> None:
    friday = datetime(2027, 1, 8, 15, 0, tzinfo=UTC)
    assert add_working_time(friday, 8 * HOUR, WorkingCalendar()) == datetime(2027, 1, 11, 15, 0, tzinfo=UTC)
    assert add_working_time(friday, -8 * HOUR, WorkingCalendar()) == datetime(2027, 1, 7, 15, 0, tzinfo=UTC)


def test_holidays_of_the_country_and_the_region_are_free() -> None:
    before = datetime(2027, 3, 5, 16, 0, tzinfo=BERLIN)
    assert add_working_time(before, 2 * HOUR, GERMANY) == datetime(2027, 3, 9, 10, 0, tzinfo=BERLIN)
    elsewhere = WorkingCalendar("Europe/Berlin", country="DE", subdivision="BY")
    assert add_working_time(before, 2 * HOUR, elsewhere) == datetime(2027, 3, 8, 10, 0, tzinfo=BERLIN)


def test_an_hour_is_an_hour_when_the_clock_jumps() -> None:
    spring = datetime(2027, 3, 28, 0, 0, tzinfo=BERLIN)
    assert working_time_between(spring, datetime(2027, 3, 28, 6, 0, tzinfo=BERLIN), NIGHTS) == 5 * HOUR
    autumn = datetime(2027, 10, 31, 0, 0, tzinfo=BERLIN)
    assert working_time_between(autumn, datetime(2027, 10, 31, 6, 0, tzinfo=BERLIN), NIGHTS) == 7 * HOUR
    assert add_working_time(spring, 5 * HOUR, NIGHTS) == datetime(2027, 3, 28, 6, 0, tzinfo=BERLIN)


def test_hours_that_begin_while_the_clock_jumps_begin_with_the_jump() -> None:
    calendar = WorkingCalendar("Europe/Berlin", {6: ((time(2, 30), time(4)),)})
    (span,) = calendar.spans(date(2027, 3, 28))
    assert span == (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), datetime(2027, 3, 28, 2, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ((6, 15, 0), 2, (8, 15, 0)),
        ((8, 15, 0), 1, (11, 15, 0)),
        ((9, 15, 0), 1, (12, 9, 0)),
        ((8, 22, 0), 0, (11, 9, 0)),
        ((11, 15, 0), -1, (8, 15, 0)),
        ((10, 12, 0), -1, (7, 17, 0)),
    ],
)
def test_working_days_keep_the_time_of_day(start: tuple[int, int, int], count: int, end: tuple[int, int, int]) -> None:
    begin = datetime(2027, 1, *start, tzinfo=UTC)
    assert add_working_time(begin, WorkingDays(count), WorkingCalendar()) == datetime(2027, 1, *end, tzinfo=UTC)


@pytest.mark.parametrize(
    "hours",
    [
        {0: ((time(9), time(8)),)},
        {0: ((time(9), time(9)),)},
        {0: ((time(9), time(12)), (time(11), time(13)))},
        {7: ((time(9), time(12)),)},
        {0: ((time(9), time(0)), (time(10), time(13)))},
    ],
)
def test_hours_that_make_no_sense_are_refused(hours: dict[int, tuple[tuple[time, time], ...]]) -> None:
    with pytest.raises(ValueError, match="weekday"):
        WorkingCalendar(hours=hours)


def test_unknown_countries_are_refused() -> None:
    with pytest.raises(ValueError, match="XX"):
        WorkingCalendar(country="XX")


def test_a_calendar_without_work_is_noticed() -> None:
    never = WorkingCalendar(hours={})
    for amount in (HOUR, -HOUR, WorkingDays(1), WorkingDays(-1)):
        with pytest.raises(NeverWorks):
            add_working_time(datetime(2027, 1, 4, tzinfo=UTC), amount, never)


@given(calendar=calendars(), start=MOMENTS, length=LENGTHS)
def test_as_much_time_lies_between_as_was_added(calendar: WorkingCalendar, start: datetime, length: timedelta) -> None:
    end = add_working_time(start, length, calendar)
    assert end >= start
    assert working_time_between(start, end, calendar) == length
    back = add_working_time(start, -length, calendar)
    assert back <= start
    assert working_time_between(back, start, calendar) == length


@given(calendar=calendars(), start=MOMENTS, first=LENGTHS, second=LENGTHS)
def test_adding_twice_is_adding_once(
    calendar: WorkingCalendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    twice = add_working_time(add_working_time(start, first, calendar), second, calendar)
    assert twice == add_working_time(start, first + second, calendar)


@given(calendar=calendars(), moments=st.tuples(MOMENTS, MOMENTS, MOMENTS))
def test_time_between_adds_up_and_is_never_more_than_has_passed(
    calendar: WorkingCalendar, moments: tuple[datetime, datetime, datetime]
) -> None:
    a, b, c = sorted(moments)
    whole = working_time_between(a, c, calendar)
    assert whole == working_time_between(a, b, calendar) + working_time_between(b, c, calendar)
    assert timedelta(0) <= whole <= c - a
    assert working_time_between(c, a, calendar) == -whole


@given(calendar=calendars(), start=MOMENTS, count=st.integers(0, 30))
def test_more_working_days_end_later_and_on_a_working_day(
    calendar: WorkingCalendar, start: datetime, count: int
) -> None:
    end = add_working_time(start, WorkingDays(count), calendar)
    assert end >= start
    assert calendar.works_on(calendar.local_day(end))
    assert add_working_time(start, WorkingDays(count + 1), calendar) > end


@given(calendar=st.sampled_from([GERMANY, NIGHTS, PAUSE]), day=st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_spans_are_in_order_and_hold_working_moments(calendar: WorkingCalendar, day: date) -> None:
    edges = [edge for span in calendar.spans(day) for edge in span]
    assert edges == sorted(edges)
    assert all(is_working(opens, calendar) for opens, _closes in calendar.spans(day))
