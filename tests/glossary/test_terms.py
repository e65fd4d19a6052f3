from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound, Stale
from makegood.foundation.history.queries import story
from makegood.foundation.search.queries import find
from makegood.glossary.models import Spelling, TermVersion
from makegood.glossary.policies import can_add_terms, can_change_term, can_read_glossary
from makegood.glossary.queries import find_term, term_page, translations_of, versions_of
from makegood.glossary.services import (
    UnableToAddTerm,
    UnableToChangeTerm,
    UnableToRetireTerm,
    add_term,
    change_term,
    rebuild_search,
    retire_term,
)
from tests.staff import AT, GUEST, person

LATER = AT + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def product() -> Viewer:
    return person("product")


def add(by: Viewer, name: str = "drift", **fields: Any) -> int:
    said: dict[str, Any] = {"definition": f"What {name} is.", "language": "en", **fields}
    return add_term(name=name, by=by, at=AT, **said)


def names(viewer: Viewer, **filters: Any) -> list[str]:
    return [row.name for row in term_page(viewer, **filters).rows]


def test_a_term_is_kept_with_its_synonyms_each_once(product: Viewer) -> None:
    number = add(product, " Slip  rate ", synonyms=["slippage", "SLIPPAGE", "slip rate"], owner=product.number)
    row = find_term(number, product)
    assert (row.key, row.name, row.synonyms, row.owner_name) == ("slip-rate", "Slip rate", ("SLIPPAGE",), "Anna Berg")
    assert [event.verb for event in story(subject=("term", number), viewer=product)] == ["term.add"]


def test_every_wording_is_kept_with_who_gave_it_when_and_why(product: Viewer) -> None:
    number = add(product, synonyms=["slide"])
    ben = person("administrator", name="Ben")
    change_term(number=number, version=0, reason="Clearer", definition="The shift.", by=ben, at=LATER)
    change_term(number=number, version=1, reason="Shorter", name="Shift", synonyms=[], by=product, at=LATER)
    said = [
        (one.number, one.name, one.synonyms, one.definition, one.by_name, one.at, one.reason)
        for one in versions_of(number, product)
    ]
    assert said == [
        (2, "Shift", (), "The shift.", "Anna Berg", LATER, "Shorter"),
        (1, "drift", ("slide",), "The shift.", "Ben", LATER, "Clearer"),
        (0, "drift", ("slide",), "What drift is.", "Anna Berg", AT, ""),
    ]
    last = story(subject=("term", number), viewer=product)[0]
    assert last.facts == {"changed": {"name": ["drift", "Shift"], "synonyms": [["slide"], []]}, "reason": "Shorter"}


def test_an_earlier_wording_can_not_be_changed_or_removed(product: Viewer) -> None:
    add(product)
    for tamper in (
        lambda: TermVersion.objects.update(definition="Nothing."),
        lambda: TermVersion.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            tamper()
    assert TermVersion.objects.get().definition == "What drift is."


def test_whoever_changes_an_older_version_is_told_what_the_other_one_wrote(product: Viewer) -> None:
    number = add(product)
    change_term(number=number, version=0, reason="Clearer", definition="The shift.", by=product, at=AT)
    with pytest.raises(Stale) as stale:
        change_term(number=number, version=0, reason="Mine", definition="A move.", by=product, at=AT)
    assert stale.value.details == {"fields": {"definition": {"now": "The shift."}}, "version": 1}


def test_a_change_that_changes_nothing_leaves_no_trace_and_a_change_needs_a_reason(product: Viewer) -> None:
    number = add(product, synonyms=["slide"])
    change_term(number=number, version=0, reason="No", name="drift", synonyms=["slide"], by=product, at=AT)
    assert (find_term(number, product).version, len(versions_of(number, product))) == (0, 1)
    with pytest.raises(UnableToChangeTerm) as unable:
        change_term(number=number, version=0, reason=" ", name="Shift", by=product, at=AT)
    assert unable.value.field == "reason"


@pytest.mark.parametrize("word", ["drift", "DRIFT", "slide"])
def test_a_word_means_one_thing_in_a_language(product: Viewer, word: str) -> None:
    add(product, synonyms=["slide"])
    with pytest.raises(UnableToAddTerm) as unable:
        add(product, word)
    assert unable.value.field == "name"
    with pytest.raises(UnableToAddTerm) as unable:
        add(product, "other", synonyms=[word])
    assert unable.value.field == "synonyms"
    assert add(product, word, language="de", key="drift") > 0


def test_a_term_whose_word_is_another_terms_key_gets_a_key_of_its_own(product: Viewer) -> None:
    first = add(product, "P(kept)")
    second = add(product, "pkept")
    assert find_term(first, product).key == "pkept"
    assert find_term(second, product).key.startswith("term-")
    assert find_term(add(product, "納期"), product).key.startswith("term-")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "—"),
        ("name", "x" * 121),
        ("definition", " \n"),
        ("definition", "x" * 4_001),
        ("language", "English"),
        ("key", "Not A Key"),
        ("owner", 4711),
        ("synonyms", [""]),
        ("synonyms", [f"s{n}" for n in range(21)]),
    ],
)
def test_what_can_not_be_kept_is_refused_by_name(product: Viewer, field: str, value: Any) -> None:
    fields: dict[str, Any] = {"name": "drift", field: value}
    with pytest.raises(UnableToAddTerm) as unable:
        add(product, **fields)
    assert unable.value.field == field
    assert Spelling.objects.count() == 0


def test_a_retired_term_frees_its_words_and_keeps_its_wordings(product: Viewer) -> None:
    number = add(product, synonyms=["slide"])
    with pytest.raises(UnableToRetireTerm):
        retire_term(number=number, reason="", by=product, at=AT)
    retire_term(number=number, reason="Nobody says so", by=product, at=LATER)
    assert (names(product), names(product, with_retired=True)) == ([], ["drift"])
    assert find("slide", product) == []
    assert [one.synonyms for one in versions_of(number, product)] == [("slide",), ("slide",)]
    with pytest.raises(UnableToRetireTerm):
        retire_term(number=number, reason="Again", by=product, at=LATER)
    with pytest.raises(UnableToChangeTerm):
        change_term(number=number, version=1, reason="Back", name="Shift", by=product, at=LATER)
    assert add(product, "slide") > number
    assert rebuild_search() == 1


def test_a_term_is_found_by_its_name_its_synonyms_and_its_meaning(product: Viewer) -> None:
    number = add(product, "Verzögerung", synonyms=["Rückstand"], definition="Etwas kommt später.", language="de")
    for wanted in ("verzogerung", "ruckstand", "spater"):
        assert [(found.number, found.address) for found in find(wanted, product)] == [(number, f"/glossary/{number}/")]


def test_readers_get_their_language_and_others_where_it_has_none(product: Viewer) -> None:
    drift = add(product, key="drift")
    abdrift = add(product, "Abdrift", key="drift", language="de")
    add(product, "calibration")
    german = person(name="Gerda", language="de")
    assert names(product) == ["calibration", "drift"]
    assert names(german) == ["Abdrift", "calibration"]
    assert names(product, language="de") == ["Abdrift"]
    assert [row.number for row in translations_of(drift, product)] == [abdrift]
    retire_term(number=abdrift, reason="Odd", by=product, at=AT)
    assert names(german) == ["calibration", "drift"]


def test_a_list_shows_what_every_filter_lets_through(product: Viewer) -> None:
    add(product, "drift", synonyms=["slide"], owner=product.number)
    add(product, "silent drift")
    assert names(product, text="drift") == ["drift", "silent drift"]
    assert names(product, text="slid") == names(product, owner=product.number) == ["drift"]
    page = term_page(product, size=1)
    assert (page.total, page.has_next, len(page.rows)) == (2, True, 1)


def test_the_owner_product_and_administrators_change_a_term_and_nobody_else(product: Viewer) -> None:
    sales, ben = person("sales"), person("operations", name="Ben")
    number = add(product, owner=ben.number)
    with pytest.raises(Denied):
        add(sales, "other")
    with pytest.raises(Denied):
        change_term(number=number, version=0, reason="Mine", name="Shift", by=sales, at=AT)
    with pytest.raises(Denied):
        retire_term(number=number, reason="Mine", by=sales, at=AT)
    change_term(number=number, version=0, reason="Mine", name="Shift", by=ben, at=AT)
    assert find_term(number, sales).name == "Shift"


def test_a_button_and_its_enforcement_share_one_truth(product: Viewer) -> None:
    sales = person("sales")
    assert [can_read_glossary(one) for one in (sales, product, GUEST)] == [True, True, False]
    assert [can_add_terms(one) for one in (sales, product, GUEST)] == [False, True, False]
    assert [can_change_term(sales, owner) for owner in (None, sales.number, product.number)] == [False, True, False]
    assert not can_change_term(GUEST, GUEST.number)


def test_a_guest_and_a_wrong_number_find_nothing(product: Viewer) -> None:
    number = add(product)
    assert names(GUEST) == []
    for look in (
        lambda: find_term(number, GUEST),
        lambda: versions_of(number, GUEST),
        lambda: find_term(4711, product),
        lambda: change_term(number=4711, version=0, reason="X", by=product, at=AT),
    ):
        with pytest.raises(NotFound):
            look()


def test_one_row_and_three_rows_take_the_same_queries(product: Viewer) -> None:
    def asked() -> list[int]:
        counts = []
        for look in (
            lambda: term_page(product),
            lambda: find_term(first, product),
            lambda: versions_of(first, product),
        ):
            with CaptureQueriesContext(connection) as queries:
                look()
            counts.append(len(queries))
        return counts

    first = add(product, synonyms=["slide"], owner=product.number)
    assert asked() == [3, 2, 2]
    add(product, "one", synonyms=["uno"], owner=product.number)
    add(product, "two", synonyms=["due", "deux"], owner=product.number)
    for n in range(2):
        change_term(number=first, version=n, reason="Again", definition=f"{n}", by=product, at=AT)
    assert len(term_page(product).rows) == len(versions_of(first, product)) == 3
    assert asked() == [3, 2, 2]
