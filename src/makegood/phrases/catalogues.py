"""Message catalogues: compiled ones where the package was built, else compiled in memory from their source."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

SOURCE_LANGUAGE = "en"
"""The language of the message ids: it needs no catalogue."""
LOCALES = Path(__file__).parent / "locale"
DOMAIN = "makegood"


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the translations into ``language``; FileNotFoundError where there is no catalogue for it."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    source = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    compiled = source.with_suffix(".mo")
    if compiled.exists():
        with compiled.open("rb") as stream:
            return GNUTranslations(stream)
    return GNUTranslations(_compile(source, language))


def _compile(source: Path, language: str) -> BytesIO:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return compiled
