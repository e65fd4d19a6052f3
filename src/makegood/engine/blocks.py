"""One block of samples: draw, place, and count what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from makegood.engine.drawing import Draws
from makegood.engine.problem import Deal, Problem
from makegood.engine.randomness import Lanes
from makegood.engine.schedule import MINUTE_BITS, Placed, place
from makegood.engine.tally import Counts, Histogram, Tally, Truths, count_type
from makegood.engine.tracing import trace

CENTS = 100


def tally_block(problem: Problem, first: int, last: int, tick: Callable[[], None] = lambda: None) -> Tally:
    """Simulate the samples ``first`` to ``last`` (excluded) of ``problem`` and count; ``tick`` after each item."""
    draws = Draws(problem, first, last)
    placed = place(problem, draws, tick)
    outcome = _Outcome(problem, placed, draws)
    return replace(
        _count_promises(problem, placed, draws, outcome),
        customers_broken=outcome.customers_broken,
        any_broken=outcome.broken(range(len(problem.deals))),
        loss=outcome.loss,
        booked=_booked(problem, placed),
        overloads=_overloads(problem, placed),
    )


def count_promises(problem: Problem, placed: Placed, draws: Draws) -> Tally:
    """Count what came of the promises in the samples of ``draws``; what concerns teams and all together stays zero."""
    return _count_promises(problem, placed, draws, _Outcome(problem, placed, draws))


def _count_promises(problem: Problem, placed: Placed, draws: Draws, outcome: _Outcome) -> Tally:
    count, samples = len(draws.lanes), problem.settings.samples
    traced = max(0, min(int(draws.lanes[-1]) + 1, problem.traced_samples) - int(draws.lanes[0]))
    wins, days = _traced_causes(problem, placed, draws, traced)
    return Tally(
        samples=count,
        traced=traced,
        done_in_full=outcome.histogram(outcome.done_in_full),
        work_done=outcome.work_before_roadmap,
        date_kept=outcome.counted(outcome.date_kept),
        kept=outcome.counted(outcome.kept),
        kept_first=outcome.counted(outcome.kept_first),
        term_kept=outcome.term_kept,
        customers_broken=np.zeros((0, samples), dtype=np.bool_),
        any_broken=np.zeros(samples, dtype=np.bool_),
        loss={},
        booked=np.zeros((len(problem.teams), problem.settings.weeks + 1), dtype=np.int64),
        overloads=np.zeros((len(problem.teams), problem.settings.weeks), dtype=np.int64),
        wins=wins,
        cost_days=days,
        spells=_spells(placed, traced),
    )


def count_kept(problem: Problem, placed: Placed, draws: Draws) -> Counts:
    """Count only in how many samples each promise is kept."""
    outcome = _Outcome(problem, placed, draws)
    return outcome.counted(outcome.kept)


class _Outcome:
    """What each promise of the block came to, sample by sample; rows in order of rank."""

    def __init__(self, problem: Problem, placed: Placed, draws: Draws) -> None:
        self._problem = problem
        self._placed = placed
        self._draws = draws
        self._lanes = len(draws.lanes)
        self._own = slice(int(draws.lanes[0]), int(draws.lanes[-1]) + 1)

    @cached_property
    def work_done(self) -> list[Lanes]:
        """The day on which each promise's last item is finished; day 0 where all work is done already."""
        days = (self._placed.finish >> MINUTE_BITS).astype(np.int32)
        nothing_left = np.zeros(self._lanes, dtype=np.int32)
        return [days[list(deal.jobs)].max(axis=0, initial=0) if deal.jobs else nothing_left for deal in self._deals]

    @cached_property
    def done_in_full(self) -> list[Lanes]:
        """The day on which the work is finished and what the roadmap brings is there."""
        arrived = [np.minimum(days, self._problem.days) for days in self._draws.roadmap_days]
        return [
            np.maximum.reduce([done, *(arrived[entry] for entry in deal.roadmap)])
            for deal, done in zip(self._deals, self.work_done, strict=True)
        ]

    @cached_property
    def date_kept(self) -> list[NDArray[np.bool_]]:
        """Whether the work is done in time, by itself."""
        return [done <= deal.last_day for deal, done in zip(self._deals, self.work_done, strict=True)]

    @cached_property
    def kept(self) -> list[NDArray[np.bool_]]:
        """Whether all checked terms hold together by the date in force."""
        return [self._holds(row, deal.last_day) for row, deal in enumerate(self._deals)]

    @cached_property
    def kept_first(self) -> list[NDArray[np.bool_]]:
        """The same by the first date promised."""
        return [self._holds(row, deal.last_day_first) for row, deal in enumerate(self._deals)]

    @cached_property
    def term_kept(self) -> dict[tuple[int, int], int]:
        """For each specification that was checked: samples in which it holds by the due date."""
        return {
            (row, place): count
            for row, deal in enumerate(self._deals)
            for place, count in self._draws.specifications_kept(deal).items()
        }

    @property
    def customers_broken(self) -> Truths:
        """By customer, in alphabetical order: in which samples one of its checkable promises is broken."""
        rows: dict[str, list[int]] = {}
        for row, deal in enumerate(self._deals):
            if not deal.promise.simulated:
                rows.setdefault(deal.promise.customer, []).append(row)
        broken = [self.broken(rows[name]) for name in sorted(rows)]
        return np.array(broken, dtype=np.bool_).reshape(len(rows), self._problem.settings.samples)

    @cached_property
    def loss(self) -> dict[str, Counts]:
        """By currency: cents of value broken in each sample, at the sample's own place."""
        totals: dict[str, Counts] = {}
        for row, deal in enumerate(self._deals):
            if deal.checkable and deal.promise.value:
                currency = deal.promise.currency or ""
                total = totals.setdefault(currency, np.zeros(self._problem.settings.samples, dtype=np.int64))
                total[self._own] += np.where(self.kept[row], 0, round(deal.promise.value * CENTS))
        return totals

    def broken(self, rows: Sequence[int]) -> Truths:
        """Say in which samples one of the checkable promises among ``rows`` is broken, at the samples' own places."""
        any_broken = np.zeros(self._problem.settings.samples, dtype=np.bool_)
        for row in rows:
            if self._deals[row].checkable:
                any_broken[self._own] |= ~self.kept[row]
        return any_broken

    def histogram(self, days: Sequence[Lanes]) -> Histogram:
        """Count the samples on each day, the horizon's overflow last."""
        kind = count_type(self._problem.settings.samples)
        counts: Histogram = np.zeros((len(days), self._problem.days + 1), dtype=kind)
        for row, done in enumerate(days):
            counts[row] = np.bincount(done, minlength=self._problem.days + 1)
        return counts

    @property
    def work_before_roadmap(self) -> dict[int, Histogram]:
        """For each promise that waits for the roadmap: samples by the day on which its work alone is finished."""
        rows = [row for row, deal in enumerate(self._deals) if deal.roadmap]
        counts = self.histogram([self.work_done[row] for row in rows])
        return dict(zip(rows, counts, strict=True))

    @staticmethod
    def counted(truths: Sequence[NDArray[np.bool_]]) -> Counts:
        """Count the samples in which each is true."""
        return np.array([int(truth.sum()) for truth in truths], dtype=np.int64)

    @property
    def _deals(self) -> tuple[Deal, ...]:
        return self._problem.deals

    def _holds(self, row: int, last_day: int) -> NDArray[np.bool_]:
        deal = self._deals[row]
        together = self.done_in_full[row] <= last_day if deal.dated else np.ones(self._lanes, dtype=np.bool_)
        for chance in deal.chances:
            together = together & self._draws.holds(chance)
        return together


def _traced_causes(problem: Problem, placed: Placed, draws: Draws, traced: int) -> tuple[Counts, Counts]:
    wins, days = (np.zeros(len(problem.causes), dtype=np.int64) for _ in range(2))
    if traced:
        for row in range(len(problem.deals)):
            mine = slice(int(problem.causes.first[row]), int(problem.causes.first[row + 1]))
            wins[mine], days[mine] = trace(problem, row, placed, draws, traced)
    return wins, days


def _spells(placed: Placed, traced: int) -> Counts:
    """Sum up for each item, over the traced samples, the day it began, the day after it ended, and what it needed."""
    begin, finish, need = (part[:, :traced] for part in (placed.begin, placed.finish, placed.need))
    parts = (begin >> MINUTE_BITS, (finish >> MINUTE_BITS) + 1, need)
    return np.stack([part.sum(axis=1, dtype=np.int64) for part in parts], axis=1)


def _booked(problem: Problem, placed: Placed) -> Counts:
    """Sum up over the samples the minutes that each team gives in each week, the rest of the horizon last."""
    weeks = np.minimum(problem.week_of_days, problem.settings.weeks)
    booked = np.zeros((len(problem.teams), problem.settings.weeks + 1), dtype=np.int64)
    for team, given in enumerate(placed.given):
        np.add.at(booked[team], weeks, given.sum(axis=1, dtype=np.int64))
    return booked


def _overloads(problem: Problem, placed: Placed) -> Counts:
    """Count the samples in which more of a team is due by the end of a week than it can give until then."""
    weeks, teams = problem.settings.weeks, len(problem.teams)
    owed = np.zeros((teams, weeks + 1, placed.need.shape[1]), dtype=np.int64)
    for number, job in enumerate(problem.jobs):
        due = max(0, min(problem.deals[job.promise].last_day, problem.days - 1))
        owed[job.team, min(int(problem.week_of_days[due]), weeks)] += placed.need[number]
    given = np.cumsum(capacity_by_week(problem), axis=1)[:, :weeks]
    overloads: Counts = (np.cumsum(owed[:, :weeks], axis=1) > given[:, :, None]).sum(axis=2)
    return overloads


def capacity_by_week(problem: Problem) -> Counts:
    """Return the minutes that each team can give in each week, the rest of the horizon last."""
    weeks = np.minimum(problem.week_of_days, problem.settings.weeks)
    given = np.zeros((len(problem.teams), problem.settings.weeks + 1), dtype=np.int64)
    for team, calendar in enumerate(problem.calendars):
        np.add.at(given[team], weeks, calendar.capacity)
    return given
