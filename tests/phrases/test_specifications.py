"""Promised properties as people write them."""

from __future__ import annotations

import pytest

from makegood.phrases.language import speak
from makegood.phrases.levels import known_value, promised_specification


@pytest.mark.parametrize(
    ("stated", "english", "german"),
    [
        ("<= -30 degC", "≤ −30 °C", "≤ −30 °C"),
        (">= 1.5 kN*m", "≥ 1.5 kN·m", "≥ 1,5 kN·m"),
        ("= 95..105 mm", "= 95 … 105 mm", "= 95 … 105 mm"),
        ("!= red", "≠ red", "≠ red"),
        (">= IP67", "≥ IP67", "≥ IP67"),
        (">= 67 IP", "≥ 67 IP", "≥ 67 IP"),
        ("= yes", "= yes", "= yes"),
        ("", "", ""),
    ],
)
def test_a_property_reads_as_people_write_it(stated: str, english: str, german: str) -> None:
    assert (promised_specification(stated, speak("en")), promised_specification(stated, speak("de"))) == (
        english, german,
    )  # fmt: skip


def test_what_we_have_reads_alike_and_nothing_stays_nothing() -> None:
    assert known_value("-40 degC", speak("en")) == "−40 °C"
    assert known_value("", speak("en")) == ""
