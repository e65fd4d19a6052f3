"""What the service desk and the monitoring wrote down: mostly good days, and bad ones that come in clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from makegood.files.demo.stories.service import COLD_CHAIN_DATA, FIRST_REPLY, PORT_AVAILABILITY, URGENT_REPLY
from makegood.files.demo.workdays import is_workday

Row = dict[str, str]
PORT_DAYS, COLD_CHAIN_DAYS, REPLY_DAYS, URGENT_DAYS = 326, 73, 90, 180
PORT_OUTAGES = frozenset({301, 300, 244, 171, 170, 169, 88, 87, 41, 19})
COLD_CHAIN_GAPS = frozenset({52, 17})
"""Bad days, counted back from the as-of day; they come in clusters, as bad days do."""
REPLIES_A_DAY, URGENT_A_DAY = 5, 0.45


def measurement_rows(as_of: date, random: Random) -> list[Row]:
    """Return the rows of measurements.csv up to the day before ``as_of``."""
    return [
        *_daily(PORT_AVAILABILITY, as_of, PORT_DAYS, PORT_OUTAGES, _availability(random)),
        *_daily(COLD_CHAIN_DATA, as_of, COLD_CHAIN_DAYS, COLD_CHAIN_GAPS, _completeness(random)),
        *_replies(as_of, random),
        *_urgent_replies(as_of, random),
    ]


def _daily(
    measure: str, as_of: date, days: int, bad_days: frozenset[int], value: Callable[[bool], float]
) -> Iterator[Row]:
    for back in range(days, 0, -1):
        day = as_of - timedelta(days=back)
        yield _row(measure, datetime.combine(day, time()), value(back in bad_days))


def _availability(random: Random) -> Callable[[bool], float]:
    """Percent of a day: an outage takes minutes to hours, a good day at most half a minute."""
    return lambda bad: 100 - random.uniform(0.08, 6.0) ** 1.3 / 4 - 0.06 if bad else 100 - random.uniform(0, 0.035)


def _completeness(random: Random) -> Callable[[bool], float]:
    return lambda bad: random.uniform(94.0, 98.9) if bad else random.uniform(99.2, 100.0)


def _replies(as_of: date, random: Random) -> Iterator[Row]:
    """First replies of the service desk on workdays; after a long weekend they are slower."""
    for back in range(REPLY_DAYS, 0, -1):
        day = as_of - timedelta(days=back)
        if not is_workday(day):
            continue
        slow = 0.06 if day.weekday() == 0 else 0.015
        for moment in sorted(random.uniform(7.5, 17.5) for _ in range(random.randint(3, 2 * REPLIES_A_DAY - 3))):
            late = random.random() < slow
            hours = random.uniform(4.2, 9.0) if late else min(random.lognormvariate(0.2, 0.6), 3.9)
            yield _row(FIRST_REPLY, _at(day, moment), hours)


def _urgent_replies(as_of: date, random: Random) -> Iterator[Row]:
    """Replies to standing bus lines, at any hour of any day."""
    for back in range(URGENT_DAYS, 0, -1):
        if random.random() < URGENT_A_DAY:
            late = random.random() < 0.03
            hours = random.uniform(4.3, 7.0) if late else min(random.lognormvariate(0.1, 0.5), 3.9)
            yield _row(URGENT_REPLY, _at(as_of - timedelta(days=back), random.uniform(0.0, 23.9)), hours)


def _at(day: date, hour: float) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=round(60 * hour))


def _row(measure: str, at: datetime, value: float) -> Row:
    stamp = at.date().isoformat() if at.time() == time() else at.isoformat(timespec="minutes")
    return {"measure": measure, "at": stamp, "value": f"{value:.3f}".rstrip("0").rstrip(".")}
