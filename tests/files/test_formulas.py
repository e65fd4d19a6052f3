"""What a spreadsheet would run as a formula goes out as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.files import harmless


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|'/C calc'!A0",
        "+SUM(A1)",
        "-2+3",
        "@import",
        "\t=1",
        "\r=1",
        "\n=1",
        "+",
        "-",
        "\uff1d1+1",
        "-5 apples",
    ],
)
def test_a_formula_gets_an_apostrophe_before_it(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "Northwind", "-5", "+1.5", "-1,234.5", "-12 %", "1e-5", "-1e5", "a=b", "P-1", " x"]
)
def test_numbers_and_other_texts_pass(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_no_text_begins_a_formula_unless_it_is_a_number(text: str) -> None:
    out = harmless(text)
    assert out.endswith(text)
    if out[:1] in ("=", "@", "\t", "\r"):
        raise AssertionError(out)
    if out[:1] in ("+", "-"):
        assert out[1].isdigit()
