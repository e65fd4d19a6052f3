"""Finding terms of the glossary in a text, so that they can be linked wherever they appear.

One regular expression holds every spelling, the longest first, each in a group of its own: the number of the group that
matched says which term it was, whatever case folding did to the letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max, Sum

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.glossary.models import Spelling, Term

PLURAL = "(?:s|es)?"
KEPT = 8
"""How many sets of terms are kept in memory: one for each language, and the ones before the last change."""

Stamp = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; ``term`` is the number of the term that it names, None for what lies between."""

    text: str
    term: int | None = None


@dataclass(frozen=True, slots=True)
class LinkingTerms:
    """What is looked for: ``numbers`` has the term of each group of ``pattern``, in its order."""

    pattern: re.Pattern[str] | None
    numbers: tuple[int, ...]


def terms_for_linking(viewer: Viewer) -> LinkingTerms:
    """Return all names and synonyms, ready to be looked for; one small query, and a second after a change.

    A word that two languages share is linked to the term in the viewer's.
    """
    if EVERYONE not in viewer.audiences:
        return linking_terms(())
    return _kept(_stamp(), viewer.language)


def linking_terms(spellings: Sequence[tuple[str, int]]) -> LinkingTerms:
    """Make what is looked for of (spelling, number of its term); of a spelling that comes twice the first counts."""
    known: dict[str, tuple[str, int]] = {}
    for spelling, number in spellings:
        words = spelling.split()
        if words:
            known.setdefault(" ".join(words).casefold(), (r"\s+".join(map(re.escape, words)), number))
    ordered = [known[key] for key in sorted(known, key=lambda key: (-len(key), key))]
    if not ordered:
        return LinkingTerms(None, ())
    any_of_them = "|".join(f"({pattern})" for pattern, _number in ordered)
    pattern = re.compile(rf"(?<!\w)(?:{any_of_them}){PLURAL}(?!\w)", re.IGNORECASE)
    return LinkingTerms(pattern, tuple(number for _pattern, number in ordered))


def link_terms(text: str, terms: LinkingTerms) -> tuple[Piece, ...]:
    """Cut ``text`` into pieces of which some name a term: whole words in any case, with or without a plural s.

    Only the first occurrence of each term is marked, and of spellings that begin at one place the longest. The pieces
    put together are the text.
    """
    if terms.pattern is None:
        return (Piece(text),) if text else ()
    pieces: list[Piece] = []
    seen: set[int] = set()
    end = 0
    for found in terms.pattern.finditer(text):
        number = terms.numbers[(found.lastindex or 1) - 1]
        if number in seen:
            continue
        seen.add(number)
        if found.start() > end:
            pieces.append(Piece(text[end : found.start()]))
        pieces.append(Piece(found.group(), number))
        end = found.end()
    if end < len(text):
        pieces.append(Piece(text[end:]))
    return tuple(pieces)


def _stamp() -> Stamp:
    """Return what is different after every change."""
    known = Term.objects.aggregate(terms=Count("pk"), changes=Sum("version"), newest=Max("stamp"))
    return known["terms"], known["changes"] or 0, known["newest"] or ""


@lru_cache(maxsize=KEPT)
def _kept(stamp: Stamp, language: str) -> LinkingTerms:
    del stamp  # asked for so that a newer one is a question of its own
    found = list(Spelling.objects.order_by("pk").values_list("text", "term", "language"))
    found.sort(key=lambda row: row[2] != language)
    return linking_terms([(text, number) for text, number, _language in found])
