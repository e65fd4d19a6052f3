"""Service levels read as the language writes numbers."""

from __future__ import annotations

import pytest

from makegood.engine.results import TermForecast
from makegood.phrases import speak
from makegood.phrases.levels import capable_level, promised_level


def level(promised: str, capable: str | None = None, gap: float | None = None) -> TermForecast:
    return TermForecast("service level", "first reply", promised, capable, gap, None, "met")


@pytest.mark.parametrize(
    ("promised", "english", "german"),
    [
        ("95 % <= 4 h", "95 % ≤ 4 h", "95 % ≤ 4 h"),
        ("99.95 % >= 0.5 h", "99.95 % ≥ 0.5 h", "99,95 % ≥ 0,5 h"),
        ("97 % >= 99.95 %", "97 % ≥ 99.95 %", "97 % ≥ 99,95 %"),
        ("90 % < 12000", "90 % < 12,000", "90 % < 12.000"),
        ("90 % < 1e+06 s", "90 % < 1,000,000 s", "90 % < 1.000.000 s"),
        ("99.5 %", "99.5 %", "99,5 %"),
        ("as agreed", "as agreed", "as agreed"),
    ],
)
def test_a_promised_level_is_written_in_the_reader_s_language(promised: str, english: str, german: str) -> None:
    for language, expected in (("en", english), ("de", german)):
        assert promised_level(level(promised), speak(language)).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "97.46 %"), ("de", "97,46 %")])
def test_the_level_reached_is_the_target_less_the_gap(language: str, expected: str) -> None:
    reached = capable_level(level("95 % <= 4 h", "97.46 %", -0.024603), speak(language))
    assert reached is not None
    assert reached.replace("\u00a0", " ") == expected


def test_where_nobody_knows_the_level_none_is_written() -> None:
    assert capable_level(level("95 % <= 4 h"), speak("de")) is None
