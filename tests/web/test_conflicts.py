"""Two people who edit the same thing: what each changed is kept, and only what both changed is asked about."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from makegood.customers.queries import find_customer
from makegood.customers.services import add_customer, change_customer
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.people.queries import find_person
from makegood.promises.services import capture_promise, change_promise
from tests.staff import AT, person

pytestmark = pytest.mark.django_db
Sent = dict[str, str | list[str]]


@pytest.fixture
def by() -> Viewer:
    return person("sales", "administrator", name="Lena Vogt")


@pytest.fixture
def client(by: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    return client


def typed(html: str) -> Sent:
    """Return what the form of a page would send as it stands: what is ticked, chosen or written in it."""
    form = html[html.rindex("<form", 0, html.index('name="version"')) :]
    form = form[: form.index("</form>")]
    values: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and not (re.search(r'type="(radio|checkbox)"', tag) and "checked" not in tag):
            values.setdefault(name[1], []).append(value[1] if value else "")
    for name, body in re.findall(r'<textarea [^>]*?name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        values[name] = [body]
    for name, body in re.findall(r'<select [^>]*?name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        values[name] = re.findall(r'value="([^"]*)" selected', body) or [""]
    return dict(values)


def northwind(by: Viewer) -> int:
    return add_customer(key="NWR", name="Northwind", note="Calls on Mondays.", by=by, at=AT)


def test_what_two_people_changed_in_different_fields_is_kept_without_asking(client: Client, by: Viewer) -> None:
    number = northwind(by)
    mine = typed(client.get(f"/customers/{number}/change/").content.decode())
    change_customer(number=number, version=0, tier="key", note="Never calls.", by=by, at=AT)
    answer = client.post(f"/customers/{number}/change/", {**mine, "name": "Northwind Rail"}, follow=True)
    kept = find_customer(number, by)
    assert (kept.name, kept.tier, kept.note) == ("Northwind Rail", "key", "Never calls.")
    assert "What somebody else changed meanwhile is kept, too: Tier, What we should know about them." in (
        answer.content.decode()
    )


def test_only_what_both_changed_is_asked_about_with_what_it_was(client: Client, by: Viewer) -> None:
    number = northwind(by)
    address = f"/customers/{number}/change/"
    mine = typed(client.get(address).content.decode())
    change_customer(number=number, version=0, name="Northwind Railways", tier="key", by=by, at=AT)
    answer = client.post(address, {**mine, "name": "Northwind Rail", "note": "Never calls."})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert re.findall(r"<fieldset><legend>(.*?)</legend>", page) == ["Name"]
    assert "What only the other one changed is kept: Tier." in page
    assert not re.search(r'<(textarea|select)[^>]*name="(note|tier)"', page)
    assert find_customer(number, by).name == "Northwind Railways"  # nothing is stored yet
    asked = typed(page)
    assert (asked["initial-name"], asked["keep-name"]) == (["Northwind Railways"], ["mine"])
    assert ">Northwind</span>" in page  # what it was

    client.post(address, asked)
    kept = find_customer(number, by)
    assert (kept.name, kept.tier, kept.note) == ("Northwind Rail", "key", "Never calls.")


def test_the_other_wording_can_be_chosen(client: Client, by: Viewer) -> None:
    number = northwind(by)
    address = f"/customers/{number}/change/"
    mine = typed(client.get(address).content.decode())
    change_customer(number=number, version=0, note="Line one\nline two", by=by, at=AT)
    asked = typed(client.post(address, {**mine, "note": "Mine."}).content.decode())
    client.post(address, {**asked, "keep-note": "theirs"})
    assert find_customer(number, by).note == "Line one\nline two"


def test_somebody_may_be_quick_again_while_one_chooses(client: Client, by: Viewer) -> None:
    number = northwind(by)
    address = f"/customers/{number}/change/"
    mine = typed(client.get(address).content.decode())
    change_customer(number=number, version=0, name="Second", by=by, at=AT)
    asked = typed(client.post(address, {**mine, "name": "Mine"}).content.decode())
    change_customer(number=number, version=1, name="Third", by=by, at=AT)
    again = client.post(address, asked)
    assert again.status_code == 409
    assert ">Third</span>" in again.content.decode()
    client.post(address, typed(again.content.decode()))
    assert find_customer(number, by).name == "Mine"


def test_a_form_that_does_not_say_what_it_was_is_asked_about_everything_that_differs(
    client: Client, by: Viewer
) -> None:
    number = northwind(by)
    address = f"/customers/{number}/change/"
    mine = {name: value for name, value in typed(client.get(address).content.decode()).items()
            if not name.startswith("initial-")}  # fmt: skip
    change_customer(number=number, version=0, tier="key", by=by, at=AT)
    page = client.post(address, {**mine, "name": "Other"}).content.decode()
    assert re.findall(r"<fieldset><legend>(.*?)</legend>", page) == ["Name", "Tier"]


def test_amount_and_currency_are_looked_at_together(client: Client, by: Viewer) -> None:
    number = capture_promise(
        customer=northwind(by),
        wording="It comes.",
        channel="call",
        value=Decimal(10),
        currency="EUR",
        said_at=present() - timedelta(days=1),
        by=by,
        at=AT,
    )
    address = f"/promises/{number}/change/"
    mine = typed(client.get(address).content.decode())
    change_promise(number=number, version=0, currency="USD", by=by, at=AT)
    answer = client.post(address, {**mine, "value": "5000"})
    assert answer.status_code == 409
    assert re.findall(r"<fieldset><legend>(.*?)</legend>", answer.content.decode()) == ["Value", "Currency"]


def test_own_settings_that_an_administrator_changed_meanwhile_are_not_overwritten(client: Client, by: Viewer) -> None:
    mine = typed(client.get("/me/").content.decode())
    User.objects.filter(pk=by.number).update(name="Lena Vogt-Meier", version=1)
    answer = client.post("/me/", {**mine, "language": "de"}, follow=True)
    assert answer.status_code == 200
    kept = find_person(by.number, by, at=AT)
    assert (kept.name, kept.language, kept.version) == ("Lena Vogt-Meier", "de", 2)
    mine = typed(client.get("/me/").content.decode())
    User.objects.filter(pk=by.number).update(name="Lena Meier", version=3)
    assert client.post("/me/", {**mine, "name": "Lena V."}).status_code == 409
