"""Text from files made safe to show: it can't move the cursor, change colours or reorder what is beside it."""

from __future__ import annotations

import unicodedata

NO_BREAK = "\u00a0"
SPACES = "\t\n\v\f\r"
"""Shown as one space each."""
JOINERS = "\u200c\u200d"
"""Format characters that scripts and emoji need."""
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a terminal would obey rather than show, or cannot show at all."""
SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "€": "EUR", "£": "GBP"}
    | {"–": "-", "—": "-", "−": "-", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"'}
    | {"·": ".", "≥": ">=", "≤": "<=", "≠": "!=", "→": "->", "×": "x"}
)
"""What an encoding without these characters shows instead."""


def shown(text: str, unreadable: str = "·") -> str:
    """Return ``text`` with as many characters, where each control character reads as ``unreadable``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character, unreadable) for character in text)


def _shown(character: str, unreadable: str) -> str:
    if character in SPACES:
        return " "
    if character in JOINERS or unicodedata.category(character) not in HIDDEN:
        return character
    return unreadable


def breakable(text: str) -> str:
    """Return ``text`` with plain spaces for no-break ones, which have no use where nobody breaks lines any more."""
    return text.replace(NO_BREAK, " ")


def encodable(text: str, encoding: str) -> str:
    """Return ``text`` in characters that ``encoding`` has: spelt out where we know how, else a question mark."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_spelt(character, encoding) for character in text)
    return text


def _spelt(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        bare = unicodedata.normalize("NFKD", character.translate(SPELT_OUT))
        return bare.encode("ascii", "ignore").decode("ascii") or "?"
    return character
