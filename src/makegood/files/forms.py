"""The forms that values of a column take: each reads a whole column of texts into values and refuses what isn't so."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from makegood.files.cells import Cells
from makegood.files.date_columns import read_days, read_days_or_moments, read_moments
from makegood.files.errors import mend, problem
from makegood.files.numbers import home_marks, parse_number, plain, proven_marks
from makegood.files.refusals import Refused

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)

_SPREADSHEET_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
    | {"#BEZUG!", "#NV", "#WERT!", "#ZAHL!", "#ÜBERLAUF!"}  # in a German spreadsheet
)
_BEYOND_MENTION = 1e12


class Form(Protocol[Value_co]):
    """What the values of a column look like."""

    @property
    def description(self) -> str:
        """In a few English words, for the reference."""

    def read(self, cells: Cells) -> Sequence[Value_co | None]:
        """Return a value for each cell, None where it is blank or refused; write refusals in the journal."""


class CellForm(ABC, Generic[Value]):
    """A form that reads each cell by itself; equal texts are read once."""

    @property
    @abstractmethod
    def description(self) -> str:
        """In a few English words, for the reference."""

    @abstractmethod
    def parse(self, text: str, marks: str, /) -> Value:
        """Return the value of ``text``, which isn't blank; raise :class:`Refused`. ``marks``: decimal marks."""

    def read(self, cells: Cells) -> list[Value | None]:
        """Return a value for each cell, None where it is blank or refused; write refusals in the journal."""
        home = home_marks(cells.delimiter)
        values, refusals = self._parse_all(set(cells.texts) - {""}, home)
        if any(refused.why.code == "ambiguous number" for refused in refusals.values()):
            values, refusals = self._parse_all(
                set(cells.texts) - {""}, home + proven_marks(map(self.bare, set(cells.texts)))
            )
        cells.refuse_all(refusals)
        return [values.get(text) for text in cells.texts]

    def bare(self, text: str) -> str:
        """Return the number in ``text`` without what a form allows beside it, to see which mark is decimal."""
        return text

    def _parse_all(self, texts: set[str], marks: str, /) -> tuple[dict[str, Value], dict[str, Refused]]:
        values: dict[str, Value] = {}
        refusals: dict[str, Refused] = {}
        for text in texts:
            try:
                values[text] = self.parse(text, marks)
            except Refused as refused:
                refusals[text] = refused
        return values, refusals


@dataclass(frozen=True, slots=True)
class Text:
    """Any text, kept as it is but for blanks around it; blank cells give the empty text."""

    description: str = "text"

    def read(self, cells: Cells) -> list[str | None]:
        """Return the texts; refuse the error values that a spreadsheet writes where a formula failed."""
        failed = _SPREADSHEET_ERRORS.intersection(cells.texts)
        refused = Refused(problem("spreadsheet error"), mend("correct the formula"))
        cells.refuse_all(dict.fromkeys(failed, refused))
        return list(cells.texts)


@dataclass(frozen=True)
class Number(CellForm[float]):
    """A number between ``low`` and ``high``, both included."""

    low: float
    high: float

    @property
    def description(self) -> str:
        """The range in words; a bound that no person meets goes without saying."""
        if self.high < _BEYOND_MENTION:
            return f"number from {self.low:,.15g} to {self.high:,.15g}"
        return "number" if self.low < 0 else f"number from {self.low:,.15g}"

    def parse(self, text: str, marks: str, /) -> float:
        """Return the number; infinity is out of range."""
        return _within(parse_number(text, marks), self.low, self.high)


@dataclass(frozen=True)
class Whole(CellForm[int]):
    """A whole number between ``low`` and ``high``, both included."""

    low: int
    high: int

    @property
    def description(self) -> str:
        """The range in words."""
        return f"whole number from {self.low:,} to {self.high:,}"

    def parse(self, text: str, marks: str, /) -> int:
        """Return the number; ``3.0`` is whole."""
        number = _within(parse_number(text, marks), self.low, self.high)
        if number != int(number):
            raise Refused(problem("not a whole number"), mend("write a whole number"))
        return int(number)


class Share(CellForm[float]):
    """A share between 0 and 1, or a percentage with its sign."""

    @property
    def description(self) -> str:
        """Both ways of writing it."""
        return "share: `0.95` or `95 %`"

    def parse(self, text: str, marks: str, /) -> float:
        """Return the share; a bare number above 1 is refused, since it may be a percentage or a mistake."""
        number, percent = _number_and_sign(text, marks)
        if percent:
            return _within(number, 0, 100) / 100
        if 1 < number <= 100:
            how = mend("write share or percent", share=plain(number / 100), percent=plain(number) + " %")
            raise Refused(problem("bare percentage"), how)
        return _within(number, 0, 1)


class Percentage(CellForm[float]):
    """A percentage between 0 and 100, with its sign or without, read as a share."""

    @property
    def description(self) -> str:
        """Both ways of writing it."""
        return "percentage: `40` or `40 %`"

    def parse(self, text: str, marks: str, /) -> float:
        """Return the share; a bare number between 0 and 1 is refused, since it is likelier a share."""
        number, percent = _number_and_sign(text, marks)
        if 0 < number < 1 and not percent:
            raise Refused(problem("bare share"), mend("write percent", percent=plain(number * 100) + " %"))
        return _within(number, 0, 100) / 100


@dataclass(frozen=True, slots=True)
class Day:
    """A date; all cells of a column in one format (see :mod:`makegood.files.dates`)."""

    description: str = "date"

    def read(self, cells: Cells) -> list[date | None]:
        """Return the days; times of day are cut off."""
        return read_days(cells)


@dataclass(frozen=True, slots=True)
class PastDay:
    """A date that can't lie after the day of the forecast."""

    description: str = "date, not in the future"

    def read(self, cells: Cells) -> list[date | None]:
        """Return the days; refuse those after the day of the forecast."""
        as_of = cells.reading.as_of
        days = read_days(cells)
        refused = Refused(problem("in the future", as_of=as_of), mend("write a day until", as_of=as_of))
        for place, day in enumerate(days):
            if day is not None and day > as_of:
                cells.refuse(place, refused)
        return days


@dataclass(frozen=True, slots=True)
class Moment:
    """A date with or without a time of day, on the company's clock unless it says its offset."""

    description: str = "date, or date and time"

    def read(self, cells: Cells) -> list[datetime | None]:
        """Return the moments on the company's clock, without a zone."""
        return read_moments(cells)


@dataclass(frozen=True, slots=True)
class DayOrMoment:
    """A date with or without a time of day, kept apart: a day ends with its midnight, a moment is exact."""

    description: str = "date, or date and time"

    def read(self, cells: Cells) -> list[date | datetime | None]:
        """Return the days and the moments, these on the company's clock and without a zone."""
        return read_days_or_moments(cells)


def _number_and_sign(text: str, marks: str, /) -> tuple[float, bool]:
    percent = text.endswith("%")
    return parse_number(text[:-1].rstrip() if percent else text, marks), percent


def _within(number: float, low: float, high: float) -> float:
    if not low <= number <= high:
        raise Refused(problem("out of range", low=low, high=high), mend("stay in range", low=low, high=high))
    return number
