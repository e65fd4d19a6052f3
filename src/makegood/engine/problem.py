"""A portfolio on one day, laid out as numbers in the order in which capacity is given: what the schedule works on.

Whatever words, dates, calendars and policies decide is decided in :mod:`makegood.engine.layout`, once for all samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from makegood.engine.calendars import TeamCalendar, customer_days, week_of_days
from makegood.engine.causes import Causes, Named, number_causes, pairs
from makegood.engine.estimates import Sampler
from makegood.engine.portfolio import Promise, ServiceLevelTerm, SpecificationTerm, WorkItem
from makegood.engine.randomness import Sampling, stream
from makegood.engine.service_levels import ServiceLevelVerdict
from makegood.engine.settings import Settings
from makegood.engine.specifications import SpecificationVerdict

FACTOR_BITS = 8


@dataclass(frozen=True, slots=True)
class Stage:
    """A wait before an item: whether it runs already, and how long it still takes."""

    remaining: Sampler
    running: bool
    word: int


@dataclass(frozen=True, slots=True)
class Job:
    """One unfinished item, ready to be placed; ``promise``, ``team``, ``predecessors`` and ``risks`` are places."""

    item: WorkItem
    promise: int
    team: int
    predecessors: tuple[int, ...]
    earliest_day: int
    """At most the day after the horizon: what reads a day's row relies on it."""
    effort: Sampler
    word: int
    stage: Stage | None
    risks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk driver; ``factor`` times 2^:data:`FACTOR_BITS`."""

    name: str
    probability: float
    factor: int
    delay_days: int
    word: int


@dataclass(frozen=True, slots=True)
class RoadmapEntry:
    """A product attribute on the roadmap: the wait until it is there, the same for all promises that need it."""

    attribute: str
    wait: Sampler
    word: int


@dataclass(frozen=True, slots=True)
class Chance:
    """A term that holds or not by itself: a measured specification, or a service level over its window."""

    probability: float
    word: int


@dataclass(frozen=True, slots=True)
class SpecificationOutlook:
    """A specification as judged, the roadmap entry it waits for, and its own chance where it is not certain."""

    term: SpecificationTerm
    verdict: SpecificationVerdict
    entry: int | None
    chance: Chance | None


@dataclass(frozen=True, slots=True)
class ServiceLevelOutlook:
    """A service level as judged, and its chance where it could be measured."""

    term: ServiceLevelTerm
    verdict: ServiceLevelVerdict
    chance: Chance | None


@dataclass(frozen=True, slots=True)
class Deal:
    """One open promise as the schedule sees it."""

    promise: Promise
    jobs: tuple[int, ...]
    has_work: bool
    last_day: int
    """Last day on which it may finish to be kept; −1 when overdue."""
    days_to_due: int
    """Days from the as-of day to the agreed date, negative when that has passed."""
    last_day_first: int
    """The same against the first date promised."""
    specifications: tuple[SpecificationOutlook, ...]
    service_levels: tuple[ServiceLevelOutlook, ...]

    @property
    def checkable(self) -> bool:
        """Whether P(kept) is known (engine decision 4).

        There is work to forecast, or a service level was measured, or the date has passed.
        """
        return not self.promise.simulated and (self.has_work or self.measured or self.overdue)

    @property
    def measured(self) -> bool:
        """Whether one of its service levels was measured."""
        return any(outlook.chance is not None for outlook in self.service_levels)

    @property
    def dated(self) -> bool:
        """Whether a date decides with others: not for a service level alone, which its window decides."""
        return self.has_work or bool(self.roadmap) or not self.measured

    @property
    def overdue(self) -> bool:
        """Whether its date has passed, on the customer's calendar and on ours."""
        return self.last_day < 0 and self.days_to_due < 0

    @property
    def roadmap(self) -> tuple[int, ...]:
        """Places of the roadmap entries that must come before acceptance (decision 15)."""
        return tuple(outlook.entry for outlook in self.specifications if outlook.entry is not None)

    @property
    def chances(self) -> tuple[Chance, ...]:
        """Terms that hold or not by themselves."""
        alone = (*(s.chance for s in self.specifications), *(level.chance for level in self.service_levels))
        return tuple(chance for chance in alone if chance is not None)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What the schedule works on: ``deals`` in order of rank, ``jobs`` in order of placement, days from 0 on."""

    as_of: date
    company_zone: str
    days: int
    """Days simulated; finishing on day ``days`` means not within the horizon."""
    settings: Settings
    teams: tuple[str, ...]
    calendars: tuple[TeamCalendar, ...]
    jobs: tuple[Job, ...]
    deals: tuple[Deal, ...]
    risks: tuple[Risk, ...]
    roadmap: tuple[RoadmapEntry, ...]

    @cached_property
    def sampling(self) -> Sampling:
        """How sample numbers become draws."""
        return Sampling.of(self.settings.samples, stratified=self.settings.stratified)

    @property
    def traced_samples(self) -> int:
        """How many samples, the first ones, are traced back to what binds."""
        samples = self.settings.samples
        return min(samples, self.settings.traced_samples or samples)

    @cached_property
    def organisation_word(self) -> int:
        """The stream of the factor that all teams have in common."""
        return stream(self.settings.seed, "organisation", "")

    @cached_property
    def team_words(self) -> tuple[int, ...]:
        """The streams of the factors that each team's items have in common."""
        return tuple(stream(self.settings.seed, "team", name) for name in self.teams)

    @cached_property
    def team_ranks(self) -> tuple[int, ...]:
        """The place of each team in alphabetical order, so that the order of rows decides nothing."""
        ranks = {name: rank for rank, name in enumerate(sorted(self.teams))}
        return tuple(ranks[name] for name in self.teams)

    @cached_property
    def causes(self) -> Causes:
        """What can bind each promise."""
        return self.cause_places[0]

    @cached_property
    def notes(self) -> dict[str, Any]:
        """What others have worked out of it, to be taken over by a problem that is built alike."""
        return {}

    def take_over(self, before: Problem) -> None:
        """Take over what was worked out of ``before``: of the same day and settings, with the same deals.

        Its jobs are of the same items in the same places, with the same links, waits and risks; what an item takes, on
        how many slots and from when on may be another.
        """
        shared = ("sampling", "team_words", "team_ranks", "cause_places", "week_of_days", "jobs_of_team", "notes")
        vars(self).update({name: vars(before)[name] for name in shared if name in vars(before)})

    @cached_property
    def cause_places(self) -> tuple[Causes, tuple[NDArray[np.int32], ...]]:
        """What can bind each promise, and where each job's, link's and roadmap entry's causes are counted.

        In the order of :func:`causes_of_jobs`.
        """
        return number_causes(causes_of_jobs(self), len(self.deals))

    @cached_property
    def week_of_days(self) -> NDArray[np.int32]:
        """The week of each day, for team loads."""
        return week_of_days(self.as_of, self.days)

    @cached_property
    def jobs_of_team(self) -> tuple[tuple[int, ...], ...]:
        """For each team the places of its jobs, in order of placement."""
        places: list[list[int]] = [[] for _ in self.teams]
        for place, job in enumerate(self.jobs):
            places[job.team].append(place)
        return tuple(tuple(mine) for mine in places)

    def shown_days(self, promise: Promise) -> NDArray[np.int32]:
        """Return for each day its date on ``promise``'s customer's calendar, in days after the as-of day."""
        zone = promise.zone or self.company_zone
        return customer_days(self.as_of, self.days, self.company_zone, zone, self.settings.close_of_day_hour)


def causes_of_jobs(problem: Problem) -> tuple[Named, ...]:
    """Name what can bind: effort, queue, no capacity and start of each job; then waits, risks, predecessors, roadmap.

    The first four have one entry a job, the others one for each stage, each risk that hits a job, each predecessor in
    another promise and each roadmap entry that a promise waits for.
    """
    jobs = problem.jobs
    places = np.arange(len(jobs), dtype=np.int64)
    owner = np.array([job.promise for job in jobs], dtype=np.int64)
    team = np.array([problem.team_ranks[job.team] for job in jobs], dtype=np.int64)
    staged = np.array([place for place, job in enumerate(jobs) if job.stage is not None], dtype=np.int64)
    risked, risks = pairs((job.promise, job.risks) for job in jobs)
    linked, links = pairs((job.promise, _in_other_promises(problem, job)) for job in jobs)
    waiting, entries = pairs((row, deal.roadmap) for row, deal in enumerate(problem.deals))
    return (
        Named("effort", owner, places),
        Named("queue", owner, team),
        Named("no capacity", owner, team),
        Named("start", owner, places),
        Named("wait", owner[staged], staged),
        Named("risk", risked, risks),
        Named("predecessor", linked, links),
        Named("specification", waiting, entries),
    )


def _in_other_promises(problem: Problem, job: Job) -> tuple[int, ...]:
    return tuple(before for before in job.predecessors if problem.jobs[before].promise != job.promise)
