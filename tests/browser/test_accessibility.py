"""Every page can be used by everybody: axe finds nothing on any of them, and nothing is refused or broken there.

On a desk and on a phone, light and dark, for who keeps the house and for who is still before its door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from makegood.customers.models import Customer
from makegood.customers.services import change_customer
from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.people.queries import find_viewer
from makegood.people.services import invite_person
from tests.browser.house import DESK, PHONE, House, sign_in, staff
from tests.browser.pages import (
    KEEPER,
    MISSING,
    SEARCHED,
    SELLER,
    furnish,
    pages_of,
    pages_of_newcomers,
    pages_of_strangers,
    settle,
)
from tests.web.test_access_table import TABLE

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RUN = """async (only) => {
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  const options = { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
  if (only) options.runOnly = only;
  const { violations } = await axe.run(document, options);
  return violations.flatMap((one) => one.nodes.map((node) =>
    `${one.id}: ${node.html.slice(0, 200)} ${node.failureSummary.split("\\n").slice(1).join("")}`));
}"""
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules whose verdict depends on the look; all others are about what a page is made of."""
NO_PAGES = {
    "csp-report",
    "favicon",
    "feed",
    "health-live",
    "health-ready",
    "openid_connect_login",
    "openid_connect_callback",
}
"""Routes for everybody behind which there is nothing to look at."""
WITHIN_SIGNING_IN = {"mfa_authenticate", "account_logout"}
pytestmark = [pytest.mark.any_database, pytest.mark.no_cover]
WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])


def flaws(page: Page, where: str = "") -> list[str]:
    """Return what axe finds in a page as it is now: all of it in the light, and in the dark what colours change."""
    page.evaluate(AXE)
    found = []
    for look, only in (("light", None), ("dark", COLOURS)):
        page.emulate_media(color_scheme=look)  # type: ignore[arg-type]  # one of the two
        expect(page.locator(f"html[data-bs-theme={look}]")).to_have_count(1)
        found += [f"{where or page.url}, {look}: {one}" for one in page.evaluate(RUN, only)]
    page.emulate_media(color_scheme="light")
    return found


def sideways(page: Page, where: str) -> list[str]:
    """Say by how much a page is wider than the screen, if it is."""
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{where}: scrolls {over} pixels sideways"] if over > 0 else []


def listed(found: Iterable[str]) -> str:
    """Return what was found so that a failed test shows all of it."""
    return "\n".join(found)


def look_at(page: Page, pages: Mapping[str, str]) -> list[str]:
    found = []
    for name, address in pages.items():
        page.goto(address)
        found += [*flaws(page, name), *sideways(page, name)]
    return found


@WIDTHS
@pytest.mark.parametrize("half", [0, 1])
def test_whoever_keeps_the_house_can_use_every_page(house: House, width: int, half: int) -> None:
    keeper = furnish()
    pages = {**pages_of(keeper), **{address: address for address in SEARCHED}}
    assert len(pages) > 30
    names = sorted(pages)[half::2]  # two processes share them
    assert listed(look_at(house.visit(keeper, width=width), {name: pages[name] for name in names})) == ""


@WIDTHS
def test_whoever_is_still_before_the_door_can_use_every_page(house: House, width: int) -> None:
    keeper = settle()
    token = invite_person(email="kim@example.com", name="Kim", functions=["legal"], by=keeper, at=present())
    pages = pages_of_strangers(token)
    assert {name for name, admitted in TABLE.items() if "stranger" in admitted} - set(pages) == (
        NO_PAGES | WITHIN_SIGNING_IN
    )
    page = house.visit(width=width)
    found = look_at(page, pages)
    sign_in(page, KEEPER)
    expect(page.locator("input[name=code]")).to_be_visible()
    found += [*flaws(page, "mfa_authenticate"), *sideways(page, "mfa_authenticate")]
    newcomer = User.objects.get(pk=staff("legal", name="Ruth Okafor").number)
    newcomer.set_unusable_password()
    newcomer.save()
    inside = house.visit(find_viewer(newcomer.pk, at=present()), width=width)
    found += look_at(inside, {**pages_of_newcomers(), "account_logout": "/account/logout/"})
    refused = house.visit(find_viewer(User.objects.get(email=SELLER).pk, at=present()), width=width)
    found += look_at(refused, {"not for you": "/running/", "not there": MISSING})
    assert listed(found) == ""


@WIDTHS
def test_what_opens_over_a_page_can_be_used_by_everybody(house: House, width: int) -> None:
    keeper = settle()
    page = house.visit(keeper, width=width)
    found = []

    def look(where: str) -> None:
        found.extend([*flaws(page, where), *sideways(page, where)])

    page.goto("/customers/?tier=strategic")
    page.keyboard.press("?")
    look("the keys")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("no")
    expect(page.get_by_role("option").filter(has_text="Northwind")).to_be_visible()
    look("the palette")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keep this view").click()
    look("keeping a view")
    page.keyboard.press("Escape")
    page.locator("[data-row]").first.check()
    look("rows that are chosen")
    page.goto("/customers/?q=xyzzy")  # where no row is half under a menu
    page.get_by_text("Export", exact=True).click()
    page.locator(".top summary" if width == PHONE else ".side .me > summary").click()
    look("a menu")
    page.keyboard.press("Escape")
    page.goto(f"/customers/{Customer.objects.get(key='NWR').pk}/")
    page.locator("a.term").first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    look("a card over a word")
    assert listed(found) == ""


@WIDTHS
def test_what_a_form_says_can_be_read_by_everybody(house: House, width: int) -> None:
    keeper = settle()
    page = house.visit(keeper, width=width)
    customer = Customer.objects.get(key="NWR")
    found = []
    for address in ("/customers/add/", "/glossary/add/", "/people/invite/", "/me/away/", "/me/tokens/"):
        page.goto(address)
        page.locator("main form[method=post] .form-foot button[type=submit]").last.click()
        expect(page.locator(".field-error").first).to_be_visible()
        found += [*flaws(page, f"{address} refused"), *sideways(page, address)]
    page.goto(f"/customers/{customer.pk}/change/")
    change_customer(number=customer.pk, version=customer.version, name="Other", note="Other", by=keeper, at=present())
    page.get_by_label("Name", exact=True).fill("Mine")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".conflict")).to_be_visible()
    found += [*flaws(page, "two wordings"), *sideways(page, "two wordings")]
    page.goto("/me/tokens/")
    page.get_by_label("What the program is called").fill("ERP")
    page.get_by_label("Read: customers").check()
    page.get_by_role("button", name="Make the token").click()
    expect(page.locator("#secret")).to_be_visible()
    found += [*flaws(page, "a token"), *sideways(page, "a token")]
    assert listed(found) == ""


def test_an_empty_house_can_be_used_by_everybody(house: House) -> None:
    page = house.visit(staff("administrator"), width=PHONE)
    pages = ("/", "/customers/", "/glossary/", "/people/", "/running/", "/me/tokens/", "/me/away/")
    assert listed(look_at(page, dict(zip(pages, pages, strict=True)))) == ""


def test_the_page_of_the_interface_for_programs_opens_with_nothing_refused(house: House) -> None:
    page = house.visit()
    page.goto("/api/v1/docs")
    expect(page.get_by_text("/api/v1/customers").first).to_be_visible()
