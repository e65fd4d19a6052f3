from __future__ import annotations

import tomllib

import pytest

from makegood.foundation.actors import HOUSE
from makegood.foundation.history.queries import story
from makegood.glossary.models import Spelling, Term
from makegood.glossary.queries import link_terms, term_page, terms_for_linking, versions_of
from makegood.glossary.services import add_term, change_term, retire_term, seed_glossary
from makegood.glossary.services.seeding import SEED
from tests.staff import AT, person

SAID = tomllib.loads(SEED.read_text("utf-8"))


def test_every_term_is_told_in_whole_sentences_in_both_languages() -> None:
    assert len(SAID) == 59
    for key, languages in SAID.items():
        assert set(languages) == {"en", "de"}, key
        for said in languages.values():
            assert said["definition"].endswith("."), key
            assert len(said["definition"].split()) >= 8, key


@pytest.mark.django_db
def test_a_house_starts_with_the_glossary_and_a_second_time_adds_nothing() -> None:
    assert seed_glossary(by=HOUSE, at=AT) == 2 * len(SAID)
    assert seed_glossary(by=HOUSE, at=AT) == 0
    viewer = person(language="de")
    page = term_page(viewer, size=200)
    assert (page.total, {row.language for row in page.rows}) == (len(SAID), {"de"})
    first = page.rows[0]
    assert (versions_of(first.number, viewer)[0].by, story(subject=("term", first.number), viewer=viewer)[0].actor) == (
        None,
        "Makegood",
    )


@pytest.mark.django_db
def test_what_people_said_stays_as_they_said_it() -> None:
    product = person("product")
    add_term(name="Forecast", key="weather", definition="Rain.", language="en", synonyms=["D0"], by=product, at=AT)
    seed_glossary(by=HOUSE, at=AT)
    assert not Term.objects.filter(key__in=["forecast", "d0"], language="en").exists()
    promise, target = (Term.objects.get(key=key, language="en").pk for key in ("promise", "target"))
    change_term(number=promise, version=0, reason="Ours", definition="Our word.", by=product, at=AT)
    retire_term(number=target, reason="Not ours", by=product, at=AT)
    assert seed_glossary(by=HOUSE, at=AT) == 0
    assert Term.objects.get(pk=promise).definition == "Our word."
    assert Term.objects.get(pk=target).retired_at == AT


@pytest.mark.django_db
def test_its_words_are_found_in_what_people_write() -> None:
    seed_glossary(by=HOUSE, at=AT)
    viewer = person()
    pieces = link_terms("Silent drift: P85 slips, P(kept) falls. Eine Abdrift!", terms_for_linking(viewer))
    assert [piece.text for piece in pieces if piece.term] == ["Silent drift", "P85", "P(kept)", "Abdrift"]
    assert Spelling.objects.count() > 2 * len(SAID)
