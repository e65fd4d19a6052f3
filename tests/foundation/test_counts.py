"""What several processes count together, and what each counts for itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client, RequestFactory

from makegood.cli.server.backups.tables import backed_up
from makegood.config.sign_on import AccountAdapter
from makegood.foundation.counts.models import SharedCount
from makegood.foundation.counts.services import PROCESS, counted
from makegood.people.models import User
from tests.staff import person

WRONG = {"login": "anna.berg.0@example.com", "password": "not the right words"}


@pytest.mark.django_db
def test_tries_to_sign_in_are_counted_where_every_process_sees_them() -> None:
    person(name="Anna Berg")
    assert User.objects.get().email == WRONG["login"]
    Client().post("/account/login/", WRONG)
    assert SharedCount.objects.filter(cache_key__contains="login_failed").exists()
    assert any("Too many" in Client().post("/account/login/", WRONG).content.decode() for _ in range(12))
    SharedCount.objects.all().delete()  # it is this table that remembers, and nothing in this process
    assert "Too many" not in Client().post("/account/login/", WRONG).content.decode()


def test_what_is_counted_for_a_while_is_in_no_backup() -> None:
    assert "shared_count" not in backed_up()


def test_a_count_that_is_forgotten_between_two_looks_begins_anew() -> None:
    assert [counted("some", keep=60), counted("some", keep=60)] == [1, 2]
    assert counted("at-once", keep=0) == 1  # over before it can be raised
    assert counted("at-once", keep=0) == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.7", "203.0.113.9"),
        (1, "198.51.100.7", "198.51.100.7"),
        (2, "198.51.100.7, 192.0.2.1", "198.51.100.7"),
        (3, "198.51.100.7, 192.0.2.1", "203.0.113.9"),  # fewer than are set: nothing of it can be trusted
        (3, "", "203.0.113.9"),
    ],
)
def test_whose_tries_are_counted_follows_from_the_proxies(
    settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="203.0.113.9")
    assert AccountAdapter().get_client_ip(request) == address


def test_what_need_not_be_exact_stays_in_the_process() -> None:
    counted("here", keep=60)
    assert caches[PROCESS].get("here") == 1
