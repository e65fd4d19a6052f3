"""What is typed after an option is understood, or refused in one sentence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from makegood.cli.arguments import (
    check_language,
    parse_date_order,
    parse_day,
    parse_share,
    parse_whole,
    parse_zone,
)
from makegood.cli.usage import UsageProblem, explained, nearest
from makegood.phrases import speak

ENGLISH, GERMAN = speak("en"), speak("de")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("0.85", 0.85), ("85%", 0.85), ("85 %", 0.85), ("85", 0.85), ("0,6", 0.6), ("1", 1.0), ("1%", 0.01), ("0", 0.0)],
)
def test_a_probability_is_a_share_or_per_cent(typed: str, expected: float) -> None:
    assert parse_share(typed, "--fail-under", ENGLISH) == pytest.approx(expected)


@pytest.mark.parametrize("typed", ["", "high", "-0.1", "101", "nan", "inf", "120%"])
def test_what_is_no_probability_is_refused(typed: str) -> None:
    with pytest.raises(UsageProblem, match=r"--fail-under takes a probability"):
        parse_share(typed, "--fail-under", ENGLISH)


def test_no_probability_is_none() -> None:
    assert parse_share(None, "--fail-under", ENGLISH) is None


@pytest.mark.parametrize("typed", ["0", "65537", "many", "1.5", ""])
def test_a_number_of_samples_out_of_range_is_refused(typed: str) -> None:
    with pytest.raises(UsageProblem, match=r"--samples takes a whole number from 1 to 65,536"):
        parse_whole(typed, "--samples", 1, 65_536, ENGLISH)


def test_today_is_the_day_of_the_zone() -> None:
    kiritimati = ZoneInfo("Pacific/Kiritimati")
    assert parse_day(None, kiritimati, ENGLISH) == datetime.now(kiritimati).date()
    assert parse_day("2027-01-15", kiritimati, ENGLISH) == date(2027, 1, 15)


@pytest.mark.parametrize("typed", ["15.01.2027", "2027-02-30", "tomorrow", ""])
def test_a_day_is_written_in_one_way(typed: str) -> None:
    with pytest.raises(UsageProblem, match="Write it as 2027-01-15"):
        parse_day(typed, ZoneInfo("UTC"), ENGLISH)


@pytest.mark.parametrize("typed", ["Europe/Berln", "../../etc/passwd", "europe", "\0"])
def test_a_zone_that_is_none_is_refused_with_a_suggestion_where_there_is_one(typed: str) -> None:
    with pytest.raises(UsageProblem, match="is not a time zone"):
        parse_zone(typed, ENGLISH)


def test_a_zone_nearly_right_is_suggested() -> None:
    with pytest.raises(UsageProblem, match="Did you mean Europe/Berlin"):
        parse_zone("Europe/Berln", ENGLISH)


def test_without_a_zone_it_is_utc() -> None:
    assert parse_zone(None, ENGLISH).key == "UTC"


@pytest.mark.parametrize(("typed", "expected"), [(None, None), ("dmy", "dmy"), ("MDY", "mdy")])
def test_a_date_order_is_one_of_two(typed: str | None, expected: Any) -> None:
    assert parse_date_order(typed, ENGLISH) == expected


def test_another_date_order_is_refused() -> None:
    with pytest.raises(UsageProblem, match="dmy or mdy"):
        parse_date_order("ymd", ENGLISH)


def test_a_language_that_we_do_not_speak_is_refused() -> None:
    check_language("de", ENGLISH)
    with pytest.raises(UsageProblem, match="one of en, de, not fr"):
        check_language("fr", ENGLISH)


@pytest.mark.parametrize(("word", "expected"), [("nw-17", "NW-17"), ("NW-71", "NW-17"), ("zzz", None)])
def test_the_nearest_name_is_found_whatever_its_case(word: str, expected: str | None) -> None:
    assert nearest(word, ["NW-17", "HE-4"]) == expected


def test_errors_of_other_kinds_are_not_explained() -> None:
    assert explained(ZeroDivisionError(), GERMAN) is None
