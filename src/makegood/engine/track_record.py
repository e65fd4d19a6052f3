"""What became of one promise: kept or not, how far its date moved, and when the customer was told.

Everything is read from facts that are only ever added: dates that were agreed, notices that were received, what was
accepted. The definitions are those of SCOR RL.1.1 (perfect order fulfilment, on time in full) with the conventions
named at each function; the promised day itself is in time, and no day of grace is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import Literal

Wish = Literal["first", "customer", "us", "both"]
"""Who wanted a date: it was the first one, or the customer, we or both wanted another."""
End = Literal["", "customer", "us"]
"""Who cancelled a promise, if anybody did."""

LEAST_WORKING_DAYS = 10
LEAST_SHARE = 0.20
"""A customer is told in time at least ten working days ahead, and a fifth of the lead time (conventions)."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Agreement:
    """A date that was agreed ``on`` a day, and who wanted it."""

    due: date
    wish: Wish
    on: date


@dataclass(frozen=True, slots=True)
class Told:
    """What a customer was told; ``due`` is None where the date was said to be in danger and no other was named."""

    due: date | None
    received_on: date | None
    """None: sent, and nobody knows whether it was read. It warns nobody."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What was accepted of a promise or of a part of it."""

    accepted_on: date | None = None
    in_full: bool = False
    cancelled_by: End = ""
    documents_right: bool | None = None
    condition_right: bool | None = None
    """Whether papers and goods were as they should be; None where nobody noted it."""

    @property
    def done_on(self) -> date | None:
        """The day on which it was accepted in full; None where it was not."""
        return self.accepted_on if self.in_full and not self.cancelled_by else None

    @property
    def is_flawless(self) -> bool | None:
        """Whether documents and condition were right; None where one was not noted, and the other not wrong."""
        return _all_of((self.documents_right, self.condition_right))


def _all_of(known: Iterable[bool | None]) -> bool | None:
    """Say whether all hold; None where that depends on one that is not known."""
    found = set(known)
    return False if False in found else None if None in found else True


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """One promise that a customer relied on; ``agreed`` begins with its first date and is in the order of agreeing."""

    made_on: date
    agreed: tuple[Agreement, ...]
    handed: Handed = Handed()
    told: tuple[Told, ...] = ()
    replanning_days: int = 0
    """Calendar days that the customer needs to plan anew."""
    parts: tuple[Handed, ...] = ()
    """What was split off: the order is whole only with all of them."""
    whole_first: date | None = None
    """Of a part, the date that the first word about its order is held against; None for what is no part."""

    def __post_init__(self) -> None:
        """ValueError without a first date."""
        if not self.agreed:
            raise ValueError("a promise has at least the date that was said first")

    @property
    def said_first(self) -> date:
        """D0: the date that was said first, whatever was agreed later."""
        return self.agreed[0].due

    @property
    def in_force(self) -> date:
        """Dk: the date that was agreed last."""
        return self.agreed[-1].due

    @property
    def first_date(self) -> date:
        """The date that the first word is held against: D0, moved by as much as the customer asked to move it.

        SCOR lets only changes that the customer wanted replace the original commitment. Only the shift itself counts,
        so that our own slip before it is not washed away by a day that the customer adds. A part has no later baseline
        than its order: all of it was promised by then, and splitting it off moves nothing (a convention).
        """
        wanted = [(now.due - before.due).days for before, now in pairwise(self.agreed) if now.wish == "customer"]
        own = self.said_first + timedelta(days=sum(wanted))
        return own if self.whole_first is None else min(own, self.whole_first)

    @property
    def is_excluded(self) -> bool:
        """Whether it counts as neither kept nor broken: the customer did not want it any more."""
        return self.handed.cancelled_by == "customer"

    @property
    def done_on(self) -> date | None:
        """The day on which the promise itself, without parts split off, was accepted in full."""
        return self.handed.done_on

    @property
    def whole_on(self) -> date | None:
        """The day on which the order was accepted in full, with every part that the customer still wanted."""
        days = [one.done_on for one in self._wanted]
        known = [day for day in days if day is not None]
        return max(known) if len(known) == len(days) else None

    @property
    def is_flawless(self) -> bool | None:
        """Whether documents and condition of the order were right, with those of every part; None if not all known."""
        return _all_of(one.is_flawless for one in self._wanted)

    @property
    def _wanted(self) -> tuple[Handed, ...]:
        """The promise itself, and the parts that the customer still wanted."""
        return (self.handed, *(part for part in self.parts if part.cancelled_by != "customer"))


def kept_by(record: TrackRecord, due: date, today: date, *, whole: bool = True) -> bool | None:
    """Say whether ``record`` was kept by ``due``, seen on the morning of ``today``; None where that does not count.

    It does not count before its day is over, even if it was delivered early: those due at the same time could not be
    broken yet. Overdue and open, accepted in part or cancelled by us is broken. ``whole`` asks for every part as well.
    """
    if record.is_excluded or due >= today:
        return None
    done = record.whole_on if whole else record.done_on
    return done is not None and done <= due


def perfect_by(record: TrackRecord, due: date, today: date, *, whole: bool = True) -> bool | None:
    """Say whether ``record`` was perfect: kept by ``due``, documents and condition right (SCOR RL.1.1).

    One order is perfect or not as a whole, so the share of perfect ones is never a product of shares. None where it
    does not count, as for :func:`kept_by`, or where it was kept and nobody noted whether it was flawless.
    """
    kept = kept_by(record, due, today, whole=whole)
    return (record.is_flawless if whole else record.handed.is_flawless) if kept else kept


@dataclass(frozen=True, slots=True)
class Notice:
    """The first time a customer heard, in as many words, that a date would not hold."""

    on: date
    lead_days: int
    """Date then in force − the day it was received, in calendar days; negative if told afterwards."""
    in_time: bool


def warning_of(record: TrackRecord) -> Notice | None:
    """Return the first explicit notice that was received, None where there was none before the promise ended.

    A later date than the one in force, or "in danger" without a date, is explicit; a later date that we or both wanted
    tells as much on the day on which it was agreed. In time is at least ten working days, a fifth of the lead time and
    the customer's own replanning time ahead (a convention).
    """
    heard = sorted((day, before) for day, before in _heard(record))
    ended = record.handed.accepted_on
    if not heard or (ended is not None and heard[0][0] > ended):
        return None
    day, due = heard[0]
    return Notice(day, (due - day).days, day <= last_day_to_tell(record.made_on, due, record.replanning_days))


def _heard(record: TrackRecord) -> Iterable[tuple[date, date]]:
    """Yield days on which the customer heard of a delay, each with the date then in force."""
    for before, now in pairwise(record.agreed):
        if now.wish != "customer" and now.due > before.due:
            yield now.on, before.due
    for told in record.told:
        if told.received_on is None:
            continue
        due = in_force_on(record, told.received_on)
        if told.due is None or told.due > due:
            yield told.received_on, due


def in_force_on(record: TrackRecord, day: date) -> date:
    """Return the date in force on the morning of ``day``: what is agreed on that day holds from the next on."""
    known = [each.due for each in record.agreed if each.on < day]
    return known[-1] if known else record.said_first


def last_day_to_tell(made_on: date, due: date, replanning_days: int = 0) -> date:
    """Return the last day on which a customer is told in time that ``due`` will not hold."""
    share = timedelta(days=ceil(LEAST_SHARE * max(0, (due - made_on).days)))
    return min(working_days_before(due, LEAST_WORKING_DAYS), due - share, due - timedelta(days=replanning_days))


def working_days_before(day: date, count: int) -> date:
    """Return the day that lies ``count`` days of Monday to Friday before ``day``."""
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def told_last(record: TrackRecord) -> date:
    """Return the date that the customer expects: what they were told or agreed to last."""
    said = [(each.on, 0, each.due) for each in record.agreed]
    said += [(each.received_on, 1, each.due) for each in record.told if each.received_on and each.due]
    return max(said, key=lambda one: one[:2])[2]


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a promise has moved, in calendar days; positive is later. None where nothing is forecast."""

    agreed: int
    """Date in force − D0."""
    forecast: int | None
    """P85 now − D0."""
    silent: int | None
    """P50 now − the date the customer was told last: what they don't know yet."""
    relative: float | None
    """Forecast drift as a share of the time from promise to D0; None where there was no time."""


def drift_of(record: TrackRecord, p50: date | None, p85: date | None) -> Drift:
    """Return how far an open promise has moved by the forecast as it stands."""
    lead = (record.said_first - record.made_on).days
    forecast = None if p85 is None else (p85 - record.said_first).days
    return Drift(
        agreed=(record.in_force - record.said_first).days,
        forecast=forecast,
        silent=None if p50 is None else (p50 - told_last(record)).days,
        relative=None if forecast is None or lead <= 0 else forecast / lead,
    )


def closeness(made_on: date, said_first: date, actual: date) -> float:
    """Return max(0, 1 − |actual − D0| / (D0 − made)): 1 on the day, 0 from a whole lead time away (a convention).

    A promise for the day on which it was made counts as one day ahead.
    """
    return max(0.0, 1 - abs((actual - said_first).days) / max(1, (said_first - made_on).days))
