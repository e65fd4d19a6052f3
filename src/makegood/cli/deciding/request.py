"""From what was typed to what was asked for: how to look, and the demands on a set of options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from makegood.cli.arguments import (
    DateOrder,
    check_language,
    parse_date_order,
    parse_day,
    parse_number,
    parse_share,
    parse_whole,
    parse_zone,
)
from makegood.cli.check_request import parse_settings
from makegood.cli.usage import UsageProblem, with_suggestion
from makegood.engine.best import Demands
from makegood.engine.changes import KINDS
from makegood.engine.portfolio import Portfolio
from makegood.engine.settings import MAX_HORIZON_DAYS, Settings
from makegood.engine.validation import MAX_VALUE
from makegood.phrases import Language, choose_language
from makegood.phrases.phrase import translatable as _


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedOptions:
    """A request as it was typed."""

    path: Path
    budget: str | None
    delay: str | None
    protect: tuple[str, ...]
    veto: tuple[str, ...]
    reach: tuple[str, ...]
    slot_cost: str
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
class OptionsRequest:
    """Everything that was asked for; names in it are held against the portfolio by :func:`demands_of`."""

    path: Path
    budget: float | None
    delay_days: int | None
    protect: tuple[str, ...]
    veto: tuple[str, ...]
    reach: Mapping[str, float]
    slot_cost: float
    as_of: date
    settings: Settings
    arrivals: bool
    zone: str
    date_order: DateOrder | None
    as_json: bool
    color: bool
    language: Language
    output_language: str


def understand(typed: TypedOptions, reader: Language, environment: Mapping[str, str]) -> OptionsRequest:
    """Return what ``typed`` asks for; UsageProblem in the ``reader``'s language where that can't be understood."""
    check_language(typed.language, reader)
    zone = parse_zone(typed.zone, reader)
    return OptionsRequest(
        path=typed.path,
        budget=None if typed.budget is None else parse_number(typed.budget, "--budget", 0.0, MAX_VALUE, reader),
        delay_days=None if typed.delay is None else parse_whole(typed.delay, "--delay", 0, MAX_HORIZON_DAYS, reader),
        protect=typed.protect,
        veto=typed.veto,
        reach=dict(_reach(each, reader) for each in typed.reach),
        slot_cost=parse_number(typed.slot_cost, "--slot-cost", 0.0, MAX_VALUE, reader),
        as_of=parse_day(typed.as_of, zone, reader),
        settings=parse_settings(typed.samples, typed.seed, typed.widening, reader),
        arrivals=typed.arrivals,
        zone=zone.key,
        date_order=parse_date_order(typed.date_order, reader),
        as_json=typed.as_json,
        color=not typed.no_color,
        language=reader,
        output_language=choose_language(typed.language or environment.get("MAKEGOOD_LANGUAGE"), {}),
    )


def demands_of(request: OptionsRequest, portfolio: Portfolio) -> Demands:
    """Return the demands on a set of options for ``portfolio``; UsageProblem with every name that it doesn't know."""
    language = request.language
    promises = [promise.key for promise in portfolio.promises if promise.accepted_at is None]
    teams, kinds = [team.name for team in portfolio.teams], {kind.replace(" ", "-"): kind for kind in KINDS.values()}
    problems = [
        *_unknown([*request.protect, *request.reach], promises, _("There is no open promise {name}."), language),
        *_unknown(
            request.veto,
            [*kinds, *teams, *promises],
            _("{name} is neither a kind of change nor a team nor an open promise."),
            language,
        ),
    ]
    if problems:
        raise UsageProblem(*problems)
    return Demands(
        budget=request.budget,
        delay_days=request.delay_days,
        protected=frozenset(request.protect),
        reach=request.reach,
        vetoed_kinds=frozenset(kinds[name] for name in request.veto if name in kinds),
        vetoed_teams=frozenset(request.veto).intersection(teams),
        vetoed_promises=frozenset(request.veto).intersection(promises),
    )


def _unknown(names: Iterable[str], known: Sequence[str], problem: str, language: Language) -> list[str]:
    return [
        with_suggestion(language.say(problem, name=name), name, known, language) for name in names if name not in known
    ]


def _reach(typed: str, reader: Language) -> tuple[str, float]:
    promise, _equals, share = typed.rpartition("=")
    if not promise:
        example = "NWR-180=85%"
        text = reader.say("--reach takes a promise and its probability, as {example}.", example=example)
        raise UsageProblem(text)
    return promise.strip(), parse_share(share.strip(), "--reach", reader) or 0.0
