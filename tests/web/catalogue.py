"""Collects every text of the web application that is to be translated, and writes the catalogues of its languages.

``make messages`` runs it: new texts come in empty, translations stay, what is gone from the source leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, TokenType
from django.utils.translation.template import constant_re, templatize

from tests.web.sign_on_texts import TEXTS

SOURCE = Path(__file__).parents[2] / "src" / "makegood"
LOCALES = SOURCE / "web" / "locale"
WITHOUT_DJANGO = frozenset({"cli", "engine", "files", "migrations", "phrases"})
"""Rooms whose texts, if they have any, are in the terminal's catalogue."""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "later": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
"""Functions that mark a text, and which of their arguments are texts: those that templatize writes are among them."""

TextId = str | tuple[str, str]
WIDTH = 100


def sources() -> list[Path]:
    """Return every file that may hold a text of a page, in a fixed order."""
    files = (*SOURCE.rglob("*.py"), *SOURCE.glob("*/templates/**/*.*"))
    return sorted(path for path in files if path.relative_to(SOURCE).parts[0] not in WITHOUT_DJANGO)


def texts_of(source: str, *, is_template: bool) -> Iterator[tuple[int, TextId]]:
    """Yield the marked texts of one file with their lines; a pair where there is a plural."""
    if is_template:
        yield from _texts_in_markup(source)
        # What Django makes of a template is tokens of Python, not a program: indentation means nothing in it.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    for line, message, _comments, _context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        yield line, message if isinstance(message, str) else (message[0], message[1])


def _texts_in_markup(source: str) -> Iterator[tuple[int, TextId]]:
    """Yield what attributes of components mark: Django takes ``:title="_('…')"`` for mere text and passes it over."""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.TEXT:
            for found in constant_re.finditer(token.contents):
                yield (token.lineno or 1) + token.contents[: found.start()].count("\n"), found[1][1:-1]


def texts_in_source() -> Catalog:
    """Return the marked texts of all rooms, each with the files that have it."""
    found = Catalog(fuzzy=False)
    for path in sources():
        texts = texts_of(path.read_text("utf-8"), is_template=path.suffix != ".py")
        for line, text in sorted(texts, key=lambda one: one[0]):
            found.add(text, locations=[(path.relative_to(SOURCE).as_posix(), line)])
    for text in TEXTS:
        found.add(text, locations=[("sign-on library", 0)])
    return found


def path_of(language: str) -> Path:
    """Return where the catalogue of ``language`` is."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def catalogue_of(language: str) -> Catalog:
    """Read the catalogue of ``language`` from its source."""
    with path_of(language).open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def renewed(language: str) -> bytes:
    """Return the catalogue of ``language`` as it should be: the texts of the source with the translations it has."""
    catalogue = catalogue_of(language)
    catalogue.update(texts_in_source(), no_fuzzy_matching=True, update_creation_date=False)
    written = BytesIO()
    write_po(written, catalogue, width=WIDTH, include_lineno=False, ignore_obsolete=True)
    return written.getvalue()


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(path.parts[-3] for path in LOCALES.rglob("django.po"))


if __name__ == "__main__":
    for one in languages():
        path_of(one).write_bytes(renewed(one))
