"""One text of a family: its id in English, and its plural where a number stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from makegood.phrases.language import Language


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text and, where the value ``count`` decides its grammar, its plural."""

    one: str
    many: str = ""
    count: str = ""

    def said(self, language: Language, values: Mapping[str, object]) -> str:
        """Say it in ``language`` with ``values``; a count is rounded to whole numbers first."""
        if not self.many:
            return language.say(self.one, **values)
        number = values.get(self.count)
        whole = round(number) if isinstance(number, int | float) else 0
        return language.say_plural(self.one, self.many, whole, **{**values, self.count: whole})


def phrase(one: str) -> Phrase:
    """Mark ``one`` as a text to be translated."""
    return Phrase(one)


def counted(one: str, many: str, count: str) -> Phrase:
    """Mark ``one`` and ``many`` as a text to be translated whose value ``count`` decides between them."""
    return Phrase(one, many, count)


def translatable(text: str) -> str:
    """Mark ``text``, which somebody else will say, as one to be translated."""
    return text
