"""The page to forward: complete, harmless, asking nobody for anything, and saying what the JSON says."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from makegood.cli.main import execute
from makegood.cli.report.board import MOST_ROWS
from makegood.cli.report.content import content_of
from makegood.cli.report.html_page import html_page
from makegood.cli.terminal import on_paper
from makegood.cli.view import View
from makegood.engine.portfolio import Portfolio
from makegood.engine.results import Forecast
from makegood.engine.settings import Thresholds
from makegood.phrases import speak
from tests.cli.parsed_page import Element, parsed
from tests.cli.sample import forecast, on_course, promise, said, unknown
from tests.cli.test_pages import REMEDIES

EVIL = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"
DAY = ("--as-of", "2026-11-23", "--samples", "64")


def page_bytes(result: Forecast, language: str = "en", **changes: object) -> bytes:
    promises = tuple(said(each, **changes) for each in result.promises)
    view = View(on_paper(speak(language)), result, Portfolio(promises=promises), "demo", "makegood check demo")
    return html_page(content_of(view, Thresholds(), {"NW-17": REMEDIES}, new_orders=False), view.language)


def page(*promises: object, language: str = "en", **changes: object) -> Element:
    return parsed(page_bytes(forecast(*promises), language, **changes))  # type: ignore[arg-type]  # sample promises


def row(of: Element, key: str) -> Element:
    return next(each for each in of.only("table", class_="board").all("tr") if key in each.text)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company on disk, as it stands on the day of these tests."""
    folder = tmp_path_factory.mktemp("company") / "demo"
    assert execute(["demo", str(folder), "--as-of", "2026-11-23"], speak("en")) == 0
    return folder


def test_figures_are_those_of_the_json(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    target = tmp_path / "out.html"
    assert execute(["check", str(demo), *DAY, "--json", "--report", str(target)], speak("en")) == 0
    found = json.loads(capsys.readouterr().out)
    shown = parsed(target.read_bytes())
    figures = [each.text for each in shown.only("ul", class_="figures").all("strong")]
    portfolio = found["portfolio"]
    assert figures[0] == str(portfolio["red"])
    assert figures[1] == f"{portfolio['expected_kept']:.1f} of {portfolio['checked']}"
    in_danger = [each for each in found["promises"] if each["status"] == "red"]
    assert in_danger
    for each in in_danger:
        percent = int(100 * each["p_kept"] + 1e-9)
        badge = row(shown, each["promise"]).only("span", class_="badge").text
        assert badge == f"▲ {percent if percent or not each['p_kept'] else '< 1'} % danger"
        assert any(each["promise"] in article.text for article in shown.all("article"))
    assert f"Fingerprint of the inputs: {found['inputs_hash']}." in shown.only("section", id="how").text


def test_every_open_promise_stands_in_its_group_by_harm() -> None:
    groups = [body.all("tr")[0].text for body in page().only("table", class_="board").all("tbody")]
    assert groups == ["In danger · 1", "Needs an eye · 1", "Unknown · 1", "On course · 1"]


def test_a_row_says_in_words_what_its_picture_shows() -> None:
    assert row(page(), "NW-17").text == (
        "Northwind Rail 480 vibration sensors, line 2 · NW-17 agreed 15 Jan P85 11 Feb 27 d late ▲ 22 % danger"
        " Assembly queue 74 % Make room, or agree on a later date"
    )


def test_a_promise_in_danger_is_told_whole_where_the_board_links_to() -> None:
    shown = page()
    link = row(shown, "NW-17").only("a").attributes["href"]
    article = next(each for each in shown.all("article") if each.all("h3", id=link.removeprefix("#")))
    for said_there in (
        "27 days late at the date we would quote.",
        "“You will have all 480 sensors on site by 15 January.”",
        "agreed 15 Jan · 4 % by then",
        "IP rating",
        "97.2 %",
        "31 % HE-4 Helios Energy",
        "Nobody owns it.",
        "Name an owner",
        "No other promise gets less likely.",
    ):
        assert said_there in article.text, said_there


def test_bars_of_a_curve_are_split_at_the_agreed_date() -> None:
    article = page(promise()).only("article")
    early, late = article.all("rect", class_="early"), article.all("rect", class_="late")
    ends = [float(bar.attributes["x"].rstrip("%")) for bar in late]
    line = float(article.only("line", class_="agreed").attributes["x1"].rstrip("%"))
    assert len(early) == 2
    assert all(end >= line - 0.1 for end in ends)


def test_a_page_asks_nobody_for_anything() -> None:
    written = page_bytes(forecast())
    shown = parsed(written)
    assert b"://" not in written
    assert b"url(" not in written
    assert b"@import" not in written
    assert {each.name for each in shown.inside()} & {"script", "link", "img", "iframe", "object", "form"} == set()
    links = [each.attributes["href"] for each in shown.inside() if "href" in each.attributes]
    assert [link for link in links if not link.startswith("#")] == []
    assert [each for each in shown.inside() if "src" in each.attributes or "style" in each.attributes] == []


def test_the_policy_allows_this_style_sheet_and_nothing_else() -> None:
    shown = page()
    style = "".join(child for child in shown.only("style").children if isinstance(child, str))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = shown.all("meta", **{"http-equiv": "Content-Security-Policy"})[0].attributes["content"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")


def test_every_link_leads_somewhere() -> None:
    shown = page()
    places = [each.attributes["id"] for each in shown.inside() if "id" in each.attributes]
    assert len(places) == len(set(places))
    assert {each.attributes["href"][1:] for each in shown.inside() if "href" in each.attributes} <= set(places)


def test_what_stands_in_files_stays_text() -> None:
    evil = promise(EVIL, customer=EVIL)
    shown = page(evil, wording=EVIL, owner=EVIL, made_by=EVIL, attributes={"title": EVIL})
    assert not shown.all("script")
    assert not shown.all("img")
    assert shown.only("article").text.count("alert(1)</script>") >= 4


def test_control_characters_do_not_reorder_the_page() -> None:
    assert "\u202e" not in page_bytes(forecast(promise(customer="a\u202eb"))).decode()


def test_german_is_complete() -> None:
    shown = page(language="de")
    assert shown.attributes["lang"] == "de"
    english = {"the", "and", "of", "kept", "danger", "Agreed", "today", "ready", "Findings", "week", "Next", "by"}
    ours = shown.only("body").text.replace("You will have all 480 sensors on site by 15 January.", "")
    assert english & set(re.findall(r"[A-Za-z]+", ours)) == set()
    assert "In Gefahr · 1" in shown.text


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(each.name[1]) for each in page().inside() if re.fullmatch(r"h\d", each.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_status_has_a_word_and_a_shape() -> None:
    badges = {each.text for each in page().only("table", class_="board").all("span", class_="badge")}
    assert badges == {"▲ 22 % danger", "◆ 71 % watch", "? – unknown", "✓ 97 % good"}


def test_readiness_says_week_by_week_how_likely_and_how_far_booked() -> None:
    table = page().only("table", class_="heat")
    assert [each.text for each in table.all("th")][:3] == ["Team", "W48 23 Nov", "W49 30 Nov"]
    assert [cell.text for cell in table.all("td")] == ["38 % 94 % short", "38 % – short"]
    assert "tightest by week 48: 38 % ready" in table.text


def test_many_promises_stay_a_page_that_opens_at_once() -> None:
    many = [*(promise(f"R-{n}") for n in range(20)), *(on_course(f"G-{n}") for n in range(500))]
    written = page_bytes(forecast(*many))
    shown = parsed(written)
    assert len(written) < 600_000
    assert len(shown.all("article")) == 12
    assert len(shown.only("table", class_="board").all("th", scope="row")) == MOST_ROWS
    assert f"{520 - MOST_ROWS} more, not listed here" in shown.text


def test_the_style_knows_dark_narrow_and_paper() -> None:
    style = page().only("style").text
    assert "prefers-color-scheme:dark" in style
    assert "max-width:820px" in style
    assert "@media print" in style


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_of_text_can_be_read(theme: int) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text of this size."""
    blocks = re.findall(r":root\{(.*?)\}", page().only("style").text)
    colours = dict(re.findall(r"--([\w-]+): ?(#\w+)", blocks[theme]))
    on_page = [(name, ground) for name in ("ink", "soft", "accent") for ground in ("bg", "card")]
    in_badges = [(name, f"{name}-bg") for name in ("bad", "warn", "good", "dim")]
    low = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in on_page + in_badges}
    assert {pair: round(ratio, 2) for pair, ratio in low.items() if ratio < 4.5} == {}


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_nothing_promised_yet_is_a_page_too() -> None:
    empty = Forecast(
        as_of=date(2026, 11, 23),
        seed=1,
        samples=64,
        traced_samples=64,
        horizon=date(2028, 11, 21),
        promises=(),
        teams=(),
        portfolio=forecast(unknown("X")).portfolio,
    )
    shown = parsed(page_bytes(empty))
    assert "No promises yet." in shown.only("header").text
    assert not shown.all("table")
