"""Which language is spoken, and how it writes values into its sentences."""

from __future__ import annotations

from datetime import date

import pytest

from makegood.phrases import LANGUAGES, choose_language, speak


@pytest.mark.parametrize(
    ("asked", "environment", "expected"),
    [
        ("de", {}, "de"),
        ("DE", {}, "de"),
        (None, {"LANG": "de_AT.UTF-8"}, "de"),
        (None, {"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        (None, {"LANG": "en_US.UTF-8", "MAKEGOOD_LANGUAGE": "de"}, "de"),
        ("en", {"MAKEGOOD_LANGUAGE": "de"}, "en"),
        (None, {"LANG": "pl_PL.UTF-8"}, "en"),
        (None, {"LANG": "C"}, "en"),
        (None, {"LC_ALL": "", "LANG": "de"}, "de"),
        (None, {}, "en"),
        ("de-CH", {}, "de"),
    ],
)
def test_the_language_is_the_one_asked_for_or_that_of_the_system(
    asked: str | None, environment: dict[str, str], expected: str
) -> None:
    assert choose_language(asked, environment) == expected


def test_a_language_that_we_do_not_speak_is_refused() -> None:
    with pytest.raises(KeyError):
        speak("pl")


@pytest.mark.parametrize("code", LANGUAGES)
def test_names_that_look_like_placeholders_stay_as_they_are(code: str) -> None:
    assert "{team}" in speak(code).say("There is no promise {promise}.", promise="{team}")


def test_values_are_written_by_their_type() -> None:
    said = speak("en").say("{a} {b} {c} {d} {e}", a=1234, b=1234.56, c=date(2027, 1, 15), d=["x", "y"], e="as it is")
    assert said == "1,234 1,234.6 15 Jan 2027 x and y as it is"


def test_a_way_of_writing_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="roman"):
        speak("en").say("{number:roman}", number=4)


def test_the_count_is_written_into_plurals() -> None:
    german = speak("de")
    assert german.say_plural("{count} error", "{count} errors", 1) == "1 Fehler"
    assert german.say_plural("{count} file", "{count} files", 2_000) == "2.000 Dateien"
