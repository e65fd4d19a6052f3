"""Words as they are compared: without case, accents and spelling of umlauts, so that "grosse" finds "Größe".

Folding happens here and not in the database, so both databases find the same. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 60
MOST_WORDS = 15_000
"""Words of one text that are indexed: positions in PostgreSQL's tsvector end at 16,383."""
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"})
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def forms_of(word: str) -> tuple[str, ...]:
    """Return ``word`` folded, in each way that it may be spelt: "größe" is "grosse" and "groesse"."""
    return _remembered(word) if len(word) <= LONGEST_WORD else _forms(word)


@lru_cache(maxsize=20_000)
def _remembered(word: str) -> tuple[str, ...]:
    """Fold the words that come again and again once: an import of many promises would do little else."""
    return _forms(word)


def _forms(word: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFC", word.casefold())
    forms = (_fold(plain), _fold(plain.translate(_SPELT_OUT)))
    return tuple(dict.fromkeys(form for form in forms if form))


def words_of(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the forms of each word in ``text``."""
    for found in WORD.finditer(unicodedata.normalize("NFC", text)):
        if forms := forms_of(found.group()):
            yield forms


def folded(text: str) -> str:
    """Return every form of every word of ``text``, a space between them: what is indexed."""
    if text.isascii():  # no accents, nothing to spell out: each word has one form
        found = [word[:LONGEST_WORD] for word in WORD.findall(text.lower())]
    else:
        found = [form for forms in words_of(text) for form in forms]
    return " ".join(found[:MOST_WORDS])


def _fold(word: str) -> str:
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", word)).casefold().translate(_LETTERS)
    return "".join(WORD.findall(unicodedata.normalize("NFC", bare)))[:LONGEST_WORD]
