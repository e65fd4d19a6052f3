"""One plan in two browsers, each of which sees what the other one does; and the one press that opens it, on a phone."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from makegood.foundation.clock import present
from makegood.remediation.models import Plan
from makegood.remediation.services import open_plan
from tests.browser.house import DESK, PHONE, House, staff
from tests.promises.desk import committed, customer


def test_two_people_see_in_one_plan_what_the_other_does_without_loading_it_again(house: House) -> None:
    seller = staff("sales", email="sales@example.com", name="Marco Santos")
    maker = staff("operations", email="operations@example.com", name="Jonas Weber")
    keeper = staff("administrator", email="keeper@example.com")
    promise = committed(keeper, customer(keeper), due=present().date() + timedelta(days=20))
    plan = open_plan(promise=promise, by=seller, at=present())
    one, other = house.visit(seller, width=DESK), house.visit(maker, width=PHONE)
    for page in (one, other):
        page.goto(f"/plans/{plan}/at/need/")
        page.evaluate("window.untouched = true")

    other.get_by_role("button", name="Acknowledge").click()
    expect(one.get_by_text("Jonas Weber").first).to_be_visible()
    expect(one.get_by_role("button", name="Acknowledge")).to_have_count(0, timeout=15_000)

    other.goto(f"/plans/{plan}/at/need/")
    other.evaluate("window.untouched = true")
    one.get_by_label("Say something").fill("Assembly is sold out until May.")
    one.get_by_role("button", name="Say it").click()
    expect(other.get_by_text("Assembly is sold out until May.").first).to_be_visible(timeout=15_000)
    assert other.evaluate("window.untouched") is True

    one.goto(f"/plans/{plan}/at/need/")
    one.evaluate("window.untouched = true")
    other.get_by_role("link", name="Write").first.click()
    other.get_by_label("What the customer needs it for").fill("They open a line in May.")
    other.get_by_role("button", name="Save").click()
    expect(one.get_by_text("They open a line in May.").first).to_be_visible(timeout=15_000)
    assert one.evaluate("window.untouched") is True


def test_one_press_on_a_phone_opens_a_plan(house: House) -> None:
    keeper = staff("administrator", email="keeper@example.com")
    helper = staff("support", email="support@example.com")
    promise = committed(keeper, customer(keeper), due=present().date() + timedelta(days=20))
    phone = house.visit(helper, width=PHONE)
    phone.goto(f"/promises/{promise}/")
    phone.get_by_role("button", name="We won’t make it").click()
    expect(phone).to_have_url(re.compile(r"/plans/\d+/$"))
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    plan = Plan.objects.get()
    assert (plan.promise_id, plan.opened_from, plan.opened_by_id) == (promise, "person", helper.number)
