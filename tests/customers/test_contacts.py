from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from makegood.customers.models import Contact
from makegood.customers.queries import (
    contacts_of,
    customer_story,
    find_contact,
    find_customer,
    find_touchpoint,
    touchpoint_page,
    touchpoint_story,
)
from makegood.customers.services import (
    UnableToAddContact,
    UnableToChangeContact,
    UnableToCorrectTouchpoint,
    UnableToEraseContact,
    UnableToLogTouchpoint,
    add_contact,
    add_customer,
    change_contact,
    close_customer,
    contact_left,
    correct_touchpoint,
    erase_contact,
    log_touchpoint,
)
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound, Stale
from makegood.foundation.history.models import Body
from makegood.foundation.history.queries import story
from makegood.foundation.history.verification import verify
from makegood.foundation.search.queries import find
from tests.staff import AT, GUEST, person

LATER = AT + timedelta(days=2)
pytestmark = pytest.mark.django_db


@pytest.fixture
def sales() -> Viewer:
    return person("sales")


@pytest.fixture
def customer(sales: Viewer) -> int:
    return add_customer(key="N", name="Northwind", by=sales, at=AT)


def test_a_contact_is_kept_and_found_with_the_customer(sales: Viewer, customer: int) -> None:
    number = add_contact(
        customer=customer, name="Cleo Dahl", email="cleo@north.example", phone="+47 22 (1)", by=sales, at=AT
    )
    row = find_contact(number, sales)
    assert (row.name, row.email, row.phone, row.language, row.is_main) == (
        "Cleo Dahl",
        "cleo@north.example",
        "+47 22 (1)",
        "en",
        False,
    )
    assert [found.number for found in find("dahl", sales)] == [customer]
    assert find_customer(customer, sales).contacts == 1


def test_a_customer_has_one_main_contact_the_last_one_named(sales: Viewer, customer: int) -> None:
    cleo = add_contact(customer=customer, name="Cleo", is_main=True, by=sales, at=AT)
    dora = add_contact(customer=customer, name="Dora", is_main=True, by=sales, at=AT)
    assert [(row.number, row.is_main, row.version) for row in contacts_of(customer, sales)] == [
        (dora, True, 0),
        (cleo, False, 1),
    ]
    assert find_customer(customer, sales).main_contact == "Dora"
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=cleo).update(is_main=True)


def test_whoever_left_comes_last_and_is_main_no_more(sales: Viewer, customer: int) -> None:
    anna = add_contact(customer=customer, name="Anna", is_main=True, by=sales, at=AT)
    zoe = add_contact(customer=customer, name="Zoe", by=sales, at=AT)
    contact_left(number=anna, by=sales, at=LATER)
    assert [(row.number, row.is_main, row.left_at) for row in contacts_of(customer, sales)] == [
        (zoe, False, None),
        (anna, False, LATER),
    ]
    assert find_customer(customer, sales).contacts == 1
    assert find("anna", sales) == []
    with pytest.raises(UnableToChangeContact):
        contact_left(number=anna, by=sales, at=LATER)
    with pytest.raises(UnableToChangeContact):
        change_contact(number=anna, version=1, name="Anne", by=sales, at=LATER)


def test_two_people_who_change_a_contact_learn_of_each_other(sales: Viewer, customer: int) -> None:
    number = add_contact(customer=customer, name="Cleo", by=sales, at=AT)
    change_contact(number=number, version=0, role="Buyer", by=sales, at=AT)
    with pytest.raises(Stale) as stale:
        change_contact(number=number, version=0, role="Planner", name="Cleo", by=sales, at=AT)
    assert stale.value.details == {"fields": {"role": {"now": "Buyer"}}, "version": 1}
    change_contact(number=number, version=1, role="Buyer", by=sales, at=AT)
    assert find_contact(number, sales).version == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "cleo at north"),
        ("email", "x" * 250 + "@a.bc"),
        ("phone", "call me"),
        ("role", "x" * 121),
        ("language", "English"),
    ],
)
def test_what_can_not_be_kept_of_a_contact_is_refused(sales: Viewer, customer: int, field: str, value: Any) -> None:
    fields: dict[str, Any] = {"name": "Cleo", field: value}
    with pytest.raises(UnableToAddContact) as unable:
        add_contact(customer=customer, by=sales, at=AT, **fields)
    assert unable.value.field == field


def test_a_closed_customer_takes_no_contact_and_changes_none(sales: Viewer, customer: int) -> None:
    number = add_contact(customer=customer, name="Cleo", by=sales, at=AT)
    close_customer(number=customer, reason="Gone", by=person("administrator"), at=AT)
    with pytest.raises(UnableToAddContact):
        add_contact(customer=customer, name="Dora", by=sales, at=AT)
    with pytest.raises(UnableToChangeContact):
        change_contact(number=number, version=0, role="Buyer", by=sales, at=AT)


def test_touchpoints_are_kept_the_latest_first(sales: Viewer, customer: int) -> None:
    cleo = add_contact(customer=customer, name="Cleo", by=sales, at=AT)
    first = log_touchpoint(
        customer=customer, kind="call", direction="to-customer", text="Late", contact=cleo, by=sales, at=AT
    )
    second = log_touchpoint(
        customer=customer,
        kind="mail",
        direction="from-customer",
        text="When?\r\nSoon?",
        happened_at=AT - timedelta(days=1),
        by=sales,
        at=AT,
    )
    page = touchpoint_page(customer, sales)
    assert [(row.number, row.contact_name, row.text, row.by_name) for row in page.rows] == [
        (first, "Cleo", "Late", "Anna Berg"),
        (second, "", "When?\nSoon?", "Anna Berg"),
    ]
    assert find_customer(customer, sales).touched_at == AT
    told = customer_story(customer, sales)[0]
    assert (told.verb, "text" in (told.facts or {})) == ("customer.meet", False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "pigeon"),
        ("direction", "sideways"),
        ("text", " "),
        ("contact", 4711),
        ("happened_at", AT + timedelta(hours=1)),
        ("happened_at", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_what_can_not_be_kept_of_a_touchpoint_is_refused(sales: Viewer, customer: int, field: str, value: Any) -> None:
    fields: dict[str, Any] = {"kind": "call", "direction": "to-customer", "text": "Late", field: value}
    with pytest.raises(UnableToLogTouchpoint) as unable:
        log_touchpoint(customer=customer, by=sales, at=AT, **fields)
    assert unable.value.field == field


def test_a_contact_of_another_customer_was_not_there(sales: Viewer, customer: int) -> None:
    other = add_customer(key="M", name="Other", by=sales, at=AT)
    stranger = add_contact(customer=other, name="Cleo", by=sales, at=AT)
    with pytest.raises(UnableToLogTouchpoint):
        log_touchpoint(
            customer=customer, kind="call", direction="to-customer", text="Late", contact=stranger, by=sales, at=AT
        )


def call(customer: int, by: Viewer, text: str = "Late", contact: int | None = None) -> int:
    return log_touchpoint(
        customer=customer, kind="call", direction="to-customer", text=text, contact=contact, by=by, at=AT
    )


def test_a_touchpoint_is_put_right_and_what_it_said_before_is_kept(sales: Viewer, customer: int) -> None:
    met = call(customer, sales)
    correct_touchpoint(number=met, version=0, kind="mail", text="On time", by=sales, at=LATER)
    row = find_touchpoint(met, sales)
    assert (row.kind, row.text, row.at, row.version) == ("mail", "On time", AT, 1)
    (told,) = touchpoint_story(met, sales)
    assert told.facts == {"changed": {"kind": ["call", "mail"], "text": ["Late", "On time"]}}
    assert customer_story(customer, sales)[0].verb == "customer.correct"
    correct_touchpoint(number=met, version=1, text="On time", by=sales, at=LATER)
    assert find_touchpoint(met, sales).version == 1  # nothing changed, so nothing happened


def test_a_page_that_knows_the_minute_alone_does_not_move_a_touchpoint(sales: Viewer, customer: int) -> None:
    when = AT - timedelta(seconds=17)
    met = log_touchpoint(
        customer=customer, kind="call", direction="to-customer", text="Late", happened_at=when, by=sales, at=AT
    )
    correct_touchpoint(number=met, version=0, happened_at=when.replace(second=0), by=sales, at=LATER)
    assert (find_touchpoint(met, sales).at, find_touchpoint(met, sales).version) == (when, 0)


def test_two_who_correct_a_touchpoint_at_once_are_told(sales: Viewer, customer: int) -> None:
    met = call(customer, sales)
    correct_touchpoint(number=met, version=0, text="On time", by=sales, at=LATER)
    with pytest.raises(Stale) as stale:
        correct_touchpoint(number=met, version=0, text="Early", by=sales, at=LATER)
    assert stale.value.details == {"fields": {"text": {"now": "On time"}}, "version": 1}


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "pigeon"), ("text", " "), ("contact", 4711), ("happened_at", AT + timedelta(days=9))],
)
def test_a_touchpoint_is_not_put_wrong(sales: Viewer, customer: int, field: str, value: Any) -> None:
    met, fields = call(customer, sales), {field: value}
    with pytest.raises(UnableToCorrectTouchpoint) as unable:
        correct_touchpoint(number=met, version=0, by=sales, at=LATER, **fields)
    assert unable.value.field == field


def test_what_an_erased_person_said_is_not_put_back_and_its_corrections_are_gone(sales: Viewer, customer: int) -> None:
    cleo = add_contact(customer=customer, name="Cleo", by=sales, at=AT)
    met = call(customer, sales, "I, Dahl", cleo)
    correct_touchpoint(number=met, version=0, text="I, Cleo Dahl", by=sales, at=AT)
    erase_contact(number=cleo, reason="Asked for on paper", by=person("legal"), at=LATER)
    assert [event.facts for event in touchpoint_story(met, sales) if event.verb == "touchpoint.correct"] == [None]
    assert not Body.objects.filter(content__icontains="dahl").exists()
    with pytest.raises(UnableToCorrectTouchpoint):
        correct_touchpoint(number=met, version=1, text="I, Dahl", by=sales, at=LATER)
    with pytest.raises(NotFound):
        correct_touchpoint(number=4711, version=0, by=sales, at=LATER)


def test_touchpoints_are_found_by_what_was_said_with_whom_and_how(sales: Viewer, customer: int) -> None:
    cleo = add_contact(customer=customer, name="Cleo", by=sales, at=AT)
    first, second = call(customer, sales), call(customer, sales, "Soon", cleo)
    assert [row.number for row in touchpoint_page(customer, sales, text="late").rows] == [first]
    assert [row.number for row in touchpoint_page(customer, sales, text="cleo").rows] == [second]
    assert touchpoint_page(customer, sales, kind="mail").total == 0
    assert touchpoint_page(customer, sales, kind="call").total == 2


def test_nothing_of_an_erased_person_is_left_and_the_chain_still_holds(sales: Viewer, customer: int) -> None:
    number = add_contact(customer=customer, name="Cleo Dahl", email="cleo@north.example", is_main=True, by=sales, at=AT)
    change_contact(number=number, version=0, role="Dahlian buyer", by=sales, at=AT)
    met = log_touchpoint(
        customer=customer, kind="mail", direction="from-customer", text="I, Dahl", contact=number, by=sales, at=AT
    )
    legal = person("legal", name="Lea")
    erase_contact(number=number, reason="Asked for on paper", by=legal, at=LATER)
    row = find_contact(number, sales)
    assert (row.name, row.email, row.role, row.is_main, row.erased_at) == ("", "", "", False, LATER)
    assert find_touchpoint(met, sales).text == ""
    assert find("dahl", sales) == []
    assert not Body.objects.filter(content__icontains="dahl").exists()
    assert not Body.objects.filter(content__icontains="cleo").exists()
    told = [(event.verb, event.facts is None) for event in story(subject=("contact", number), viewer=sales)]
    assert told == [
        ("contact.erase", False),
        ("history.erase", False),
        ("history.erase", False),
        ("contact.change", True),
        ("contact.add", True),
    ]
    assert (verify().flaw, verify().erased) == (None, 2)
    with pytest.raises(UnableToEraseContact):
        erase_contact(number=number, reason="Again", by=legal, at=LATER)
    with pytest.raises(UnableToChangeContact):
        change_contact(number=number, version=2, name="Cleo", by=sales, at=LATER)


def test_only_legal_and_administrators_erase_and_they_say_why(sales: Viewer, customer: int) -> None:
    number = add_contact(customer=customer, name="Cleo", by=sales, at=AT)
    with pytest.raises(Denied):
        erase_contact(number=number, reason="Asked", by=sales, at=AT)
    with pytest.raises(UnableToEraseContact):
        erase_contact(number=number, reason="", by=person("administrator"), at=AT)
    assert find_contact(number, sales).name == "Cleo"


def test_others_change_no_contact_and_note_nothing(sales: Viewer, customer: int) -> None:
    number = add_contact(customer=customer, name="Cleo", by=sales, at=AT)
    product = person("product")
    with pytest.raises(Denied):
        add_contact(customer=customer, name="Dora", by=product, at=AT)
    with pytest.raises(Denied):
        change_contact(number=number, version=0, name="Dora", by=product, at=AT)
    with pytest.raises(Denied):
        contact_left(number=number, by=product, at=AT)
    with pytest.raises(Denied):
        log_touchpoint(customer=customer, kind="call", direction="to-customer", text="Hi", by=product, at=AT)


def test_a_guest_finds_no_contact_and_no_touchpoint(sales: Viewer, customer: int) -> None:
    number = add_contact(customer=customer, name="Cleo", by=sales, at=AT)
    met = log_touchpoint(customer=customer, kind="call", direction="to-customer", text="Hi", by=sales, at=AT)
    for look in (
        lambda: contacts_of(customer, GUEST),
        lambda: find_contact(number, GUEST),
        lambda: find_touchpoint(met, GUEST),
        lambda: touchpoint_page(customer, GUEST),
    ):
        with pytest.raises(NotFound):
            look()
