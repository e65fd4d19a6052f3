"""Small addresses that browsers and people without scripts come to."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from makegood.people.models import User
from makegood.people.queries import scope_name
from tests.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person("administrator").number))
    return client


def test_the_history_is_checked_on_a_whole_page_where_there_is_no_script(keeper: Client) -> None:
    whole = keeper.post("/running/verify/").content.decode()
    part = keeper.post("/running/verify/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert all("as they were written" in page or "as it was written" in page for page in (whole, part))


def test_the_icon_is_found_where_browsers_look_for_it_first(keeper: Client) -> None:
    answer = Client().get("/favicon.ico")
    assert (answer.status_code, answer["Location"].endswith(".svg")) == (301, True)


def test_what_a_token_may_do_is_said_in_words(keeper: Client) -> None:
    assert all(":" in scope and scope_name(scope) != scope for scope in settings.API_SCOPES)
    page = keeper.get("/me/tokens/").content.decode()
    assert "Read: customers, contacts and touchpoints" in page
    assert scope_name("nonsense") == "nonsense"


@pytest.mark.parametrize("address", ["/account/password/set/", "/account/2fa/", "/account/login/"])
def test_a_page_of_the_sign_in_library_has_one_heading(keeper: Client, address: str) -> None:
    client = Client() if "login" in address else keeper
    page = client.get(address, follow=True).content.decode()
    assert page.count("<h1") == 1
