"""How a language writes dates, numbers, shares, money and lists.

Babel has the rules of each locale (CLDR). Two conventions are the house's own in every language: a no-break space
stands before the per cent sign and beside a currency symbol.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

NO_BREAK = "\u00a0"
ROUNDING = 1e-9
"""Forgiven before rounding down: 0.29 is stored as a little less."""
DATE_FORMS = {"en": "d MMM yyyy", "de": "d. MMM yyyy"}
SHORT_DATE_FORMS = {"en": "d MMM", "de": "dd.MM."}
SHORT_DATE_WITH_YEAR_FORMS = {"en": "d MMM yy", "de": "dd.MM.yy"}
MONEY_FORMS = {"en": f"¤{NO_BREAK}#,##0", "de": f"#,##0{NO_BREAK}¤"}
LARGE_UNITS = {"en": ((1e9, "bn"), (1e6, "m"), (1e3, "k")), "de": ((1e9, " Mrd."), (1e6, " Mio."), (1e3, " Tsd."))}
COUNTABLE = 1e15
"""From here on a number has more digits than its own, and more than a decimal can be rounded to."""
SHORTEST_MONEY = 10_000
"""From here on amounts are shortened by the units above."""
SPANS = (("day", 1), ("hour", 24), ("minute", 1_440))
"""Units from long to short, and how many of them a day has."""
SHORTEST_SPAN = 0.95
"""Of a unit; below it the next shorter one is told."""
YEAR_IS_PLAIN = range(-60, 301)
"""Days from today within which a date needs no year to be understood."""


CELLS_KEPT = 4_096
"""Dates and shares of a table: the same few in thousands of rows."""


def write_date(day: date, language: str) -> str:
    """Write ``day`` with its year: 15 Jan 2027."""
    from babel.dates import format_date

    return format_date(day, DATE_FORMS[language], locale=_locale(language))


@lru_cache(CELLS_KEPT)
def write_short_date(day: date, today: date, language: str) -> str:
    """Write ``day`` for a narrow column: its year only where that is not plain from ``today``."""
    from babel.dates import format_date

    plain = (day - today).days in YEAR_IS_PLAIN
    form = SHORT_DATE_FORMS if plain else SHORT_DATE_WITH_YEAR_FORMS
    return format_date(day, form[language], locale=_locale(language))


def write_month(day: date, language: str) -> str:
    """Write the month of ``day`` for an axis: its year only in January."""
    from babel.dates import format_date

    return format_date(day, "LLL yyyy" if day.month == 1 else "LLL", locale=_locale(language))


def write_number(value: float, language: str, *, decimals: int = 1) -> str:
    """Write ``value`` with thousands separators and at most ``decimals`` decimals; what nobody counts, by its size."""
    from babel.numbers import format_decimal, format_scientific

    if abs(value) >= COUNTABLE:
        return format_scientific(value, "0.##E0", locale=_locale(language))
    form = "#,##0." + "#" * decimals if decimals else "#,##0"
    return format_decimal(value, form, locale=_locale(language))


@lru_cache(CELLS_KEPT)
def write_share(share: float, language: str) -> str:
    """Write ``share`` (0 to 1) in whole per cent, rounded down: nothing reads safer than it is, 100 % means all."""
    percent = floor(100 * share + ROUNDING)
    if percent == 0 and share > 0:
        return f"<{NO_BREAK}1{NO_BREAK}%"
    return f"{write_number(percent, language, decimals=0)}{NO_BREAK}%"


def write_exact_share(share: float, language: str) -> str:
    """Write ``share`` in per cent with up to two decimals, for levels such as 99.95 %."""
    return f"{write_number(100 * share, language, decimals=2)}{NO_BREAK}%"


def write_span(days: float, language: str) -> str:
    """Write a span of time in the unit in which people would tell it: 9 days, 5 hours, 40 minutes."""
    from babel.units import format_unit

    value, unit = next(((days * many, name) for name, many in SPANS if days * many >= SHORTEST_SPAN), (0.0, "minute"))
    whole = max(1, round(value)) if days > 0 else 0
    return format_unit(whole, f"duration-{unit}", "long", locale=_locale(language)).replace(" ", NO_BREAK)


def write_money(amount: float, currency: str, language: str) -> str:
    """Write ``amount`` in full: € 186,000. Without a currency it is a plain number."""
    from babel.numbers import format_currency

    if not currency:
        return write_number(amount, language, decimals=0)
    return format_currency(amount, currency, MONEY_FORMS[language], locale=_locale(language), currency_digits=False)


def write_rough_money(amount: float, currency: str, language: str) -> str:
    """Write ``amount`` to three figures: € 412k. Below 10,000 in full."""
    if amount < SHORTEST_MONEY:
        return write_money(amount, currency, language)
    rounded = float(f"{amount:.3g}")
    unit, name = next((unit, name) for unit, name in LARGE_UNITS[language] if rounded >= unit)
    shortened = write_number(rounded / unit, language, decimals=1) + name.replace(" ", NO_BREAK)
    return _beside_symbol(shortened, currency, language)


def _beside_symbol(figure: str, currency: str, language: str) -> str:
    from babel.numbers import get_currency_symbol

    if not currency:
        return figure
    symbol = get_currency_symbol(currency, locale=_locale(language))
    return MONEY_FORMS[language].replace("¤", symbol).replace("#,##0", figure)


def write_list(words: Sequence[str], language: str) -> str:
    """Join ``words`` as people do: Helios, Fjord, and Tern."""
    from babel.lists import format_list

    return format_list(list(words), locale=_locale(language))


@cache
def _locale(language: str) -> Locale:
    """Return the rules of ``language``: looking them up by name takes as long as applying them."""
    from babel import Locale

    return Locale.parse(language)
