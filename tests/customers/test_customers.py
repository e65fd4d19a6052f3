from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from makegood.customers.models import Customer
from makegood.customers.queries import customer_story, find_customer
from makegood.customers.services import (
    UnableToAddCustomer,
    UnableToChangeCustomer,
    UnableToCloseCustomer,
    UnableToReopenCustomer,
    add_customer,
    change_customer,
    change_owner,
    close_customer,
    rebuild_search,
    reopen_customer,
)
from makegood.customers.states import Tier
from makegood.foundation.errors import Denied, NotFound, Stale
from makegood.foundation.search.queries import find
from makegood.people.models import User
from tests.staff import AT, GUEST, person

LATER = AT + timedelta(hours=1)
pytestmark = pytest.mark.django_db


def verbs(number: int) -> list[str]:
    return [event.verb for event in customer_story(number, person())]


def test_a_customer_is_kept_with_what_is_said_and_defaults_for_the_rest() -> None:
    sales = person("sales")
    number = add_customer(key="NORTH", name="  Northwind\tTraders ", zone="Europe/Oslo", by=sales, at=AT)
    row = find_customer(number, sales)
    assert (row.key, row.name, row.tier, row.zone) == ("NORTH", "Northwind Traders", Tier.STANDARD, "Europe/Oslo")
    assert (row.replanning_days, row.owner, row.note, row.contacts, row.touched_at) == (0, None, "", 0, None)
    assert (row.made_at, row.closed_at, row.version) == (AT, None, 0)
    assert Customer.objects.get(pk=number).made_by_id == sales.number


def test_everything_that_is_done_stands_in_the_history() -> None:
    success = person("customer-success")
    number = add_customer(key="N", name="Northwind", by=success, at=AT)
    change_customer(number=number, version=0, tier="key", note="Calls on Mondays", by=success, at=LATER)
    close_customer(number=number, reason="Merged", by=success, at=LATER)
    reopen_customer(number=number, by=success, at=LATER)
    assert verbs(number) == ["customer.reopen", "customer.close", "customer.change", "customer.add"]
    changed = customer_story(number, success)[2]
    assert changed.facts == {"changed": {"tier": ["standard", "key"], "note": ["", "Calls on Mondays"]}}
    assert (changed.actor, changed.at) == ("Anna Berg", LATER)


def test_a_customer_is_found_by_name_key_and_note_as_they_are_now() -> None:
    sales = person("sales")
    number = add_customer(key="N7", name="Größe AG", note="pumps", by=sales, at=AT)
    for wanted in ("grosse", "n7", "pumps"):
        assert [(found.number, found.address) for found in find(wanted, sales)] == [(number, f"/customers/{number}/")]
    change_customer(number=number, version=0, name="Kleine AG", by=sales, at=AT)
    assert (find("grosse", sales), len(find("kleine", sales))) == ([], 1)
    assert rebuild_search() == 1
    assert len(find("kleine", sales)) == 1


def test_whoever_changes_an_older_version_is_told_what_the_other_one_wrote() -> None:
    sales = person("sales")
    number = add_customer(key="N", name="Northwind", by=sales, at=AT)
    change_customer(number=number, version=0, name="Northwind Ltd", tier="key", by=sales, at=AT)
    with pytest.raises(Stale) as stale:
        change_customer(number=number, version=0, name="North Wind", tier="key", by=sales, at=AT)
    assert stale.value.details == {"fields": {"name": {"now": "Northwind Ltd"}}, "version": 1}
    assert find_customer(number, sales).name == "Northwind Ltd"


def test_a_change_that_changes_nothing_leaves_no_trace() -> None:
    sales = person("sales")
    number = add_customer(key="N", name="Northwind", by=sales, at=AT)
    change_customer(number=number, version=0, name="Northwind", by=sales, at=LATER)
    assert (find_customer(number, sales).version, verbs(number)) == (0, ["customer.add"])


@pytest.mark.parametrize("taken", ["north", "NORTH", "North"])
def test_a_key_is_unique_whatever_its_case(taken: str) -> None:
    sales = person("sales")
    add_customer(key="North", name="Northwind", by=sales, at=AT)
    with pytest.raises(UnableToAddCustomer) as unable:
        add_customer(key=taken, name="Other", by=sales, at=AT)
    assert unable.value.field == "key"
    other = add_customer(key="South", name="Other", by=sales, at=AT)
    with pytest.raises(UnableToChangeCustomer):
        change_customer(number=other, version=0, key=taken, by=sales, at=AT)


def test_the_database_itself_refuses_a_key_twice() -> None:
    add_customer(key="North", name="Northwind", by=person("sales"), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.create(key="NORTH", name="Other", words="other", made_at=AT)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", ""),
        ("key", "a b"),
        ("key", "ä"),
        ("key", "x" * 25),
        ("name", " \t"),
        ("name", "x" * 201),
        ("tier", "golden"),
        ("zone", "Mars/Olympus"),
        ("zone", ""),
        ("replanning_days", -1),
        ("replanning_days", 731),
        ("owner", 4711),
        ("note", "x" * 20_001),
    ],
)
def test_what_can_not_be_kept_is_refused_by_name(field: str, value: Any) -> None:
    fields: dict[str, Any] = {"key": "N", "name": "Northwind", field: value}
    with pytest.raises(UnableToAddCustomer) as unable:
        add_customer(by=person("sales"), at=AT, **fields)
    assert unable.value.field == field
    assert Customer.objects.count() == 0


def test_nobody_whose_account_is_closed_becomes_an_owner() -> None:
    sales, gone = person("sales"), person("sales", name="Gone")
    number = add_customer(key="N", name="Northwind", owner=sales.number, by=sales, at=AT)
    User.objects.filter(pk=gone.number).update(is_active=False)
    with pytest.raises(UnableToChangeCustomer) as unable:
        change_customer(number=number, version=0, owner=gone.number, by=sales, at=AT)
    assert unable.value.field == "owner"
    assert find_customer(number, sales).owner_name == "Anna Berg"


def test_several_customers_change_hands_at_once_and_only_those_who_had_another_owner() -> None:
    sales, ben = person("sales"), person("sales", name="Ben")
    one, two, three = (add_customer(key=key, name=key, by=sales, at=AT) for key in "ABC")
    change_owner(numbers=[two], owner=ben.number, by=sales, at=AT)
    close_customer(number=three, reason="Gone", by=person("administrator"), at=AT)
    assert change_owner(numbers=[one, two, three, 4711], owner=ben.number, by=sales, at=LATER) == 1
    assert [find_customer(number, sales).owner for number in (one, two, three)] == [ben.number, ben.number, None]
    assert (verbs(one)[0], len(verbs(two))) == ("customer.change", 2)
    with pytest.raises(UnableToChangeCustomer):
        change_owner(numbers=[one], owner=4711, by=sales, at=AT)


def test_a_closed_customer_stays_as_it_is_until_it_is_opened_again() -> None:
    admin = person("administrator")
    number = add_customer(key="N", name="Northwind", by=admin, at=AT)
    with pytest.raises(UnableToReopenCustomer):
        reopen_customer(number=number, by=admin, at=AT)
    with pytest.raises(UnableToCloseCustomer):
        close_customer(number=number, reason=" ", by=admin, at=AT)
    close_customer(number=number, reason="Merged", by=admin, at=LATER)
    assert find_customer(number, admin).closed_at == LATER
    with pytest.raises(UnableToCloseCustomer):
        close_customer(number=number, reason="Again", by=admin, at=LATER)
    with pytest.raises(UnableToChangeCustomer):
        change_customer(number=number, version=1, name="Other", by=admin, at=LATER)
    reopen_customer(number=number, by=admin, at=LATER)
    change_customer(number=number, version=2, name="Other", by=admin, at=LATER)
    assert (find_customer(number, admin).name, find_customer(number, admin).closed_at) == ("Other", None)


@pytest.mark.parametrize("function", ["sales", "customer-success", "support", "operations", "administrator"])
def test_whoever_works_with_customers_may_add_them(function: str) -> None:
    assert add_customer(key="N", name="Northwind", by=person(function), at=AT) > 0


@pytest.mark.parametrize("function", ["product", "executive", "legal"])
def test_others_see_customers_and_change_nothing(function: str) -> None:
    number = add_customer(key="N", name="Northwind", by=person("sales"), at=AT)
    other = person(function, name="Other")
    with pytest.raises(Denied):
        add_customer(key="M", name="Other", by=other, at=AT)
    with pytest.raises(Denied):
        change_customer(number=number, version=0, name="Other", by=other, at=AT)
    with pytest.raises(Denied):
        change_owner(numbers=[number], owner=None, by=other, at=AT)
    assert find_customer(number, other).name == "Northwind"


@pytest.mark.parametrize("function", ["sales", "support", "operations", "product", "executive", "legal"])
def test_only_customer_success_and_administrators_close_and_reopen(function: str) -> None:
    number = add_customer(key="N", name="Northwind", by=person("sales"), at=AT)
    with pytest.raises(Denied):
        close_customer(number=number, reason="Gone", by=person(function), at=AT)
    close_customer(number=number, reason="Gone", by=person("customer-success"), at=AT)
    with pytest.raises(Denied):
        reopen_customer(number=number, by=person(function), at=AT)


def test_a_guest_knows_of_no_customer() -> None:
    number = add_customer(key="N", name="Northwind", by=person("sales"), at=AT)
    with pytest.raises(NotFound):
        find_customer(number, GUEST)
    with pytest.raises(NotFound):
        customer_story(number, GUEST)
    with pytest.raises(Denied):
        add_customer(key="M", name="Other", by=GUEST, at=AT)


def test_what_is_not_there_is_not_found() -> None:
    success = person("customer-success")
    for act in (
        lambda: find_customer(4711, success),
        lambda: change_customer(number=4711, version=0, name="X", by=success, at=AT),
        lambda: close_customer(number=4711, reason="X", by=success, at=AT),
        lambda: reopen_customer(number=4711, by=success, at=AT),
    ):
        with pytest.raises(NotFound):
            act()
