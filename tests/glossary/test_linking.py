from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from makegood.glossary.queries import LinkingTerms, link_terms, linking_terms, terms_for_linking
from makegood.glossary.services import add_term, change_term, retire_term
from tests.staff import AT, GUEST, person

TERMS = linking_terms(
    [("drift", 1), ("silent drift", 2), ("P(kept)", 3), ("loss", 4), ("Größe", 5), ("slip rate", 6), ("slippage", 6)]
)


def shown(text: str, terms: LinkingTerms = TERMS) -> str:
    return "".join(
        piece.text if piece.term is None else f"[{piece.text}|{piece.term}]" for piece in link_terms(text, terms)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The drift grows.", "The [drift|1] grows."),
        ("DRIFT, Drift", "[DRIFT|1], Drift"),
        ("drifts and losses", "[drifts|1] and [losses|4]"),
        ("drifting, adrift, drift_x, drift2", "drifting, adrift, drift_x, drift2"),
        ("Silent drift is drift", "[Silent drift|2] is [drift|1]"),
        ("silent\n drift", "[silent\n drift|2]"),
        ("P(kept) is 80 %; p(KEPT)!", "[P(kept)|3] is 80 %; p(KEPT)!"),
        ("P(kept)ness", "P(kept)ness"),
        ("die größe", "die [größe|5]"),
        ("slippage is a slip rate", "[slippage|6] is a slip rate"),
        ("drift's", "[drift|1]'s"),
        ("“drift”", "“[drift|1]”"),
        ("", ""),
        ("nothing here", "nothing here"),
    ],
)
def test_whole_words_are_found_in_any_case_the_longest_first_and_each_term_once(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_of_a_spelling_that_two_terms_have_the_first_counts() -> None:
    assert shown("OTIF", linking_terms([("otif", 1), ("OTIF", 2), (" ", 3)])) == "[OTIF|1]"


def test_without_terms_a_text_is_one_piece() -> None:
    nothing = linking_terms([])
    assert (shown("drift", nothing), link_terms("", nothing)) == ("drift", ())


WORDS = st.text(st.sampled_from("ab\u0131ß\u017f\u212asS ()*.\\-\n'é"), min_size=1, max_size=8)
SPELLINGS = st.lists(st.tuples(WORDS | st.text(max_size=6), st.integers(1, 6)), max_size=8)


@given(SPELLINGS, st.lists(WORDS | st.text(max_size=12), max_size=12).map(" ".join))
def test_whatever_is_written_comes_out_whole_and_each_term_is_marked_once(
    spellings: list[tuple[str, int]], text: str
) -> None:
    pieces = link_terms(text, linking_terms(spellings))
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    marked = [piece.term for piece in pieces if piece.term is not None]
    assert len(marked) == len(set(marked))
    assert set(marked) <= {number for _spelling, number in spellings}


@given(SPELLINGS, st.text(st.sampled_from("abs ."), max_size=20), st.text(st.sampled_from("abs ."), max_size=20))
def test_a_term_between_blanks_is_marked_and_what_is_marked_is_a_whole_word(
    spellings: list[tuple[str, int]], before: str, after: str
) -> None:
    known = [(spelling, n) for n, (spelling, _number) in enumerate(spellings) if re.search(r"\w", spelling)]
    terms = linking_terms(known)
    for spelling, _number in known:
        text = f"{before} {spelling.strip()} {after}"
        pieces = link_terms(text, terms)
        assert any(piece.term is not None for piece in pieces)
        end = 0
        for piece in pieces:
            begin, end = end, end + len(piece.text)
            if piece.term is not None:
                assert not re.match(r"\w", text[begin - 1 : begin])
                assert not re.match(r"\w", text[end : end + 1])


@pytest.mark.django_db
def test_terms_are_read_once_and_again_after_every_change() -> None:
    product = person("product")
    number = add_term(name="drift", definition="A move.", language="en", synonyms=["slide"], by=product, at=AT)
    assert shown("a slide", terms_for_linking(product)) == f"a [slide|{number}]"
    with CaptureQueriesContext(connection) as queries:
        terms_for_linking(product)
    assert len(queries) == 1
    change_term(number=number, version=0, reason="Better", synonyms=["shift"], by=product, at=AT)
    assert shown("a slide, a shift", terms_for_linking(product)) == f"a slide, a [shift|{number}]"
    retire_term(number=number, reason="Gone", by=product, at=AT)
    assert shown("a shift, a drift", terms_for_linking(product)) == "a shift, a drift"


@pytest.mark.django_db
def test_a_word_of_two_languages_leads_readers_to_their_own() -> None:
    product, german = person("product"), person(name="Gerda", language="de")
    english = add_term(name="OTIF", definition="On time.", language="en", by=product, at=AT)
    of_germans = add_term(name="OTIF", definition="Im Plan.", language="de", by=product, at=AT)
    assert shown("OTIF", terms_for_linking(product)) == f"[OTIF|{english}]"
    assert shown("OTIF", terms_for_linking(german)) == f"[OTIF|{of_germans}]"
    assert shown("OTIF", terms_for_linking(GUEST)) == "OTIF"
