"""What is wrong with a portfolio: every contradiction at once, as codes with values.

Cycles are found where the order of work is computed, in :mod:`makegood.engine.ordering`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from makegood.engine.calendars import is_zone, keeps_holidays
from makegood.engine.portfolio import (
    DEFAULT_HOURS_PER_DAY,
    MAX_HOURS,
    MAX_SLOTS,
    MAX_WAIT_DAYS,
    Absence,
    Estimate,
    Fixed,
    Learnt,
    Portfolio,
    Promise,
    Reinforcement,
    Stated,
    Team,
    WorkItem,
)

HOURS_PER_DAY = 24
MAX_VALUE = 1e15
"""Of one promise and of all together: above it cents are no longer exact."""
LEAST_FACTOR, MAX_FACTOR = 0.01, 100.0
"""A risk that leaves less, or more, of the effort is likelier a typing error."""


class InvalidPortfolio(ValueError):
    """The portfolio contradicts itself; ``problems`` lists every reason found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep all ``problems`` and read as their texts, one a line."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a portfolio is refused: a stable ``code``, the ``subject`` it concerns and the values it needs.

    ``phrases`` turns it into a sentence; ``str()`` is for logs and exceptions only.
    """

    code: str
    subject: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        """Read as ``code: subject (name=value, …)``."""
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code}: {self.subject}" + (f" ({details})" if details else "")


def check_portfolio(portfolio: Portfolio, *, is_sound: Callable[[object], bool] = lambda _row: False) -> None:
    """Raise :class:`InvalidPortfolio` with every contradiction in ``portfolio``; return nothing when there is none.

    Values of rows that are said to be sound, because they were checked before, are not looked at again.
    """
    problems = [
        *_duplicates(portfolio),
        *_unknown_references(portfolio),
        *_unknown_places(portfolio),
        *_unusable_values(portfolio, is_sound),
    ]
    if problems:
        raise InvalidPortfolio(problems)


def check_known_dates(portfolio: Portfolio, as_of: date) -> None:
    """Raise :class:`InvalidPortfolio` naming all that is said to have happened but lies after ``as_of``."""
    happened = [
        *((item.key, "wait_started", item.wait.started) for item in portfolio.items if item.wait is not None),
        *((one.key, "accepted_at", one.accepted_at) for one in portfolio.promises if one.accepted_at is not None),
    ]
    problems = [
        Problem("in the future", subject, {"field": name, "value": day})
        for subject, name, day in happened
        if day is not None and day > as_of
    ]
    if problems:
        raise InvalidPortfolio(problems)


def _duplicates(portfolio: Portfolio) -> Iterator[Problem]:
    named = {
        "team": [team.name for team in portfolio.teams],
        "promise": [promise.key for promise in portfolio.promises],
        "item": [item.key for item in portfolio.items],
        "risk": [risk.name for risk in portfolio.risks],
        "attribute": [attribute.name.casefold() for attribute in portfolio.attributes],
    }
    for kind, keys in named.items():
        if len(set(keys)) == len(keys):
            continue
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                yield Problem("duplicate", key, {"kind": kind})
            seen.add(key)


def _unknown_references(portfolio: Portfolio) -> Iterator[Problem]:
    teams = {team.name for team in portfolio.teams}
    promises = {promise.key for promise in portfolio.promises}
    items = {item.key for item in portfolio.items}
    references = [
        *(("team", item.key, item.team, teams) for item in portfolio.items if item.team not in teams),
        *(("promise", item.key, item.promise, promises) for item in portfolio.items if item.promise not in promises),
        *(
            ("predecessor", item.key, before, items)
            for item in portfolio.items
            for before in item.after
            if before not in items
        ),
        *(("item", risk.name, key, items) for risk in portfolio.risks for key in risk.items),
        *(("promise", term.attribute, term.promise, promises) for term in portfolio.specifications),
        *(("promise", term.measure, term.promise, promises) for term in portfolio.service_levels),
    ]
    for kind, subject, key, known in references:
        if key not in known:
            yield Problem(f"unknown {kind}", subject, {kind: key})


def _unknown_places(portfolio: Portfolio) -> Iterator[Problem]:
    zones = {portfolio.company_zone: "the company"}
    zones |= {promise.zone: promise.key for promise in portfolio.promises if promise.zone}
    for zone, subject in zones.items():
        if not is_zone(zone):
            yield Problem("unknown zone", subject, {"zone": zone})
    for team in portfolio.teams:
        if team.country and not keeps_holidays(team.country, team.region):
            yield Problem("unknown country or region", team.name, {"country": team.country, "region": team.region})


def _unusable_values(portfolio: Portfolio, is_sound: Callable[[object], bool]) -> Iterator[Problem]:
    for promise in portfolio.promises:
        if not is_sound(promise):
            yield from _of_promise(promise)
    if sum(promise.value or 0.0 for promise in portfolio.promises) > MAX_VALUE:
        yield Problem("out of range", "all promises together", {"field": "value", "value": f"more than {MAX_VALUE:g}"})
    for team in portfolio.teams:
        yield from _of_team(team)
    for item in portfolio.items:
        if not is_sound(item):
            yield from _of_item(item)
    for risk in portfolio.risks:
        yield from _outside(risk.name, "probability", risk.probability, 0, 1)
        yield from _outside(risk.name, "factor", risk.factor, LEAST_FACTOR, MAX_FACTOR)
        yield from _outside(risk.name, "delay_days", risk.delay_days, 0, MAX_WAIT_DAYS)
    for term in portfolio.service_levels:
        yield from _outside(term.measure, "target", term.target, 0, 1)
        yield from _backwards(term.measure, term.start, term.end)


def _of_promise(promise: Promise) -> Iterator[Problem]:
    if promise.value is not None:
        yield from _outside(promise.key, "value", promise.value, 0, MAX_VALUE)


def _of_team(team: Team) -> Iterator[Problem]:
    yield from _outside(team.name, "slots", team.slots, 0, MAX_SLOTS)
    yield from _outside(team.name, "available_share", team.available_share, 0, 1)
    if len(team.hours_per_day) != len(DEFAULT_HOURS_PER_DAY):
        yield Problem("out of range", team.name, {"field": "hours_per_day", "value": team.hours_per_day})
    for hours in team.hours_per_day:
        yield from _outside(team.name, "hours_per_day", hours, 0, HOURS_PER_DAY)
    for change in team.changes:
        yield from _outside(team.name, "slots", change.slots, 0, MAX_SLOTS)
    periods: list[Absence | Reinforcement] = [*team.absences, *team.reinforcements]
    for period in periods:
        yield from _backwards(team.name, period.start, period.end)
        yield from _outside(team.name, "slots", period.slots or 0, 0, MAX_SLOTS)


def _of_item(item: WorkItem) -> Iterator[Problem]:
    hours = _stated_hours(item.estimate)
    if not hours or not all(0 <= value <= MAX_HOURS for value in hours):
        yield Problem("out of range", item.key, {"field": "hours", "value": hours})
    elif list(hours) != sorted(hours):
        yield Problem("percentiles out of order", item.key, {"value": hours})
    yield from _outside(item.key, "slots", item.slots, 1, MAX_SLOTS)
    yield from _outside(item.key, "done_share", item.done_share, 0, 1)
    if item.wait is not None:
        least = item.wait.p50_days
        yield from _outside(item.key, "wait_days_p50", least, 0, MAX_WAIT_DAYS)
        if item.wait.p90_days is not None:
            yield from _outside(item.key, "wait_days_p90", item.wait.p90_days, least, MAX_WAIT_DAYS)


def _stated_hours(estimate: Estimate) -> tuple[float, ...]:
    match estimate:
        case Fixed(hours):
            return (hours,)
        case Stated(p10, p50, p90):
            return (p10, p50, p90)
        case Learnt(observed):
            return tuple(sorted(observed))


def _outside(subject: str, name: str, value: float, least: float, most: float) -> Iterator[Problem]:
    """Yield a problem where ``value`` is not between ``least`` and ``most``; not a number is outside everything."""
    if not least <= value <= most:
        yield Problem("out of range", subject, {"field": name, "value": value, "least": least, "most": most})


def _backwards(subject: str, start: date, end: date) -> Iterator[Problem]:
    if end < start:
        yield Problem("ends before it starts", subject, {"from": start, "to": end})
