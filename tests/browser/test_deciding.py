"""Four people who blame one another lock what counts, propose, judge alone and put it up; a fifth decides.

Each has a browser of their own; two of them stand with a phone in their hand.
"""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.clock import present
from makegood.remediation.models import Decision
from makegood.remediation.services import open_plan
from tests.browser.house import DESK, PHONE, House, staff
from tests.feasibility.test_renewing import heard
from tests.promises.desk import committed, customer
from tests.work.bench import item, team

FOUR = (("sales", DESK), ("product", PHONE), ("operations", DESK), ("customer-success", PHONE))


def test_four_people_find_one_way_out_and_a_fifth_decides(house: House) -> None:
    keeper, soon = staff("administrator", email="keeper@example.com"), present().date()
    boss = staff("executive", email="boss@example.com", name="Evelyn Boss")
    people = {function: staff(function, email=f"{function}@example.com") for function, _width in FOUR}
    to, assembly = customer(keeper), team(keeper, slots=1.0)
    promises = [
        committed(keeper, to, due=soon + timedelta(days=days), key=f"P{days}", severity="S1") for days in (30, 34)
    ]
    for promise in promises:
        item(keeper, promise, assembly, p10=40.0, p50=60.0, p90=80.0)
    heard()
    forecaster = Forecaster(Settings(samples=64), compiled=False)
    forecaster.renew(at=present())
    plan = open_plan(promise=promises[1], by=people["sales"], at=present())
    where = f"/plans/{plan}/decision/"

    desks = {function: house.visit(people[function], width=width) for function, width in FOUR}
    seller = desks["sales"]
    seller.goto(where)
    expect(seller.get_by_role("link", name="Propose")).to_have_count(0)
    seller.get_by_role("button", name="Lock the criteria").click()
    expect(seller.get_by_text("Locked. Ways out can be proposed now.")).to_be_visible()

    maker = desks["operations"]
    maker.goto(where)
    maker.get_by_text("Propose", exact=True).click()
    maker.get_by_role("link", name="Another place").click()
    maker.get_by_label("What it is called").fill("P34 first")
    maker.get_by_label("Class").select_option("before everything")
    maker.get_by_label("What it costs us").fill("0")
    maker.get_by_label("Currency").fill("EUR")
    maker.get_by_role("button", name="Save").click()
    expect(maker.get_by_text("Its effect on every promise is being simulated.")).to_be_visible()
    for desk in desks.values():
        desk.goto("about:blank")  # what they ask for again and again would read the database of this test in between
    forecaster.answer_trials(at=present())

    for function, desk in desks.items():
        assert_nobody_led(desk, where)
        desk.get_by_role("link", name="Judge…").click()
        for field in desk.get_by_label("Judgement").all():
            field.fill("6")
        for field in desk.get_by_label("Why").all():
            field.fill(f"As {function} sees it")
        desk.get_by_role("button", name="Save").click()
        expect(desk).to_have_url(re.compile(rf"{where}$"))
        assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    seller.goto(where)
    seller.get_by_text("What everybody thinks, and why").click()
    expect(seller.get_by_text("As product sees it").first).to_be_visible()
    seller.get_by_role("link", name="Put it up…").click()
    expect(seller.get_by_label("Who decides")).to_contain_text("Evelyn Boss")
    seller.get_by_role("button", name="Put it up").click()
    expect(seller.get_by_role("link", name="Decide…")).to_have_count(0)

    phone = house.visit(boss, width=PHONE, look="dark")
    phone.goto(f"{where}1/")
    phone.get_by_role("link", name="Decide…").click()
    phone.get_by_label("Decide for").select_option("P34 first")
    phone.get_by_label("Why").fill("Their line stands still otherwise.")
    phone.get_by_role("button", name="Sign the decision").click()
    expect(phone.get_by_role("heading", name="What would reopen it")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    maker.goto(where)
    expect(maker.get_by_text("Decided for “P34 first”")).to_be_visible()
    assert Decision.objects.get().decided_by_id == boss.number


def assert_nobody_led(page: Page, where: str) -> None:
    """See that nothing of what others think is to be read yet."""
    page.goto(where)
    expect(page.get_by_text("Nobody sees what others think before all have judged.")).to_be_visible()
    expect(page.get_by_text("sees it")).to_have_count(0)
