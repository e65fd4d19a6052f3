"""On the telephone: two fields and one act, the answer comes by itself, and one more act keeps the capacity."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from makegood.customers.services import add_customer
from makegood.engine import Settings
from makegood.feasibility.services import Desk, Forecaster
from makegood.foundation.clock import present
from tests.browser.house import PHONE, House, staff
from tests.feasibility.test_renewing import heard
from tests.work.bench import team


def test_a_question_on_the_telephone_takes_two_fields_and_one_act(house: House) -> None:
    seller = staff("sales", name="Marco Santos")
    add_customer(key="NWR", name="Northwind Rail", by=seller, at=present())
    team(staff("operations"), slots=1.0)
    heard()
    desk = Desk(compiled=False)
    Forecaster(Settings(samples=64), compiled=False, then=desk.take).renew(at=present())
    desk.warm_up()

    page = house.visit(seller, width=PHONE)
    page.goto("/quotes/")
    page.get_by_label("Work").fill("Assembly: 30-40-60h")
    page.get_by_label("Wished date").fill((present().date() + timedelta(days=300)).isoformat())
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page).to_have_url(re.compile(r"/quotes/\d+/$"))
    asked = page.url
    page.goto("about:blank")  # what it asks for again and again would read the database of this test in between
    desk.answer_quotes(at=present())
    desk.look_behind(at=present())
    page.goto(asked)
    expect(page.get_by_text("Yes:")).to_be_visible()
    expect(page.get_by_text("safe to promise")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    page.get_by_role("link", name="Keep capacity…").click()
    page.get_by_label("For whom").select_option(label="Northwind Rail")
    page.get_by_label("What we say").fill("All of it, by then.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Capacity is being kept")).to_be_visible()
    page.goto("about:blank")
    desk.settle_reservations(at=present())
    page.goto(asked)
    page.get_by_role("link", name="Capacity is kept for").click()
    expect(page.get_by_role("heading", name="All of it, by then.")).to_be_visible()
