"""Blaming wording is found where it stands; fair wording, quotations and denials are left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.results import Message
from makegood.engine.wording import KINDS, RULES, Kind, find_blame
from makegood.phrases import LANGUAGES, sentence
from tests.engine.wording.corpus import KNOWN_BLAMING, KNOWN_FAIR, UNSEEN_BLAMING, UNSEEN_FAIR
from tests.house.sources import ROOT

PAGE = ROOT / "docs" / "explanation" / "a-fair-decision.md"
Corpus = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Score:
    found: int
    blaming: int
    alarms: int
    fair: int

    @property
    def row(self) -> str:
        """As the page prints it."""
        precision, recall = self.found / (self.found + self.alarms), self.found / self.blaming
        return f"{self.found} of {self.blaming} | {self.alarms} of {self.fair} | {precision:.0%} | {recall:.0%}"


def score(language: str, blaming: Corpus, fair: Corpus) -> Score:
    found = sum(bool(find_blame(text)) for text in blaming[language])
    alarms = sum(bool(find_blame(text)) for text in fair[language])
    return Score(found, len(blaming[language]), alarms, len(fair[language]))


@pytest.mark.parametrize(("text", "language"), [(text, each) for each in KNOWN_BLAMING for text in KNOWN_BLAMING[each]])
def test_blame_is_found_where_it_stands(text: str, language: str) -> None:
    found = find_blame(text, [language])
    assert found
    assert all(text[each.start : each.end] == each.text for each in found)


@pytest.mark.parametrize("text", [text for each in KNOWN_FAIR for text in KNOWN_FAIR[each]])
def test_fair_wording_is_left_alone(text: str) -> None:
    assert find_blame(text) == ()


@pytest.mark.parametrize("language", RULES)
def test_the_page_prints_what_is_measured(language: str) -> None:
    """A change of a rule changes the figures on the page; unseen sentences are never used to mend rules."""
    page = re.sub(" +", " ", PAGE.read_text("utf-8"))
    name = {"en": "English", "de": "German"}[language]
    assert f"| {name}, known | {score(language, KNOWN_BLAMING, KNOWN_FAIR).row} |" in page
    assert f"| {name}, unseen | {score(language, UNSEEN_BLAMING, UNSEEN_FAIR).row} |" in page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Operations failed again.", [("Operations failed", "accusation")]),
        ("Sales always says yes.", [("Sales always", "absolute")]),
        ("They don't care.", [("They don't care", "mind reading")]),
        ("Thanks for nothing.", [("Thanks for nothing", "sarcasm")]),
        ("You should have asked.", [("You should have ", "reproach")]),
        ("What an amateurish plan.", [("amateurish", "label")]),
        ("Sorry if you feel ignored.", [("Sorry if you feel", "half apology")]),
        ("You never ask. How could you?", [("You never", "absolute"), ("How could you", "reproach")]),
        ("SALES\n  ALWAYS says yes.", [("SALES\n  ALWAYS", "absolute")]),
        ("Das ist eure Schuld.", [("eure Schuld", "accusation")]),
    ],
)
def test_each_kind_is_told_apart(text: str, expected: list[tuple[str, Kind]]) -> None:
    assert [(each.text, each.kind) for each in find_blame(text)] == expected


def test_every_kind_has_a_rule_in_every_language() -> None:
    for rules in RULES.values():
        assert {rule.kind for rule in rules} == set(KINDS)


def test_a_quotation_is_somebody_elses_but_what_follows_it_is_not() -> None:
    text = 'They wrote "you never answer". You never answer!'
    (found,) = find_blame(text)
    assert found.start == text.rindex("You never")


def test_a_language_without_a_table_is_refused() -> None:
    with pytest.raises(KeyError):
        find_blame("Sales failed.", ["xx"])
    assert find_blame("Sales failed.", ["de"]) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_explained_with_the_words_and_a_better_way(kind: Kind, language: str) -> None:
    message = Message(kind, {"text": "you never"})
    assert "you never" in sentence("blame", message, language)
    assert len(sentence("fair wording", message, language)) > 20


def test_our_own_advice_does_not_blame() -> None:
    for language in LANGUAGES:
        for kind in KINDS:
            assert find_blame(sentence("fair wording", Message(kind), language)) == ()


WORDS = sorted(
    {word for each in (KNOWN_BLAMING, KNOWN_FAIR) for texts in each.values() for text in texts for word in text.split()}
)


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_findings_are_in_order_apart_and_inside_whatever_is_written(text: str) -> None:
    found = find_blame(text)
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert find_blame(text) == found
