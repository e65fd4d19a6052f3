"""One rule for text from outside, whether it comes from a form, a program or a file."""

from __future__ import annotations

import re
import unicodedata

from makegood.foundation.errors import Problem
from makegood.foundation.sayings import saying as _

_REFUSED = re.compile("[\x00\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters but tab and line feed; marks that make text run backwards; a byte order mark."""
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Fillers that count as letters or symbols and show nothing."""
_BLANKS = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


class UnacceptableText(Problem):
    """The text holds what no writing needs and no database keeps: a NUL or half of a character."""

    code = "unacceptable-text"


def clean(text: str, *, field: str = "") -> str:
    """Return text of several lines as it is kept: normalised (NFC), line feeds only, no control characters, trimmed.

    UnacceptableText on a NUL or a lone surrogate: those are mistakes or attacks, not something to mend in silence.
    """
    if text.isascii() and text.isprintable():  # most texts: one line of plain characters
        return text.strip()
    if _REFUSED.search(text):
        raise UnacceptableText(_("This text contains characters that can't be kept."), field=field)
    cleaned = unicodedata.normalize("NFC", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))).strip()
    return "" if cleaned and all(map(_is_unseen, cleaned)) else cleaned


def _is_unseen(character: str) -> bool:
    """Say whether nobody could see, or click on, a text made of this alone."""
    return character in _BLANK_LETTERS or unicodedata.category(character) in {"Cf", "Zs", "Zl", "Zp", "Cc"}


def clean_line(text: str, *, field: str = "") -> str:
    """Return text of one line as it is kept: like :func:`clean`, with every run of blanks as one space."""
    cleaned = clean(text, field=field)
    return cleaned if cleaned.isprintable() and "  " not in cleaned else _BLANKS.sub(" ", cleaned)


def kept_line(value: str, *, field: str, most: int, refusal: type[Problem], needed: bool = False) -> str:
    """Return text of one line of at most ``most`` characters, of one at least where it is ``needed``; ``refusal``."""
    return sized(clean_line(value, field=field), field=field, most=most, refusal=refusal, needed=needed)


def kept_text(value: str, *, field: str, most: int, refusal: type[Problem], needed: bool = False) -> str:
    """Return text of several lines, sized like :func:`kept_line`; ``refusal``."""
    return sized(clean(value, field=field), field=field, most=most, refusal=refusal, needed=needed)


def sized(cleaned: str, *, field: str, most: int, refusal: type[Problem], needed: bool = False) -> str:
    """Return a text that has been cleaned, if its length will do; ``refusal`` is the problem of the verb it is for."""
    if needed and not cleaned:
        raise refusal(_("Please fill this in."), field=field)
    if len(cleaned) > most:
        raise refusal(_("Please use at most %(most)s characters.") % {"most": most}, field=field)
    return cleaned


def language_code(value: str, *, refusal: type[Problem], field: str = "language") -> str:
    """Return a language by its code, ``de`` or ``pt-BR``, whether or not the house speaks it; ``refusal``."""
    if not _LANGUAGE.fullmatch(value):
        raise refusal(_("Please give a language by its code, such as en or pt-BR."), field=field)
    return value
