"""What somebody types is never lost: two who edit at once, drafts, and what fails on its way."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from makegood.customers.queries import CustomerRow, find_customer
from makegood.customers.services import add_customer
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.people.models import User
from tests.browser.house import House, staff

DRAFTS = "() => Object.keys(localStorage).filter((key) => key.startsWith('draft:'))"


def northwind(by: Viewer) -> int:
    return add_customer(key="NWR", name="Northwind Rail", note="Calls on Mondays.", by=by, at=present())


def row(number: int, viewer: Viewer) -> CustomerRow:
    return find_customer(number, viewer)


def save(page: Page) -> None:
    page.locator("main form[data-draft] button[type=submit]").click()


def test_two_who_edit_at_once_see_both_wordings_and_nothing_is_lost(house: House) -> None:
    lena, marco = staff("sales", name="Lena Vogt"), staff("support", name="Marco Santos")
    number = northwind(lena)
    first, second = house.visit(lena), house.visit(marco)
    for page in (first, second):
        page.goto(f"/customers/{number}/change/")
    first.get_by_label("Name", exact=True).fill("Northwind Railways")
    first.get_by_label("What we should know about them").fill("Calls on Mondays and Fridays.")
    save(first)
    expect(first.get_by_role("heading", name="Northwind Railways")).to_be_visible()

    second.get_by_label("Name", exact=True).fill("Northwind Rail Ltd")
    second.get_by_label("What we should know about them").fill("Never calls.")
    second.get_by_label("Tier").select_option("Key")
    save(second)
    expect(second.get_by_text("Somebody else changed this while you were writing.")).to_be_visible()
    lines = second.locator(".conflict fieldset")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text("Northwind Rail Ltd")
    expect(lines.nth(0)).to_contain_text("Northwind Railways")
    expect(second.locator(".conflict")).to_contain_text("Calls on Mondays and Fridays.")
    assert row(number, lena).name == "Northwind Railways"  # nothing is stored yet

    lines.nth(0).get_by_role("radio").nth(1).check()
    save(second)
    expect(second.get_by_role("heading", name="Northwind Railways")).to_be_visible()
    kept = row(number, lena)
    assert (kept.name, kept.note, kept.tier) == ("Northwind Railways", "Never calls.", "key")


def typed(page: Page) -> str:
    return page.get_by_label("Name", exact=True).input_value()


def test_a_draft_survives_a_reload_and_leaves_when_it_is_saved(house: House) -> None:
    page = house.visit(staff("sales"))
    page.goto("/customers/add/")
    page.get_by_label("Name", exact=True).fill("Fjord Water")
    expect(page.get_by_text("Draft kept on this device")).to_be_visible()
    page.reload()
    expect(page.get_by_text("What you had typed is back")).to_be_visible()
    assert typed(page) == "Fjord Water"
    page.get_by_label("Short name").fill("FJW")
    save(page)
    expect(page.get_by_role("heading", name="Fjord Water")).to_be_visible()
    assert page.evaluate(DRAFTS) == []
    page.goto("/customers/add/")
    assert typed(page) == ""


def test_a_draft_survives_what_the_server_refuses(house: House) -> None:
    page = house.visit(staff("sales"))
    page.goto("/customers/add/")
    page.get_by_label("Name", exact=True).fill("Fjord Water")
    save(page)
    expect(page.get_by_text("Nothing is stored yet: please look at what is marked.")).to_be_visible()
    assert typed(page) == "Fjord Water"
    page.goto("/")
    page.goto("/customers/add/")
    assert typed(page) == "Fjord Water"


def test_a_draft_survives_a_connection_that_is_gone(house: House) -> None:
    page = house.visit(staff("sales"))
    page.goto("/customers/add/")
    page.get_by_label("Name", exact=True).fill("Fjord Water")
    with house.troubles_expected():
        page.context.set_offline(True)
        save(page)
        expect(page.locator("main form")).to_have_count(0)
        page.context.set_offline(False)
    page.goto("/")
    page.goto("/customers/add/")
    assert typed(page) == "Fjord Water"


def test_a_draft_survives_a_sign_in_that_has_ended(house: House) -> None:
    lena = staff("sales")
    page = house.visit(lena)
    page.goto("/customers/add/")
    page.get_by_label("Name", exact=True).fill("Fjord Water")
    person = User.objects.get(pk=lena.number)
    person.set_password("another few words that are kept")
    person.save()
    save(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.locator("input[name=login]").fill(person.email)
    page.get_by_label("Password").fill("another few words that are kept")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/customers/add/")
    assert typed(page) == "Fjord Water"


def test_a_draft_is_put_away_on_request_and_is_ones_own(house: House) -> None:
    page = house.visit(staff("sales"))
    page.goto("/customers/add/")
    page.get_by_label("Name", exact=True).fill("Fjord Water")
    expect(page.get_by_text("Draft kept on this device")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Start afresh").click()
    assert typed(page) == ""
    assert page.evaluate(DRAFTS) == []


def test_a_draft_of_settings_leaves_though_the_page_stays(house: House) -> None:
    page = house.visit(staff("sales"))
    page.goto("/me/")
    page.get_by_label("Your name").fill("Anna Bergmann")
    save(page)
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert page.evaluate(DRAFTS) == []


def test_a_secret_is_in_no_draft(house: House) -> None:
    page = house.visit(staff("administrator"))
    page.goto("/people/invite/")
    page.get_by_label("Mail address").fill("sam@example.com")
    expect(page.get_by_text("Draft kept on this device")).to_be_visible()
    kept = page.evaluate("() => Object.values(localStorage).join()")
    assert "sam@example.com" in kept
    assert "csrf" not in kept
