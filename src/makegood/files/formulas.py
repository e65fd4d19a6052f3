"""Text on its way into a spreadsheet: what the program there would run as a formula is made plain text."""

from __future__ import annotations

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings of cells that spreadsheets read as formulas (OWASP, "CSV Injection"), full-width forms included."""
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*(?:[eE][+-]?[0-9]+)?\s?%?")


def harmless(text: str) -> str:
    """Return ``text`` with an apostrophe before it where a spreadsheet would take it for a formula; numbers pass."""
    if text.startswith(_STARTS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
