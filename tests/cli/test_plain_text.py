"""Text from files is shown, never obeyed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.cli.glyphs import ASCII, UNICODE, glyphs_for
from makegood.cli.plain_text import HIDDEN, JOINERS, breakable, encodable, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\tand tab", "two lines and tab"),
        ("\x1b[31mred\x1b[0m", "·[31mred·[0m"),
        ("\x9b2J", "·2J"),
        ("a\u202eb\u2066c", "a·b·c"),
        ("Größe 東京 ✓", "Größe 東京 ✓"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("\ud800", "·"),
    ],
)
def test_control_characters_read_as_a_dot(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text())
def test_nothing_that_a_terminal_obeys_gets_through(text: str) -> None:
    safe = shown(text)
    assert len(safe) == len(text)
    assert all(unicodedata.category(each) not in HIDDEN or each in JOINERS for each in safe)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["ascii", "latin-1", "cp1252", "utf-8"]))
def test_every_encoding_gets_something_to_show(text: str, encoding: str) -> None:
    encodable(text, encoding).encode(encoding)


@pytest.mark.parametrize(("text", "expected"), [("Größe für 5 €", "Groesse fuer 5 EUR"), ("“é” ≥ 東", '"e" >= ?')])
def test_what_ascii_lacks_is_spelt_out(text: str, expected: str) -> None:
    assert encodable(text, "ascii") == expected


def test_what_an_encoding_has_stays() -> None:
    assert encodable("Größe ≥ 5", "latin-1") == "Größe >= 5"


def test_no_break_spaces_end_as_spaces() -> None:
    assert breakable("74\u00a0%") == "74 %"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", UNICODE), ("ascii", ASCII), ("latin-1", ASCII), ("nonsense", ASCII), (None, ASCII)],
)
def test_signs_are_those_that_the_encoding_has(encoding: str | None, expected: object) -> None:
    assert glyphs_for(encoding) is expected


def test_plain_signs_are_plain_and_differ_by_status() -> None:
    assert ASCII.all_signs.isascii()
    for glyphs in (ASCII, UNICODE):
        assert len(set(glyphs.marks.values())) == len(glyphs.marks)
