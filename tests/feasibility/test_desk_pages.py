"""The desk as people use it: what is typed on the telephone, the answer, and capacity that is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from makegood.feasibility.models import Quote, Reservation
from makegood.feasibility.services import Desk, Forecaster
from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.promises.models import Promise
from tests.feasibility.test_renewing import SETTINGS, heard
from tests.promises.desk import admin, customer
from tests.staff import person
from tests.work.bench import team

pytestmark = pytest.mark.django_db


class Running:
    """What the forecast process does, whenever a test lets it."""

    def __init__(self) -> None:
        self.desk = Desk(compiled=False)
        self.forecaster = Forecaster(SETTINGS, compiled=False, then=self.desk.take)

    def go(self) -> None:
        heard()
        self.forecaster.renew(at=present())
        self.desk.warm_up()
        self.desk.answer_quotes(at=present())
        self.desk.settle_reservations(at=present())
        self.desk.help_quotes(at=present())


def client_of(*functions: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person(*functions, name="Some Body").number))
    return client


def ask(client: Client, work: str, days: int = 300) -> Any:
    wished = (present().date() + timedelta(days=days)).isoformat()
    return client.post("/quotes/", {"work": work, "wished": wished, "rank_class": "3"})


def test_asked_answered_reserved_and_seen_on_the_promise() -> None:
    keeper = admin()
    to, _teams = customer(keeper), [team(keeper), team(keeper, "Firmware")]
    sales, house = client_of("sales"), Running()
    answer = ask(sales, "assembly: 40h, Firmware: 12-16,5-30h; Assembly: 8h")
    assert (answer.status_code, answer.url) == (302, "/quotes/1/")
    pieces = Quote.objects.get().work
    assert [(piece["name"], piece["p50"], piece["after"]) for piece in pieces] == [
        ("Assembly", 40.0, []), ("Firmware", 16.5, ["Assembly"]), ("Assembly 2", 8.0, ["Firmware"]),
    ]  # fmt: skip
    waiting = sales.get("/quotes/1/").content.decode()
    assert 'hx-trigger="load delay:200ms"' in waiting
    house.go()
    told = sales.get("/quotes/1/").content.decode()
    assert "Yes:" in told
    assert "safe to promise" in told
    assert "Nobody: every other promise is as likely to be kept as now." in told
    assert "hx-trigger" not in told.partition('id="quoted"')[2].partition(">")[0]
    due = Quote.objects.get().wished.isoformat()
    said = {"customer": str(to), "due": due, "wording": "We deliver all of it.", "days": "7"}
    assert sales.post("/quotes/1/reserve/", said).status_code == 302
    house.go()
    held = Reservation.objects.get()
    assert held.promise_id is not None
    assert f"/promises/{held.promise_id}/" in sales.get("/quotes/1/").content.decode()
    house.go()
    panel = sales.get(f"/forecast/of/{held.promise_id}/").content.decode()
    assert "Capacity kept by Some Body until" in panel
    assert Promise.objects.get().state == "reserved"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("forty hours", "is not a team and its hours"),
        ("Asembly: 40h", "Did you mean Assembly?"),
        ("Marketing: 40h", "There is no team “Marketing”."),
        ("Assembly: 10-20h", "nor three of them"),
        ("Assembly: 30-20-10h", "P10"),
    ],
)
def test_what_can_t_be_read_is_said_and_nothing_typed_is_lost(typed: str, said: str) -> None:
    team(admin())
    answer = ask(client_of("sales"), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert typed in page
    assert not Quote.objects.exists()


def test_below_the_level_says_what_would_help_and_whoever_may_not_override_is_not_asked_to() -> None:
    keeper = admin()
    customer(keeper)
    team(keeper)
    sales, chief, house = client_of("sales"), client_of("executive"), Running()
    ask(sales, "Assembly: 200-300-500h", days=10)
    house.go()
    told = sales.get("/quotes/1/").content.decode()
    assert "Not safely:" in told
    assert "What would make it safe" in told
    assert "Agree on" in told
    assert 'name="fallback"' not in sales.get("/quotes/1/reserve/").content.decode()
    assert chief.get("/quotes/1/reserve/").status_code == 403  # executives read promises and decide, they write none
