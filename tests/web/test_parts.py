"""Parts of pages: within a page where somebody opens one by itself, alone where a page asks for it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from makegood.config.navigation import PANEL_NAMES, PANELS
from makegood.people.models import User
from tests.promises.desk import admin, committed, customer
from tests.work.bench import team

pytestmark = pytest.mark.django_db


def reader() -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=admin().number))
    return client


def test_every_part_has_a_name_for_who_opens_it_alone() -> None:
    assert {route for routes in PANELS.values() for route in routes} <= set(PANEL_NAMES)


@pytest.mark.parametrize("route", ["dashboard", "dashboard-record", "plans-waiting"])
def test_a_part_that_is_opened_by_itself_is_a_page_and_one_that_a_page_asks_for_is_not(route: str) -> None:
    client = reader()
    alone = client.get(reverse(route)).content.decode()
    assert alone.count("<h1>") == 1
    assert str(PANEL_NAMES[route]) in alone
    part = client.get(reverse(route), headers={"HX-Request": "true"}).content.decode()
    assert "<h1>" not in part
    assert part.strip() in alone


def test_a_promise_without_scripts_leads_to_its_forecast_its_record_and_its_work() -> None:
    client, by = reader(), admin()
    number = committed(by, customer(by))
    page = client.get(reverse("promise", args=[number])).content.decode()
    for route in PANELS["promise"]:
        address = reverse(route, args=[number])
        assert f'<noscript><p class="in mb-0"><a href="{address}">{PANEL_NAMES[route]}</a></p></noscript>' in page
        assert "<h1>" in client.get(address).content.decode()


def test_what_is_no_page_stays_what_it_is() -> None:
    client, by = reader(), admin()
    table = client.get(reverse("forecast-of-team", args=[team(by)]) + "?format=csv&table=owed")
    assert "<h1>" not in table.getvalue().decode() if table.streaming else "<h1>" not in table.content.decode()
    assert client.get(reverse("forecast-of-team", args=[999])).status_code == 404
