"""A promise that can't be kept goes through its six gates: everybody with a browser of their own, two with a phone."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.clock import present
from makegood.promises.models import Promise
from tests.browser.house import DESK, PHONE, House, staff
from tests.feasibility.test_renewing import heard
from tests.promises.desk import committed, customer
from tests.work.bench import item, team

PEOPLE = {
    "operations": DESK, "executive": PHONE, "customer-success": PHONE, "sales": DESK, "product": DESK,
}  # fmt: skip


def test_the_whole_way_from_a_date_that_will_not_hold_to_one_that_is_in_force(house: House) -> None:
    keeper, soon = staff("administrator", email="keeper@example.com"), present().date()
    people = {function: staff(function, email=f"{function}@example.com") for function in PEOPLE}
    first = soon + timedelta(days=25)
    promise = committed(keeper, customer(keeper), due=first, key="P25", at=present() - timedelta(days=2))
    item(keeper, promise, team(keeper, slots=1.0), p10=200.0, p50=220.0, p90=250.0)
    heard()
    forecaster = Forecaster(Settings(samples=64), compiled=False)
    forecaster.renew(at=present())
    desks = {function: house.visit(who, width=PEOPLE[function]) for function, who in people.items()}
    maker, boss, care = desks["operations"], desks["executive"], desks["customer-success"]

    where = begun(maker, promise)
    gate(boss, where, "Stand for it…", {"What speaks for it": "They can plan if they know it now."}, "Save")
    gate(care, where, "I have called them…", {"What was said": "Karin knows that January is in danger."}, "Save")
    maker.goto(where)
    maker.get_by_role("button", name="Simulate it now").click()
    expect(maker.get_by_text("8,192 futures are being simulated.")).to_be_visible()
    for desk in desks.values():
        desk.goto("about:blank")  # what they ask for again and again would read the database of this test in between
    heard()
    forecaster.renew(at=present())
    forecaster.answer_validations(at=present())
    heard()

    for function in ("sales", "product", "customer-success"):
        desks[function].goto(where)
        expect(desks[function].get_by_role("button", name="Approve")).to_have_count(1)  # one's own side alone
        desks[function].get_by_role("button", name="Approve").click()
        expect(desks[function].get_by_text("Recorded.")).to_be_visible()
    for function in ("operations", "product"):
        desks[function].goto(where)
    expect(desks["product"].get_by_role("link", name="They were told…")).to_have_count(0)
    gate(care, where, "They were told…", {"What shows it": "Karin: we plan for that."}, "Save")
    expect(care.get_by_text("in force").first).to_be_visible()
    assert care.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    kept = Promise.objects.get(pk=promise)
    assert kept.first_due == first
    assert kept.due is not None
    assert kept.due > first


def begun(maker: Page, promise: int) -> str:
    """Begin and propose a revision on the page of the promise; return where it is."""
    maker.goto(f"/promises/{promise}/")
    maker.get_by_role("button", name="Revise the promise").click()
    expect(maker.get_by_label("Why, with data")).to_have_value(re.compile("would be kept with"))
    for label, words in (
        ("What changes for the customer", "All units come later."),
        ("What stays as agreed", "Number and price."),
        ("What could still go wrong", "A fitter who falls ill; seen in the load of Assembly."),
    ):
        maker.get_by_label(label).fill(words)
    maker.get_by_role("button", name="Save").click()
    maker.get_by_role("button", name="Propose it").click()
    expect(maker.get_by_text("Recorded.")).to_be_visible()
    expect(maker.get_by_role("link", name="Stand for it…")).to_have_count(0)  # nobody sponsors what is theirs
    return maker.url.removeprefix(maker.evaluate("location.origin"))


def gate(page: Page, where: str, act: str, said: dict[str, str], send: str) -> None:
    """Do at a gate what it takes."""
    page.goto(where)
    page.get_by_role("link", name=act).click()
    for label, words in said.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name=send).click()
    expect(page).to_have_url(re.compile(rf"{where}$"))
