from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.foundation.texts import UnacceptableText, clean, clean_line

ANY = st.text(st.characters() | st.sampled_from("\x00\ud800\u202e\r\n\t\u0308\u0301\x9b\ufeff"))


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x\udfff"])
def test_what_no_writing_needs_is_refused(text: str) -> None:
    with pytest.raises(UnacceptableText) as refused:
        clean(text, field="name")
    assert (refused.value.field, refused.value.code) == ("name", "unacceptable-text")


@pytest.mark.parametrize(
    ("text", "lines", "line"),
    [
        ("  Gro\u0308ße \r\n zwei\x07 ", "Größe \n zwei", "Größe zwei"),
        ("a\u2028b\tc", "a\nb\tc", "a b c"),
        ("\u202eevil\u202c", "evil", "evil"),
        ("👩‍👧", "👩‍👧", "👩‍👧"),
        ("\u2067evil\u2069", "evil", "evil"),
        ("\u200b \u2060\n\u3164", "", ""),
        ("a\u200bb", "a\u200bb", "a\u200bb"),
    ],
)
def test_text_is_kept_in_one_form(text: str, lines: str, line: str) -> None:
    assert (clean(text), clean_line(text)) == (lines, line)


@given(ANY)
def test_what_is_kept_is_clean_and_stays_as_it_is(text: str) -> None:
    for rule in (clean, clean_line):
        try:
            kept = rule(text)
        except UnacceptableText:
            continue
        assert rule(kept) == kept
        assert unicodedata.is_normalized("NFC", kept)
        assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]
        kept.encode()
