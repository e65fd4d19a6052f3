"""From a portfolio to a problem for the schedule: dates become days, words become places and streams of chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from makegood.engine.calendars import TeamCalendar, customer_days, last_day_in_time, team_calendar
from makegood.engine.estimates import Sampler, effort_sampler, wait_sampler
from makegood.engine.ordering import PlacementOrder, placement_order
from makegood.engine.portfolio import (
    Portfolio,
    Promise,
    RiskDriver,
    ServiceLevelTerm,
    SpecificationTerm,
    Wait,
    WorkItem,
)
from makegood.engine.problem import (
    FACTOR_BITS,
    Chance,
    Deal,
    Job,
    Problem,
    Risk,
    RoadmapEntry,
    ServiceLevelOutlook,
    SpecificationOutlook,
    Stage,
)
from makegood.engine.randomness import stream
from makegood.engine.service_levels import judge_service_level
from makegood.engine.settings import MAX_HORIZON_DAYS, Settings
from makegood.engine.specifications import SpecificationVerdict, judge_specification
from makegood.engine.validation import check_known_dates, check_portfolio

DAYS_PER_YEAR = 365
TRACED_CELLS = 1 << 22
"""Items × samples up to which every sample is traced back to what binds."""
FEWER_TRACED = 512
"""Samples traced above that: a share of them has a standard error of 2.2 points at most."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Draw:
    """How one item is drawn."""

    item: WorkItem
    effort: Sampler
    word: int
    stage: Stage | None


class Drawn:
    """How items are drawn, remembered for as long as their rows are the same objects."""

    def __init__(self) -> None:
        """Know of none yet."""
        self._known: dict[int, Draw] = {}
        self._context: tuple[object, ...] = ()

    def begin(self, as_of: date, settings: Settings) -> None:
        """Draw as of a day from now on; on another one, or by other rules, nothing that is remembered holds."""
        context = (as_of, settings.seed, settings.widening)
        if context != self._context:
            self._known, self._context = {}, context

    def of(self, item: WorkItem, as_of: date, settings: Settings) -> Draw:
        """Return how ``item`` is drawn."""
        known = self._known.get(id(item))
        if known is None:
            known = self._known[id(item)] = _draw(item, as_of, settings)
        return known

    def forget_others(self, items: tuple[WorkItem, ...]) -> None:
        """Let go of all but these ``items``, once others are the most of what is remembered."""
        if len(self._known) > 2 * len(items):
            there = set(map(id, items))
            self._known = {number: known for number, known in self._known.items() if number in there}


def lay_out_again(
    portfolio: Portfolio, before: tuple[Portfolio, Problem], *, settings: Settings, drawn: Drawn
) -> Problem | None:
    """Return ``portfolio`` laid out with the order, and all that follows from it, of the problem ``before``.

    On the same day; ``portfolio`` is checked and the ``settings`` are resolved. None where what is another is more than
    what items take and what teams can give.
    """
    was, problem = before
    if settings != problem.settings or not _is_built_alike(was, portfolio):
        return None
    drawn.begin(problem.as_of, settings)
    again = replace(
        problem,
        calendars=tuple(team_calendar(team, problem.as_of, problem.days) for team in portfolio.teams),
        jobs=_jobs_again(problem, was, portfolio, drawn),
    )
    again.take_over(problem)
    return again


def _jobs_again(problem: Problem, was: Portfolio, portfolio: Portfolio, drawn: Drawn) -> tuple[Job, ...]:
    others = {old.key: new for old, new in zip(was.items, portfolio.items, strict=True) if old is not new}
    if not others:
        return problem.jobs
    as_of, settings = problem.as_of, problem.settings

    def again(job: Job) -> Job:
        item = others.get(job.item.key)
        if item is None:
            return job
        draw = drawn.of(item, as_of, settings)
        earliest = min(problem.days, _earliest_day(item, problem.deals[job.promise].promise, as_of))
        return replace(job, item=item, earliest_day=earliest, effort=draw.effort, word=draw.word)

    return tuple(map(again, problem.jobs))


def _is_built_alike(was: Portfolio, now: Portfolio) -> bool:
    """Say whether two portfolios lay out alike but for what items take and what teams can give."""
    return (
        [team.name for team in was.teams] == [team.name for team in now.teams]
        and len(was.items) == len(now.items)
        and all(a is b or _takes_its_place(a, b) for a, b in zip(was.items, now.items, strict=True))
        and replace(was, teams=(), items=()) == replace(now, teams=(), items=())
    )


def _takes_its_place(was: WorkItem, now: WorkItem) -> bool:
    """Say whether an item is linked as before, and open as before."""
    return (was.key, was.promise, was.name, was.team, was.after, was.wait, was.done_share < 1) == (
        now.key, now.promise, now.name, now.team, now.after, now.wait, now.done_share < 1
    )  # fmt: skip


def lay_out(
    portfolio: Portfolio,
    *,
    as_of: date,
    settings: Settings,
    checked: bool = False,
    is_sound: Callable[[object], bool] = lambda _row: False,
    drawn: Drawn | None = None,
    calendars: Mapping[str, TeamCalendar] = MappingProxyType({}),
) -> Problem:
    """Lay ``portfolio`` out as of the day ``as_of``; raise InvalidPortfolio with every contradiction in it.

    What was ``checked`` before is not checked again, and ``calendars`` of teams that are known are not made again;
    ``is_sound`` says of which rows the values were, and ``drawn`` remembers how items are drawn.
    """
    if not checked:
        check_portfolio(portfolio, is_sound=is_sound)
        check_known_dates(portfolio, as_of)
    settings = resolved(settings, portfolio, as_of)
    days = settings.horizon_days or 0
    order = placement_order(portfolio, settings.policy)
    terms = _TermLayout(portfolio, as_of, settings)
    deals = _deals(portfolio, order, terms, as_of=as_of, days=days, settings=settings)
    return Problem(
        as_of=as_of,
        company_zone=portfolio.company_zone,
        days=days,
        settings=settings,
        teams=tuple(team.name for team in portfolio.teams),
        calendars=tuple(calendars.get(team.name) or team_calendar(team, as_of, days) for team in portfolio.teams),
        jobs=_jobs(portfolio, order, drawn or Drawn(), as_of=as_of, days=days, settings=settings),
        deals=deals,
        risks=tuple(_risk(risk, settings.seed) for risk in _by_name(portfolio)),
        roadmap=tuple(terms.roadmap),
    )


def resolved(settings: Settings, portfolio: Portfolio, as_of: date) -> Settings:
    """Return ``settings`` with what depends on the whole ``portfolio`` decided: the horizon, and what is traced."""
    cells = len(portfolio.items) * settings.samples
    traced = settings.samples if cells <= TRACED_CELLS else min(settings.samples, FEWER_TRACED)
    return replace(
        settings,
        horizon_days=settings.horizon_days or _horizon(portfolio.promises, as_of),
        traced_samples=settings.traced_samples or traced,
    )


def _horizon(promises: tuple[Promise, ...], as_of: date) -> int:
    last_due = max((promise.due for promise in promises if promise.accepted_at is None), default=as_of)
    wanted = (last_due - as_of).days + DAYS_PER_YEAR
    return min(max(wanted, 2 * DAYS_PER_YEAR), MAX_HORIZON_DAYS)


def _by_name(portfolio: Portfolio) -> list[RiskDriver]:
    """Sort the risks, so that the order of rows can't change in which order their factors are rounded."""
    return sorted(portfolio.risks, key=lambda risk: risk.name)


def _risk(risk: RiskDriver, seed: int) -> Risk:
    factor = round(risk.factor * (1 << FACTOR_BITS))
    return Risk(risk.name, risk.probability, factor, risk.delay_days, stream(seed, "risk", risk.name))


def _jobs(
    portfolio: Portfolio, order: PlacementOrder, drawn: Drawn, *, as_of: date, days: int, settings: Settings
) -> tuple[Job, ...]:
    drawn.begin(as_of, settings)
    teams = {team.name: place for place, team in enumerate(portfolio.teams)}
    ranks = {promise.key: rank for rank, promise in enumerate(order.promises)}
    risks: dict[str, list[int]] = {}
    for place, risk in enumerate(_by_name(portfolio)):
        for key in dict.fromkeys(risk.items):
            risks.setdefault(key, []).append(place)
    return tuple(
        Job(
            item=item,
            promise=ranks[item.promise],
            team=teams[item.team],
            predecessors=predecessors,
            earliest_day=min(days, _earliest_day(item, order.promises[ranks[item.promise]], as_of)),
            effort=(draw := drawn.of(item, as_of, settings)).effort,
            word=draw.word,
            stage=draw.stage,
            risks=tuple(risks.get(item.key, ())),
        )
        for item, predecessors in zip(order.items, order.predecessors, strict=True)
    )


def _draw(item: WorkItem, as_of: date, settings: Settings) -> Draw:
    return Draw(
        item=item,
        effort=effort_sampler(item.estimate, left=1 - item.done_share, widening=settings.widening),
        word=stream(settings.seed, "effort", item.key),
        stage=None if item.wait is None else _stage(item.key, item.wait, as_of, settings.seed),
    )


def _earliest_day(item: WorkItem, promise: Promise, as_of: date) -> int:
    if item.not_before is None and promise.release is None:
        return 0
    return max(0, *((day - as_of).days for day in (item.not_before, promise.release) if day is not None), 0)


def _stage(key: str, wait: Wait, as_of: date, seed: int) -> Stage:
    elapsed = 0 if wait.started is None else max(0, (as_of - wait.started).days)
    remaining = wait_sampler(wait, elapsed_days=elapsed)
    return Stage(remaining, running=wait.started is not None, word=stream(seed, "wait", key))


def _deals(
    portfolio: Portfolio, order: PlacementOrder, terms: _TermLayout, *, as_of: date, days: int, settings: Settings
) -> tuple[Deal, ...]:
    jobs: dict[str, list[int]] = {}
    for place, item in enumerate(order.items):
        jobs.setdefault(item.promise, []).append(place)

    def last_day(promise: Promise, due: date) -> int:
        company = portfolio.company_zone
        shown = customer_days(as_of, days, company, promise.zone or company, settings.close_of_day_hour)
        return last_day_in_time(due, as_of, shown)

    return tuple(
        Deal(
            promise=promise,
            jobs=tuple(jobs.get(promise.key, ())),
            has_work=promise.key in portfolio.items_by_promise,
            last_day=last_day(promise, promise.due),
            days_to_due=(promise.due - as_of).days,
            last_day_first=last_day(promise, promise.first_due or promise.due),
            specifications=terms.specifications_of(promise.key),
            service_levels=terms.service_levels_of(promise.key),
        )
        for promise in order.promises
    )


class _TermLayout:
    """Judges each promise's specifications and service levels, and collects the roadmap entries they wait for.

    Names of attributes and measures are the same in whatever case, as the register has them.
    """

    def __init__(self, portfolio: Portfolio, as_of: date, settings: Settings) -> None:
        self.roadmap: list[RoadmapEntry] = []
        self._entries: dict[str, int] = {}
        self._as_of = as_of
        self._seed = settings.seed
        self._attributes = {attribute.name.casefold(): attribute for attribute in portfolio.attributes}
        self._specifications = _grouped(portfolio.specifications, lambda term: term.promise)
        self._service_levels = _grouped(portfolio.service_levels, lambda term: term.promise)
        self._measurements = _grouped(portfolio.measurements, lambda measurement: measurement.measure.casefold())

    def specifications_of(self, promise: str) -> tuple[SpecificationOutlook, ...]:
        """Judge the specifications of one promise."""
        return tuple(self._specification(term) for term in sorted(self._specifications.get(promise, ()), key=repr))

    def service_levels_of(self, promise: str) -> tuple[ServiceLevelOutlook, ...]:
        """Judge the service levels of one promise."""
        outlooks = []
        for term in sorted(self._service_levels.get(promise, ()), key=repr):
            measured = self._measurements.get(term.measure.casefold(), ())
            verdict = judge_service_level(term, measured, as_of=self._as_of, seed=self._seed)
            word = stream(self._seed, "service level", _level_key(term))
            chance = None if verdict.p_kept is None else Chance(verdict.p_kept, word)
            outlooks.append(ServiceLevelOutlook(term, verdict, chance))
        return tuple(outlooks)

    def _specification(self, term: SpecificationTerm) -> SpecificationOutlook:
        measured = [
            m.value for m in self._measurements.get(term.attribute.casefold(), ()) if m.at.date() <= self._as_of
        ]
        verdict = judge_specification(
            term, self._attributes.get(term.attribute.casefold()), measured, as_of=self._as_of
        )
        if verdict.state == "unchecked":
            return SpecificationOutlook(term, verdict, None, None)
        word = stream(self._seed, "specification", f"{term.promise}/{term.attribute}/{term.operator}{term.value}")
        entry = None if verdict.available_from is None else self._entry(term.attribute, verdict)
        return SpecificationOutlook(term, verdict, entry, Chance(verdict.p_now, word))

    def _entry(self, attribute: str, verdict: SpecificationVerdict) -> int:
        known = self._attributes[attribute.casefold()].name  # terms that write it otherwise wait for the same day
        if known not in self._entries:
            self._entries[known] = len(self.roadmap)
            self.roadmap.append(_roadmap_entry(known, verdict, self._as_of, self._seed))
        return self._entries[known]


def _roadmap_entry(attribute: str, verdict: SpecificationVerdict, as_of: date, seed: int) -> RoadmapEntry:
    p50, p90 = verdict.available_from or as_of, verdict.available_p90
    wait = Wait((p50 - as_of).days, None if p90 is None else max(p50 - as_of, p90 - as_of).days)
    return RoadmapEntry(attribute, wait_sampler(wait, elapsed_days=0), stream(seed, "roadmap", attribute))


def _level_key(term: ServiceLevelTerm) -> str:
    return f"{term.promise}/{term.measure}/{term.operator}{term.threshold}/{term.target}/{term.start}/{term.end}"


def _grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> Mapping[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
