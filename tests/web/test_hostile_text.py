"""Whatever is written into any field of any form is kept as text, shown as text, and taken along as text."""

from __future__ import annotations

import csv
import inspect
import io
from collections import Counter, deque
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import openpyxl
import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import resolve
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.customers.models import Contact, Customer
from makegood.customers.services import add_customer
from makegood.foundation.clock import present
from makegood.foundation.history.queries import last_link
from makegood.foundation.texts import clean, clean_line
from makegood.glossary.services import add_term
from makegood.people.forms import JoinForm
from makegood.people.models import User
from makegood.promises.services import capture_promise
from makegood.web.inputs import HouseForm
from tests.depth import DEEPLY
from tests.staff import person
from tests.web.hostile import FORMULAS, MARKUP, TEXTS, TOGETHER, TYPED, Harm, forms_of_the_rooms, harm_of, text_fields
from tests.web.places import CUSTOMER, PLACES, Place, places_of
from tests.web.things import contact, customer, keeper

LISTS = ("/", "/search/?q=alert", "/search/suggest/?q=alert", "/customers/?state=all", "/glossary/?state=all",
         "/people/?state=all", "/promises/?state=all", "/teams/?state=all", "/absences/", "/attributes/", "/measures/",
         "/running/", "/customers/?q=<script>")  # fmt: skip
THINGS = {"customer", "term", "person", "promise", "evidence", "team", "attribute", "measure"}
"""Pages that show what was written about one thing."""
ENOUGH = 4
ANSWERS = {200, 302, 404, 409, 422}


def signed_in() -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person("administrator", "legal", name="Kim Keeper").number))
    return client


@pytest.fixture
def client(db: None) -> Client:
    return signed_in()


FORMS = list(forms_of_the_rooms())
KINDS = [
    pytest.param(
        kinds,
        id=", ".join(kinds),
        marks=[pytest.mark.any_database] * (set(kinds) <= MARKUP) + [pytest.mark.no_cover] * (n > 0),
    )
    for n, kinds in enumerate([(kind,) for kind in TEXTS] if DEEPLY else TOGETHER)
]
"""Markup does nothing to a database, and whoever writes something else walks the same lines."""


def send(client: Client, place: Place, form: type[HouseForm], kinds: Sequence[str], n: int) -> list[Any]:  # answers
    """Write ``kinds`` into all fields at once, and into those alone that may be anything where that is refused."""
    everywhere = {name: harm_of(kinds, most, n + m) for m, (name, most) in enumerate(text_fields(form).items())}
    return [
        client.post(place.address, {**place.rest, **everywhere}),
        client.post(place.address, {**everywhere, "email": "", "phone": "", **place.rest}),
    ]


def every_page(client: Client) -> dict[str, Harm]:
    """Return what stands on the pages that links lead to, by address: each thing, some of what is done to it."""
    found: dict[str, Harm] = {}
    kinds: Counter[str] = Counter()
    ahead = deque(LISTS)
    while ahead:
        address = ahead.popleft()
        name = resolve(urlsplit(address).path).view_name
        if address in found or name == "account_logout" or (kinds[name] >= ENOUGH and name not in THINGS):
            continue
        kinds[name] += 1
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        if answer["Content-Type"] == "application/pdf":  # it could be set: whatever was written is text there
            assert answer.content.startswith(b"%PDF-"), address
            found[address] = Harm("")
            continue
        found[address] = Harm(answer.content.decode())
        ahead.extend(link.split("?")[0] for link in found[address].links)
    return found


def test_every_form_of_the_rooms_is_tried() -> None:
    assert set(FORMS) == set(PLACES)


@pytest.mark.parametrize("kinds", KINDS)
def test_what_is_written_is_shown_as_text_wherever_it_appears(client: Client, kinds: Sequence[str]) -> None:
    taken = 0
    for n, form in enumerate(FORMS):
        for place in places_of(form, n):
            for answer in send(client if form is not JoinForm else Client(), place, form, kinds, n):
                assert answer.status_code in ANSWERS, (form, answer.status_code)
                assert Harm(answer.content.decode()).found == [], (form, "the answer")
                taken += answer.status_code == 302
    assert taken > len(FORMS)
    pages = every_page(client)
    assert len(pages) > 30
    assert {address: page.found for address, page in pages.items() if page.found} == {}
    shown = clean_line(TEXTS[kinds[0]])[:40]
    assert sum(shown in " ".join("".join(page.texts).split()) for page in pages.values()) > 5


@pytest.mark.parametrize("room", ["customers", "glossary", "people", "promises"])
def test_no_cell_that_is_taken_along_is_a_formula(client: Client, room: str) -> None:
    for n, text in enumerate(FORMULAS):
        add_customer(key=f"K{n}", name=text, note=text, by=keeper(), at=present())
        add_term(
            name=f"{text} {n}", definition=text, synonyms=[f"{text} of {n}"], language="en", by=keeper(), at=present()
        )
        person("sales", name=text)
        capture_promise(customer=customer(), wording=text, channel="call", by=keeper(), at=present())
    answer = client.get(f"/{room}/?format=csv&state=all")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) > len(FORMULAS)
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/{room}/?format=xlsx&state=all").content)).active
    assert sheet is not None
    assert [cell.value for row in sheet for cell in row if cell.data_type == "f" or cell.hyperlink] == []
    assert sheet.max_row == len(rows)


@pytest.mark.no_cover  # the same lines again for each field
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_no_writing_needs_is_refused_beside_its_field_and_changes_nothing(
    client: Client, form: type[HouseForm]
) -> None:
    for name in text_fields(form):
        for place in places_of(form):
            before = last_link()
            given_ = {**dict.fromkeys(text_fields(form), "some words"), **place.rest, name: "a\x00b"}
            answer = (client if form is not JoinForm else Client()).post(place.address, given_)
            if form is JoinForm and name == "email":
                continue  # the invitation says it
            page = answer.content.decode()
            assert answer.status_code == 422, (name, place)
            assert f'id="id_{name}-error"' in page, (name, place)
            assert last_link() == before


@pytest.mark.no_cover  # the same lines again for each field
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_half_a_character_is_refused_beside_its_field(client: Client, form: type[HouseForm]) -> None:
    wanted = {"people": [], "contacts": [], "customers": [], "knows_address": False}
    asked = inspect.signature(form).parameters
    more: dict[str, Any] = {name: value for name, value in wanted.items() if name in asked}
    for name in (name for name, field in form.base_fields.items() if isinstance(field, TYPED)):
        data = QueryDict(mutable=True)
        data[name] = "a\ud800b"
        assert name in form(data, **more).errors, name


@pytest.mark.no_cover  # the same lines again for each field
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_bytes_that_are_no_text_do_no_harm(client: Client, form: type[HouseForm]) -> None:
    for name in text_fields(form):
        (place, *_rest) = places_of(form)
        typed = {key: [value] if isinstance(value, str) else value for key, value in place.rest.items()}
        pairs = [(key, one) for key, values in typed.items() if isinstance(values, list) for one in values]
        body = "&".join(f"{quote(key)}={quote(value)}" for key, value in pairs if key != name)
        for raw in ("%ED%A0%80", "%FF%FE", "%C0%AF", "%F0%9F"):
            answer = client.post(
                place.address, f"{body}&{name}={raw}", content_type="application/x-www-form-urlencoded"
            )
            assert answer.status_code in ANSWERS, (name, raw)


@pytest.mark.no_cover  # see above
@pytest.mark.parametrize(
    "raw", ["%00", "%ED%A0%80", "%FF", "%F0%9F", "%22%3E%3Cscript%3E", "%25%5F%27", "%7B%7B7%7D%7D"]
)
def test_an_address_may_ask_for_anything(client: Client, raw: str) -> None:
    for address in (
        "/search/",
        "/search/suggest/",
        "/customers/",
        "/glossary/",
        "/people/",
        "/promises/",
        "/account/login/",
    ):
        for name in ("q", "sort", "page", "state", "tier", "owner", "function", "next"):
            answer = client.get(f"{address}?{name}={raw}", follow=True)
            assert answer.status_code in {200, 404}, (address, name)
            assert Harm(answer.content.decode()).found == []


@pytest.mark.parametrize("text", ["a\x00b", *TEXTS.values()])
def test_what_is_sent_without_a_form_does_no_harm_either(client: Client, text: str) -> None:
    kept = {"page": "customers", "name": "Mine", "query": "tier=key", "back": "/customers/"}
    for name in kept:
        answer = client.post("/views/keep/", {**kept, name: text})
        assert answer.status_code in {302, 422}, name
        assert Harm(answer.content.decode()).found == []
        if answer.status_code == 302:
            assert answer["Location"].startswith(("/customers/?", "/?"))
            assert "\n" not in answer["Location"]
    assert client.get("/customers/", follow=True).status_code == 200
    for address in ("/account/login/", "/account/password/reset/", "/customers/owner/"):
        answer = client.post(address, {"login": text, "password": text, "email": text, "row": text, "owner": text})
        assert answer.status_code in {200, 302}, address


class AnyText(TestCase):
    """Whatever is typed about a customer is refused beside its field, or shown as it was typed."""

    @given(name=st.text(max_size=230), key=st.text(max_size=30), note=st.text(max_size=300))
    def test_a_customer_is_kept_as_typed_or_refused(self, name: str, key: str, note: str) -> None:
        client = signed_in()
        typed = {name_: _sendable(text) for name_, text in (("name", name), ("key", key), ("note", note))}
        answer = client.post("/customers/add/", {**CUSTOMER, **typed})
        assert answer.status_code in {302, 422}
        assert Harm(answer.content.decode()).found == []
        if answer.status_code == 422:
            assert "field-error" in answer.content.decode()
            assert not Customer.objects.exists()
            return
        page = client.get(answer["Location"]).content.decode()
        assert Harm(page).found == []
        assert escape(clean_line(typed["name"])) in page
        kept = Customer.objects.get()
        assert (kept.name, kept.note) == (clean_line(typed["name"]), clean(typed["note"]))
        assert client.get(f"/search/?q={quote(kept.name[:60])}").status_code == 200

    @given(name=st.text(max_size=30), definition=st.text(max_size=200), synonyms=st.text(max_size=60))
    def test_a_term_is_kept_and_linked_or_refused(self, name: str, definition: str, synonyms: str) -> None:
        client = signed_in()
        typed = {"name": _sendable(name), "definition": _sendable(definition), "synonyms": _sendable(synonyms)}
        answer = client.post("/glossary/add/", {"language": "en", **typed})
        assert answer.status_code in {302, 422}
        number = add_customer(key="N", name="N", note=f"{clean(typed['name'])} {clean(typed['definition'])}"[:4000],
                              by=keeper(), at=present())  # fmt: skip
        for address in ("/glossary/", f"/customers/{number}/", answer.get("Location", "/")):
            page = client.get(address)
            assert page.status_code == 200
            assert Harm(page.content.decode()).found == []


def _sendable(text: str) -> str:
    """Return text as it arrives: a browser sends no half characters, and NUL has a test of its own."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def test_a_harmful_page_would_be_noticed() -> None:
    assert Harm("<p>fine</p><a href='/x'>x</a>").found == []
    for kind in ("a script", "the end of a field", "an image", "an attribute", "an address"):
        page = {"an attribute": f"<p title='{TEXTS[kind]}'>", "an address": f"<a href='{TEXTS[kind]}'>"}.get(
            kind, f"<p>{TEXTS[kind]}</p>"
        )
        assert Harm(page).found, kind


def test_contacts_that_were_erased_hold_nothing_of_what_was_written(client: Client) -> None:
    number = contact()
    Contact.objects.filter(pk=number).update(phone="+49 1", email="ines@example.com")
    assert client.post(f"/contacts/{number}/erase/", {"reason": TEXTS["a script"]}).status_code == 302
    row = Contact.objects.get(pk=number)
    assert (row.name, row.phone, row.email) == ("", "", "")
    page = client.get(f"/customers/{row.customer_id}/").content.decode()
    assert "Ines" not in page
    assert escape(TEXTS["a script"]) in page
