"""Finds wording that blames, with its place; what is quoted and what is denied is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from makegood.engine.wording.english import ENGLISH
from makegood.engine.wording.german import GERMAN
from makegood.engine.wording.rules import Kind, Rule

RULES: Mapping[str, tuple[Rule, ...]] = MappingProxyType({"en": ENGLISH, "de": GERMAN})
"""The tables by language."""

_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|‘[^’]*’(?!\w)|\"[^\"\n]*\"|^[ \t]*>.*$", re.MULTILINE)
_DENIED = re.compile(
    r"(?:\b(?:not|isn['’]t|wasn['’]t|aren['’]t|nicht(?: die)?|kein\w*|weder|neither|nor|ohne)"
    r"|\b(?:nobody|no one|niemand|keiner) (?:says|said|thinks|thought|claims|claimed|sagt|meint|glaubt|behauptet)"
    r"(?: that|,? dass)?"
    r"|\bnot saying(?: that)?|\bheißt nicht,? dass)\s*$",
    re.IGNORECASE,
)
_BEFORE = 40
"""Characters before a finding in which a denial of it would stand."""


@dataclass(frozen=True, slots=True)
class Blame:
    """A piece of wording that blames, at ``start`` to ``end`` (excluded) of the text."""

    start: int
    end: int
    text: str
    kind: Kind


def find_blame(text: str, languages: Iterable[str] = ("en", "de")) -> tuple[Blame, ...]:
    """Return what blames in ``text``, from its beginning; of findings that overlap the first, and of those the longest.

    What stands in quotation marks or behind ``>`` is somebody else's wording, and what is denied ("not their fault")
    accuses nobody. KeyError for a language without a table.
    """
    shown = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)
    found = [
        Blame(match.start(), match.end(), match.group(), rule.kind)
        for language in languages
        for rule in RULES[language]
        for match in rule.pattern.finditer(shown)
        if not _DENIED.search(shown[max(0, match.start() - _BEFORE) : match.start()])
    ]
    kept: list[Blame] = []
    for blame in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or blame.start >= kept[-1].end:
            kept.append(blame)
    return tuple(kept)
