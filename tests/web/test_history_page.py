"""The history of any object, for administrators: what happened to what, by whom and when."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from django.test import Client

from makegood.customers.services import add_contact, add_customer, change_customer
from makegood.foundation.actors import Viewer
from makegood.foundation.history.queries import history_page
from makegood.foundation.history.services import record
from makegood.people.models import User
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> Viewer:
    return person("administrator", "sales", name="Ada Lindqvist")


@pytest.fixture
def client(keeper: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=keeper.number))
    return client


@pytest.fixture
def happened(keeper: Viewer) -> int:
    """Let two people do something on two days; return the customer that it was done to."""
    other = person("sales", name="Lena Vogt")
    number = add_customer(key="NWR", name="Northwind", by=keeper, at=AT)
    change_customer(number=number, version=0, tier="key", by=other, at=AT + timedelta(days=1))
    add_contact(customer=number, name="Ines", by=keeper, at=AT + timedelta(days=1))
    add_customer(key="FJW", name="Fjord Water", by=keeper, at=AT)
    return number


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", ["Added Fjord Water", "Added the contact Ines", "Changed", "Added Northwind"]),
        ("kind=contact", ["Added the contact Ines"]),
        ("kind=customer&number={customer}", ["Changed", "Added Northwind"]),
        ("person={other}", ["Changed"]),
        ("day=2027-01-05", ["Added the contact Ines", "Changed"]),
        ("room=customers&kind=customer&day=2027-01-04", ["Added Fjord Water", "Added Northwind"]),
        ("room=glossary", []),
        ("room=glossary&kind=customer", []),
        ("day=2027-02-29&number=nonsense&kind=contact", ["Added the contact Ines"]),
    ],
)  # fmt: skip
def test_history_is_found_by_room_kind_person_and_day(
    client: Client, happened: int, asked: str, said: list[str]
) -> None:
    other = User.objects.get(name="Lena Vogt").pk
    answer = client.get(f"/history/?format=csv&{asked.format(customer=happened, other=other)}")
    lines = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))[1:]
    assert [line[-1].partition(";")[0] for line in lines] == said


def test_each_line_says_what_it_happened_to_with_a_way_there(client: Client, happened: int) -> None:
    page = client.get("/history/?kind=customer").content.decode()
    assert f'<a href="/customers/{happened}/">Northwind</a>' in page
    assert "Tier: Standard → Key" in page
    assert "Lena Vogt" in page
    table = client.get("/history/?kind=customer&format=csv").content.decode()
    assert "Customer Northwind,Changed; Tier: Standard → Key" in table


def test_a_story_leads_to_the_whole_history_of_its_thing_for_administrators_only(client: Client, happened: int) -> None:
    address = f"/history/?kind=customer&amp;number={happened}"
    assert address in client.get(f"/customers/{happened}/").content.decode()
    seller = Client()
    seller.force_login(User.objects.get(name="Lena Vogt"))
    assert address not in seller.get(f"/customers/{happened}/").content.decode()


def test_what_is_not_for_the_viewer_is_not_there(keeper: Viewer, happened: int) -> None:
    before = history_page(viewer=keeper).total
    record(verb="token.revoke", subject=("person", 9), actor=keeper.actor, at=AT, audience="person:9")
    assert history_page(viewer=keeper).total == before
    assert history_page(viewer=GUEST).total == 0


def test_a_long_history_is_told_a_part_at_a_time(
    keeper: Viewer, client: Client, happened: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("makegood.foundation.pages.PART", 3)
    for day in range(2, 7):
        facts = {"name": f"Day {day}"}
        record(
            verb="customer.add", subject=("customer", happened), actor=keeper.actor, at=AT + timedelta(days=day),
            facts=facts,
        )  # fmt: skip
    answer = client.get("/history/?format=csv")
    assert answer.streaming
    rows = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))
    assert len(rows) == 1 + 4 + 5
    assert rows[1][3] == "Added Day 6"
