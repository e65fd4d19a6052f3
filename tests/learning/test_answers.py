"""How long customers wait, how a promise slips, and how parts keep their dates: counted from what is on record."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from makegood.customers.services import log_touchpoint
from makegood.feasibility.models import Snapshot
from makegood.foundation.actors import Viewer
from makegood.learning.queries import Slice, answer_times, answers, parts_of
from makegood.learning.services import renew_all
from makegood.people.models import User
from tests.learning.history import TODAY, accepted, ended, relied_on
from tests.promises.desk import admin, customer
from tests.staff import AT, GUEST

pytestmark = pytest.mark.django_db
ALL = Slice(date(2020, 1, 1), date(2030, 1, 1))
MONDAY = datetime.fromisoformat("2026-11-02T08:00+00:00")


def met(by: Viewer, to: int, hours: float, kind: str, direction: str) -> None:
    log_touchpoint(customer=to, kind=kind, direction=direction, text="So", by=by, at=AT,
                   happened_at=MONDAY + timedelta(hours=hours))  # fmt: skip


def test_a_question_waits_for_the_first_thing_that_is_said_afterwards() -> None:
    by = admin()
    ours, theirs = customer(by, zone="Europe/Berlin"), customer(by, "OTHER")
    for hours, kind, direction in (
        (0, "mail", "from-customer"),
        (2, "mail", "from-customer"),
        (3, "delivery", "to-customer"),  # no answer
        (5, "mail", "to-customer"),
        (6, "mail", "to-customer"),
        (7, "portal", "from-customer"),
        (9, "call", "from-customer"),  # they spoke with us
        (10, "call", "from-customer"),
        (30, "mail", "from-customer"),
    ):
        met(by, ours, hours, kind, direction)
    met(by, theirs, 31, "mail", "to-customer")  # of another customer
    now = MONDAY + timedelta(hours=40)
    found = answers(by, ALL, at=now)
    assert [(row.hours, row.answered_at is None) for row in found] == [(10, True), (2, False), (5, False)]
    times = answer_times(found)
    assert (times.n, times.open, times.p50, times.p85) == (3, 1, 5, None)
    assert answers(by, Slice(ALL.since, ALL.until, customer=theirs), at=now) == ()
    day_one = Slice(MONDAY.date(), MONDAY.date())
    assert len(answers(by, day_one, at=now)) == 2
    assert answers(GUEST, ALL, at=now) == ()


def test_of_no_questions_nothing_is_said_and_many_take_one_query() -> None:
    by, random = admin(), Random(4)
    assert answer_times(answers(by, ALL, at=AT)).p50 is None
    for place in range(3):
        to = customer(by, f"C{place}")
        for n in range(15):
            met(by, to, 3 * n, "mail", random.choice(["from-customer", "to-customer"]))
    with CaptureQueriesContext(connection) as queries:
        found = answers(by, ALL, at=AT)
    assert len(queries) == 1
    assert len(found) > 5


def test_parts_are_milestones_whatever_became_of_them() -> None:
    by = admin()
    to = customer(by)
    made, due = TODAY - timedelta(days=60), TODAY - timedelta(days=20)
    order = relied_on(by, to, made=made, due=due)
    assert parts_of(order, by, today=TODAY).rate is None, "nothing was split off"

    def part(on: date | None, *, days: int = 0) -> int:
        number = relied_on(by, to, made=made, due=due + timedelta(days=days), parent=order)
        if on is not None:
            accepted(number, on=on, by=by)
        return number

    part(due - timedelta(days=3))  # early
    part(due)
    part(due + timedelta(days=1))  # late
    part(None)  # overdue
    part(None, days=40)  # later by its own date, and overdue by that of its order
    ended(part(None), by_customer=True, by=by)
    ended(part(None), by_customer=False, by=by)
    renew_all()
    found = parts_of(order, by, today=TODAY)
    assert (found.kept, found.n) == (2, 6)
    assert parts_of(order, GUEST, today=TODAY).n == 0


def test_a_promise_says_on_its_page_how_fast_its_date_recedes() -> None:
    by = admin()
    today = datetime.now(tz=MONDAY.tzinfo).date()
    number = relied_on(by, customer(by), made=today - timedelta(days=60), due=today + timedelta(days=30))
    Snapshot.objects.bulk_create(
        Snapshot(promise_id=number, day=today - timedelta(weeks=5 - week), due=today + timedelta(days=30), status="red",
                 p_kept=0.3, p85=today + timedelta(weeks=week), inputs_hash="", at=AT)
        for week in range(5)
    )  # fmt: skip
    renew_all()
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    page = client.get(f"/reliability/of/{number}/").content.decode()
    assert "1 weeks a week" in page
    assert "the date recedes" in page
    assert f"/reliability/of/{number}/" in client.get(f"/promises/{number}/").content.decode()
