"""The catalogue of pages has every text of the source, well translated, and is what Django reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import allauth
import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from django.conf import settings

from tests.web.catalogue import catalogue_of, languages, path_of, renewed, texts_in_source, texts_of
from tests.web.sign_on_texts import LIBRARY, OUR_PAGES, TEXTS

SOURCE_LANGUAGE = "en"
PLACEHOLDER = re.compile(r"%\(\w+\)\w|<[^>]+>")
FAMILIAR = re.compile(r"\b(du|dich|dir|dein\w*)\b", re.IGNORECASE)
POLITE = re.compile(r"\b(Sie|Ihnen|Ihre?[mnrs]?)\b")
QUOTED = re.compile(r"„[^„“”]+“")
ANOTHER_MEANING = {"Key"}
"""Texts that a library has too and says otherwise, but not on a page of it that we show."""


def texts(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def said(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def entries(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def compiled(path: Path) -> GNUTranslations:
    with path.open("rb") as stream:
        return GNUTranslations(stream)


def test_every_language_that_people_can_choose_has_a_catalogue() -> None:
    assert {SOURCE_LANGUAGE, *languages()} == set(dict(settings.LANGUAGES))


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_has_every_text_of_the_source_and_no_other(language: str) -> None:
    written = {tuple(texts(message)) for message in entries(catalogue_of(language))}
    marked = {tuple(texts(message)) for message in entries(texts_in_source())}
    assert (marked - written, written - marked) == (set(), set()), "make messages collects them"


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_is_what_make_messages_writes(language: str) -> None:
    assert path_of(language).read_bytes() == renewed(language)


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_has_nothing_empty_fuzzy_or_obsolete(language: str) -> None:
    catalogue = catalogue_of(language)
    assert list(catalogue.obsolete) == []
    for message in entries(catalogue):
        assert not message.fuzzy, message.id
        assert all(text.strip() for text in said(message)), message.id
        assert len(said(message)) == len(texts(message)), message.id


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_same_values_and_the_same_links(language: str) -> None:
    for message in entries(catalogue_of(language)):
        of_many, translated = PLACEHOLDER.findall(texts(message)[-1]), said(message)
        assert sorted(PLACEHOLDER.findall(translated[-1])) == sorted(of_many), message.id
        assert set(PLACEHOLDER.findall(translated[0])) <= set(of_many), message.id


@pytest.mark.parametrize("language", languages())
def test_a_translation_ends_as_its_text_ends(language: str) -> None:
    for message in entries(catalogue_of(language)):
        for text, translated in zip(texts(message), said(message), strict=True):
            assert (translated[-1] in ".:?,") == (text[-1] in ".:?,"), translated
            assert text.count("\n") == translated.count("\n"), translated


def test_german_is_written_with_german_quotation_marks() -> None:
    for message in entries(catalogue_of("de")):
        for text in said(message):
            assert not set(PLACEHOLDER.sub("", QUOTED.sub("", text))) & set("„“”\"'’"), text


def test_german_calls_nobody_du_and_seldom_addresses_anybody() -> None:
    every = [text for message in entries(catalogue_of("de")) for text in said(message)]
    assert [text for text in every if FAMILIAR.search(text)] == []
    assert len([text for text in every if POLITE.search(text)]) <= len(every) // 100


@pytest.mark.parametrize("language", languages())
def test_what_django_reads_was_compiled_from_what_is_written(language: str) -> None:
    spoken = compiled(path_of(language).with_suffix(".mo"))
    for message in entries(catalogue_of(language)):
        one, *many = texts(message)
        if many:
            assert [spoken.ngettext(one, many[0], count) for count in (1, 2)] == said(message), "make setup compiles it"
        else:
            assert [spoken.gettext(one)] == said(message), "make setup compiles it"


def libraries() -> dict[str, str]:
    """Return what Django and the sign-on library say in German themselves, by text alone."""
    found: dict[str, str] = {}
    for module in (django.__path__[0] + "/conf", django.__path__[0] + "/contrib/auth", allauth.__path__[0]):
        with Path(module, "locale", "de", "LC_MESSAGES", "django.mo").open("rb") as stream:
            for message in read_mo(stream):
                if not message.context:
                    found[texts(message)[0]] = said(message)[0]
    return found


def test_no_text_of_ours_changes_what_a_library_says_by_accident() -> None:
    known, meant = libraries(), {text if isinstance(text, str) else text[0] for text in TEXTS} | ANOTHER_MEANING
    for message in entries(catalogue_of("de")):
        one = texts(message)[0]
        assert one in meant or known.get(one, said(message)[0]) == said(message)[0], one


def test_every_text_that_is_said_anew_is_one_of_the_library() -> None:
    known = libraries()
    assert [text for text in TEXTS if (text if isinstance(text, str) else text[0]) not in known] == []


def test_the_library_addresses_nobody_on_the_pages_of_it_that_we_show() -> None:
    ours: dict[str, Any] = {texts(one)[0]: said(one)[0] for one in entries(catalogue_of("de"))}
    spoken, checked = {**libraries(), **ours}, 0
    for path in sorted({path for pattern in OUR_PAGES for path in (LIBRARY / "templates").glob(pattern)}):
        for _line, text in texts_of(path.read_text("utf-8"), is_template=True):
            one = text if isinstance(text, str) else text[0]
            assert not FAMILIAR.search(spoken[one]), (path, one)
            assert not POLITE.search(spoken[one]), (path, one)
            checked += 1
    assert checked > 80
