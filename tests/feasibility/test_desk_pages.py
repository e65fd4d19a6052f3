"""The desk as people use it: what is typed on the telephone, the answer, and capacity that is kept."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from makegood.capability.services import Observation, add_attribute, add_measure, measure
from makegood.feasibility.models import LeadTime, Quote, Reservation
from makegood.feasibility.services import Desk, Forecaster
from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.work.services import make_template, retire_template
from tests.feasibility.test_renewing import SETTINGS, heard
from tests.promises.desk import admin, committed, customer
from tests.staff import AT, person
from tests.work.bench import item, team

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
        self.desk.look_behind(at=present())
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
    page = answer["Location"]
    assert (answer.status_code, page) == (302, f"/quotes/{Quote.objects.get().pk}/")
    pieces = Quote.objects.get().work
    assert [(piece["name"], piece["p50"], piece["after"]) for piece in pieces] == [
        ("Assembly", 40.0, []), ("Firmware", 16.5, ["Assembly"]), ("Assembly 2", 8.0, ["Firmware"]),
    ]  # fmt: skip
    waiting = sales.get(page).content.decode()
    assert 'hx-trigger="load delay:200ms"' in waiting
    house.go()
    told = sales.get(page).content.decode()
    assert "Yes:" in told
    assert "safe to promise" in told
    assert "Nobody: every other promise is as likely to be kept as now." in told
    assert "hx-trigger" not in told.partition('id="quoted"')[2].partition(">")[0]
    due = Quote.objects.get().wished.isoformat()
    said = {"customer": str(to), "due": due, "wording": "We deliver all of it.", "days": "7"}
    assert sales.post(f"{page}reserve/", said).status_code == 302
    house.go()
    held = Reservation.objects.get()
    assert held.promise_id is not None
    assert f"/promises/{held.promise_id}/" in sales.get(page).content.decode()
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
    page = ask(sales, "Assembly: 200-300-500h", days=10)["Location"]
    house.go()
    told = sales.get(page).content.decode()
    assert "Not safely:" in told
    assert "What would make it safe" in told
    assert "Agree on" in told
    assert 'name="fallback"' not in sales.get(f"{page}reserve/").content.decode()
    assert chief.get(f"{page}reserve/").status_code == 403  # executives read promises and decide, they write none


def test_what_sales_sells_is_seen_where_it_sells_before_anybody_asks() -> None:
    """Lead times, the steps of the work, what the product has and how well we serve; one choice fills the question."""
    keeper, house, sales = admin(), Running(), client_of("sales")
    assembly, to = team(keeper, slots=1.0), customer(keeper)
    known = committed(keeper, to)
    for name, hours in (("mount", 40.0), ("inspect", 8.0)):
        item(keeper, known, assembly, name, p10=hours, p50=hours, p90=hours)
    number = make_template(promise=known, name="NWR-180", by=keeper, at=AT)
    add_attribute(name="IP rating", value="65", available_from=present().date() + timedelta(days=90), by=keeper, at=AT)
    reply = add_measure(name="First reply", unit="h", sense="<=", threshold=4.0, target=0.9, by=keeper, at=AT)
    replies = [Observation(AT + timedelta(hours=n), float(n)) for n in range(8)]
    measure(number=reply, observations=replies, by=keeper, at=AT)
    page = sales.get("/quotes/").content.decode()
    assert "mount → inspect" in page
    assert "in 1 day" not in page
    house.go()
    house.desk.keep_lead_times()
    lead = LeadTime.objects.get()
    assert lead.p85 is not None
    assert house.desk.keep_lead_times() == 0  # of this forecast it is known already
    page = sales.get("/quotes/").content.decode()
    wished = lead.p85.isoformat()
    assert f"?template={number}&amp;wished={wished}" in page
    assert f"in {(lead.p85 - lead.as_of).days} days" in page
    assert "IP rating" in page
    assert re.search(r"≤ 4 h.*62\s%", page)  # five of eight replies came within four hours
    chosen = sales.get(f"/quotes/?template={number}&wished={wished}").content.decode()
    assert f'value="{wished}"' in chosen
    assert f'<option value="{number}" selected' in chosen
    sales.post("/quotes/", {"template": str(number), "wished": wished, "rank_class": "3"})
    house.go()
    asked = Quote.objects.get()
    assert asked.p_kept is not None
    assert asked.p_kept >= 0.8  # draws of its own
    retire_template(number=number, by=keeper, at=AT)
    house.go()
    house.desk.keep_lead_times()
    assert not LeadTime.objects.exists()


def test_a_property_and_a_level_are_wished_in_a_line_each() -> None:
    keeper, house, sales = admin(), Running(), client_of("sales")
    team(keeper)
    add_attribute(name="IP rating", value="65", by=keeper, at=AT)
    wished = {"wished": (present().date() + timedelta(days=60)).isoformat(), "rank_class": "3", "work": "Assembly: 8h"}
    typed = "IP rating ≥ 67\nFirst reply <= 4,5 h in 95 %; Colour = red"
    answer = sales.post("/quotes/", {**wished, "terms": typed})
    assert answer.status_code == 302
    parts = ("kind", "subject", "operator", "value", "unit")
    said = [tuple(one[part] for part in parts) for one in Quote.objects.get().terms]
    assert said == [
        ("specification", "IP rating", ">=", "67", ""),
        ("service-level", "First reply", "<=", "4.5", "h"),
        ("specification", "Colour", "=", "red", ""),
    ]
    assert Quote.objects.get().terms[1]["target"].rstrip("0") == "0.95"
    house.go()
    told = sales.get(answer["Location"]).content.decode()
    assert "IP rating" in told
    assert "Not safely" in told
    for typed, why in (("IP67", "is no wish such as"), ("IP rating >= 67 in 195 %", "share")):
        refused = sales.post("/quotes/", {**wished, "terms": typed}).content.decode()
        assert why in refused, refused[refused.index("Also wished") - 900 :][:1800]
        assert typed.split()[0] in refused  # nothing that was typed is lost
    assert Quote.objects.count() == 1
