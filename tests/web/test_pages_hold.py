"""Pages hold against what nobody should send, and lose nothing that programs have stored."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from makegood.customers.models import Contact
from makegood.customers.queries import find_contact, find_customer
from makegood.customers.services import add_contact, add_customer
from makegood.foundation.actors import HOUSE, Viewer
from makegood.foundation.clock import present
from makegood.foundation.jobs.models import Job
from makegood.glossary.queries import find_term
from makegood.glossary.services import add_term
from makegood.people.models import Delegation, KeptView, User
from makegood.people.services import close_account, reopen_account, send_away, set_password
from makegood.promises.queries import find_promise
from makegood.promises.services import capture_promise, record_commitment
from tests.staff import AT, person

pytestmark = pytest.mark.django_db

FOREVER = 10**25


def pages_of(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=viewer.number))
    return client


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser would send of a form that nobody touched."""
    form = page[page.index("data-draft") :]
    fields = dict(
        re.findall(
            r'<input type="(?:text|number|email|hidden|date|datetime-local)" name="([\w-]+)" value="([^"]*)"', form
        )
    )
    fields |= dict(re.findall(r'<textarea name="([\w-]+)"[^>]*>\s*([^<]*)</textarea>', form))
    for name, options in re.findall(r'<select name="([\w-]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        fields[name] = (chosen or re.findall(r'<option value="([^"]*)"', options))[0]
    return fields


def test_a_customer_of_a_program_keeps_its_zone_key_and_owner_when_a_page_saves_it() -> None:
    ada, gone = person("administrator"), person("sales", name="Gone Soon")
    given = {"key": "A-KEY-OF-24-CHARACTERS-X", "name": "Fjord", "zone": "EST", "owner": gone.number}
    number = add_customer(**given, note="Words " * 1_000, by=ada, at=AT)  # type: ignore[arg-type]  # as a program's body is
    close_account(number=gone.number, by=HOUSE, at=AT)
    pages, address = pages_of(ada), f"/customers/{number}/change/"

    typed = fields_of(pages.get(address).content.decode()) | {"name": "Fjord Water"}
    assert pages.post(address, typed).status_code == 302

    found = find_customer(number, ada)
    assert (found.name, found.key, found.zone, found.owner) == ("Fjord Water", given["key"], "EST", gone.number)


def test_nobody_whose_account_is_closed_becomes_an_owner() -> None:
    ada, gone = person("administrator"), person("sales", name="Gone Soon")
    number = add_customer(key="F", name="Fjord", by=ada, at=AT)
    close_account(number=gone.number, by=HOUSE, at=AT)
    pages, address = pages_of(ada), f"/customers/{number}/change/"
    typed = fields_of(pages.get(address).content.decode()) | {"owner": str(gone.number)}
    assert pages.post(address, typed).status_code == 422


def test_a_contact_keeps_a_language_that_the_house_does_not_speak() -> None:
    ada = person("administrator")
    customer = add_customer(key="F", name="Fjord", by=ada, at=AT)
    number = add_contact(customer=customer, name="Aino", language="fi", by=ada, at=AT)
    pages, address = pages_of(ada), f"/contacts/{number}/change/"
    typed = fields_of(pages.get(address).content.decode()) | {"role": "Buys"}
    assert pages.post(address, typed).status_code == 302
    found = find_contact(number, ada)
    assert (found.role, found.language) == ("Buys", "fi")


def test_a_term_keeps_an_owner_whose_account_is_closed() -> None:
    ada, gone = person("administrator"), person("sales", name="Gone Soon")
    number = add_term(name="lead time", definition="How long.", language="en", owner=gone.number, by=ada, at=AT)
    close_account(number=gone.number, by=HOUSE, at=AT)
    pages, address = pages_of(ada), f"/glossary/{number}/change/"
    typed = fields_of(pages.get(address).content.decode()) | {"definition": "How many days.", "reason": "Clearer"}
    assert pages.post(address, typed).status_code == 302
    found = find_term(number, ada)
    assert (found.definition, found.owner) == ("How many days.", gone.number)


@pytest.mark.parametrize("committed", [False, True])
def test_a_promise_keeps_people_whose_accounts_are_closed(committed: bool) -> None:
    ada, gone = person("administrator"), person("sales", name="Gone Soon")
    customer = add_customer(key="F", name="Fjord", by=ada, at=AT)
    given: dict[str, object] = {
        "wording": "By May.",
        "channel": "mail",
        "due": AT.date(),
        "owner": gone.number,
        "said_by": gone.number,
    }
    given["said_at"] = present() - timedelta(days=1)
    number = capture_promise(customer=customer, **given, by=ada, at=AT)  # type: ignore[arg-type]  # of any kind
    if committed:
        record_commitment(number=number, by=ada, at=AT)
    close_account(number=gone.number, by=HOUSE, at=AT)
    pages, address = pages_of(ada), f"/promises/{number}/change/"
    typed = fields_of(pages.get(address).content.decode()) | {"title": "By the end of May"}
    assert pages.post(address, typed).status_code == 302
    found = find_promise(number, ada, today=AT.date())
    assert (found.row.title, found.row.owner, found.said_by_number) == ("By the end of May", gone.number, gone.number)


@pytest.mark.parametrize("row", [str(FOREVER), "9" * 19, "9" * 5_000, "-1", "x"])
@pytest.mark.parametrize("place", ["/customers/", "/promises/"])
def test_a_row_that_no_database_knows_changes_nothing(place: str, row: str) -> None:
    ada = person("administrator")
    answer = pages_of(ada).post(f"{place}owner/", {"row": row, "owner": ada.number})
    assert (answer.status_code, answer["Location"]) == (302, place)


@pytest.mark.parametrize(("begins", "ends"), [("9999-12-30", "9999-12-31"), ("0001-01-01", "2999-01-01")])
def test_days_that_no_clock_tells_are_refused_beside_their_field(begins: str, ends: str) -> None:
    ada, uli = person("administrator"), person("sales", name="Uli Brandt")
    answer = pages_of(ada).post("/me/away/", {"delegate": uli.number, "begins": begins, "ends": ends})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Delegation.objects.exists()


def test_the_last_day_away_is_shown_and_not_the_one_after() -> None:
    ada, uli = person("administrator"), person("sales", name="Uli Brandt")
    year = present().year + 1
    begins, ends = datetime(year, 5, 1, tzinfo=UTC), datetime(year, 5, 4, tzinfo=UTC)
    send_away(lender=ada.number, delegate=uli.number, begins_at=begins, ends_at=ends, by=ada, at=begins - timedelta(1))
    page = pages_of(ada).get("/me/away/").content.decode()
    assert f"3 May {year}" in page
    assert f"4 May {year}" not in page


@pytest.mark.parametrize("page", ["cust\0omers", "x" * 41])
def test_a_view_of_a_page_that_can_not_be_kept_is_refused(page: str) -> None:
    answer = pages_of(person("sales")).post("/views/keep/", {"page": page, "name": "Mine", "query": "tier=key"})
    assert answer.status_code == 422
    assert not KeptView.objects.exists()


@pytest.mark.parametrize("place", ["/customers/", "/people/", "/glossary/", "/promises/"])
def test_a_page_beyond_the_last_leads_to_the_last(place: str) -> None:
    ada = person("administrator")
    add_customer(key="F", name="Fjord", by=ada, at=AT)
    add_term(name="lead time", definition="How long.", language="en", by=ada, at=AT)
    pages = pages_of(ada)
    answer = pages.get(f"{place}?page=99&q=d")
    assert (answer.status_code, answer["Location"]) == (302, "?q=d&page=1")
    assert pages.get(f"{place}?q=d&page=1").status_code == 200


def test_an_export_has_no_pages() -> None:
    ada = person("administrator")
    add_customer(key="F", name="Fjord", by=ada, at=AT)
    assert "Fjord" in pages_of(ada).get("/customers/?page=99&format=csv").content.decode()


def test_a_reopened_account_has_to_sign_in_again() -> None:
    ada, uli = person("administrator"), person("sales", name="Uli Brandt")
    pages, email = Client(), User.objects.get(pk=uli.number).email
    set_password(email=email, password="three plain words", by=ada.actor, at=AT)
    cache.clear()  # tries are counted there
    pages.post("/account/login/", {"login": email, "password": "three plain words"})
    assert pages.get("/").status_code == 200
    close_account(number=uli.number, by=ada.actor, at=AT)
    reopen_account(number=uli.number, by=ada, at=AT)
    assert pages.get("/")["Location"] == "/account/login/?next=/"


@pytest.mark.parametrize("host", ["127.0.0.1:9999", "localhost", "127.0.0.1:8000"])
def test_the_link_to_a_new_password_leads_to_the_house_whatever_host_was_asked(
    client: Client, settings: Settings, host: str
) -> None:
    cache.clear()  # tries are counted there
    settings.PUBLIC_ADDRESS = "https://promises.example.com"
    who = User.objects.get(pk=person("sales").number)
    client.post("/account/password/reset/", {"email": who.email}, headers={"host": host})
    mail = str(Job.objects.get().arguments)
    links = re.findall(r"https?://[^\s\\'\"]+", mail)
    assert [link.partition("/account/")[0] for link in links] == ["https://promises.example.com"]
    followed = client.get(links[0].removeprefix("https://promises.example.com"), follow=True)
    assert 'name="password1"' in followed.content.decode()


def test_callers_behind_a_proxy_are_counted_one_by_one_where_it_is_known(client: Client, settings: Settings) -> None:
    def tries(caller: str) -> str:
        page = client.get("/account/login/")
        for number in range(11):
            typed = {"login": f"{caller}-{number}@example.com", "password": "wrong words here"}
            page = client.post("/account/login/", typed, headers={"x-forwarded-for": f"6.6.6.{number}, {caller}"})
        return page.content.decode()

    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert "Too many failed" in tries("192.0.2.1")
    one_more = {"login": "uli@example.com", "password": "wrong words here"}
    answer = client.post("/account/login/", one_more, headers={"x-forwarded-for": "192.0.2.2"})
    assert "Too many failed" not in answer.content.decode()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    cache.clear()
    tries("192.0.2.1")
    answer = client.post("/account/login/", one_more, headers={"x-forwarded-for": "192.0.2.2"})
    assert "Too many failed" in answer.content.decode()
    cache.clear()


def test_contacts_of_a_name_that_nobody_could_see_are_refused() -> None:
    ada = person("administrator")
    customer = add_customer(key="F", name="Fjord", by=ada, at=AT)
    answer = pages_of(ada).post(f"/customers/{customer}/contacts/add/", {"name": "\u200b\u3164", "language": "en"})
    assert answer.status_code == 422
    assert not Contact.objects.exists()
