from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from makegood.foundation.actors import Viewer
from makegood.promises.models import Promise
from makegood.promises.queries import find_promise
from makegood.promises.services import (
    add_evidence,
    cancel_promise,
    deliver_promise,
    reject_delivery,
    take_back_acceptance,
)
from makegood.promises.states import Finding, Outcome
from tests.promises.desk import DUE, admin, cancelled, committed, customer, draft, expired, taken
from tests.revisions.on_record import revised
from tests.staff import AT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OPEN, KEPT, BROKEN, EXCLUDED = Outcome.OPEN, Outcome.KEPT, Outcome.BROKEN, Outcome.EXCLUDED
Make = Callable[[Viewer, int], int]


def delivered(by: Viewer, to: int) -> int:
    number = committed(by, to)
    deliver_promise(number=number, on=DUE - DAY, today=DUE, by=by, at=AT)
    return number


def rejected(by: Viewer, to: int) -> int:
    number = delivered(by, to)
    reject_delivery(number=number, reason="Broken", by=by, at=AT)
    return number


def complained(by: Viewer, to: int) -> int:
    number = taken(by, to, on=DUE - DAY, in_full=True)
    add_evidence(promise=number, kind="mail", title="Complaint", text="It leaks.", by=by, at=AT)
    take_back_acceptance(number=number, reason="Their mail: it leaks", by=by, at=AT)
    return number


def dropped_before(by: Viewer, to: int) -> int:
    number = draft(by, to)
    Promise.objects.filter(pk=number).update(state="quoted")
    cancel_promise(number=number, by_customer=False, reason="Too dear", by=by, at=AT)
    return number


CASES: dict[str, tuple[Make, date, Outcome]] = {
    "a draft is open": (draft, DUE, OPEN),
    "a draft past its date is open": (draft, DUE + DAY, OPEN),
    "a committed one is open on its last day": (committed, DUE, OPEN),
    "an overdue one is broken before it is delivered": (committed, DUE + DAY, BROKEN),
    "accepted in full on the day is kept": (lambda b, c: taken(b, c, on=DUE, in_full=True), DUE + 90 * DAY, KEPT),
    "accepted early is kept": (lambda b, c: taken(b, c, on=DUE - DAY, in_full=True), DUE - DAY, KEPT),
    "accepted a day late is broken": (lambda b, c: taken(b, c, on=DUE + DAY, in_full=True), DUE + DAY, BROKEN),
    "accepted in part is broken": (lambda b, c: taken(b, c, on=DUE - DAY, in_full=False), DUE - DAY, BROKEN),
    "delivered and not accepted yet is open": (delivered, DUE, OPEN),
    "delivered and never accepted is broken": (delivered, DUE + DAY, BROKEN),
    "rejected is owed still": (rejected, DUE, OPEN),
    "rejected and overdue is broken": (rejected, DUE + DAY, BROKEN),
    "an acceptance taken back is open": (complained, DUE, OPEN),
    "an acceptance taken back is broken once it is due": (complained, DUE + DAY, BROKEN),
    "cancelled by the customer is neither": (lambda b, c: cancelled(b, c, by_customer=True), DUE + DAY, EXCLUDED),
    "cancelled by us is broken": (lambda b, c: cancelled(b, c, by_customer=False), DUE - DAY, BROKEN),
    "an offer that we took back is neither": (dropped_before, DUE + DAY, EXCLUDED),
    "an expired offer is neither": (expired, DUE + DAY, EXCLUDED),
}


@pytest.mark.parametrize("case", CASES)
def test_what_became_of_a_promise(case: str) -> None:
    make, today, expected = CASES[case]
    by = admin()
    row = find_promise(make(by, customer(by)), by, today=today).row
    assert (row.kept_first, row.kept_last) == (expected, expected)


def test_a_later_date_in_force_can_be_kept_while_the_first_is_broken() -> None:
    by = admin()
    number = taken(by, customer(by), on=DUE + 5 * DAY, in_full=True)
    revised(number, DUE + 10 * DAY, at=AT)
    row = find_promise(number, by, today=DUE + 10 * DAY).row
    assert (row.kept_first, row.kept_last) == (BROKEN, KEPT)


def test_what_is_overdue_is_held_against_the_date_in_force_among_the_findings() -> None:
    by = admin()
    number = committed(by, customer(by))
    revised(number, DUE + 10 * DAY, at=AT)
    row = find_promise(number, by, today=DUE + DAY).row
    assert (row.kept_first, row.kept_last, Finding.OVERDUE in row.findings) == (BROKEN, OPEN, False)
