"""How the house is used: by keys alone, on a phone, in the dark, and with tables that hold much."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from makegood.customers.queries import customer_page
from makegood.customers.services import add_customer
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.glossary.services import add_term
from tests.browser.house import PASSWORD, PHONE, House, staff

COMPANIES = {"NWR": "Northwind Rail", "FJW": "Fjord Water", "ACM": "Acme Health"}
FORMULA = '=HYPERLINK("http://example.com","x")'


def companies(by: Viewer) -> dict[str, int]:
    at = present()
    return {key: add_customer(key=key, name=name, by=by, at=at) for key, name in COMPANIES.items()}


def focused(page: Page) -> str:
    """Return what the element is called that has the focus."""
    said = "(e) => e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText"
    return str(page.evaluate(f"({said})(document.activeElement)"))


def tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    pytest.fail(f"Tab does not lead to {name}")


def test_whoever_has_only_keys_signs_in_and_finds_a_customer(house: House) -> None:
    lena = staff("sales", name="Lena Vogt", email="lena@example.com")
    companies(lena)
    page = house.visit()
    page.goto("/account/login/")
    order = []
    for text in ("", "lena@example.com", PASSWORD, "", ""):
        page.keyboard.press("Tab")
        order.append(focused(page))
        page.keyboard.type(text)
    assert order == ["Makegood", "Email", "Password", "Forgot your password?", "Sign in"]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hello, Lena Vogt")).to_be_visible()

    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Customers", exact=True)).to_be_visible()
    page.keyboard.press("/")
    assert focused(page) == "Search"
    page.keyboard.type("fjo wat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Search: fjo wat")).to_be_visible()
    tab_to(page, "Fjord Water")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Fjord Water", exact=True)).to_be_visible()


def test_the_palette_finds_places_and_customers_and_closes_again(house: House) -> None:
    lena = staff("sales")
    companies(lena)
    page = house.visit(lena)
    page.goto("/")
    palette = page.get_by_role("dialog", name="Search and go")
    page.keyboard.press("Control+k")
    expect(palette).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("glos")
    expect(palette.get_by_role("option", selected=True)).to_have_text("Glossary")
    page.keyboard.press("Control+a")
    page.keyboard.type("acme")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Acme Health")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Acme Health")).to_be_visible()


def test_the_keys_are_explained_and_a_menu_gives_the_focus_back(house: House) -> None:
    page = house.visit(staff("sales"))
    page.goto("/customers/")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("go anywhere")
    page.keyboard.press("g")
    page.keyboard.press("l")  # nothing goes anywhere while this is open
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    assert page.url.endswith("/customers/")
    tab_to(page, "Export")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="CSV")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="CSV")).to_be_hidden()
    assert focused(page) == "Export"


def test_letters_that_are_typed_into_a_field_go_nowhere(house: House) -> None:
    page = house.visit(staff("sales"))
    page.goto("/customers/add/")
    field = page.get_by_label("Name", exact=True)
    field.focus()
    page.keyboard.type("g c / ?")
    expect(field).to_have_value("g c / ?")
    page.get_by_label("Short name").fill("GC")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="g c / ?")).to_be_visible()


def test_on_a_phone_the_menu_leads_everywhere(house: House) -> None:
    page = house.visit(staff("administrator"), width=PHONE)
    page.goto("/")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    page.locator(".top summary").click()
    page.locator(".top .sheet").get_by_role("link", name="People").click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.get_by_role("button", name="Search and go").click()
    expect(page.get_by_role("dialog", name="Search and go")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".top summary").click()
    page.locator(".top").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_look_follows_the_system_until_somebody_chooses_one(house: House) -> None:
    page = house.visit(staff("sales"), look="dark")
    page.goto("/")
    html = page.locator("html")
    expect(html).to_have_attribute("data-bs-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(html).to_have_attribute("data-bs-theme", "light")
    page.locator(".side .me > summary").click()
    page.locator(".side").get_by_role("button", name="Dark").click()
    expect(html).to_have_attribute("data-bs-theme", "dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto("/customers/")
    expect(html).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground == "rgb(20, 23, 26)"


def test_a_word_of_the_glossary_explains_itself(house: House) -> None:
    keeper = staff("administrator")
    add_term(name="commitment", definition="A promise with a date.", language="en", by=keeper, at=present())
    number = add_customer(key="N", name="Northwind", note="Wants a commitment.", by=keeper, at=present())
    page = house.visit(keeper)
    page.goto(f"/customers/{number}/")
    word = page.get_by_role("link", name="commitment")
    word.hover()
    card = page.get_by_role("tooltip")
    expect(card).to_contain_text("A promise with a date.")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    word.focus()
    expect(card).to_contain_text("A promise with a date.")
    assert word.get_attribute("aria-describedby") == card.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="commitment")).to_be_visible()


def test_several_customers_get_another_owner_at_once(house: House) -> None:
    lena, marco = staff("sales", name="Lena Vogt"), staff("sales", name="Marco Santos")
    companies(lena)
    page = house.visit(lena)
    page.goto("/customers/")
    bar = page.locator("[data-bulk-bar]")
    expect(bar).to_be_hidden()
    page.get_by_role("checkbox", name="All rows of this page").check()
    page.get_by_role("checkbox", name="Acme Health").uncheck()
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_label("Owner").select_option("Marco Santos")
    bar.get_by_role("button", name="Change the owner").click()
    expect(page.locator("#notices")).to_contain_text("2 customers have another owner now.")
    owned = {row.key: row.owner for row in customer_page(lena).rows}
    assert owned == {"NWR": marco.number, "FJW": marco.number, "ACM": None}


def test_a_view_is_kept_found_again_and_forgotten(house: House) -> None:
    lena = staff("sales")
    companies(lena)
    page = house.visit(lena)
    page.goto("/customers/")
    page.get_by_role("combobox", name="Tier").select_option("Strategic")
    expect(page.get_by_text("Nothing fits these filters")).to_be_visible()
    page.get_by_role("button", name="Keep this view").click()
    page.get_by_role("dialog", name="Keep this view").get_by_label("Name").fill("Strategic ones")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.goto("/customers/")
    views = page.get_by_role("group", name="Saved views")
    views.get_by_role("link", name="Strategic ones").click()
    assert page.url.endswith("/customers/?tier=strategic")
    views.get_by_role("button", name="Forget the view “Strategic ones”").click()
    expect(page.locator("#notices")).to_contain_text("The view is forgotten.")
    expect(page.get_by_role("link", name="Strategic ones")).to_have_count(0)


def downloaded(page: Page, name: str) -> Path:
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as expected:
        page.get_by_role("link", name=name).click()
    assert expected.value.suggested_filename.startswith("customers.")
    return Path(expected.value.path())


def test_a_table_is_taken_along_as_it_is_filtered_and_holds_no_formula(house: House) -> None:
    lena = staff("sales")
    companies(lena)
    add_customer(key="EVIL", name=FORMULA, by=lena, at=present())
    page = house.visit(lena)
    page.goto("/customers/?sort=-name")
    rows = list(csv.reader(io.StringIO(downloaded(page, "CSV").read_text("utf-8-sig"))))
    assert rows[0][:2] == ["Customer", "Short name"]
    assert [row[0] for row in rows[1:]] == ["Northwind Rail", f"'{FORMULA}", "Fjord Water", "Acme Health"]
    page.goto("/customers/?q=evil")
    with downloaded(page, "Excel").open("rb") as file:
        sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet[2]][:1] == [(FORMULA, "s")]


def test_a_chart_is_drawn_says_what_it_shows_and_follows_the_look(house: House) -> None:
    page = house.visit(staff("sales"))
    page.goto("/living/")
    chart = page.get_by_role("img", name="A line that goes up and down")
    line = chart.locator(".mark-line path")
    expect(line).to_have_attribute("stroke", "#2f4bd8")
    page.emulate_media(color_scheme="dark")
    expect(line).to_have_attribute("stroke", "#9aabff")
    chart.locator(".mark-symbol path").first.hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("kept")


def test_the_whole_history_is_checked_from_the_page(house: House) -> None:
    keeper = staff("administrator")
    companies(keeper)
    page = house.visit(keeper)
    page.goto("/running/")
    page.get_by_role("button", name="Check all of it now").click()
    expect(page.locator("#verdict")).to_contain_text("entries are as they were written.")


@pytest.mark.parametrize("width", [1280, PHONE])
def test_what_is_stored_never_runs_and_never_widens_a_page(house: House, width: int) -> None:
    keeper = staff("administrator")
    script = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    number = add_customer(key="X", name=script, note=f"{script} {{{{ 7|add:7 }}}} {'W' * 900}", by=keeper, at=present())
    long = add_customer(key="L" * 20, name="W" * 200, note="M" * 900, by=keeper, at=present())
    add_term(name="<b>term</b>", definition=f"{script} {'W' * 900}", language="en", by=keeper, at=present())
    page = house.visit(keeper, width=width)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    for address in ("/", "/customers/", f"/customers/{number}/", f"/customers/{long}/", f"/customers/{long}/change/",
                    "/glossary/", "/search/?q=script", "/search/?q=WWW"):  # fmt: skip
        page.goto(address)
        assert page.locator("main img, main script:not([type='application/json']), main b").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.goto(f"/customers/{number}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(script)
    expect(page.locator(".prose").first).to_contain_text("{{ 7|add:7 }}")
    page.keyboard.press("Control+k")
    page.keyboard.type("script")
    expect(page.get_by_role("option").filter(has_text="<script>").first).to_be_visible()


def test_what_the_policy_refuses_is_noticed(house: House) -> None:
    page = house.visit(staff("sales"))
    page.goto("/")
    with house.troubles_expected() as found:
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
        page.evaluate("const script = document.createElement('script'); script.src = 'http://example.com/x.js';"
                      "document.body.append(script)")  # fmt: skip
        page.goto("/customers/")
        page.wait_for_timeout(300)
    assert any("style-src" in trouble for trouble in found)
    assert any("script-src" in trouble for trouble in found)
    assert any("reported" in trouble for trouble in found)
