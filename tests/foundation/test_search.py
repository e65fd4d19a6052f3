from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.foundation.actors import Viewer
from makegood.foundation.guards.services import missing_guards, raise_guards
from makegood.foundation.search.queries import Found, find
from makegood.foundation.search.services import Findable, index, rebuild, remove
from makegood.foundation.search.words import forms_of, words_of

STAFF = Viewer(1, "S")
LAWYER = Viewer(2, "L", audiences=frozenset({"everyone", "function:legal"}))
pytestmark = pytest.mark.django_db


def put(number: int, title: str, text: str = "", audience: str = "everyone") -> None:
    index(kind="note", number=number, title=title, text=text, audience=audience, address=f"/notes/{number}")


def numbers(text: str, viewer: Viewer = STAFF) -> list[int]:
    return [found.number for found in find(text, viewer)]


def shown(found: Found) -> str:
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in found.excerpt)


@pytest.mark.parametrize("wanted", ["Größe", "grosse", "Grösse", "GRÖSSE", "groesse", "gröss", "Gro\u0308ße"])
def test_a_word_is_found_however_it_is_spelt(wanted: str) -> None:
    put(1, "Die Größe der Anlage")
    put(2, "Etwas anderes")
    assert numbers(wanted) == [1]


def test_every_word_must_be_there_and_the_title_counts_most() -> None:
    put(1, "Pump", "valve valve valve")
    put(2, "Valve", "pump")
    put(3, "Pump only")
    assert numbers("valve") == [2, 1]
    assert sorted(numbers("valve pump")) == [1, 2]
    assert numbers("valve nothing") == []


def test_nobody_finds_what_is_not_for_them() -> None:
    put(1, "Claim by Northwind", audience="function:legal")
    assert (numbers("northwind"), numbers("northwind", LAWYER)) == ([], [1])
    assert numbers("northwind", Viewer(3, "N", audiences=frozenset())) == []


def test_what_changed_is_found_by_what_it_says_now() -> None:
    put(1, "Old words")
    put(1, "New words")
    assert (numbers("old"), numbers("new")) == ([], [1])
    remove(kind="note", number=1)
    assert numbers("new") == []


def test_an_excerpt_marks_what_was_found_and_is_plain_text() -> None:
    put(1, "Note", "x " * 100 + "the <b>Größe</b> matters " + "y " * 100)
    (found,) = find("grosse matters", STAFF)
    assert "<b>[Größe]</b> [matters]" in shown(found)
    assert shown(found).startswith("…")
    assert shown(found).endswith("…")
    assert found.address == "/notes/1"


def test_only_some_kinds_can_be_asked_for() -> None:
    put(1, "Pump")
    index(kind="customer", number=1, title="Pump & Co", text="", address="/c/1")
    assert [found.kind for found in find("pump", STAFF, kinds=["customer"])] == ["customer"]


def test_all_of_a_kind_can_be_made_anew() -> None:
    put(1, "Gone")
    count = rebuild(kind="note", things=(Findable("note", n, f"Pump {n}", "", f"/notes/{n}") for n in range(2_500)))
    assert (count, numbers("gone"), numbers("2499")) == (2_500, [], [2_499])


def test_an_index_that_fell_is_noticed_and_made_again_with_what_is_there() -> None:
    put(1, "Pump")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_index" if connection.vendor == "sqlite" else "DROP INDEX search_index")
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER search_index_insert")
    assert "search_index" in missing_guards()
    raise_guards()
    assert missing_guards() == ()
    assert numbers("pump") == [1]


@given(st.text())
def test_folding_is_stable_and_knows_no_case(text: str) -> None:
    for forms in words_of(text):
        for form in forms:
            assert form.isalnum()
            assert form in forms_of(form)


class AnyText(TestCase):
    @settings(max_examples=60)
    @given(text=st.text(st.characters() | st.sampled_from("\x00\ud800\"'*():&|!-^\\ß")), other=st.text())
    def test_whatever_is_written_is_found_by_each_of_its_words_and_nothing_is_an_error(
        self, text: str, other: str
    ) -> None:
        put(1, text, other)
        find(other, STAFF)
        find(text, STAFF)
        for word in f"{text[:300]} {other}".split():
            if any(True for _ in words_of(word)):
                assert numbers(word) == [1]


def test_what_is_in_the_language_of_the_reader_comes_before_the_same_in_another() -> None:
    for number, language in ((1, "de"), (2, "en"), (3, "")):
        index(kind="note", number=number, title="Pump", text="", address=f"/notes/{number}", language=language)
    german, english = Viewer(1, "S", language="de"), Viewer(2, "S", language="en")
    assert numbers("pump", german) == [3, 1, 2]
    assert numbers("pump", english) == [3, 2, 1]
    assert [found.language for found in find("pump", german)] == ["", "de", "en"]
