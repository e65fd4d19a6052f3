"""What was promised besides dates is held against what we have, and what a team owes is listed in order."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from makegood.capability.services import Observation, add_attribute, add_measure, measure
from makegood.feasibility.queries import Wanted, outlook_page, promises_with, sold_page
from makegood.feasibility.states import SERVICE_LEVEL, SPECIFICATION
from makegood.foundation.actors import Viewer
from makegood.people.models import User
from makegood.promises.queries import promise_page
from makegood.promises.services import add_term
from makegood.work.services import report_progress
from tests.feasibility.test_board import forecast
from tests.promises.desk import admin, cancelled, committed, customer, draft
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db
DUE = AT.date() + timedelta(days=60)


def rated(by: Viewer, to: int, at_least: str, **fields: object) -> int:
    """Return a promise of a rating."""
    number = draft(by, to, due=DUE, **fields)
    add_term(
        promise=number, kind="specification", subject="IP rating", operator=">=", value=at_least, unit="", by=by, at=AT
    )
    return number


def test_what_was_sold_and_is_not_there_is_counted_with_its_value() -> None:
    by = admin()
    to = customer(by)
    add_attribute(name="IP rating", value="67", by=by, at=AT)
    rated(by, to, "67", value=Decimal(1_000), currency="EUR")
    beyond = rated(by, to, "69", value=Decimal(2_000), currency="EUR")
    further = rated(by, to, "68", value=Decimal(4_000), currency="EUR")
    cancelled(by, to, by_customer=True, due=DUE)
    forecast()
    (found,) = sold_page(by).rows
    assert (found.kind, found.name, found.promises, found.short, found.unchecked) == (
        SPECIFICATION, "IP rating", 3, 2, 0
    )  # fmt: skip
    assert (found.value, found.currency, found.least) == (Decimal(6_000), "EUR", 0.0)
    assert sold_page(by, only_short=True).total == 1
    assert sold_page(by, kind=SERVICE_LEVEL).total == 0
    assert sold_page(by, text="rating ip").total == 1
    assert sold_page(by, text="colour").total == 0
    rows, total = promises_with(by, kind=SPECIFICATION, name="IP RATING", most=2)
    assert total == 3
    assert [row.promise for row in rows] == [further, beyond]  # what hurts most first


def test_every_number_of_what_was_sold_opens_its_rows() -> None:
    by = admin()
    to = customer(by)
    add_attribute(name="IP rating", value="67", by=by, at=AT)
    least = [rated(by, to, bound, value=Decimal(1_000), currency="EUR", title=f"IP{bound}") for bound in ("67", "69")]
    unchecked = draft(by, to, due=DUE, title="Red & blue")
    add_term(
        promise=unchecked,
        kind="specification",
        subject="Farbe: Öl & Blau",
        operator="=",
        value="1",
        unit="",
        by=by,
        at=AT,
    )
    forecast()
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    page = client.get("/sold/").content.decode()
    doors = re.findall(r'<a href="(/forecast/[^"]+)">(?:<span class="tag \w+"><span[^>]*>.</span>)?([^<]+)', page)
    counts = [(html.unescape(address), int(said)) for address, said in doors if said.strip().isdigit()]
    assert sorted(count for _address, count in counts) == [1, 1, 1, 2]  # promises of both, one too few, one unknown
    for address, count in counts:
        opened = client.get(address).content.decode()
        assert f"1–{count} of {count}" in opened, address
    (worst,) = [html.unescape(address) for address, _said in doors if "sort=term" in address]
    opened = client.get(worst).content.decode()
    assert opened.index("IP69") < opened.index("IP67")  # the one that is kept at worst comes first
    same = outlook_page(by, Wanted(term=(SPECIFICATION, "ip RATING")), sort="-term").rows
    assert [(row.promise, row.term_kept) for row in same] == [(least[0], 1.0), (least[1], 0.0)]
    assert "1–3 of 3" in client.get("/forecast/?term=nonsense&having=short").content.decode()
    assert promise_page(by, today=AT.date(), same={"term": "ip rating"}).total == 2


def test_values_of_two_currencies_are_not_added_up() -> None:
    by = admin()
    to = customer(by)
    add_attribute(name="IP rating", value="65", by=by, at=AT)
    for currency in ("EUR", "CHF"):
        rated(by, to, "67", value=Decimal(1_000), currency=currency)
    forecast()
    (found,) = sold_page(by).rows
    assert (found.short, found.value) == (2, None)


def test_a_level_of_service_that_nobody_measures_is_not_called_kept() -> None:
    by = admin()
    served = draft(by, customer(by, "B"), due=DUE)
    add_term(
        promise=served, kind="service-level", subject="first reply", operator="<=", value="4", unit="h",
        target=Decimal("0.95"), window_days=180, by=by, at=AT,
    )  # fmt: skip
    forecast()
    (found,) = sold_page(by).rows
    assert (found.name, found.unchecked, found.least) == ("first reply", 1, None)
    number = add_measure(name="first reply", unit="h", by=by, at=AT)
    seen = [Observation(AT - timedelta(days=day), 9.0) for day in range(1, 60)]
    measure(number=number, observations=seen, by=by, at=AT)
    forecast()
    (found,) = sold_page(by).rows
    assert (found.unchecked, found.short) == (0, 1)


def test_what_a_team_owes_stands_in_the_order_in_which_it_gets_its_capacity() -> None:
    by = admin()
    assembly, paint = team(by), team(by, "Paint")
    to = customer(by)
    later = committed(by, to, due=DUE + timedelta(days=30))
    sooner = committed(by, to, due=DUE)
    elsewhere = committed(by, to, due=DUE)
    for promise in (later, sooner):
        item(by, promise, assembly)
    work = item(by, elsewhere, paint)
    forecast()
    assert [row.promise for row in outlook_page(by, Wanted(works=assembly), sort="place").rows] == [sooner, later]
    assert [row.promise for row in outlook_page(by, Wanted(works=paint)).rows] == [elsewhere]
    report_progress(number=work, done_share=1.0, by=by, at=AT)
    assert outlook_page(by, Wanted(works=paint)).total == 0


def test_a_promise_with_two_bounds_counts_its_value_once_and_one_without_a_value_spoils_no_sum() -> None:
    by = admin()
    to = customer(by)
    add_attribute(name="IP rating", value="65", by=by, at=AT)
    both = rated(by, to, "67", value=Decimal(1_000), currency="EUR")
    add_term(promise=both, kind="specification", subject="IP rating", operator=">=", value="68", unit="", by=by, at=AT)
    rated(by, to, "69")
    forecast()
    (found,) = sold_page(by).rows
    assert (found.promises, found.short, found.value, found.currency) == (2, 2, Decimal(1_000), "EUR")


def test_a_name_that_grows_when_its_case_is_folded_is_kept_whole() -> None:
    by = admin()
    name = "Außen" * 24
    promise = draft(by, customer(by), due=DUE)
    add_term(promise=promise, kind="specification", subject=name, operator=">=", value="1", unit="", by=by, at=AT)
    forecast()
    assert [row.name for row in sold_page(by).rows] == [name]
