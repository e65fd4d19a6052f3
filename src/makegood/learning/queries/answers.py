"""How long customers waited for answers: what they wrote, and the first thing that was said to them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from makegood.customers.models import Touchpoint
from makegood.customers.states import Channel, Direction
from makegood.engine.answers import Question, Said, questions_of
from makegood.engine.track_figures import ResponseTimes, response_times
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.history.remembering import remembered
from makegood.learning.queries.slices import Slice

WRITTEN = frozenset({Channel.MAIL, Channel.PORTAL})
SPOKEN = frozenset({Channel.CALL, Channel.MEETING})


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question of a customer; ``hours`` are those of working days in which they waited, or have waited so far."""

    customer: int
    customer_name: str
    asked_at: datetime
    answered_at: datetime | None
    hours: float


def answers(viewer: Viewer, asked: Slice, *, at: datetime) -> tuple[AnswerRow, ...]:
    """Return the questions that were asked in a window, the latest first, of all customers or of one.

    In one query, and only after something changed. Team, kind and promise don't narrow it down: a message is a
    customer's.
    """
    if EVERYONE not in viewer.audiences:
        return ()
    window = (asked.since, asked.until, asked.customer)
    found = remembered("answers", *window, make=lambda: _questions(*window))
    rows = [AnswerRow(number, name, one.asked_at, one.answered_at, one.hours(at)) for number, name, one in found]
    return tuple(sorted(rows, key=lambda row: row.asked_at, reverse=True))


def answer_times(rows: tuple[AnswerRow, ...]) -> ResponseTimes:
    """Return how long answers took, in hours of working days, with what waits still counted as far as it has come."""
    return response_times([row.hours for row in rows], [row.answered_at is not None for row in rows])


def _questions(since: date, until: date, customer: int | None) -> list[tuple[int, str, Question]]:
    """Return what was asked from one day to another, by customer; a reply may have come later."""
    zone = ZoneInfo(settings.DEFAULT_ZONE)
    begin, end = (datetime.combine(day, time(), zone) for day in (since, until + timedelta(days=1)))
    met = Touchpoint.objects.filter(at__gte=begin).filter(Q(kind__in=WRITTEN) | Q(kind__in=SPOKEN))
    met = met.filter(customer=customer) if customer is not None else met
    rows = met.order_by("customer", "at", "pk").values_list(
        "customer", "customer__name", "customer__zone", "at", "kind", "direction"
    )
    found = []
    for (number, name, of), said in groupby(rows.iterator(), key=itemgetter(0, 1, 2)):
        there = ZoneInfo(of) if of else zone
        spoken = (_said(at.astimezone(there), kind, direction) for *_of, at, kind, direction in said)
        found += [(number, name, one) for one in questions_of(spoken) if one.asked_at < end]
    return found


def _said(at: datetime, kind: str, direction: str) -> Said:
    writes = kind in WRITTEN and direction == Direction.FROM_CUSTOMER
    return Said(at, asks=writes, answers=not writes)
