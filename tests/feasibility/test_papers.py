"""A promise and the dashboard on paper say what their pages say, in the reader's language, and text stays text."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import formats, translation
from pypdf import PdfReader

from makegood.engine import Settings
from makegood.feasibility.queries import outlook_of
from makegood.feasibility.services import Forecaster
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.promises.services import add_term, give_notice
from makegood.web.tags import whole_percent
from tests.feasibility.test_ranking import crowd, running
from tests.promises.desk import DUE, admin, committed, customer, draft
from tests.staff import AT, person
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db
HOSTILE = 'so #import "x" *not bold* $x^2$ _not italic_ @who <label> ] \\ }'


def reader(by: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    return client


def on_paper(by: Viewer, address: str) -> str:
    """Return all text of a PDF, with single blanks."""
    answer = reader(by).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def test_a_promise_on_paper_says_what_its_page_says() -> None:
    by = admin()
    assembly = team(by, slots=1.0)
    number = draft(by, customer(by), title="480 sensors", wording="All of them by March.", owner=by.number)
    weighs: Any = {"subject": "weight", "operator": "<=", "value": "5", "unit": "kg"}
    add_term(promise=number, kind="specification", **weighs, by=by, at=AT)
    item(by, number, assembly, p10=200.0, p50=320.0, p90=600.0)
    Forecaster(Settings(samples=64)).renew(at=AT)
    outlook = outlook_of(number, by)
    assert outlook is not None
    said = on_paper(by, f"/promises/{number}/pdf/")
    with translation.override("en"):
        days = [formats.date_format(day, "DATE_FORMAT") for day in (DUE, outlook.p50, outlook.p85) if day]
    assert len(days) == 3
    page = unescape(reader(by).get(f"/forecast/of/{number}/").content.decode())
    reason = " ".join(page.split('<p class="mt-2">')[1].partition("</p>")[0].split())
    assert len(reason) > 20
    for words in ("480 sensors", "All of them by March.", "Customer NW · ", "weight", "≤ 5 kg", "terms nobody checked",
                  "Written down", by.name, "What was said", "When it will be done", whole_percent(outlook.p_kept or 0),
                  "work: build", reason, *days[::2]):  # fmt: skip
        assert words in said, words


def test_a_promise_that_nobody_forecast_is_on_paper_all_the_same() -> None:
    by = admin()
    number = draft(by, customer(by), title="no date", due=None)
    said = on_paper(by, f"/promises/{number}/pdf/")
    assert "no date" in said
    assert "unknown" in said
    assert "When it will be done" not in said


def test_paper_speaks_the_language_of_its_reader() -> None:
    by = admin()
    number = committed(by, customer(by), owner=by.number)
    anna = person("sales", name="Anna Sund", language="de")
    for words in ("Was gesagt wurde", "verbindlich", "1. März 2027", "Seite 1 / 1"):
        assert words in on_paper(anna, f"/promises/{number}/pdf/"), words
    assert "Was auffällt" in on_paper(anna, "/dashboard/pdf/")


def test_text_is_never_read_as_markup() -> None:
    by = admin()
    number = committed(by, customer(by), title=HOSTILE[:60], wording=HOSTILE, owner=by.number)
    give_notice(promise=number, date_told=DUE, how="call", told_at=AT, note=HOSTILE, by=by, at=AT)
    said = on_paper(by, f"/promises/{number}/pdf/")
    assert said.count(HOSTILE) == 2
    assert HOSTILE[:60] in said


def test_the_dashboard_on_paper_has_every_figure_of_the_page() -> None:
    by, at = admin(), present()
    assembly = team(by, slots=1.0)
    soon = at.date() + timedelta(days=9)
    for place in range(8):
        number = committed(by, customer(by, f"C{place}"), title=f"order {place}", due=soon, owner=by.number,
                           value=Decimal(1_000 * place), currency="EUR")  # fmt: skip
        item(by, number, assembly, p10=80.0, p50=120.0, p90=200.0)
    Forecaster(Settings(samples=64)).renew(at=at)
    client, said = reader(by), on_paper(by, "/dashboard/pdf/")
    board = unescape(client.get("/dashboard/").content.decode())
    record = unescape(client.get("/dashboard/record/").content.decode())
    figures = re.findall(r'<span class="label">(.*?)</span><strong>(.*?)</strong>', board + record)
    assert len(figures) == 3
    rows = re.findall(r'id="danger-\d+"[^>]*>(.*?)<', board)
    assert len(rows) == 6
    shown = [*rows, *(part for figure in figures for part in figure)]
    assert [one for one in shown if " ".join(one.split()) not in said] == []
    for words in ("and 2 more on the board", "Assembly", "What customers may see by", "may be overloaded"):
        assert words in said, words


def test_an_empty_house_has_a_dashboard_on_paper() -> None:
    assert "Nothing is in danger." in on_paper(admin(), "/dashboard/pdf/")


def test_an_empty_house_says_what_will_stand_on_its_dashboard() -> None:
    by = admin()
    client = reader(by)
    assert "Where we stand appears here" in client.get("/dashboard/").content.decode()
    crowd(by)
    running()
    assert "Where we stand appears here" not in client.get("/dashboard/").content.decode()
