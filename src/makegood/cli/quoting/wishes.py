"""Work, properties and levels as people type them for a quote, understood or refused with every reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from makegood.cli.usage import UsageProblem, with_suggestion
from makegood.engine.portfolio import (
    MAX_HOURS,
    OPERATORS,
    Estimate,
    Fixed,
    Operator,
    Portfolio,
    ServiceLevelTerm,
    SpecificationTerm,
    Stated,
    WorkItem,
)
from makegood.phrases import Language

LEVEL_DAYS = 365
"""A promised level holds for a year from the wished date on (a convention)."""
_STEP = re.compile(
    r"(?P<team>.+?)\s*[:=]\s*(?P<hours>[\d.]+(?:\s*/\s*[\d.]+)*)\s*(?:h|hours?|std\.?|stunden?)?", re.IGNORECASE
)
_COMPARED = "|".join(sorted((re.escape(operator) for operator in OPERATORS), key=len, reverse=True))
_SPECIFICATION = re.compile(rf"(?P<name>.+?)\s*(?P<operator>{_COMPARED})\s*(?P<value>.+)")
_MEASURED = re.compile(r"(?P<value>-?[\d.]+(?:\.\.-?[\d.]+)?)\s*(?P<unit>.*)")
_LEVEL = re.compile(
    rf"(?P<name>.+?)\s*(?P<operator>{_COMPARED})\s*(?P<threshold>-?[\d.]+)\s*(?P<unit>.*?)\s+in\s+(?P<share>[\d.]+)\s*%"
)
EXAMPLE_WORK = "Assembly: 40h, Calibration: 12/16/30h"
EXAMPLE_SPECIFICATION = "speed >= 80 mm/s"
EXAMPLE_LEVEL = "first reply <= 4 h in 95%"


@dataclass(frozen=True, slots=True)
class _Step:
    team: str
    estimate: Estimate


def parse_work(typed: str, promise: str, portfolio: Portfolio, language: Language) -> tuple[WorkItem, ...]:
    """Return the items of ``typed``: commas part what comes one after the other, ``+`` what is done side by side.

    Each is a team and hours, as one figure or as the 10th, 50th and 90th percentile.
    """
    teams = [team.name for team in portfolio.teams]
    problems: list[str] = []
    items: list[WorkItem] = []
    before: tuple[str, ...] = ()
    names: dict[str, int] = {}
    for stage in filter(None, map(str.strip, re.split(r"[,;]", typed))):
        now: list[str] = []
        for part in map(str.strip, stage.split("+")):
            step = _step(part, teams, language)
            if isinstance(step, str):
                problems.append(step)
                continue
            names[step.team] = names.get(step.team, 0) + 1
            name = step.team if names[step.team] == 1 else f"{step.team} {names[step.team]}"
            now.append(f"{promise}/{name}")
            items.append(
                WorkItem(key=now[-1], promise=promise, name=name, team=step.team, estimate=step.estimate, after=before)
            )
        before = tuple(now)
    if not items and not problems:
        problems.append(_misunderstood("--work", typed, EXAMPLE_WORK, language))
    if problems:
        raise UsageProblem(*problems)
    return tuple(items)


def _step(part: str, teams: Sequence[str], language: Language) -> _Step | str:
    """Return a team and its hours, or one sentence why ``part`` can't be understood."""
    found = _STEP.fullmatch(part)
    estimate = None if found is None else _estimate(found["hours"])
    if found is None or estimate is None:
        return _misunderstood("--work", part, EXAMPLE_WORK, language)
    team = next((name for name in teams if name.casefold() == found["team"].casefold()), None)
    if team is None:
        problem = language.say("There is no team {team}.", team=found["team"])
        return with_suggestion(problem, found["team"], teams, language)
    return _Step(team, estimate)


def _estimate(typed: str) -> Estimate | None:
    """Return hours as one figure or as three that ascend; None for anything else."""
    try:
        hours = [float(figure) for figure in typed.split("/")]
    except ValueError:
        return None
    if hours != sorted(hours) or not all(0 <= figure <= MAX_HOURS for figure in hours):
        return None
    match hours:
        case [one]:
            return Stated.from_single_point(one) if one else Fixed(0.0)
        case [p10, p50, p90]:
            return Fixed(p50) if p10 == p90 else Stated(p10, p50, p90)
    return None


def parse_specifications(
    typed: Sequence[str], promise: str, portfolio: Portfolio, language: Language
) -> tuple[SpecificationTerm, ...]:
    """Return wished properties, each an attribute, a comparison and a value with its unit."""
    known = {attribute.name.casefold(): attribute.name for attribute in portfolio.attributes}
    return tuple(_specifications(typed, promise, known, language))


def _specifications(
    typed: Sequence[str], promise: str, known: dict[str, str], language: Language
) -> Iterator[SpecificationTerm]:
    for text in typed:
        found = _SPECIFICATION.fullmatch(text.strip())
        if found is None:
            raise UsageProblem(_misunderstood("--spec", text, EXAMPLE_SPECIFICATION, language))
        measured = _MEASURED.fullmatch(found["value"])
        yield SpecificationTerm(
            promise=promise,
            attribute=known.get(found["name"].casefold(), found["name"]),
            operator=_operator(found["operator"]),
            value=found["value"] if measured is None else measured["value"],
            unit="" if measured is None else measured["unit"],
        )


def parse_levels(
    typed: Sequence[str], promise: str, portfolio: Portfolio, start: date, language: Language
) -> tuple[ServiceLevelTerm, ...]:
    """Return wished levels of service, for a year from ``start`` on."""
    known = {one.measure.casefold(): one.measure for one in portfolio.measurements}
    return tuple(_levels(typed, promise, known, start, language))


def _levels(
    typed: Sequence[str], promise: str, known: dict[str, str], start: date, language: Language
) -> Iterator[ServiceLevelTerm]:
    for text in typed:
        found = _LEVEL.fullmatch(text.strip())
        try:
            threshold, share = (float(found[name]) if found else -1.0 for name in ("threshold", "share"))
        except ValueError:
            found, threshold, share = None, 0.0, 0.0
        if found is None or not 0 <= share <= 100:
            raise UsageProblem(_misunderstood("--level", text, EXAMPLE_LEVEL, language))
        yield ServiceLevelTerm(
            promise=promise,
            measure=known.get(found["name"].casefold(), found["name"]),
            operator=_operator(found["operator"]),
            threshold=threshold,
            target=share / 100,
            start=start,
            end=start + timedelta(days=LEVEL_DAYS - 1),
            unit=found["unit"],
        )


def _operator(typed: str) -> Operator:
    return next(operator for operator in OPERATORS if operator == typed)


def _misunderstood(option: str, typed: str, example: str, language: Language) -> str:
    return language.say(
        "{option} doesn't understand “{typed}”. Write it as {example}.", option=option, typed=typed, example=example
    )
