"""Every door is closed unless its view says whom it admits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from makegood.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.doors")]
SIGN_IN = "/account/login/?next="


def signed_in(*functions: str) -> Client:
    made_at = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    person = User.objects.create(
        email="anna@example.com", name="Anna Berg", functions=list(functions), made_at=made_at, zone="Europe/Berlin"
    )
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("door", ["/sales/", "/staff/", "/forgotten/"])
def test_a_stranger_is_asked_to_sign_in_and_brought_back(client: Client, door: str) -> None:
    answer = client.get(f"{door}?page=2")
    assert (answer.status_code, answer["Location"]) == (302, f"{SIGN_IN}{door}%3Fpage%3D2")


def test_a_view_knows_who_is_looking() -> None:
    assert signed_in("sales").get("/sales/").content == b"Anna Berg, Europe/Berlin"


def test_a_viewer_belongs_to_the_audiences_of_their_functions() -> None:
    client = signed_in("sales", "legal")
    number = User.objects.get().pk
    assert client.get("/staff/").content.decode() == f"everyone, function:legal, function:sales, person:{number}"


def test_whoever_is_not_admitted_is_refused() -> None:
    assert signed_in("operations").get("/sales/").status_code == 403


@pytest.mark.parametrize("functions", [(), ("sales",), ("administrator",)])
def test_a_view_that_says_nothing_is_closed_to_everybody(functions: tuple[str, ...]) -> None:
    assert signed_in(*functions).get("/forgotten/").status_code == 403


def test_the_sign_in_is_open_and_other_pages_of_the_library_are_not(client: Client) -> None:
    assert client.get("/account/login/").status_code == 200
    assert client.get("/account/signup/")["Location"] == f"{SIGN_IN}/account/signup/"
    assert signed_in("administrator").get("/account/email/").status_code == 403


def test_no_page_may_run_what_is_written_into_it(client: Client) -> None:
    policy = client.get("/account/login/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_someone_whose_account_is_closed_is_a_stranger() -> None:
    client = signed_in("sales")
    User.objects.update(is_active=False)
    assert client.get("/sales/").status_code == 302
