"""Values of specifications as people write them: a number, a range of numbers, a grade (IP67), or any other text."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from makegood.engine.comparison import TOLERANCE, holds
from makegood.engine.portfolio import Operator
from makegood.engine.units import convert

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?"
_RANGE = re.compile(rf"({_NUMBER})(?:\s*(?:\.{{2,3}}|…)\s*({_NUMBER}))?")
_GRADE = re.compile(r"([^\W\d_]+)[ -]?(\d+(?:\.\d+)?)")
_BELOW: tuple[Operator, ...] = ("<=", "<")
_ABOVE: tuple[Operator, ...] = (">=", ">")


@dataclass(frozen=True, slots=True)
class Range:
    """A number known to lie between ``low`` and ``high``, equally likely anywhere; exact where they are equal."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether the range is a single number."""
        return self.low == self.high

    def in_unit(self, unit: str, wanted: str) -> Range:
        """Return the same range in the unit ``wanted``; raises UnableToConvert."""
        low, high = sorted((convert(self.low, unit, wanted), convert(self.high, unit, wanted)))
        return Range(low, high)

    def __str__(self) -> str:
        """Write the number, or both ends with two points between, with six significant digits."""
        return _written(self.low) if self.exact else f"{_written(self.low)}..{_written(self.high)}"


@dataclass(frozen=True, slots=True)
class Grade:
    """Letters and a number: grades with the same letters are compared by the number (IP67 > IP65, Cat6 > Cat5).

    For IP codes this compares both digits as one number, which is right where the first one is the same.
    """

    letters: str
    number: float


@dataclass(frozen=True, slots=True)
class Text:
    """Anything else; equal to another text in whatever case and spacing, neither more nor less."""

    folded: str


Value = Range | Grade | Text


def parse_value(text: str) -> Value:
    """Read ``text`` as a number (decimal point), a range ``95..105``, a grade, or else as text; never fails."""
    plain = text.strip().replace("−", "-")
    if match := _RANGE.fullmatch(plain):
        low = float(match[1])
        high = low if match[2] is None else float(match[2])
        if math.isfinite(low) and math.isfinite(high):
            return Range(min(low, high), max(low, high))
    if match := _GRADE.fullmatch(plain):
        return Grade(match[1].casefold(), float(match[2]))
    return Text("".join(plain.split()).casefold())


def chance(given: Value, operator: Operator, promised: Value) -> float | None:
    """Return the probability that ``given`` satisfies ``operator promised``; None where they can't be compared.

    Texts and different kinds of grade can only be equal or not; a number and a text not even that. A range given is
    satisfied in the share of it that lies where it should; whether a range *is* one exact number inside it cannot be
    said.
    """
    if isinstance(given, Range) and isinstance(promised, Range):
        return _share(given, operator, promised)
    if isinstance(given, Grade) and isinstance(promised, Grade) and given.letters == promised.letters:
        return float(holds(given.number, operator, promised.number))
    if isinstance(given, Range) == isinstance(promised, Range) and operator in ("=", "!="):
        return float((given == promised) == (operator == "="))
    return None


def _share(given: Range, operator: Operator, promised: Range) -> float | None:
    if operator == "!=":
        equal = _share(given, "=", promised)
        return None if equal is None else 1 - equal
    if operator == "=":
        return _share_equal(given, promised)
    if not promised.exact:
        return None
    if given.exact:
        return float(holds(given.low, operator, promised.low))
    infinite = math.inf
    return _overlap(given, promised.low, infinite) if operator in _ABOVE else _overlap(given, -infinite, promised.low)


def _share_equal(given: Range, promised: Range) -> float | None:
    if given.exact:
        inside = holds(given.low, ">=", promised.low) & holds(given.low, "<=", promised.high)
        return float(inside)
    if promised.exact:
        return None if given.low <= promised.low <= given.high else 0.0
    return _overlap(given, promised.low, promised.high)


def _overlap(given: Range, low: float, high: float) -> float:
    share = (min(given.high, high) - max(given.low, low)) / (given.high - given.low)
    return 1.0 if share > 1 - TOLERANCE else max(0.0, share)


def shortfall(given: Range, operator: Operator, promised: Range) -> float | None:
    """Return how far the worst end of ``given`` is from what was promised; None for ``!=`` and where nothing lacks."""
    if operator == "!=" or _share(given, operator, promised) == 1:
        return None
    below, above = promised.low - given.low, given.high - promised.high
    if operator in _ABOVE:
        return max(0.0, below)
    return max(0.0, above) if operator in _BELOW else max(0.0, below, above)


def reached(measured: Sequence[float], operator: Operator, level: float) -> Range:
    """Return what the share ``level`` of the ``measured`` units reach: one value, for ``=`` and ``!=`` their range."""
    if operator in _ABOVE:
        worst = float(np.quantile(measured, 1 - level, method="lower"))
    elif operator in _BELOW:
        worst = float(np.quantile(measured, level, method="higher"))
    else:
        return Range(min(measured), max(measured))
    return Range(worst, worst)


def _written(number: float) -> str:
    return format(Decimal(f"{number:.6g}"), "f")
