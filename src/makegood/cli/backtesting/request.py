"""From what was typed to what was asked for, or one sentence why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from makegood.cli.arguments import DateOrder, check_language, parse_date_order, parse_number, parse_zone
from makegood.cli.usage import UsageProblem, with_suggestion
from makegood.phrases import Language, choose_language

Every = Literal["day", "week", "month", "quarter", "year"]
MOST_TOLERANCE_DAYS = 3_653.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedBacktest:
    """A backtest as it was typed."""

    path: Path
    start: str | None
    end: str | None
    every: str
    tolerance_days: str
    zone: str | None
    date_order: str | None
    as_json: bool
    report: Path | None
    no_color: bool
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestRequest:
    """Everything that was asked for."""

    path: Path
    start: date | None
    """None: once a third of the forecasts lies behind."""
    end: date | None
    """The last day whose forecasts count; None: the last there is."""
    every: Every
    tolerance_days: float
    zone: str
    date_order: DateOrder | None
    as_json: bool
    report: Path | None
    color: bool
    language: Language
    output_language: str


def understand(typed: TypedBacktest, reader: Language, environment: Mapping[str, str]) -> BacktestRequest:
    """Return what ``typed`` asks for; UsageProblem in the ``reader``'s language where that can't be understood."""
    check_language(typed.language, reader)
    start, end = parse_option_day(typed.start, "--from", reader), parse_option_day(typed.end, "--to", reader)
    if start is not None and end is not None and end < start:
        raise UsageProblem(reader.say("--to {end} lies before --from {start}.", start=start, end=end))
    return BacktestRequest(
        path=typed.path,
        start=start,
        end=end,
        every=_every(typed.every, reader),
        tolerance_days=_tolerance(typed.tolerance_days, reader),
        zone=parse_zone(typed.zone, reader).key,
        date_order=parse_date_order(typed.date_order, reader),
        as_json=typed.as_json,
        report=_report(typed.report, reader),
        color=not typed.no_color,
        language=reader,
        output_language=choose_language(typed.language or environment.get("MAKEGOOD_LANGUAGE"), {}),
    )


def parse_option_day(typed: str | None, option: str, language: Language) -> date | None:
    """Return the day typed for ``option``, None where it wasn't given."""
    if typed is None:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as wrong:
        text = language.say(
            "{option} takes a day such as {example}, not {typed}.", option=option, example="2027-01-15", typed=typed
        )
        raise UsageProblem(text) from wrong


def _every(typed: str, language: Language) -> Every:
    known = get_args(Every)
    chosen = next((each for each in known if each == typed.strip().lower()), None)
    if chosen is None:
        problem = language.say("--every is one of {known}, not {typed}.", known=", ".join(known), typed=typed)
        raise UsageProblem(with_suggestion(problem, typed, known, language))
    return chosen  # type: ignore[no-any-return]  # one of the words


def _tolerance(typed: str, language: Language) -> float:
    return parse_number(typed, "--tolerance-days", 0.0, MOST_TOLERANCE_DAYS, language)


def _report(path: Path | None, language: Language) -> Path | None:
    if path is None:
        return None
    if path.suffix.lower() != ".html":
        raise UsageProblem(language.say("--report of a backtest ends in .html, not like {path}.", path=path))
    if not path.parent.is_dir():
        raise UsageProblem(language.say("There is no folder {folder} to put the report in.", folder=path.parent))
    if path.is_dir():
        raise UsageProblem(language.say("{path} is a folder; a report is a file.", path=path))
    return path
