"""From what was typed to what was asked for, or one sentence why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from makegood.cli.arguments import (
    DateOrder,
    check_language,
    parse_date_order,
    parse_day,
    parse_whole,
    parse_zone,
)
from makegood.cli.backtesting.request import parse_option_day
from makegood.cli.check_request import parse_settings
from makegood.cli.usage import UsageProblem
from makegood.engine.portfolio import FIRST_CLASS, LAST_CLASS
from makegood.engine.settings import MAX_HORIZON_DAYS, Settings
from makegood.phrases import Language, choose_language


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedQuote:
    """A question as it was typed."""

    path: Path
    work: str | None
    wished: str
    priority_class: str
    customer: str | None
    like: str | None
    specifications: tuple[str, ...]
    levels: tuple[str, ...]
    as_of: str | None
    samples: str
    seed: str
    widening: str
    arrivals: bool
    zone: str | None
    date_order: str | None
    as_json: bool
    no_color: bool
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRequest:
    """Everything that was asked for."""

    path: Path
    work: str | None
    wished: date
    priority_class: int
    customer: str
    like: str | None
    specifications: tuple[str, ...]
    levels: tuple[str, ...]
    as_of: date
    settings: Settings
    arrivals: bool
    zone: str
    date_order: DateOrder | None
    as_json: bool
    color: bool
    language: Language
    output_language: str


def understand(typed: TypedQuote, reader: Language, environment: Mapping[str, str]) -> QuoteRequest:
    """Return what ``typed`` asks for; UsageProblem in the ``reader``'s language where that can't be understood."""
    check_language(typed.language, reader)
    zone = parse_zone(typed.zone, reader)
    as_of = parse_day(typed.as_of, zone, reader)
    return QuoteRequest(
        path=typed.path,
        work=typed.work,
        wished=_wished(typed.wished, as_of, reader),
        priority_class=parse_whole(typed.priority_class, "--class", FIRST_CLASS + 1, LAST_CLASS, reader),
        customer=typed.customer or "",
        like=typed.like,
        specifications=typed.specifications,
        levels=typed.levels,
        as_of=as_of,
        settings=parse_settings(typed.samples, typed.seed, typed.widening, reader),
        arrivals=typed.arrivals,
        zone=zone.key,
        date_order=parse_date_order(typed.date_order, reader),
        as_json=typed.as_json,
        color=not typed.no_color,
        language=reader,
        output_language=choose_language(typed.language or environment.get("MAKEGOOD_LANGUAGE"), {}),
    )


def _wished(typed: str, as_of: date, reader: Language) -> date:
    wished = parse_option_day(typed, "--wished", reader) or as_of
    if wished < as_of:
        raise UsageProblem(reader.say("--wished {wished} lies before {as_of}.", wished=wished, as_of=as_of))
    if (wished - as_of).days >= MAX_HORIZON_DAYS:
        raise UsageProblem(reader.say("--wished {wished} lies more than ten years ahead.", wished=wished))
    return wished
