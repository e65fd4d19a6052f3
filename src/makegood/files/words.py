"""Forms of values that are words: yes and no, operators, currencies, time zones, countries, and a week's hours."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

from makegood.engine.portfolio import OPERATORS, Operator
from makegood.engine.settings import RANKING_RULES, RankingRule
from makegood.files.errors import mend, problem
from makegood.files.forms import CellForm
from makegood.files.names import Names
from makegood.files.numbers import parse_number
from makegood.files.refusals import Refused

_YES = frozenset({"yes", "true", "1", "y", "ja", "wahr", "j"})
_NO = frozenset({"no", "false", "0", "n", "nein", "falsch"})
_CUSTOMER = frozenset({"customer", "client", "buyer", "kunde", "kundin"})
_US = frozenset({"us", "we", "supplier", "wir", "uns", "lieferant"})
_SAME_OPERATOR: dict[str, Operator] = {"≥": ">=", "≤": "<=", "≠": "!=", "==": "=", "<>": "!=", "=>": ">=", "=<": "<="}
_WORKING_DAYS = 5
_DAYS = 7
_MOST_HOURS = 24


class YesNo(CellForm[bool]):
    """Yes or no, in English or German."""

    @property
    def description(self) -> str:
        """The words that are read."""
        return "yes or no (also true/false, 1/0, ja/nein)"

    def parse(self, text: str, _marks: str, /) -> bool:
        """Return True for yes."""
        folded = text.casefold()
        if folded not in _YES | _NO:
            raise Refused(problem("not yes or no"), mend("write yes or no"))
        return folded in _YES


class Canceller(CellForm[str]):
    """Who cancelled: the customer, or we ourselves."""

    @property
    def description(self) -> str:
        """The two words."""
        return "`customer` or `us`"

    def parse(self, text: str, _marks: str, /) -> str:
        """Return ``customer`` or ``us``; refuse any other word, since the two count differently."""
        folded = text.casefold()
        if folded in _CUSTOMER:
            return "customer"
        if folded in _US:
            return "us"
        raise Refused(problem("not a canceller"), mend("write customer or us"))


class Comparison(CellForm[Operator]):
    """How a value is compared with what was promised."""

    @property
    def description(self) -> str:
        """The operators."""
        return "operator: " + " ".join(f"`{operator}`" for operator in OPERATORS) + " (also ≥ ≤ ≠ == <>)"

    def parse(self, text: str, _marks: str, /) -> Operator:
        """Return the engine's way of writing the operator."""
        for operator in OPERATORS:
            if text == operator:
                return operator
        if text in _SAME_OPERATOR:
            return _SAME_OPERATOR[text]
        raise Refused(problem("not an operator"), mend("use an operator", operators=" ".join(OPERATORS)))


class Ranking(CellForm[RankingRule]):
    """One thing by which promises rank for capacity."""

    @property
    def description(self) -> str:
        """The rules."""
        return "rule: " + ", ".join(f"`{rule}`" for rule in RANKING_RULES)

    def parse(self, text: str, _marks: str, /) -> RankingRule:
        """Return the rule; refuse what is none."""
        folded = text.casefold().replace("_", "-")
        for rule in RANKING_RULES:
            if folded == rule:
                return rule
        raise Refused(problem("not a rule"), mend("use a rule", rules=", ".join(RANKING_RULES)))


class Currency(CellForm[str]):
    """An ISO 4217 code; only its form is checked."""

    @property
    def description(self) -> str:
        """The form of a code."""
        return "currency: three letters, such as EUR"

    def parse(self, text: str, _marks: str, /) -> str:
        """Return the code in capitals."""
        if not re.fullmatch("[A-Za-z]{3}", text):
            raise Refused(problem("not a currency"), mend("write a currency code", example="EUR"))
        return text.upper()


class TimeZone(CellForm[str]):
    """A time zone of the IANA database."""

    @property
    def description(self) -> str:
        """The form of a name."""
        return "time zone: IANA name, such as Europe/Berlin"

    def parse(self, text: str, _marks: str, /) -> str:
        """Return the name."""
        if text in _time_zones():
            return text
        suggestion = _time_zones().nearest(text)
        how = (
            mend("did you mean", suggestion=suggestion)
            if suggestion
            else mend("write a time zone", example="Europe/Berlin")
        )
        raise Refused(problem("unknown time zone"), how)


class Country(CellForm[str]):
    """A country whose public holidays are known."""

    @property
    def description(self) -> str:
        """The form of a code."""
        return "country: ISO 3166 code, such as DE"

    def parse(self, text: str, _marks: str, /) -> str:
        """Return the code in capitals."""
        from makegood.files.countries import check_country  # loads the holidays only where needed

        return check_country(text)


class HoursPerDay(CellForm[tuple[float, ...]]):
    """The working hours of a week, Monday first, or of every day from Monday to Friday."""

    @property
    def description(self) -> str:
        """Both ways of writing it."""
        return "hours: `8 8 8 8 8 0 0`, Monday first, or one number for Monday to Friday"

    def parse(self, text: str, marks: str, /) -> tuple[float, ...]:
        """Return seven numbers between 0 and 24."""
        parts = re.split(r"[;/\s]+", text)
        if len(parts) == 1 and text.count(",") == _DAYS - 1:
            parts = text.split(",")
        if len(parts) not in (1, _DAYS):
            raise Refused(problem("not hours per day"), mend("write hours per day", example="8 8 8 8 8 0 0"))
        hours = [parse_number(part, marks) for part in parts]
        if not all(0 <= each <= _MOST_HOURS for each in hours):
            bounds = {"low": 0, "high": _MOST_HOURS}
            raise Refused(problem("out of range", **bounds), mend("stay in range", **bounds))
        return tuple(hours) if len(hours) == _DAYS else (hours[0],) * _WORKING_DAYS + (0.0,) * (_DAYS - _WORKING_DAYS)


@cache
def _time_zones() -> Names:
    return Names(sorted(available_timezones()), listed_in="")
