"""The brief for the weekly meeting: two pages with the figures, whatever the portfolio is like."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from makegood.cli.report.content import Content, content_of
from makegood.cli.report.pdf import pdf_brief
from makegood.cli.terminal import on_paper
from makegood.cli.view import View
from makegood.engine.portfolio import Portfolio
from makegood.engine.results import Forecast, TeamForecast, TeamWeek
from makegood.engine.settings import Thresholds
from makegood.phrases import speak
from tests.cli.sample import AS_OF, forecast, on_course, promise, said
from tests.cli.test_pages import REMEDIES


def content(result: Forecast, language: str = "en", **changes: object) -> Content:
    promises = tuple(said(each, **changes) for each in result.promises)
    view = View(on_paper(speak(language)), result, Portfolio(promises=promises), "demo", "makegood check demo")
    return content_of(view, Thresholds(), {"NW-17": REMEDIES}, new_orders=False)


def brief(result: Forecast, language: str = "en", **changes: object) -> bytes:
    return pdf_brief(content(result, language, **changes), speak(language), AS_OF)


def pages(written: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(written))
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages]


def busy(teams: int) -> Forecast:
    """Return a forecast of many promises in danger, with long names, and of ``teams`` teams short of capacity."""
    long = {"customer": "The Northern and Southern Railway Signalling Company of Somewhere " * 2}
    found = forecast(*(promise(f"R-{number}", **long) for number in range(60)))
    weeks = tuple(TeamWeek(AS_OF + timedelta(weeks=week), 1.3, 0.7) for week in range(12))
    return Forecast(
        **{name: getattr(found, name) for name in found.__slots__ if name != "teams"},
        teams=tuple(TeamForecast(f"Team {number}", weeks) for number in range(teams)),
    )


def test_the_first_page_has_the_figures_and_what_is_in_question() -> None:
    first, _ = pages(brief(forecast()))
    assert "Promises of demo, as of 23 Nov 2026" in first
    assert "1 promise in danger, € 186k exposed; 1 needs an eye; 1 on course; 1 unknown" in first
    for figure in ("1.9 of 3", "€ 186k", "0 of 1"):
        assert figure in first, figure
    for told in ("Northwind Rail", "480 vibration sensors, line 2 · NW-17", "22 % danger", "Assembly queue 74 %"):
        assert told in first, told
    assert "OR-9" not in first


def test_the_second_page_has_readiness_and_what_to_decide() -> None:
    _, second = pages(brief(forecast()))
    assert "38 % 94 % short" in second
    assert "27 days late at the date we would quote." in second
    assert "Make room, or agree on a later date · Name an owner" in second
    assert "No other promise gets less likely." in second
    assert "P85 is the date we would quote" in second


@pytest.mark.parametrize("teams", [0, 1, 60])
def test_a_brief_has_two_pages_and_says_what_it_leaves_out(teams: int) -> None:
    shown = pages(brief(busy(teams)))
    assert len(shown) == 2
    assert "more, not listed here" in shown[0]
    assert "R-0" in shown[0]
    assert ("Team 0" in shown[1]) == (teams > 0)


def test_nothing_in_question_is_said() -> None:
    first, _ = pages(brief(forecast(on_course("OR-9"))))
    assert "No promise in danger, and none that needs an eye." in first


def test_what_stands_in_files_is_never_read_as_markup() -> None:
    evil = '#panic("x") *b* $x$ \\ @ref <label> #read("brief.typ")'
    first, second = pages(brief(forecast(promise(customer=evil)), attributes={"title": evil}))
    assert '#panic("x") *b* $x$ \\ @ref <label>' in first
    assert '#read("brief.typ")' in second


def test_the_same_content_gives_the_same_bytes() -> None:
    assert brief(forecast()) == brief(forecast())


def test_the_brief_is_dated_the_day_it_looks_from() -> None:
    about = PdfReader(io.BytesIO(brief(forecast()))).metadata
    assert about is not None
    assert about.title == "Promises of demo, as of 23 Nov 2026"
    assert about.creation_date is not None
    assert about.creation_date.date() == date(2026, 11, 23)


def test_a_brief_is_in_german_for_those_who_read_it() -> None:
    first, second = pages(brief(forecast(), "de"))
    assert "Zusagen aus demo, Stand 23. Nov. 2026" in first
    assert "Zu entscheiden" in second
