"""Working time: hours of the week, weekends and holidays, in a zone whose clock may jump.

Durations are elapsed time, so an hour is an hour on the night when clocks change; opening hours are what the clock on
the wall says. Pure: the same calendar, the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]
Hours = tuple[tuple[time, time], ...]

OFFICE: Hours = ((time(9), time(17)),)
WEEK: Mapping[int, Hours] = dict.fromkeys(range(5), OFFICE)
"""Monday (0) to Friday, nine to five."""
MIDNIGHT = time(0)
"""As an end of hours, the end of the day."""
HORIZON = 3_660
"""Days without any working time after which a calendar is held to have none."""
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
DAY_MINUTES = 24 * 60


class NeverWorks(ValueError):
    """A calendar that has no working time for ten years: a deadline on it would never come."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """So many working days, as opposed to so many hours."""

    count: int


@dataclass(frozen=True)
class WorkingCalendar:
    """When somebody works.

    ``hours`` maps weekdays (Monday is 0) to spans in order that do not overlap; ``country`` and ``subdivision`` are ISO
    3166 codes for public holidays; ``closed`` are days off besides. ValueError where hours or names make no sense.
    """

    zone: str = "UTC"
    hours: Mapping[int, Hours] = field(default_factory=lambda: WEEK)
    country: str = ""
    subdivision: str = ""
    closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse hours that overlap, zones and countries that nobody knows."""
        ZoneInfo(self.zone)
        if self.country:
            _holidays(self.country, self.subdivision, 2024)
        for weekday, spans in self.hours.items():
            edges = [minute for start, end in spans for minute in (_minute(start), _minute(end) or DAY_MINUTES)]
            if weekday not in range(7) or edges != sorted(edges) or any(a == b for a, b in _pairs(edges)):
                raise ValueError(f"hours of weekday {weekday} overlap or end before they begin")

    def works_on(self, day: date) -> bool:
        """Return whether ``day`` is a working day."""
        if not self.hours.get(day.weekday()) or day in self.closed:
            return False
        return not self.country or day not in _holidays(self.country, self.subdivision, day.year)

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return when work is done on ``day``, in UTC, in order, without overlap, none of them empty."""
        return _spans(self.zone, self.hours[day.weekday()], day) if self.works_on(day) else ()

    def local_day(self, moment: datetime) -> date:
        """Return the day that it is at ``moment`` where the calendar is."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


def add_working_time(start: datetime, amount: timedelta | WorkingDays, calendar: WorkingCalendar) -> datetime:
    """Return the moment at which ``amount`` of working time has passed since ``start``; a negative one goes back.

    Elapsed time ends at the earliest moment at which it has passed, or for going back at the latest one. Working days
    keep the time of day as far as the last day's hours allow; work that begins outside of hours begins with the next.
    NeverWorks where the calendar has no working time for ten years.
    """
    if isinstance(amount, WorkingDays):
        return _add_days(start, amount.count, calendar)
    if amount < timedelta(0):
        return _take_time(start, -amount, calendar)
    left = amount
    if not left:
        return start.astimezone(UTC)
    for opens, closes in _spans_after(start, calendar):
        begins = max(opens, start)
        if closes - begins >= left:
            return (begins + left).astimezone(UTC)
        left -= max(closes - begins, timedelta(0))
    raise NeverWorks


def working_time_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """Return how much working time lies from ``start`` to ``end``: negative where ``end`` comes first."""
    if end < start:
        return -working_time_between(end, start, calendar)
    total = timedelta(0)
    day = calendar.local_day(start) - DAY
    last = calendar.local_day(end) + DAY
    while day <= last:
        for opens, closes in calendar.spans(day):
            total += max(min(closes, end) - max(opens, start), timedelta(0))
        day += DAY
    return total


def is_working(moment: datetime, calendar: WorkingCalendar) -> bool:
    """Return whether work is done at ``moment``."""
    return any(opens <= moment < closes for opens, closes in calendar.spans(calendar.local_day(moment)))


def _take_time(start: datetime, left: timedelta, calendar: WorkingCalendar) -> datetime:
    for opens, closes in _spans_before(start, calendar):
        ends = min(closes, start)
        if ends - opens >= left:
            return (ends - left).astimezone(UTC)
        left -= max(ends - opens, timedelta(0))
    raise NeverWorks


def _add_days(start: datetime, count: int, calendar: WorkingCalendar) -> datetime:
    step = DAY if count >= 0 else -DAY
    spans = _spans_after(start, calendar) if count >= 0 else _spans_before(start, calendar)
    first = next(((o, c) for o, c in spans if (c > start if count >= 0 else o <= start)), None)
    if first is None:
        raise NeverWorks
    begins = min(max(start, first[0]), first[1]).astimezone(ZoneInfo(calendar.zone))
    day, left, idle = begins.date(), abs(count), 0
    while left:
        day += step
        worked = bool(calendar.spans(day))
        left, idle = left - worked, 0 if worked else idle + 1
        if idle > HORIZON:
            raise NeverWorks
    return _within(_moment(day, begins.time(), calendar.zone), calendar.spans(day))


def _within(moment: datetime, spans: Sequence[Span]) -> datetime:
    """Move ``moment`` into the hours of its day: in a pause to its end, after the last hour back to that."""
    for opens, closes in spans:
        if moment <= closes:
            return max(moment, opens)
    return spans[-1][1]


def _spans_after(start: datetime, calendar: WorkingCalendar) -> Iterator[Span]:
    first = calendar.local_day(start) - DAY
    for number in range(HORIZON):
        yield from calendar.spans(first + number * DAY)


def _spans_before(start: datetime, calendar: WorkingCalendar) -> Iterator[Span]:
    first = calendar.local_day(start) + DAY
    for number in range(HORIZON):
        yield from reversed(calendar.spans(first - number * DAY))


def _minute(edge: time) -> int:
    return edge.hour * 60 + edge.minute


def _pairs(edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each span's edges: between two spans the edges may be the same."""
    yield from zip(edges[::2], edges[1::2], strict=True)


@lru_cache(maxsize=8_192)
def _spans(zone: str, hours: Hours, day: date) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in hours:
        opens = _moment(day, start, zone)
        closes = _moment(day + DAY if end == MIDNIGHT else day, end, zone)
        if opens < closes:
            found.append((opens, closes))
    return tuple(found)


def _moment(day: date, clock: time, zone: str) -> datetime:
    """Return when the clock on the wall shows ``clock``: the first time if it does twice, the jump if it never does."""
    local = datetime.combine(day, clock, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    before, after = local.replace(fold=1).astimezone(UTC), moment
    offset = before.astimezone(ZoneInfo(zone)).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) / 2
        if middle.astimezone(ZoneInfo(zone)).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


@lru_cache(maxsize=512)
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, subdiv=subdivision or None, years=year))
    except NotImplementedError as error:
        raise ValueError(f"no public holidays are known for {country} {subdivision}".strip()) from error
