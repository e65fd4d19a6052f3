"""How people come in: the very first one, those who are invited, and those with a second step."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from makegood.config.beginning import furnish_house
from makegood.foundation.clock import present
from makegood.people.models import User
from tests.browser.house import PASSWORD, House, code_at, mails, sign_in, staff

LINK = re.compile(r"http://\S+/welcome/\S+/")
HALF_A_MINUTE = 30


def make_account(page: Page, **typed: str) -> None:
    for label, text in typed.items():
        page.get_by_label({"email": "Mail address", "name": "Your name", "password": "Password"}[label]).fill(text)
    page.get_by_label("Your time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Make the account").click()


def sign_out(page: Page) -> None:
    page.locator(".side .me > summary").click()
    page.locator(".side .me").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_first_one_makes_their_account_signs_in_and_is_told_what_to_do_next(house: House) -> None:
    token = furnish_house(at=present())
    page = house.visit()
    page.goto(f"/welcome/{token}/")
    expect(page.get_by_role("heading", name="The first administrator")).to_be_visible()
    make_account(page, email="Ada@Example.com", name="Ada Lindqvist", password=PASSWORD)
    expect(page.locator("#notices")).to_contain_text("Your account is made.")
    sign_in(page, "ada@example.com")
    expect(page.get_by_role("heading", name="Hello, Ada Lindqvist")).to_be_visible()
    steps = page.get_by_role("region", name="To begin with")
    expect(steps.get_by_role("listitem")).to_have_count(3)
    steps.get_by_role("link", name="Enter the first customer").click()
    expect(page.get_by_role("heading", name="Add a customer")).to_be_visible()
    ada = User.objects.get()
    assert (ada.email, ada.functions, ada.zone) == ("ada@example.com", ["administrator"], "Europe/Berlin")


def test_whoever_is_invited_joins_by_the_link_in_the_mail_and_it_works_once(house: House) -> None:
    keeper = house.visit(staff("administrator"))
    keeper.goto("/people/invite/")
    keeper.get_by_label("Mail address").fill("sam@example.com")
    keeper.get_by_label("Name", exact=True).fill("Sam Adeyemi")
    keeper.get_by_label("Support").check()
    keeper.get_by_role("button", name="Send the invitation").click()
    expect(keeper.get_by_role("region", name="Invited, not here yet")).to_contain_text("sam@example.com")
    (text,) = mails()
    (link,) = LINK.findall(text)
    guest = house.visit()
    guest.goto(link)
    expect(guest.get_by_text("For sam@example.com.")).to_be_visible()
    make_account(guest, password=PASSWORD)
    sign_in(guest, "sam@example.com")
    expect(guest.get_by_role("heading", name="Hello, Sam Adeyemi")).to_be_visible()
    assert User.objects.get(email="sam@example.com").functions == ["support"]
    late = house.visit()
    late.goto(link)
    expect(late.get_by_text("This link has been used, withdrawn or has expired.")).to_be_visible()


def shown_code(secret: str) -> str:
    """Return the code of now, with enough time left to type it."""
    left = HALF_A_MINUTE - time.time() % HALF_A_MINUTE
    if left < 4:
        time.sleep(left)
    return code_at(secret, time.time())


def type_code(page: Page, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    page.locator("main form:not(#logout-from-stage) button[type=submit]").first.click()


def test_with_a_second_step_a_password_alone_opens_nothing(house: House) -> None:
    staff("sales", name="Lena Brandt", email="lena@example.com")
    page = house.visit()
    sign_in(page, "lena@example.com")
    page.goto("/me/security/")
    page.get_by_role("link", name="Second step: a code from your phone").click()
    page.get_by_role("link", name="Activate").click()
    page.get_by_label("Password").fill(PASSWORD)  # whoever finds a device unlocked must not add a step of theirs
    page.get_by_role("button", name="Confirm").click()
    secret = page.locator("#authenticator_secret").input_value()
    type_code(page, shown_code(secret))
    page.goto("/account/2fa/recovery-codes/")
    on_paper = page.locator("#recovery_codes").input_value().split()
    assert len(on_paper) == 10
    sign_out(page)

    sign_in(page, "lena@example.com")
    page.goto("/customers/")
    expect(page.locator("input[name=code]")).to_be_visible()
    code = shown_code(secret)
    type_code(page, code)
    expect(page.get_by_role("heading", name="Hello, Lena Brandt")).to_be_visible()
    sign_out(page)

    sign_in(page, "lena@example.com")
    type_code(page, code)
    expect(page.locator(".field-error")).to_be_visible()  # a code works once
    type_code(page, on_paper[0])
    expect(page.get_by_role("heading", name="Hello, Lena Brandt")).to_be_visible()
    sign_out(page)

    sign_in(page, "lena@example.com")
    type_code(page, on_paper[0])
    expect(page.locator(".field-error")).to_be_visible()  # and so does each of those on paper
