from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from makegood.customers.policies import (
    can_change_customers,
    can_close_customers,
    can_erase_contacts,
    can_see_customers,
)
from makegood.customers.queries import (
    CustomerChoice,
    contacts_of,
    customer_choices,
    customer_page,
    customer_story,
    customers_needing_care,
    touchpoint_page,
)
from makegood.customers.services import add_contact, add_customer, close_customer, log_touchpoint
from makegood.foundation.actors import Viewer
from makegood.people.services import close_account
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Viewer:
    return person("administrator")


def names(viewer: Viewer, **filters: object) -> list[str]:
    return [row.name for row in customer_page(viewer, **filters).rows]  # type: ignore[arg-type]  # of any kind


def company(admin: Viewer) -> dict[str, int]:
    told = {
        "Ärzte AG": {"key": "DOC", "tier": "strategic", "replanning_days": 10},
        "Northwind": {"key": "NW", "tier": "standard", "replanning_days": 30},
        "beta works": {"key": "BETA", "tier": "key", "owner": admin.number},
    }
    return {
        name: add_customer(name=name, by=admin, at=AT + timedelta(minutes=n), **fields)  # type: ignore[arg-type]  # of any kind
        for n, (name, fields) in enumerate(told.items())
    }


def test_a_list_shows_what_every_filter_lets_through(admin: Viewer) -> None:
    numbers = company(admin)
    close_customer(number=numbers["Northwind"], reason="Gone", by=admin, at=AT)
    assert names(admin) == ["Ärzte AG", "beta works"]
    assert names(admin, state="all") == ["Ärzte AG", "beta works", "Northwind"]
    assert names(admin, state="closed") == ["Northwind"]
    assert names(admin, text="arzt") == names(admin, text="ÄRZTE doc") == names(admin, text="aerzte") == ["Ärzte AG"]
    assert names(admin, text="ärzte beta") == []
    assert names(admin, tier="key") == names(admin, owner=admin.number) == ["beta works"]
    assert names(admin, text="%") == names(admin)


def test_a_list_is_sorted_as_asked_with_unknown_values_last(admin: Viewer) -> None:
    numbers = company(admin)
    log_touchpoint(customer=numbers["Northwind"], kind="call", direction="to-customer", text="Hi", by=admin, at=AT)
    up = ["Ärzte AG", "beta works", "Northwind"]
    assert names(admin, sort="name") == up
    assert names(admin, sort="-name") == up[::-1]
    assert names(admin, sort="key") == ["beta works", "Ärzte AG", "Northwind"]
    assert names(admin, sort="tier") == up
    assert names(admin, sort="-tier") == up[::-1]
    assert names(admin, sort="-replanning") == ["Northwind", "Ärzte AG", "beta works"]
    assert names(admin, sort="touched")[0] == names(admin, sort="-touched")[0] == "Northwind"
    assert names(admin, sort="-made") == ["beta works", "Northwind", "Ärzte AG"]
    assert names(admin, sort="nonsense") == up


def test_a_list_comes_in_pages(admin: Viewer) -> None:
    company(admin)
    first, second = customer_page(admin, size=2), customer_page(admin, size=2, page=2)
    assert ([len(first.rows), first.total, first.count, first.has_next], len(second.rows)) == ([2, 3, 2, True], 1)
    assert (second.has_next, customer_page(admin, page=99).rows, customer_page(admin, page=0).number) == (False, (), 1)


def test_only_open_customers_can_be_chosen(admin: Viewer) -> None:
    numbers = company(admin)
    close_customer(number=numbers["beta works"], reason="Gone", by=admin, at=AT)
    assert customer_choices(admin) == (
        CustomerChoice(numbers["Ärzte AG"], "DOC", "Ärzte AG"),
        CustomerChoice(numbers["Northwind"], "NW", "Northwind"),
    )


def test_one_row_and_three_rows_take_the_same_queries(admin: Viewer) -> None:
    def fill(key: str) -> None:
        number = add_customer(key=key, name=key, owner=admin.number, by=admin, at=AT)
        contact = add_contact(customer=number, name="Cleo", is_main=True, by=admin, at=AT)
        log_touchpoint(
            customer=number, kind="call", direction="to-customer", text="Hi", contact=contact, by=admin, at=AT
        )

    def asked() -> list[int]:
        counts = []
        for look in (
            lambda: customer_page(admin),
            lambda: customer_choices(admin),
            lambda: contacts_of(first, admin),
            lambda: touchpoint_page(first, admin),
            lambda: customer_story(first, admin),
        ):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                look()
            counts.append(len(queries))
        return counts

    fill("A")
    first = customer_choices(admin)[0].number
    assert asked() == [2, 1, 2, 3, 3]
    fill("B")
    fill("C")
    for name in ("Dora", "Eli"):
        contact = add_contact(customer=first, name=name, by=admin, at=AT)
        log_touchpoint(
            customer=first, kind="call", direction="to-customer", text="Hi", contact=contact, by=admin, at=AT
        )
    assert len(customer_page(admin).rows) == len(contacts_of(first, admin)) == 3
    assert asked() == [2, 1, 2, 3, 3]


def test_a_guest_sees_empty_lists() -> None:
    company(person("administrator"))
    assert (customer_page(GUEST).total, customer_choices(GUEST)) == (0, ())


def test_a_button_and_its_enforcement_share_one_truth(admin: Viewer) -> None:
    def may(viewer: Viewer) -> tuple[bool, ...]:
        return (
            can_see_customers(viewer),
            can_change_customers(viewer),
            can_close_customers(viewer),
            can_erase_contacts(viewer),
        )

    assert may(admin) == (True, True, True, True)
    assert may(person("sales")) == (True, True, False, False)
    assert may(person("customer-success")) == (True, True, True, False)
    assert may(person("legal")) == (True, False, False, True)
    assert may(person("executive")) == (True, False, False, False)
    assert may(GUEST) == (False, False, False, False)


def test_a_customer_whose_owner_has_no_account_any_more_needs_another_one(admin: Viewer) -> None:
    seller = person("sales", name="Gone Soon")
    number = add_customer(key="NW", name="Northwind", owner=seller.number, by=admin, at=AT)
    assert customers_needing_care(admin, at=AT) == []
    close_account(number=seller.number, by=admin.actor, at=AT)
    assert [(row.number, row.need) for row in customers_needing_care(admin, at=AT)] == [(number, "owner")]
