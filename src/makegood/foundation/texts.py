"""One rule for text from outside, whether it comes from a form, a program or a file."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from makegood.foundation.errors import Problem

_REFUSED = re.compile("[\x00\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters but tab and line feed; marks that make text run backwards; a byte order mark."""
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Fillers that count as letters or symbols and show nothing."""
_BLANKS = re.compile(r"\s+")


class UnacceptableText(Problem):
    """The text holds what no writing needs and no database keeps: a NUL or half of a character."""

    code = "unacceptable-text"


def clean(text: str, *, field: str = "") -> str:
    """Return text of several lines as it is kept: normalised (NFC), line feeds only, no control characters, trimmed.

    UnacceptableText on a NUL or a lone surrogate: those are mistakes or attacks, not something to mend in silence.
    """
    if _REFUSED.search(text):
        raise UnacceptableText(_("This text contains characters that can't be kept."), field=field)
    cleaned = unicodedata.normalize("NFC", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))).strip()
    return "" if cleaned and all(map(_is_unseen, cleaned)) else cleaned


def _is_unseen(character: str) -> bool:
    """Say whether nobody could see, or click on, a text made of this alone."""
    return character in _BLANK_LETTERS or unicodedata.category(character) in {"Cf", "Zs", "Zl", "Zp", "Cc"}


def clean_line(text: str, *, field: str = "") -> str:
    """Return text of one line as it is kept: like :func:`clean`, with every run of blanks as one space."""
    return _BLANKS.sub(" ", clean(text, field=field))
