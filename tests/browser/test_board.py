"""What everybody sees: the board in a browser however long it is, and one absence that turns a promise red."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from makegood.customers.services import add_customer
from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.promises.services import capture_promise, record_commitment
from makegood.work.services import add_item
from tests.browser.house import PHONE, House, staff
from tests.work.bench import team

MOST_ELEMENTS = 2_000
SOON = present().date() + timedelta(days=45)


def promised(by: Viewer, to: int, wording: str) -> int:
    """Return something that a customer relies on."""
    at = present()
    number = capture_promise(customer=to, wording=wording, channel="call", due=SOON, owner=by.number, by=by, at=at)
    record_commitment(number=number, by=by, at=at)
    return number


def forecast() -> None:
    Forecaster(Settings(samples=64)).renew(at=present())


def test_one_absence_turns_the_promise_red_that_it_endangers_and_the_start_says_why(house: House) -> None:
    jonas = staff("operations", "sales", name="Jonas Weber")
    to = add_customer(key="NWR", name="Northwind Rail", by=jonas, at=present())
    assembly, paint = team(jonas, slots=1.0), team(jonas, "Paint")
    endangered, safe = promised(jonas, to, "480 sensors"), promised(jonas, to, "Paint for the gate")
    for promise, of_team in ((endangered, assembly), (safe, paint)):
        add_item(promise=promise, name="make", team=of_team, p10=40.0, p50=56.0, p90=70.0, by=jonas, at=present())
    forecast()
    page = house.visit(jonas)
    page.goto("/")
    expect(page.get_by_text("Will be kept, on average")).to_be_visible()
    expect(page.get_by_role("region", name="In danger now")).to_have_count(0)
    page.goto("/absences/add/")
    page.get_by_label("Team").select_option(label="Assembly")
    page.get_by_label("From").fill(present().date().isoformat())
    page.get_by_label("To and including").fill((SOON - timedelta(days=2)).isoformat())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("away from")).to_be_visible()
    page.goto("about:blank")  # what it asks for again and again would read the database of this test in between
    forecast()
    page.goto("/")
    danger = page.get_by_role("region", name="In danger now")
    expect(danger.get_by_role("row")).to_have_count(2)  # its head, and what is in danger
    row = danger.get_by_role("row").nth(1)
    expect(row).to_contain_text("480 sensors")
    expect(row).to_contain_text("Assembly has nobody from")
    page.goto("/board/")
    expect(page.get_by_role("row", name="480 sensors")).to_contain_text("▲")
    expect(page.get_by_role("row", name="Paint for the gate")).to_contain_text("✓")


def test_a_cut_of_capacity_turns_the_three_promises_of_that_team_red_and_the_comparison_names_it(house: House) -> None:
    jonas = staff("operations", "sales", "executive", name="Jonas Weber")
    to = add_customer(key="NWR", name="Northwind Rail", by=jonas, at=present())
    assembly, paint = team(jonas, slots=4.0), team(jonas, "Paint")
    wordings = ("480 sensors", "24 gateways", "Spare parts")
    for wording in (*wordings, "Paint for the gate"):
        of_team = paint if wording.startswith("Paint") else assembly
        promise = promised(jonas, to, wording)
        add_item(promise=promise, name="make", team=of_team, p10=50.0, p50=60.0, p90=70.0, by=jonas, at=present())
    forecast()
    page = house.visit(jonas)
    page.goto("/forecast/baselines/")
    page.get_by_label("Name").fill("Before the cut")
    page.get_by_role("button", name="Freeze").click()
    page.goto(f"/teams/{assembly}/capacity/")
    page.get_by_label("From").fill(present().date().isoformat())
    page.get_by_label("How many work at the same time").fill("0.2")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(f"/teams/{assembly}/$"))
    page.goto("about:blank")
    forecast()
    page.goto("/")
    danger = page.get_by_role("region", name="In danger now")
    expect(danger.get_by_role("row")).to_have_count(4)
    for wording in wordings:
        row = danger.get_by_role("row").filter(has_text=wording)
        expect(row).to_contain_text("Assembly works with 0.2 instead of 4 from")
    page.goto("/forecast/baselines/")
    page.get_by_role("link", name="Before the cut").click()
    expect(page.get_by_role("region", name="What was changed in between")).to_contain_text("Assembly")
    for wording in wordings:
        expect(page.get_by_role("row", name=wording)).to_contain_text("%")
    expect(page.get_by_role("row", name="Paint for the gate")).to_have_count(0)


def test_a_board_of_many_lines_holds_few_and_shows_those_that_one_scrolls_to(house: House) -> None:
    lena = staff("sales", name="Lena Vogt")
    to = add_customer(key="NWR", name="Northwind Rail", by=lena, at=present())
    for number in range(230):
        at = present()
        capture_promise(customer=to, wording=f"Promise {number:03}", channel="call", due=SOON, by=lena, at=at)
    forecast()
    page = house.visit(lena)
    page.goto("/board/?sort=title")
    first, last = page.get_by_role("row", name="Promise 000"), page.get_by_role("row", name="Promise 229")
    expect(first).to_be_visible()
    expect(last).to_have_count(0)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(last).to_be_visible()
    expect(first).to_have_count(0)
    assert page.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS
    assert page.evaluate("document.documentElement.scrollHeight") == height  # lines have one height, shown or not
    page.get_by_role("row", name="Promise 180").get_by_role("link").first.focus()
    page.evaluate("scrollBy(0, -1500)")
    expect(page.get_by_role("row", name="Promise 130")).to_be_visible()
    expect(page.get_by_role("row", name="Promise 180").get_by_role("link").first).to_be_focused()
    page.evaluate("scrollTo(0, 0)")
    expect(first).to_be_visible()


def test_a_board_without_scripts_comes_page_by_page_and_fits_a_phone(house: House) -> None:
    lena = staff("sales", name="Lena Vogt")
    to = add_customer(key="NWR", name="Northwind Rail", by=lena, at=present())
    for number in range(95):
        at = present()
        capture_promise(customer=to, wording=f"Promise {number:03}", channel="call", due=SOON, by=lena, at=at)
    forecast()
    page = house.visit(lena, width=PHONE)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/board/?sort=title&group=none")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("row", name="Promise 094")).to_be_visible()
    expect(page.get_by_role("row", name="Promise 000")).to_have_count(0)
    house.troubles.clear()  # scripts that were not loaded
