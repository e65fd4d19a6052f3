"""Reading the glossary, and finding its words in a text."""

from __future__ import annotations

from makegood.glossary.queries.linking import LinkingTerms, Piece, link_terms, linking_terms, terms_for_linking
from makegood.glossary.queries.terms import (
    TermRow,
    VersionRow,
    find_term,
    term_names,
    term_page,
    translations_of,
    versions_of,
)

__all__ = [
    "LinkingTerms",
    "Piece",
    "TermRow",
    "VersionRow",
    "find_term",
    "link_terms",
    "linking_terms",
    "term_names",
    "term_page",
    "terms_for_linking",
    "translations_of",
    "versions_of",
]
