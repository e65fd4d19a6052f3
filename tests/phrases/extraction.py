"""Collects every text of the source that is to be translated, as translators' tools do."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[2] / "src" / "makegood"
ROOMS = ("phrases", "cli")
KEYWORDS = {"phrase": None, "counted": (1, 2), "say": None, "say_plural": (1, 2), "_": None}
"""Functions that mark a text, and which of their arguments are texts."""

TextId = str | tuple[str, str]


def texts_in_source() -> set[TextId]:
    """Return the ids of all marked texts; a pair where there is a plural."""
    found: set[TextId] = set()
    for room in ROOMS:
        for _, _, message, _, _ in extract_from_dir(SOURCE / room, [("**.py", "python")], keywords=KEYWORDS):
            found.add(message if isinstance(message, str) else (message[0], message[1]))
    return found


def catalogue_of(language: str) -> Catalog:
    """Read the catalogue of ``language`` from its source."""
    path = SOURCE / "phrases" / "locale" / language / "LC_MESSAGES" / "makegood.po"
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)
