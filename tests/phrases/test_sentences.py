"""Messages become sentences that a person would say."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter
from typing import Any

import pytest

from makegood.engine.results import Message
from makegood.phrases import FAMILIES, LANGUAGES, Family, sentence
from makegood.phrases.phrase import Phrase

QUEUE: dict[str, Any] = {
    "team": "Assembly",
    "share": 0.7431,
    "days": 12.4,
    "takers": ["Helios", "Fjord", "Helios"],
    "gap_days": 27,
}


def said(family: Family, code: str, language: str = "en", **values: object) -> str:
    return sentence(family, Message(code, values), language).replace("\u00a0", " ")


WORDS = {"", "value", "unit"}
"""Ways of writing a value that is a text."""


def values_of(phrase: Phrase) -> dict[str, object]:
    """Return a value for each placeholder: a number where one is written or counted, else a name."""
    fields = [
        (name, form) for text in (phrase.one, phrase.many) for _, name, form, _ in Formatter().parse(text) if name
    ]
    return {name: 2 if form not in WORDS or name == phrase.count else "Name" for name, form in fields}


def test_a_reason_says_how_far_off_what_decides_and_who_comes_first() -> None:
    assert said("reason", "binds queue", **QUEUE) == (
        "27 days late at the date we would quote. Assembly's queue decides it in 74 % of runs."
        " Helios and Fjord take it first."
    )


def test_a_reason_is_said_in_german() -> None:
    assert said("reason", "binds queue", "de", **QUEUE) == (
        "27 Tage zu spät, gemessen am Termin, den wir nennen würden. In 74 % der Läufe entscheidet, wie belegt Assembly"
        " ist. Vorher kommen Helios und Fjord an die Reihe."
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"slack_days": 0}, "On course, with no day to spare at the date we would quote."),
        ({"slack_days": 1}, "On course, with 1 day to spare at the date we would quote."),
        ({"slack_days": 1_200}, "On course, with 1,200 days to spare at the date we would quote."),
    ],
)
def test_days_are_counted_as_people_do(values: dict[str, Any], expected: str) -> None:
    assert said("reason", "on course", **values) == expected


def test_beyond_the_horizon_no_date_is_named() -> None:
    reason = said("reason", "binds effort", item="housing", share=1.0, days=900.0, gap_days=None)
    assert reason.startswith("No date can be quoted:")


def test_nobody_who_takes_the_capacity_is_nobody_named() -> None:
    assert "first" not in said("reason", "binds queue", **{**QUEUE, "takers": []})


@pytest.mark.parametrize(
    ("takers", "english", "german"),
    [
        ([None], "Orders still to come take it first.", "Vorher kommen künftige Aufträge an die Reihe."),
        (
            [None, "Helios"],
            "Helios and orders still to come take it first.",
            "Vorher kommen Helios und künftige Aufträge an die Reihe.",
        ),
    ],
)
def test_orders_still_to_come_are_named_last(takers: list[str | None], english: str, german: str) -> None:
    values = {**QUEUE, "takers": takers}
    assert said("reason", "binds queue", **values).endswith(f"runs. {english}")
    assert said("reason", "binds queue", "de", **values).endswith(f"ist. {german}")


TAKERS: list[list[str | None]] = [[], [""], [None], ["", None], ["Helios", "", None]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_gap_or_an_empty_name(language: str) -> None:
    """Every code of every family, with each value given; and reasons with all sorts of takers."""
    sentences = [
        said(family, code, language, **values_of(text))
        for family in FAMILIES
        for code, text in FAMILIES[family].items()
    ]
    sentences += [said("reason", "binds queue", language, **{**QUEUE, "takers": takers}) for takers in TAKERS]
    for words in sentences:
        assert not re.search(r"  | [,;:]|\bNone\b|^ | $", words), words


def test_no_more_than_three_takers_are_named() -> None:
    takers = ["Helios", "Fjord", "Tern", "Orchard"]
    assert "Orchard" not in said("reason", "binds queue", **{**QUEUE, "takers": takers})


@pytest.mark.parametrize(("days", "expected"), [(0, "in time."), (1, "1 day late."), (3, "3 days late.")])
def test_an_accepted_promise_was_in_time_or_late(days: int, expected: str) -> None:
    assert said("reason", "accepted", accepted_at=date(2027, 1, 15), days_late=days).endswith(expected)


def test_dates_stand_in_a_sentence_as_the_language_writes_them() -> None:
    values: dict[str, Any] = {"due": date(2027, 1, 15), "p85": date(2027, 2, 11), "days": 27}
    assert "15 Jan 2027 against 11 Feb 2027" in said("finding", "date earlier than capability", **values)
    assert "15. Jan. 2027 statt 11. Feb. 2027" in said("finding", "date earlier than capability", "de", **values)


def test_a_suggestion_is_made_where_there_is_one() -> None:
    assert said("note", "column ignored", column="hourz", suggestion="hours").endswith("did you mean hours?")
    assert said("note", "column ignored", column="weather", suggestion="").endswith("is not used")


def test_the_same_code_means_different_things_in_different_families() -> None:
    assert said("problem", "duplicate", row=7) != said("contradiction", "duplicate", kind="team")


def test_a_code_without_a_sentence_reads_as_itself() -> None:
    assert said("finding", "something new", days=3) == "something new"
    assert said("reason", "something new") == "something new"


def test_a_missing_value_reads_as_a_question_mark() -> None:
    assert said("problem", "unknown region") == "? has no region of this code"


def test_years_and_rows_carry_no_thousands_separator() -> None:
    assert said("problem", "duplicate", row=12_345) == "row 12345 has the same"
    assert "1990 and 2100" in said("problem", "year out of range", low=1990, high=2100)
