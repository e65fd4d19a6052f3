"""The full-text index beside the projection, in the words of each database; made by the registry of guards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from makegood.foundation.guards.registry import Furnishing

_ADD = "INSERT INTO search_index (rowid, title_words, text_words) VALUES (NEW.id, NEW.title_words, NEW.text_words);"
_TAKE = (
    "INSERT INTO search_index (search_index, rowid, title_words, text_words) "
    "VALUES ('delete', OLD.id, OLD.title_words, OLD.text_words);"
)
_CREATE = (
    # Words are folded and set apart by spaces already, so the plainest tokenizer is the right one.
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(title_words, text_words, "
    "content='search_document', content_rowid='id', tokenize='ascii', prefix='1 2 3')"
)

FULL_TEXT = Furnishing(
    table="search_document",
    takes_long=True,
    names={
        "sqlite": ("search_index", "search_index_insert", "search_index_update", "search_index_delete"),
        "postgresql": ("search_index",),
    },
    statements={
        "sqlite": (
            _CREATE,
            "DROP TRIGGER IF EXISTS search_index_insert",
            "DROP TRIGGER IF EXISTS search_index_update",
            "DROP TRIGGER IF EXISTS search_index_delete",
            f"CREATE TRIGGER search_index_insert AFTER INSERT ON search_document BEGIN {_ADD} END",
            f"CREATE TRIGGER search_index_update AFTER UPDATE ON search_document BEGIN {_TAKE} {_ADD} END",
            f"CREATE TRIGGER search_index_delete AFTER DELETE ON search_document BEGIN {_TAKE} END",
            "INSERT INTO search_index (search_index) VALUES ('rebuild')",
        ),
        "postgresql": (
            "CREATE INDEX IF NOT EXISTS search_index ON search_document USING gin ((title_words || text_words))",
        ),
    },
)


def vector_of(words: str, weight: str) -> str:
    """Return folded ``words`` as PostgreSQL writes a tsvector: its own parser would see addresses and numbers in them.

    Words are letters and digits only, so nothing needs escaping.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words.split(), start=1):
        places[word].append(place)
    return " ".join(f"'{word}':{_places(found, weight)}" for word, found in places.items())


def query_for_sqlite(terms: Iterable[tuple[str, ...]]) -> str:
    """Return an FTS5 query for rows that have every term, in one of its forms, as the beginning of a word."""
    return " AND ".join("(" + " OR ".join(f'"{form}"*' for form in forms) + ")" for forms in terms)


def query_for_postgresql(terms: Iterable[tuple[str, ...]]) -> str:
    """Return the same as a tsquery."""
    return " & ".join("(" + " | ".join(f"'{form}':*" for form in forms) + ")" for forms in terms)


def _places(found: list[int], weight: str) -> str:
    letter = "" if weight == "D" else weight
    return ",".join(f"{place}{letter}" for place in found[:100])
