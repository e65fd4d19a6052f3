"""Every text that the source marks is in every catalogue, translated, with the same values in it."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from makegood.engine.deciding import FAULTS, Verdict
from makegood.engine.results import CauseKind, FindingCode, Status, TermKind, TermState
from makegood.engine.service_levels import DETAILS as SERVICE_LEVEL_DETAILS
from makegood.engine.specifications import DETAILS as SPECIFICATION_DETAILS
from makegood.engine.wording import KINDS
from makegood.files.errors import MENDS, NOTES, PROBLEMS
from makegood.phrases import FAMILIES, LANGUAGES, Family, catalogues
from makegood.phrases.catalogues import LOCALES, SOURCE_LANGUAGE, catalogue
from makegood.phrases.phrase import Phrase
from tests.phrases.extraction import catalogue_of, texts_in_source

TRANSLATED = [code for code in LANGUAGES if code != SOURCE_LANGUAGE]
CODES: dict[Family, set[str]] = {
    "finding": set(get_args(FindingCode)),
    "finding group": set(get_args(FindingCode)),
    "act": set(get_args(FindingCode)),
    "cause": set(get_args(CauseKind)),
    "status": set(get_args(Status)),
    "term state": set(get_args(TermState)),
    "term kind": set(get_args(TermKind)),
    "detail": {*SPECIFICATION_DETAILS, *SERVICE_LEVEL_DETAILS},
    "problem": set(PROBLEMS),
    "mend": set(MENDS),
    "note": set(NOTES),
    "decision fault": set(FAULTS),
    "verdict": set(get_args(Verdict)),
    "blame": set(KINDS),
    "fair wording": set(KINDS),
}
TABLES: list[tuple[Family, dict[str, tuple[str, ...]]]] = [
    ("problem", {**PROBLEMS}),
    ("mend", {**MENDS}),
    ("note", {**NOTES}),
    ("decision fault", {**FAULTS}),
    ("detail", {**SPECIFICATION_DETAILS, **SERVICE_LEVEL_DETAILS}),
]


def placeholders(text: str) -> set[tuple[str, str]]:
    return {(name, form or "") for _, name, form, _ in Formatter().parse(text) if name}


def said(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def texts_of(phrase: Phrase) -> list[str]:
    return [text for text in (phrase.one, phrase.many) if text]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_text_and_no_other(language: str) -> None:
    translated = {
        message.id if isinstance(message.id, str) else tuple(message.id) for message in catalogue_of(language)
    }
    assert translated - {""} == texts_in_source()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_nothing_empty_fuzzy_or_obsolete(language: str) -> None:
    entries = catalogue_of(language)
    assert [message.id for message in entries if message.id and message.fuzzy] == []
    assert list(entries.obsolete) == []
    for message in entries:
        assert all(said(message)), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_writes_the_same_values_in_the_same_way(language: str) -> None:
    for message in catalogue_of(language):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else message.id
        wanted = set().union(*map(placeholders, ids))
        assert set().union(*map(placeholders, said(message))) == wanted, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_is_found_in_a_folder_named_after_its_language(language: str) -> None:
    assert (LOCALES / language / "LC_MESSAGES" / "makegood.po").is_file()
    assert catalogue(language).gettext("Ready.") != "Ready."


def test_a_compiled_catalogue_is_read_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = tmp_path / "de" / "LC_MESSAGES" / "makegood.mo"
    compiled.parent.mkdir(parents=True)
    entries = Catalog(locale="de")
    entries.add("Ready.", "Fertig.")
    with compiled.open("wb") as stream:
        write_mo(stream, entries)
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    assert catalogue.__wrapped__("de").gettext("Ready.") == "Fertig."


def test_there_is_no_catalogue_of_a_language_that_nobody_speaks() -> None:
    with pytest.raises(FileNotFoundError):
        catalogue("xx")


@pytest.mark.parametrize("family", CODES)
def test_every_code_has_its_sentence(family: Family) -> None:
    assert set(FAMILIES[family]) == CODES[family]


@pytest.mark.parametrize(("family", "table"), TABLES, ids=[name for name, _ in TABLES])
def test_a_sentence_uses_only_values_that_its_code_has(family: Family, table: dict[str, tuple[str, ...]]) -> None:
    for code, phrase in FAMILIES[family].items():
        used = {name for text in texts_of(phrase) for name, _ in placeholders(text)}
        assert used <= set(table[code]), code
