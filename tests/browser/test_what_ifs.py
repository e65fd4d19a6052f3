"""From a promise in danger to what would help, side by side, to what is applied: at a desk and on a phone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from makegood.engine import Settings
from makegood.feasibility.models import Placement
from makegood.feasibility.services import Forecaster
from makegood.foundation.clock import present
from tests.browser.house import DESK, PHONE, House, staff
from tests.feasibility.test_renewing import heard
from tests.promises.desk import committed, customer
from tests.work.bench import item, team


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_would_help_is_found_compared_and_applied_by_clicks(house: House, width: int) -> None:
    operations, keeper, soon = staff("operations"), staff("administrator", email="keeper@example.com"), present().date()
    to, assembly = customer(keeper), team(keeper, slots=1.0)
    promises = [committed(keeper, to, due=soon + timedelta(days=days), key=f"P{days}") for days in (15, 19)]
    for promise in promises:
        item(keeper, promise, assembly, p10=40.0, p50=60.0, p90=80.0)
    heard()
    forecaster = Forecaster(Settings(samples=64), compiled=False)
    forecaster.renew(at=present())

    page = house.visit(operations, width=width)
    page.goto(f"/promises/{promises[1]}/")
    page.get_by_role("button", name="Try what would help").click()
    expect(page).to_have_url(re.compile(r"/forecast/trials/\d+/$"))
    searched = page.url
    page.goto("about:blank")  # what it asks for again and again would read the database of this test in between
    forecaster.answer_trials(at=present())
    forecaster.answer_trials(at=present())
    page.goto(searched)
    expect(page.get_by_role("heading", name="What-ifs side by side")).to_be_visible()
    expect(page.get_by_role("heading", name="Promises that move most")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    page.get_by_role("link", name=re.compile("^P19: Put it first")).first.click()
    expect(page.get_by_role("heading", name="What it would do")).to_be_visible()
    page.get_by_role("link", name="Apply…").click()
    page.get_by_label("Why").fill("Their line stands still.")
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text("Their line stands still.").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert Placement.objects.get().promise_id == promises[1]
