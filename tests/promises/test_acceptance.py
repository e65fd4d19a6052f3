"""After the customer has accepted, nothing is undone in silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied
from makegood.promises.models import Promise
from makegood.promises.queries import promise_story
from makegood.promises.services import (
    UnableToAccept,
    UnableToMove,
    accept_delivery,
    add_evidence,
    reject_delivery,
    take_back_acceptance,
    withdraw_evidence,
)
from tests.promises.desk import DUE, admin, committed, customer, taken
from tests.staff import AT, person

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def by() -> Viewer:
    return admin()


@pytest.fixture
def number(by: Viewer) -> int:
    number = taken(by, customer(by), on=DUE, in_full=True)
    add_evidence(promise=number, kind="note", title="Before", text="They like it", by=by, at=AT - timedelta(days=1))
    return number


def complain(number: int, by: Viewer) -> int:
    return add_evidence(promise=number, kind="mail", title="Complaint", text="It leaks.", by=by, at=LATER)


def take_back(number: int, by: Viewer, reason: str = "Their mail: it leaks") -> None:
    take_back_acceptance(number=number, reason=reason, by=by, at=LATER)


def test_what_was_accepted_is_not_rejected(number: int, by: Viewer) -> None:
    before = Promise.objects.values().get()
    with pytest.raises(UnableToMove):
        reject_delivery(number=number, reason="It leaks", by=by, at=LATER)
    assert Promise.objects.values().get() == before


def test_an_acceptance_is_taken_back_only_with_what_the_customer_said_since(number: int, by: Viewer) -> None:
    with pytest.raises(UnableToAccept) as bare:
        take_back(number, by)
    withdraw_evidence(number=complain(number, by), reason="Of another promise", by=by, at=LATER)
    with pytest.raises(UnableToAccept) as withdrawn:
        take_back(number, by)
    complain(number, by)
    with pytest.raises(UnableToAccept) as wordless:
        take_back(number, by, reason=" ")
    assert [one.value.field for one in (bare, withdrawn, wordless)] == ["reason"] * 3
    assert Promise.objects.get().accepted_on == DUE


def test_what_was_accepted_stays_in_the_history_and_it_can_be_accepted_or_rejected_anew(
    number: int, by: Viewer
) -> None:
    complain(number, by)
    take_back(number, by)
    promise = Promise.objects.get()
    assert (promise.state, promise.delivered_on, promise.accepted_on, promise.in_full, promise.accepted_by) == (
        "delivered", DUE, None, None, "",
    )  # fmt: skip
    told = promise_story(number, by)[0]
    assert told.facts
    assert (told.verb, told.facts["accepted_by"], told.facts["on"], told.facts["in_full"]) == (
        "promise.unaccept", "Cleo", DUE.isoformat(), True,
    )  # fmt: skip
    with pytest.raises(UnableToAccept):
        take_back(number, by)
    accept_delivery(number=number, on=DUE, in_full=False, accepted_by="Cleo", today=DUE, by=by, at=LATER)
    with pytest.raises(UnableToMove):
        reject_delivery(number=number, reason="It leaks", by=by, at=LATER)


def test_a_complaint_that_holds_makes_it_owed_again(number: int, by: Viewer) -> None:
    complain(number, by)
    take_back(number, by)
    reject_delivery(number=number, reason="It leaks", by=by, at=LATER)
    promise = Promise.objects.get()
    assert (promise.state, promise.delivered_on, promise.first_due) == ("committed", None, DUE)


def test_only_who_records_deliveries_takes_an_acceptance_back(number: int, by: Viewer) -> None:
    complain(number, by)
    for function in ("sales", "executive", "legal"):
        with pytest.raises(Denied):
            take_back(number, person(function))


def test_nothing_is_taken_back_that_was_not_accepted(by: Viewer) -> None:
    number = committed(by, customer(by, "OTHER"))
    complain(number, by)
    with pytest.raises(UnableToAccept):
        take_back(number, by)
