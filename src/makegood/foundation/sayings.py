"""Sentences that are kept and read later, by each reader in their language instead of that of the moment.

A message is marked with :func:`saying` where others use gettext, and reads like any text; what it was made of goes with
it, and is what rows keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

Kept = tuple[str, dict[str, Any]]
"""The text as it stands in the catalogue, and the values that it needs."""


class Saying(str):
    """A sentence in the language of the moment, which knows what it was made of."""

    __slots__ = ("text", "values")

    text: str
    values: Mapping[str, object]

    def __new__(cls, text: str, values: Mapping[str, object] | None = None) -> Saying:
        """Say ``text``, which is in the catalogue, with ``values`` in it."""
        said = gettext(text)
        one = super().__new__(cls, said % values if values else said)
        one.text, one.values = text, values or {}
        return one

    def __mod__(self, values: Any) -> Saying:  # noqa: ANN401  # as a text's own
        """Put values into it."""
        return Saying(self.text, values)


def saying(text: str) -> Saying:
    """Mark a text for translators, as gettext does, and keep in mind what it is."""
    return Saying(text)


def kept(message: str) -> Kept:
    """Return a message as rows keep it; one that does not know what it is made of as it is."""
    if not isinstance(message, Saying):
        return message, {}
    return message.text, {name: _plain(value) for name, value in message.values.items()}


def told(text: str, values: Mapping[str, object]) -> str:
    """Return what was kept, in the language of whoever reads; as it is where the text needs other values by now."""
    said = gettext(text) if text else ""
    try:
        return said % values if values else said
    except (KeyError, ValueError, TypeError):
        return said


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str) else str(value)
