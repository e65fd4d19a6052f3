"""The pages of a check: summary, findings, next steps, and one promise whole."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len

from makegood.cli.render_findings import render_findings, render_next, render_notes
from makegood.cli.render_promise import render_promise
from makegood.cli.render_summary import render_header, render_summary
from makegood.engine.changes import AddedSlots, FirstPlace, LaterDate, LessScope
from makegood.engine.remedies import Endangered, Remedy
from makegood.engine.results import Forecast, Message, Taker, TermForecast
from makegood.files.errors import Note
from tests.cli.sample import forecast, on_course, promise, unknown, view, written

REMEDIES = (
    Remedy(AddedSlots("Assembly", 2.0, date(2026, 11, 23), date(2026, 12, 20)), 0.91, True, ()),
    Remedy(LaterDate("NW-17", date(2027, 2, 12)), 0.86, True, ()),
    Remedy(LessScope("NW-17", 0.3), 0.7, False, ()),
    Remedy(
        FirstPlace("NW-17"),
        0.9,
        True,
        tuple(Endangered(f"FJ-{n}", "Fjord Water", 0.92, 0.81) for n in range(5)),
    ),
)


def page(part: Any, result: Forecast | None = None, **options: Any) -> str:
    on = view(result or forecast(), **options)
    return "\n".join(written(on, part(on)))


def whole(result: Forecast | None = None, key: str = "NW-17", remedies: Any = REMEDIES, **options: Any) -> str:
    return page(lambda on: render_promise(on, on.forecast.of(key), remedies), result, **options)


def test_the_first_sentence_says_how_many_are_in_danger_and_what_is_exposed() -> None:
    assert page(render_summary).startswith(
        "1 promise in danger, € 186k exposed; 1 needs an eye; 1 on course; 1 unknown"
    )


def test_the_summary_is_said_in_german() -> None:
    said = page(render_summary, forecast(promise("A"), promise("B")), language="de")
    assert said.startswith("2 Zusagen in Gefahr, 372 Tsd. € betroffen")


def test_what_is_expected_stands_below() -> None:
    assert "1.9 of 3 expected to be kept; in the worst 5 % of runs € 186k or more breaks" in page(render_summary)


def test_no_danger_is_said_too() -> None:
    assert page(render_summary, forecast(on_course("A"))).startswith("No promise in danger; 1 on course")


def test_where_most_promises_cannot_be_judged_the_summary_says_so_first_and_why() -> None:
    dark = forecast(unknown("A"), unknown("B"), on_course("C"))
    assert page(render_summary, dark).startswith("2 of 3 promises can't be judged: no work is listed; 1 on course")
    german = page(render_summary, dark, language="de")
    assert german.startswith("2 von 3 Zusagen lassen sich nicht beurteilen: Es ist keine Arbeit aufgeführt; 1")


def test_a_promise_without_checked_terms_is_another_reason_to_judge_nothing() -> None:
    unchecked = replace(unknown("A"), findings=(Message("unchecked terms", {"terms": 1}),))
    assert page(render_summary, forecast(unchecked)) == (
        "The only open promise can't be judged: no work is listed, or nothing that was\npromised could be checked"
    )


def test_danger_comes_first_even_where_most_promises_cannot_be_judged() -> None:
    said = page(render_summary, forecast(promise("A"), unknown("B"), unknown("C")))
    assert said.startswith("1 promise in danger, € 186k exposed; 2 unknown")


def test_nothing_is_expected_where_nothing_was_checked() -> None:
    assert "expected" not in page(render_summary, forecast(unknown("A")))


def test_exposure_in_several_currencies_is_not_added_up() -> None:
    on = view(forecast(promise("A"), promise("B")))
    first, second = on.portfolio.promises
    mixed = replace(on, portfolio=replace(on.portfolio, promises=(first, replace(second, currency="USD"))))
    assert "€ 186k and $ 186k exposed" in "\n".join(written(mixed, render_summary(mixed)))


def test_an_empty_portfolio_says_what_to_do() -> None:
    nothing = replace(forecast(), promises=())
    assert page(render_summary, nothing) == "No promises yet. Put the first one into promises.csv."


def test_accepted_promises_are_no_longer_open() -> None:
    accepted = promise(status="accepted", p_kept=None)
    assert "No open promise: 1 is accepted." in page(render_summary, forecast(accepted))


def test_the_header_says_what_was_looked_at() -> None:
    assert page(render_header) == "demo · as of 23 Nov 2026 · 256 samples · seed 1"


@pytest.mark.parametrize(("samples", "coarse"), [(63, True), (64, False)])
def test_few_samples_are_said_to_be_coarse(samples: int, *, coarse: bool) -> None:
    said = page(render_header, replace(forecast(), samples=samples))
    assert ("Percentages are coarse" in said) == coarse


def test_how_coarse_it_is_is_told_by_the_weight_of_a_sample() -> None:
    said = page(render_header, replace(forecast(), samples=8), language="de")
    assert "Jeder Lauf zählt 12 %. Üblich sind 1.024 Läufe." in said


def test_findings_are_counted_and_named() -> None:
    said = page(render_findings, forecast(*(promise(f"NW-{number:02}") for number in range(20))))
    assert "20 have no owner" in said
    assert "NW-00, NW-01" in said
    assert "more" in said


def test_of_thousands_of_names_those_are_listed_that_there_is_room_for() -> None:
    """Trying one name less at a time, from all of them, would take minutes."""
    said = page(render_findings, forecast(*(promise(f"NW-{number:05}") for number in range(20_000))))
    assert re.search(r"NW-00000, NW-00001.* and 19,99\d more", said)


def test_without_findings_there_is_no_heading() -> None:
    assert page(render_findings, forecast(on_course("A"))) == ""


@pytest.mark.parametrize("width", [60, 80, 140])
def test_findings_fit_any_width(width: int) -> None:
    said = page(render_findings, forecast(*(promise(f"a long name of a promise {n}") for n in range(9))), width=width)
    assert max(map(cell_len, said.splitlines())) <= width


def test_the_next_step_is_a_command_that_can_be_pasted() -> None:
    assert "makegood check demo --promise 'NW 17'" in page(render_next, forecast(promise("NW 17")))


def test_the_next_step_prefers_what_is_in_danger() -> None:
    assert "--promise B" in page(render_next, forecast(on_course("A"), promise("B")))


def test_notes_name_their_file_and_leave_out_what_is_meant() -> None:
    notes = [
        Note("work.csv", Message("column ignored", {"column": "hourz", "suggestion": "hours"})),
        Note("promises.csv", Message("column kept as attribute", {"column": "title", "suggestion": ""})),
    ]
    said = page(lambda on: render_notes(on, notes))
    assert "work.csv: the column hourz is not used; did you mean hours?" in said
    assert "title" not in said


def test_many_notes_are_counted() -> None:
    notes = [Note("work.csv", Message("column ignored", {"column": f"c{n}", "suggestion": ""})) for n in range(20)]
    assert "14 more; --json lists all" in page(lambda on: render_notes(on, notes))


# ------------------------------------------------------------------------------------------------------ one promise


@pytest.mark.parametrize(
    "words",
    [
        "NW-17 · Northwind Rail · 480 vibration sensors, line 2",
        "▲ danger, 22 % kept",
        "“You will have all 480 sensors on site by 15 January.”",
        "said by Mara Lindqvist · e-mail · on 9 Oct 2026",
        "€ 186,000",
        "27 days late at the date we would quote.",
        "Assembly's queue decides it in 74 % of runs.",
        "◆",
        "IP rating",
        "≥ IP67",
        "95 % ≤ 4 h",
        "31 %  HE-4  Helios Energy",
        "91 %  2 more in Assembly from 23 Nov 2026 to 20 Dec 2026.",
        "86 %  Agree on 12 Feb 2027.",
        "70 %  Leave out 30 % of the work that is left.",
        "No other promise gets less likely.",
        "FJ-0 from 92 % to 81 %",
        "and 2 more.",
        "• Nobody owns it.",
    ],
)
def test_a_promise_is_shown_whole(words: str) -> None:
    assert words in whole(width=120)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_of_a_promise_fits_its_terminal(width: int, language: str) -> None:
    assert max(map(cell_len, whole(width=width, language=language).splitlines())) <= width


def test_the_page_of_a_promise_is_said_in_german() -> None:
    said = whole(language="de")
    assert "„You will have all 480 sensors on site by 15 January.“" in said
    assert "Promised" not in said
    assert "Was helfen würde" in said


def test_what_the_date_we_would_quote_means_is_said_once() -> None:
    said = " ".join(whole().split())
    assert said.count("P85, 11 Feb 2027: it holds in 85 of 100 runs, as promises are ranked now.") == 1
    assert (
        "ranked now. Agreed on a later date, this promise can lose its place to others. 12 Feb 2027 allows for" in said
    )
    assert "85 von 100 Läufen" in " ".join(whole(language="de").split())


def test_no_later_date_is_recommended_where_none_was_found_safe() -> None:
    hopeless = (Remedy(LaterDate("NW-17", date(2027, 6, 15)), 0.54, False, ()),)
    said = " ".join(whole(remedies=hopeless).split())
    assert "can lose its place to others." in said
    assert "allows for that" not in said


def test_a_promise_on_course_needs_no_later_date() -> None:
    said = " ".join(whole(forecast(on_course("OR-9")), "OR-9", ()).split())
    assert "85 of 100 runs" in said
    assert "lose its place" not in said


def test_where_no_date_can_be_quoted_none_is_explained() -> None:
    assert "85 of 100" not in " ".join(whole(forecast(unknown("TE-1")), "TE-1", ()).split())


def test_a_promise_that_nobody_can_judge_shows_no_curve_and_no_terms() -> None:
    said = whole(forecast(unknown("TE-1")), "TE-1", ())
    assert "Nobody has listed the work it needs, so nobody can say." in said
    assert "When it will be done" not in said
    assert "What would help" not in said


@pytest.mark.parametrize(("language", "name"), [("en", "orders still to come"), ("de", "künftige Aufträge")])
def test_orders_still_to_come_are_named_among_those_who_take_the_capacity(language: str, name: str) -> None:
    taken = promise(takers=(Taker("HE-4", "Helios Energy", 0.31), Taker(None, None, 0.25)))
    said = whole(forecast(taken), language=language)
    assert f"25 %  {name}" in said
    assert "None" not in said


def test_what_a_term_rests_on_stands_below_it() -> None:
    detail = Message("units measured", {"kept": 9, "measured": 10, "low": 0.6, "high": 0.98})
    term = TermForecast("specification", "IP rating", ">= 67", "65", 2.0, 0.86, "met", detail)
    said = whole(forecast(promise(terms=(term,))))
    assert "2 short" in said
    assert "    9 of 10 units measured (60 % to 98 %)" in said


def test_a_service_level_that_falls_short_says_by_how_many_points() -> None:
    term = TermForecast("service level", "availability", "99.95 %", "99.5 %", 0.0045, 0.1, "not met")
    assert "0.45 points short" in whole(forecast(promise(terms=(term,))))


def test_a_service_level_is_written_in_german_figures() -> None:
    term = TermForecast("service level", "availability", "99.95 % >= 1", "99.5 %", 0.0045, 0.1, "not met")
    said = whole(forecast(promise(terms=(term,))), language="de", width=100)
    assert re.search(r"availability +99,95 % ≥ 1 +99,5 % ", said)
    assert "0,45 Punkte zu wenig" in said


def test_wording_cannot_break_out_of_its_quotation() -> None:
    said = whole(wording="done\x1b]0;title\x07 by\nMonday [bold]")
    assert "done·]0;title· by Monday [bold]" in said
    assert "\x1b" not in said


def test_a_changed_date_and_what_the_customer_knows_are_told() -> None:
    said = whole(first_due=date(2026, 12, 1), told=date(2026, 12, 20))
    assert "first promised for 1 Dec 2026" in said
    assert "customer last told 20 Dec 2026" in said


def test_the_customer_s_tier_and_a_named_owner_are_told() -> None:
    said = whole(tier="strategic", owner="Ulrike Brandt")
    assert "class 3 · strategic" in said
    assert "owner: Ulrike Brandt" in said


def test_a_level_that_is_met_has_no_gap() -> None:
    term = TermForecast("service level", "first reply", "95 %", "97.2 %", -0.022, 0.97, "met")
    assert "short" not in whole(forecast(promise(terms=(term,))))
