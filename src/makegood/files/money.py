"""Amounts of money as people write them, and the currency that an amount itself names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from makegood.files.forms import Number

_SIGNS: Mapping[str, frozenset[str]] = {
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "¥": frozenset({"JPY", "CNY"}),
    "$": frozenset({"USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD"}),
}
"""The currencies that a sign may mean."""
_BESIDE = r"[€£¥$]|[A-Z]{3}"
_AMOUNT = re.compile(
    rf"(?P<before>{_BESIDE})?\s{{0,3}}(?P<number>.{{1,40}}?)"
    rf"(?:(?P<mark>[.,])[-–—]{{1,2}})?\s{{0,3}}(?P<after>{_BESIDE})?"
)
"""A number with a sign or code on one side, and the dash that stands for no cents; bounded, to cost little."""


@dataclass(frozen=True)
class Money(Number):
    """A number that may have the sign or code of its currency beside it, or ``,-`` behind it."""

    @property
    def description(self) -> str:
        """The range in words, and what may stand beside the number."""
        return super().description + "; a currency sign beside it is read: `48.500,00 €`"

    def parse(self, text: str, marks: str, /) -> float:
        """Return the amount, whatever its currency."""
        return super().parse(self.bare(text), marks)

    def bare(self, text: str) -> str:
        """Return the number without currency and with noughts for a dash; ``text`` as it is where it has two."""
        match = _AMOUNT.fullmatch(text)
        if match is None or (match["before"] and match["after"]):
            return text
        return match["number"] + (match["mark"] + "00" if match["mark"] else "")


def currencies_in(text: str) -> frozenset[str]:
    """Return the currencies that the amount ``text`` may be in by its sign or code; none where it has neither."""
    match = _AMOUNT.fullmatch(text)
    beside = match["before"] or match["after"] if match else None
    return _SIGNS.get(beside, frozenset({beside})) if beside else frozenset()
