"""How long customers wait for an answer: questions and their first replies, in hours of working days.

A question begins with the first message that nobody has answered, however many follow it, and ends with the first thing
that is said to the customer afterwards, or with a conversation, whoever began it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAYS, WORKING_DAYS = 7, 5
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Said:
    """One time that something was said between a customer and us; ``at`` is in the customer's own time zone."""

    at: datetime
    asks: bool
    """The customer wrote to us, and waits."""
    answers: bool
    """We said something to them, or both spoke."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a customer asked, and when they were answered: None where they wait still."""

    asked_at: datetime
    answered_at: datetime | None

    def hours(self, now: datetime) -> float:
        """Return for how many hours of working days they waited, or have waited ``now``."""
        return weekday_hours(
            self.asked_at, self.answered_at or max(now.astimezone(self.asked_at.tzinfo), self.asked_at)
        )


def questions_of(said: Iterable[Said]) -> Iterator[Question]:
    """Yield the questions in what was said to and by one customer, given in the order in which it was said."""
    asked: datetime | None = None
    for one in said:
        if one.answers and asked is not None:
            yield Question(asked, one.at)
            asked = None
        if one.asks and asked is None:
            asked = one.at
    if asked is not None:
        yield Question(asked, None)


def weekday_hours(begin: datetime, end: datetime) -> float:
    """Return the hours from ``begin`` to ``end`` that lie between Monday and Friday, by the clock on the wall there.

    All twenty-four hours of a day count: a customer who wrote on Friday evening has not waited all weekend, and has
    waited all night. ValueError where the end comes first.
    """
    if end < begin:
        raise ValueError("an answer can't come before its question")
    return max(_since_a_monday(end) - _since_a_monday(begin), 0.0)


def _since_a_monday(at: datetime) -> float:
    """Return the hours of working days from a Monday long ago to the time on the wall."""
    weeks, day = divmod(at.date().toordinal() - 1, DAYS)  # the first day of year 1 was a Monday
    of_day = (datetime.combine(at.date(), at.time()) - datetime.combine(at.date(), time())) / HOUR
    return 24.0 * (WORKING_DAYS * weeks + min(day, WORKING_DAYS)) + (of_day if day < WORKING_DAYS else 0.0)
