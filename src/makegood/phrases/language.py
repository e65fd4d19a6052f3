"""A language: what it calls things, and how it writes values into its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from string import Formatter
from typing import Any

from makegood.phrases import figures
from makegood.phrases.catalogues import SOURCE_LANGUAGE, catalogue

LANGUAGES: tuple[str, ...] = (SOURCE_LANGUAGE, "de")
ENVIRONMENT = ("MAKEGOOD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where the reader's language stands, the first that is set wins."""
UNKNOWN_VALUE = "?"
FIGURE_DECIMALS = 4
"""Of figures that may be shares or sums of money: of the first, hundredths of a per cent are still told apart."""


def choose_language(asked: str | None, environment: Mapping[str, str]) -> str:
    """Return the language asked for, or that of the environment; English where we don't speak it."""
    wanted = next((value for value in (asked, *(environment.get(name) for name in ENVIRONMENT)) if value), "")
    code = wanted.replace("-", "_").split("_")[0].split(".")[0].lower()
    return code if code in LANGUAGES else SOURCE_LANGUAGE


@cache
def speak(code: str) -> Language:
    """Return the language ``code``; KeyError where we don't speak it."""
    if code not in LANGUAGES:
        raise KeyError(code)
    return Language(code)


class Language:
    """Says texts whose ids are English, with named values: ``say("{count} promises", count=3)``.

    A placeholder may say how its value is written: ``{share:percent}``, ``{p50:date}``, ``{teams:list}``,
    ``{days:number}``, ``{target:level}``, ``{score:figure}``, ``{capable:value}``, ``{known:unit}``. Values without
    such a word are written by their type.
    """

    def __init__(self, code: str) -> None:
        """Speak ``code``, one of :data:`LANGUAGES`."""
        self.code = code
        self._formatter = _ValueFormatter(code)

    def say(self, text: str, /, **values: object) -> str:
        """Say ``text``, its id in English, with ``values`` for its placeholders."""
        translated = catalogue(self.code).gettext(text)
        return self._formatter.vformat(translated, (), _Values(values))

    def say_plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Say ``one`` or ``many``, as ``count`` asks for in this language; ``{count}`` is written as well."""
        translated = catalogue(self.code).ngettext(one, many, count)
        return self._formatter.vformat(translated, (), _Values({"count": count, **values}))

    def short_date(self, day: date, today: date) -> str:
        """Write ``day`` for a narrow column, without a year that is plain from ``today``."""
        return figures.write_short_date(day, today, self.code)

    def month(self, day: date) -> str:
        """Write the month of ``day`` for an axis."""
        return figures.write_month(day, self.code)

    def number(self, value: float, *, decimals: int = 1) -> str:
        """Write ``value`` with at most ``decimals`` decimals."""
        return figures.write_number(value, self.code, decimals=decimals)

    def percent(self, share: float) -> str:
        """Write a share between 0 and 1 in whole per cent."""
        return figures.write_share(share, self.code)

    def span(self, days: float) -> str:
        """Write a span of time in days, hours or minutes."""
        return figures.write_span(days, self.code)

    def money(self, amount: float, currency: str) -> str:
        """Write an amount in full."""
        return figures.write_money(amount, currency, self.code)

    def rough_money(self, amount: float, currency: str) -> str:
        """Write an amount in short, for headlines."""
        return figures.write_rough_money(amount, currency, self.code)

    def listing(self, words: Sequence[str]) -> str:
        """Join words by commas and "and"."""
        return figures.write_list(words, self.code)


class _Values(dict[str, object]):
    """Values for a sentence; one that is missing reads as a question mark rather than stopping the reader."""

    def __missing__(self, name: str) -> object:
        return UNKNOWN_VALUE


class _ValueFormatter(Formatter):
    """Writes the values of a sentence in one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401  # as the base class has it
        if value is None or value == UNKNOWN_VALUE:
            return UNKNOWN_VALUE
        if format_spec:
            return self._written(value, format_spec)
        if isinstance(value, date):
            return figures.write_date(value, self._language)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return figures.write_number(value, self._language)
        if isinstance(value, list | tuple):
            return figures.write_list([str(word) for word in value], self._language)
        return str(value)

    def _written(self, value: Any, form: str) -> str:  # noqa: ANN401  # see format_field
        match form:
            case "percent":
                return figures.write_share(value, self._language)
            case "level":
                return figures.write_exact_share(value, self._language)
            case "number":
                return figures.write_number(value, self._language, decimals=0)
            case "figure":
                return figures.write_number(value, self._language, decimals=FIGURE_DECIMALS)
            case "value" | "unit":
                from makegood.phrases import values  # the engine's, which takes long to load

                return values.write_unit(value) if form == "unit" else values.write_value(value, self._language)
            case "plain":
                return str(value)
        raise ValueError(f"no way of writing a value is called {form!r}")
