"""Searching, as far as the viewer may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from makegood.foundation.actors import Viewer
from makegood.foundation.search.excerpts import Piece, excerpt, mark
from makegood.foundation.search.fulltext import query_for_postgresql, query_for_sqlite
from makegood.foundation.search.words import words_of

MOST_TERMS = 12

SQLITE = """
    SELECT d.kind, d.number, d.title, d.text, d.address, d.language
    FROM search_index JOIN search_document d ON d.id = search_index.rowid
    WHERE search_index MATCH %s AND d.audience IN ({audiences}) {kinds}
    ORDER BY d.language NOT IN ('', %s), bm25(search_index, 10.0, 1.0), d.id DESC LIMIT %s
"""
POSTGRESQL = """
    SELECT d.kind, d.number, d.title, d.text, d.address, d.language
    FROM search_document d, CAST(%s AS tsquery) AS wanted
    WHERE (d.title_words || d.text_words) @@ wanted AND d.audience IN ({audiences}) {kinds}
    ORDER BY d.language NOT IN ('', %s), ts_rank(d.title_words || d.text_words, wanted) DESC, d.id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found, its title and an excerpt in pieces of which some are the hit."""

    kind: str
    number: int
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    address: str
    language: str = ""


def find(text: str, viewer: Viewer, limit: int = 20, *, kinds: Sequence[str] = ()) -> list[Found]:
    """Return what holds every word of ``text``, or words that begin so, best first; nothing where it holds no word.

    What is in another language than the viewer's comes last.
    Only of ``kinds``, if any are named. Any text may be given.
    """
    terms = tuple(dict.fromkeys(words_of(text)))[:MOST_TERMS]
    audiences = sorted(viewer.audiences)
    if not terms or not audiences:
        return []
    is_sqlite = connection.vendor == "sqlite"
    wanted = query_for_sqlite(terms) if is_sqlite else query_for_postgresql(terms)
    sql = (SQLITE if is_sqlite else POSTGRESQL).format(
        audiences=_places(audiences), kinds=f"AND d.kind IN ({_places(kinds)})" if kinds else ""
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted, *audiences, *kinds, viewer.language, limit])
        rows = cursor.fetchall()
    return [
        Found(kind, number, mark(title, terms), excerpt(said, terms), address, language)
        for kind, number, title, said, address, language in rows
    ]


def _places(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))
