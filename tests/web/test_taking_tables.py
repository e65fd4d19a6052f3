"""Every table of the house can be taken along as a file, as CSV and for a spreadsheet, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from makegood import web
from makegood.capability import services as capability
from makegood.customers.services import add_contact, add_customer
from makegood.engine import Settings
from makegood.feasibility.services import Forecaster, freeze_baseline
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.promises.services import add_indicator, add_term, capture_promise, read_indicator
from makegood.work.services import add_item, make_template
from tests.staff import AT, person
from tests.work.bench import team

TEMPLATES = Path(web.__file__).parents[1]
WITHOUT = {
    "feasibility/own_feeds.html": (1, "one's own addresses, whose secrets nobody has"),
    "people/own_tokens.html": (1, "one's own tokens, whose secrets nobody has"),
    "people/own_security.html": (1, "where one is signed in"),
    "feasibility/board.html": (0, "drawn as a board; its export is that of the table"),
    "feasibility/calendar.html": (0, "drawn as a calendar; its export is that of the table"),
    "feasibility/quote.html": (2, "an answer to a question"),
    "feasibility/scenario_compare.html": (2, "some of the list, and of trials, side by side; both have an export"),
    "feasibility/trial_groups.html": (1, "sums of the table that stands beside it"),
    "feasibility/of_promise.html": (1, "three lines that plan and past come to"),
    "capability/measure.html": (1, "the latest few of a list that has an export"),
    "stages/gap.html": (1, "evidence of a few terms, as the forecast of the promise has them"),
    "home/search.html": (1, "an answer to a question"),
    "remediation/counts.html": (1, "its export stands above it on every page that has it"),
    "remediation/scored.html": (1, "its export stands above it on every page that has it"),
    "remediation/criteria_form.html": (2, "where criteria are typed; those that are kept have an export"),
    "trackers/sight.html": (1, "a look at what would come, which stands in the tracker"),
    "web/import_check.html": (1, "the file that was just brought"),
}
"""Tables without an export of their own, and why."""
OF_ONE = {"actions", "projects", "pulls", "options", "reasons", "ranking", "scores"}
"""Exports of one tracker and of one decision, which have tests of their own."""


def without_export(text: str, *, excused: int = 0) -> int:
    """Return how many tables of a template nobody can take along: those of a list are drawn by ``c-listing``."""
    exports = len(re.findall("<c-(?:export|filters) ", text))
    return len(re.findall("<table", text)) - excused - exports


def test_every_table_of_every_page_has_an_export_or_a_reason_why_not() -> None:
    files = [file for file in TEMPLATES.glob("*/templates/**/*.html") if file.name != "listing.html"]
    texts = {"/".join(file.parts[-2:]): file.read_text("utf-8") for file in files}
    excused = {name: count for name, (count, _why) in WITHOUT.items()}
    assert [name for name, text in texts.items() if without_export(text, excused=excused.get(name, 0)) > 0] == []
    assert without_export(texts["feasibility/baselines.html"].replace("<c-export ", "<c-other ")) == 1
    named = {name for text in texts.values() for name in re.findall('<c-export name="(.*?)"', text)}
    assert named == {part for _address, part in PARTS} | OF_ONE


FORMULA = '=HYPERLINK("http://example.com")'
PAGES = (
    "/promises/", "/customers/", "/people/", "/teams/", "/attributes/", "/measures/", "/items/", "/risks/",
    "/glossary/", "/imports/", "/board/", "/board/calendar/", "/forecast/", "/forecast/compare/", "/sold/",
    "/absences/", "/reliability/", "/reliability/promises/", "/reliability/answers/",
    "/calibration/", "/calibration/forecasts/", "/history/",
    "/customers/{customer}/touchpoints/", "/measures/{measure}/measurements/", "/what-ifs/", "/plans/", "/revisions/",
)  # fmt: skip
PARTS = (
    ("/dashboard/", "in-danger"), ("/dashboard/", "readiness"), ("/dashboard/", "customers"), ("/", "promises"),
    ("/", "customers"), ("/running/", "failing"), ("/people/", "invitations"), ("/forecast/baselines/", "baselines"),
    ("/customers/{customer}/", "contacts"), ("/promises/of/{customer}/", "promises"), ("/promises/{promise}/", "terms"),
    ("/promises/{promise}/", "readings"), ("/promises/{promise}/", "story"),
    ("/forecast/of/{promise}/", "terms"), ("/forecast/of/{promise}/", "days"),
    ("/forecast/of/{promise}/", "curve"), ("/items/of/{promise}/", "work"), ("/templates/", "templates"),
    ("/templates/{template}/", "items"), ("/teams/{team}/", "weeks"), ("/teams/{team}/", "absences"),
    ("/teams/{team}/", "capacity"), ("/forecast/team/{team}/", "weeks"), ("/forecast/team/{team}/", "owed"),
    ("/forecast/attribute/{attribute}/", "promised-to"), ("/trackers/", "trackers"), ("/measures/{measure}/", "months"),
    ("/calibration/", "diagram"), ("/calibration/", "dates"), ("/criteria/", "criteria"),
)  # fmt: skip
FULL = {
    "/promises/", "/customers/", "/people/", "/teams/", "/attributes/", "/measures/", "/items/", "/absences/",
    "/forecast/", "/history/", "/sold/", "contacts", "promises", "terms", "readings", "days", "curve", "work",
    "/board/", "templates", "items", "weeks", "absences", "capacity", "owed", "promised-to", "baselines", "readiness",
    "in-danger", "story",
}  # fmt: skip
"""Those in which this house has something."""


@pytest.fixture
def numbers() -> dict[str, int]:
    """Fill a house in which everything is called like a formula; return the numbers of what addresses name."""
    by, at = person("administrator", name=FORMULA), present()
    to = add_customer(key="N", name=FORMULA, owner=by.number, by=by, at=at)
    add_contact(customer=to, name=FORMULA, role=FORMULA, by=by, at=at)
    made = team(by, name=FORMULA, slots=1.0)
    capability.plan_capacity(team=made, start=at.date(), slots=1, note=FORMULA, by=by, at=at)
    capability.add_absence(team=made, start=at.date(), end=at.date(), note=FORMULA, by=by, at=at)
    attribute = capability.add_attribute(name="weight", value="9", unit="kg", by=by, at=at)
    measure = capability.add_measure(name=FORMULA, by=by, at=at)
    promise = capture_promise(
        customer=to, wording=FORMULA, title=FORMULA, channel="call", due=at.date(), owner=by.number, by=by, at=at
    )
    weighs: Any = {"subject": "weight", "operator": "<=", "value": "5", "unit": "kg"}
    add_term(promise=promise, kind="specification", **weighs, by=by, at=at)
    limits: Any = {"unit": "percent", "direction": "lower", "amber": Decimal(3), "red": Decimal(5)}
    indicator = add_indicator(promise=promise, name=FORMULA, **limits, by=by, at=at)
    read_indicator(number=indicator, on=at.date(), value=Decimal(2), note=FORMULA, today=at.date(), by=by, at=at)
    add_item(promise=promise, name=FORMULA, team=made, p10=200.0, p50=300.0, p90=500.0, by=by, at=at)
    template = make_template(promise=promise, name=FORMULA, note=FORMULA, by=by, at=at)
    Forecaster(Settings(samples=64)).renew(at=at)
    freeze_baseline(name=FORMULA, by=by, at=at)
    return {"customer": to, "promise": promise, "team": made, "template": template, "attribute": attribute,
            "measure": measure, "by": by.number}  # fmt: skip


@pytest.mark.django_db
def test_every_list_and_every_part_of_a_page_is_written_twice_alike_and_safely(numbers: dict[str, int]) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=numbers["by"]))
    wrong, empty = [], set()
    for address, part in [*((page, "") for page in PAGES), *PARTS]:
        where = f"{address.format(**numbers)}?table={part}&format="
        text, book = client.get(where + "csv"), client.get(where + "xlsx")
        if "text/csv" not in text["Content-Type"] or "spreadsheet" not in book["Content-Type"]:
            wrong.append((where, "no file"))
            continue
        rows = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
        sheet = load_workbook(io.BytesIO(book.content)).active
        assert sheet is not None
        if any(cell.startswith(("=", "+", "@")) for row in rows for cell in row):
            wrong.append((where, "a formula in the CSV"))
        if any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row):
            wrong.append((where, "a formula in the workbook"))
        if len(rows) != max(sheet.max_row, 1) or not all(rows[0]):
            wrong.append((where, f"{len(rows)} lines of text, {sheet.max_row} in the workbook"))
        if len(rows) == 1:
            empty.add(part or address)
    assert wrong == []
    assert FULL & empty == set()


@pytest.mark.django_db
def test_heads_are_in_the_language_of_the_reader_and_days_as_iso_has_them() -> None:
    by = person("administrator", language="de")
    to = add_customer(key="N", name="Nord", owner=by.number, by=by, at=AT)
    capture_promise(customer=to, wording="So", channel="call", due=AT.date(), owner=by.number, by=by, at=AT)
    assert (heads_of(by, f"/promises/of/{to}/?table=promises"), heads_of(by, "/promises/?")) == (
        ["Zusage", "Kunde", "Termin", "Status", "Verantwortlich", "Wert", "Zu klären"],
    ) * 2
    text = reader(by).get(f"/promises/of/{to}/?table=promises&format=csv").content.decode()
    assert ",2027-01-04," in text


def reader(by: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    return client


def heads_of(by: Viewer, address: str) -> list[str]:
    text = reader(by).get(f"{address}&format=csv").content.decode("utf-8-sig")
    return next(csv.reader(io.StringIO(text)))
