"""From what was typed after an option to a value, or to a sentence that says why not."""

from __future__ import annotations

from datetime import date, datetime
from math import isfinite
from typing import Literal
from zoneinfo import ZoneInfo

from makegood.cli.usage import UsageProblem, with_suggestion
from makegood.phrases.language import LANGUAGES, Language

DEFAULT_ZONE = "UTC"
DateOrder = Literal["dmy", "mdy"]


def parse_zone(typed: str | None, language: Language) -> ZoneInfo:
    """Return the time zone of an IANA name, UTC without one."""
    name = typed or DEFAULT_ZONE
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:  # zoneinfo raises all three, by how odd the name is
        from zoneinfo import available_timezones

        problem = language.say("{name} is not a time zone.", name=name)
        raise UsageProblem(with_suggestion(problem, name, sorted(available_timezones()), language)) from unknown


def parse_day(typed: str | None, zone: ZoneInfo, language: Language) -> date:
    """Return the day of ``--as-of``; today in ``zone`` without one. The only clock of a check."""
    if typed is None:
        return datetime.now(zone).date()
    try:
        return date.fromisoformat(typed)
    except ValueError as wrong:
        text = language.say("{typed} is not a day. Write it as {example}.", typed=typed, example="2027-01-15")
        raise UsageProblem(text) from wrong


def parse_share(typed: str | None, option: str, language: Language) -> float | None:
    """Return a probability typed as 0.85, 85 or 85 %; a number above 1 is read as per cent."""
    if typed is None:
        return None
    figure = typed.replace("%", "").replace(",", ".").strip()
    try:
        value = float(figure)
    except ValueError:
        value = float("nan")
    share = value / 100 if "%" in typed or value > 1 else value
    if not isfinite(share) or not 0 <= share <= 1:
        text = language.say(
            "{option} takes a probability such as 0.85 or 85%, not {typed}.", option=option, typed=typed
        )
        raise UsageProblem(text)
    return share


def parse_whole(typed: str, option: str, low: int, high: int, language: Language) -> int:
    """Return a whole number from ``low`` to ``high``."""
    try:
        value = int(typed)
    except ValueError:
        value = low - 1
    if not low <= value <= high:
        text = language.say(
            "{option} takes a whole number from {low} to {high}, not {typed}.",
            option=option,
            low=low,
            high=high,
            typed=typed,
        )
        raise UsageProblem(text)
    return value


def parse_number(typed: str, option: str, low: float, high: float, language: Language) -> float:
    """Return a number from ``low`` to ``high``, with a decimal point or comma."""
    try:
        value = float(typed.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        text = language.say(
            "{option} takes a number from {low} to {high}, not {typed}.", option=option, low=low, high=high, typed=typed
        )
        raise UsageProblem(text)
    return value


def parse_date_order(typed: str | None, language: Language) -> DateOrder | None:
    """Return the order of day and month for dates that could be read both ways."""
    match None if typed is None else typed.lower():
        case None:
            return None
        case "dmy":
            return "dmy"
        case "mdy":
            return "mdy"
    raise UsageProblem(language.say("--date-order is dmy or mdy, not {typed}.", typed=typed))


def check_language(typed: str | None, language: Language) -> None:
    """Refuse a language that was asked for and that we don't speak."""
    if typed is not None and typed.lower() not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise UsageProblem(language.say("--language is one of {known}, not {typed}.", known=known, typed=typed))
