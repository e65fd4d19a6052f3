"""The look around the demo company: ticks what was seen, can be put away, and goes on where it was left."""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from tests.browser.house import PHONE, House, staff


def test_the_tour_ticks_what_was_seen_and_stays_put_away(house: House, settings: Settings) -> None:
    settings.IS_DEMO = True
    page = house.visit(staff("sales", name="Marco Santos"), width=PHONE)
    page.goto("/")
    tour = page.locator("#tour")
    expect(tour.locator("[data-tour-count]")).to_have_text("0 / 11")
    tour.get_by_role("link", name="What is in danger").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forecast")
    page.goto("/")
    expect(tour.locator("[data-tour-count]")).to_have_text("1 / 11")
    expect(tour.locator("li.done")).to_have_count(1)
    toggle = tour.get_by_role("button", name="Open or put away")
    toggle.focus()
    page.keyboard.press("Enter")
    expect(tour.get_by_role("link", name="What is in danger")).to_be_hidden()
    page.reload()
    expect(tour.get_by_role("link", name="What is in danger")).to_be_hidden()
    toggle.click()
    expect(tour.get_by_role("link", name="What was known")).to_be_visible()
    for stop in tour.locator("[data-stop]").all():
        address = stop.get_attribute("href") or ""
        answer = page.request.get(address)
        assert answer.ok, address


def test_a_house_that_is_no_demo_has_no_tour(house: House) -> None:
    page = house.visit(staff("sales", name="Marco Santos"))
    page.goto("/")
    expect(page.locator("#tour")).to_have_count(0)
