from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from makegood.foundation.actors import Viewer
from makegood.people.services import close_account
from makegood.promises.queries import (
    find_promise,
    finding_counts,
    promise_page,
    promises_needing_care,
    promises_of,
)
from makegood.promises.services import (
    accept_delivery,
    add_evidence,
    add_indicator,
    add_term,
    cancel_promise,
    change_owner,
    check_term,
    comment_on,
    deliver_promise,
    quote_promise,
    read_indicator,
    withdraw_evidence,
)
from makegood.promises.states import Finding
from tests.promises.desk import DUE, admin, committed, customer, draft
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db
LATER = DUE + timedelta(days=1)
PATIENCE = timedelta(days=14)
"""For which a delivery may wait, unless somebody sets it otherwise."""


@pytest.fixture
def by() -> Viewer:
    return admin()


def note(number: int, by: Viewer) -> int:
    return add_evidence(promise=number, kind="note", title="Call", text="He said so", by=by, at=AT)


def term(number: int, by: Viewer, value: str = "3", subject: str = "weight") -> int:
    said: Any = {"kind": "specification", "subject": subject, "operator": "<=", "value": value, "unit": "kg"}
    return add_term(promise=number, by=by, at=AT, **said)


def sound(by: Viewer, to: int) -> int:
    """Return a draft with which nothing is wrong."""
    number = draft(by, to)
    note(number, by)
    return number


def with_finding(finding: Finding, by: Viewer, to: int) -> int:
    number = sound(by, to)
    if finding == Finding.NO_OWNER:
        change_owner(numbers=[number], owner=None, by=by, at=AT)
    elif finding == Finding.NO_DATE:
        number = draft(by, to, due=None)
        note(number, by)
    elif finding == Finding.NO_EVIDENCE:
        number = draft(by, to)
        withdraw_evidence(number=note(number, by), reason="Of another promise", by=by, at=AT)
    elif finding == Finding.UNCHECKED:
        term(number, by)
    elif finding == Finding.OVERDUE:
        number = committed(by, to)
        note(number, by)
    elif finding == Finding.NOT_ACCEPTED:
        number = committed(by, to)
        note(number, by)
        deliver_promise(number=number, on=LATER - PATIENCE - timedelta(days=1), today=LATER, by=by, at=AT)
    elif finding == Finding.RED_INDICATOR:
        said: Any = {"name": "Scrap", "unit": "percent", "direction": "lower", "amber": Decimal(3), "red": Decimal(5)}
        one = add_indicator(promise=number, by=by, at=AT, **said)
        read_indicator(number=one, on=AT.date(), value=Decimal(6), today=AT.date(), by=by, at=AT)
    else:
        for value in ("3", "5"):
            number = sound(by, to)
            check_term(number=term(number, by, value, "weight" if value == "3" else "Weight"), note="Yes", by=by, at=AT)
    return number


@pytest.mark.parametrize("finding", Finding)
def test_a_finding_is_told_listed_and_counted_alike(finding: Finding, by: Viewer) -> None:
    ours, theirs = customer(by), customer(by, "OTHER")
    healthy = sound(by, theirs)
    number = with_finding(finding, by, ours)
    assert find_promise(number, by, today=LATER).row.findings == (finding,)
    assert find_promise(healthy, by, today=LATER).row.findings == ()
    listed = [row.number for row in promise_page(by, today=LATER, finding=finding).rows]
    assert number in listed
    assert healthy not in listed
    counts = finding_counts(by, today=LATER)
    assert counts[finding] == len(listed) == (2 if finding == Finding.CONFLICT else 1)
    for other in Finding:
        assert counts[other] == promise_page(by, today=LATER, finding=other).total


def test_the_same_term_twice_and_terms_to_others_are_no_conflict(by: Viewer) -> None:
    ours, theirs = customer(by), customer(by, "OTHER")
    for to, value in ((ours, "3"), (ours, "3"), (theirs, "5")):
        term(sound(by, to), by, value)
    assert finding_counts(by, today=DUE)[Finding.CONFLICT] == 0


def test_another_share_of_cases_is_another_promise_and_another_period_is_not(by: Viewer) -> None:
    to = customer(by)

    def level(share: str, days: int) -> None:
        said: Any = {"kind": "service-level", "subject": "first reply", "operator": "<=", "value": "4", "unit": "h"}
        add_term(promise=sound(by, to), target=Decimal(share), window_days=days, by=by, at=AT, **said)

    level("0.95", 30)
    level("0.95", 90)
    assert finding_counts(by, today=DUE)[Finding.CONFLICT] == 0
    level("0.99", 30)
    assert finding_counts(by, today=DUE)[Finding.CONFLICT] == 3


def test_nothing_is_wrong_with_what_has_ended(by: Viewer) -> None:
    number = draft(by, customer(by), due=None)
    quote_promise(number=number, by=by, at=AT)
    cancel_promise(number=number, by_customer=True, reason="Gone", by=by, at=AT)
    assert find_promise(number, by, today=LATER).row.findings == ()
    assert set(finding_counts(by, today=LATER).values()) == {0}


def test_a_delivery_waits_as_long_as_is_set_and_is_no_finding_once_it_is_accepted(by: Viewer, settings: Any) -> None:
    number = with_finding(Finding.NOT_ACCEPTED, by, customer(by))
    found = Finding.NOT_ACCEPTED

    def on(day: date) -> tuple[tuple[Finding, ...], int, int]:
        row = find_promise(number, by, today=day).row
        return row.findings, finding_counts(by, today=day)[found], promise_page(by, today=day, finding=found).total

    assert on(LATER) == ((found,), 1, 1)
    assert on(LATER - timedelta(days=1)) == ((), 0, 0)
    listed = promise_page(by, today=LATER, state="delivered").rows
    assert [row.number for row in listed] == [number]
    assert promise_page(by, today=LATER, finding=found, state="committed").total == 0
    waits = promises_needing_care(person("customer-success", name="Chloe"), today=LATER)
    assert [row.number for row in waits] == [number]
    assert promises_needing_care(person("sales"), today=LATER) == ()
    settings.ACCEPTANCE_DAYS = 15
    assert on(LATER)[0] == ()
    settings.ACCEPTANCE_DAYS = 14
    said: Any = {"in_full": True, "accepted_by": "Cleo", "today": LATER, "by": by, "at": AT}
    accept_delivery(number=number, on=LATER, **said)
    assert on(LATER) == ((), 0, 0)


def test_a_guest_finds_nothing(by: Viewer) -> None:
    with_finding(Finding.NO_DATE, by, customer(by))
    assert (promise_page(GUEST, today=DUE).total, set(finding_counts(GUEST, today=DUE).values())) == (0, {0})


def test_one_promise_and_three_take_the_same_queries(by: Viewer) -> None:
    to = customer(by)

    def fill() -> int:
        number = draft(by, to)
        for value in ("3", "4", "5")[: 1 if first == 0 else 3]:
            term(number, by, value)
            note(number, by)
            comment_on(promise=first or number, text="Hm", by=by, at=AT)
        return number

    def asked() -> list[int]:
        counts = []
        for look in (
            lambda: promise_page(by, today=LATER),
            lambda: promises_of(to, by, today=LATER),
            lambda: promises_needing_care(by, today=LATER),
            lambda: finding_counts(by, today=LATER),
            lambda: find_promise(first, by, today=LATER),
        ):
            with CaptureQueriesContext(connection) as queries:
                look()
            counts.append(len(queries))
        return counts

    first = 0
    first = fill()
    before = asked()
    fill()
    fill()
    note(first, by)
    term(first, by, subject="height")
    assert promise_page(by, today=LATER).total == 3
    assert asked() == before
    assert before[:4] == [2, 4, 1, 1]
    assert before[4] <= 9


def test_nobody_answers_from_a_closed_account(by: Viewer) -> None:
    owner = person("sales", name="Otto")
    number = sound(by, customer(by))
    change_owner(numbers=[number], owner=owner.number, by=by, at=AT)
    assert find_promise(number, by, today=LATER).row.findings == ()
    close_account(number=owner.number, by=by.actor, at=AT)
    assert find_promise(number, by, today=LATER).row.findings == (Finding.NO_OWNER,)
    assert finding_counts(by, today=LATER)[Finding.NO_OWNER] == 1
