"""Writing promises down: five fields, a table that must be mended, a mail, and the way to a promise that was kept."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from makegood.customers.services import add_contact, add_customer
from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.jobs.worker import Worker
from makegood.promises.models import Evidence, Promise
from tests.browser.house import PHONE, House, staff
from tests.feasibility.test_renewing import heard

WORDS = "You will have all 480 sensors on site by 15 January."
TABLE = """CRM id;Customer;Promise text;Due date;Channel
77;Northwind Rail;All spare probes by March.;2027-03-31;call
78;Nobody Ltd;Something else.;2027-03-31;call
"""


def northwind(by: Viewer) -> int:
    number = add_customer(key="NWR", name="Northwind Rail", by=by, at=present())
    add_contact(customer=number, name="Karin Holm", email="holm@northwind.example", is_main=True, by=by, at=present())
    return number


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_five_fields_are_enough_on_a_phone_and_what_is_missing_is_marked(house: House) -> None:
    marco = staff("sales", name="Marco Santos")
    northwind(marco)
    page = house.visit(marco, width=PHONE)
    page.goto("/promises/add/")
    page.get_by_label("To whom").select_option("Northwind Rail (NWR)")
    page.get_by_label("The exact words").fill(WORDS)
    page.get_by_label("The date that was promised").fill("2027-01-15")
    page.get_by_label("How it was said").select_option("Call")
    press(page, "Write it down")
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS)
    expect(page.locator(".page-head")).to_contain_text("no evidence")
    kept = Promise.objects.get()
    assert (kept.wording, kept.owner_id, kept.state) == (WORDS, marco.number, "draft")


def test_a_promise_goes_from_a_draft_to_one_that_was_kept(house: House) -> None:
    keeper = staff("administrator", name="Ada Lindqvist")
    northwind(keeper)
    page = house.visit(keeper)
    page.goto("/promises/add/")
    page.get_by_label("To whom").select_option("Northwind Rail (NWR)")
    page.get_by_label("The exact words").fill(WORDS)
    press(page, "Write it down")
    press(page, "Commit")
    expect(page.get_by_text("Without a date nobody can rely on it")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Complete").click()
    page.get_by_label("The date that was promised").fill("2027-01-15")
    press(page, "Save")
    press(page, "Commit")
    expect(page.get_by_text("What is known now is being stamped")).to_be_visible()
    page.goto("about:blank")  # what it asks for again and again would read the database of this test in between
    heard()
    forecaster = Forecaster(Settings(samples=64))
    forecaster.renew(at=present())
    assert forecaster.settle_commitments(at=present()) == 1
    page.goto(f"/promises/{Promise.objects.get().pk}/")
    expect(page.get_by_text("The customer relies on it.", exact=True)).to_be_visible()
    page.get_by_role("link", name="Record the delivery").click()
    press(page, "Save")
    page.get_by_role("link", name="Record the acceptance").click()
    page.get_by_label("By whom").fill("Karin Holm")
    press(page, "Save")
    expect(page.locator(".page-head")).to_contain_text("kept")
    promise = Promise.objects.get()
    assert (promise.state, promise.in_full, promise.first_due) == ("delivered", True, promise.due)


def test_a_table_is_looked_at_first_and_what_it_refuses_comes_back_to_be_mended(house: House, tmp_path: Path) -> None:
    marco = staff("sales", name="Marco Santos")
    northwind(marco)
    page = house.visit(marco)
    bring_in(page, tmp_path / "first.csv", TABLE)
    expect(page.get_by_role("row", name=re.compile("Nobody|exact name"))).to_contain_text("exact name")
    assert not Promise.objects.exists()  # looking writes nothing
    press(page, "Bring them in")
    expect(page.get_by_text("It begins in a moment.")).to_be_visible()
    Worker().run_all()
    expect(page.get_by_text("New: 1. Changed: 0. As they were: 0. Refused: 1.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the file").click()
    returned = download.value.path().read_text("utf-8-sig")
    assert "Nobody Ltd" in returned
    assert "problem" in returned.splitlines()[0]
    bring_in(page, tmp_path / "mended.csv", returned.replace("Nobody Ltd", "NWR"))
    press(page, "Bring them in")
    expect(page.get_by_text("It begins in a moment.")).to_be_visible()
    Worker().run_all()
    expect(page.get_by_text("New: 1. Changed: 0. As they were: 0. Refused: 0.")).to_be_visible()
    bring_in(page, tmp_path / "again.csv", TABLE.replace("Nobody Ltd", "NWR"))
    press(page, "Bring them in")
    expect(page.get_by_text("It begins in a moment.")).to_be_visible()
    Worker().run_all()
    expect(page.get_by_text("New: 0. Changed: 0. As they were: 2. Refused: 0.")).to_be_visible()
    assert Promise.objects.count() == 2
    page.get_by_role("link", name="The last imports").click()
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("link", name="first.csv").click()
    expect(page.get_by_text("Row 3: Customer “Nobody Ltd”: There is no customer")).to_be_visible()


def test_a_mail_becomes_a_draft_with_the_mail_as_its_evidence(house: House, tmp_path: Path) -> None:
    marco = staff("sales", name="Marco Santos")
    customer = northwind(marco)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "marco@ours.example", "holm@northwind.example", "Your sensors"
    mail.set_content(f"Dear Karin,\n\n{WORDS.replace('January', 'January 2027')}\n\nMarco")
    (tmp_path / "mail.eml").write_bytes(bytes(mail))
    page = house.visit(marco)
    page.goto("/promises/mail/")
    page.get_by_label("The mail").set_input_files(tmp_path / "mail.eml")
    press(page, "Make a draft of it")
    expect(page.get_by_role("heading", name="The mail")).to_be_visible()
    promise, evidence = Promise.objects.get(), Evidence.objects.get(kind="mail")
    assert (promise.customer_id, str(promise.due)) == (customer, "2027-01-15")
    assert "all 480 sensors" in evidence.text
    due, short = page.get_by_label("The date that was promised"), page.get_by_label("In short")
    due.fill("2027-02-01")
    short.fill("Typed before")
    page.get_by_role("link", name="take 15 Jan 2027 as the date").press("Enter")
    expect(due).to_have_value("2027-01-15")
    expect(due).to_be_focused()
    expect(short).to_have_value("Typed before")
    press(page, "Save")
    page.get_by_role("link", name="Your sensors.eml").wait_for()
    assert (str(Promise.objects.get().due), Promise.objects.get().title) == ("2027-01-15", "Typed before")


def bring_in(page: Page, file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    page.goto("/promises/import/")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("Which system it comes from").fill("CRM")
    press(page, "Look at it")
