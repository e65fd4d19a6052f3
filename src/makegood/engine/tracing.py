"""What decided when a promise is done: the latest path, walked back from its last finish, in each traced sample.

On the path every day belongs to a cause: the item's own effort (as long as it would take with the team to itself), the
team's queue (what it took longer because others came first), a wait, a risk's delay, a predecessor in another promise
(all time until that one is finished), or a start that is not allowed earlier. The cause with most days wins the sample
(engine decision 18); a sample that is finished on the day itself has none.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from makegood.engine.calendars import TeamCalendar
from makegood.engine.drawing import Draws
from makegood.engine.problem import Deal, Problem
from makegood.engine.randomness import Lanes
from makegood.engine.results import CauseKind
from makegood.engine.schedule import MINUTE_BITS, Placed

LAST_DAYS = 31
"""A team that gives nothing in so many last days of the horizon has come to its end, not to a holiday."""

Cost = tuple[CauseKind, int, Lanes]


def trace(
    problem: Problem, row: int, placed: Placed, draws: Draws, traced: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Trace the promise with rank ``row`` in the first ``traced`` samples of the block.

    Returns for each of its causes (:mod:`makegood.engine.causes`) in how many samples it won, and the days that it
    cost in all of them together.
    """
    known = {key: number for number, key in enumerate(problem.causes.of(row))}
    table = np.zeros((len(known), traced), dtype=np.int32)
    for kind, number, days in _LatestPath(problem, problem.deals[row], placed, draws, traced).costs():
        table[known[kind, number]] += days
    if not known:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    decided = table.max(axis=0) > 0
    winners = np.bincount(np.argmax(table, axis=0)[decided], minlength=len(known))
    return winners.astype(np.int64), table.sum(axis=1, dtype=np.int64)


class _LatestPath:
    """Walks one promise's jobs from the last placed to the first, carrying in which samples each lies on the path."""

    def __init__(self, problem: Problem, deal: Deal, placed: Placed, draws: Draws, traced: int) -> None:
        self._problem = problem
        self._deal = deal
        self._placed = placed
        self._draws = draws
        self._traced = traced
        self._on_path = {job: np.zeros(traced, dtype=np.bool_) for job in deal.jobs}

    def costs(self) -> Iterator[Cost]:
        """Yield what each cause costs, in days by sample; a cause can come several times."""
        yield from self._ends()
        for place in reversed(self._deal.jobs):
            if self._on_path[place].any():
                yield from self._masked(place)

    def _ends(self) -> Iterator[Cost]:
        """Start the path at the last finish, or end it at a roadmap entry that comes later."""
        last = np.full(self._traced, -1, dtype=np.int32)
        for place in self._deal.jobs:
            last = np.maximum(last, self._finish(place))
        open_end = np.ones(self._traced, dtype=np.bool_)
        for entry in self._deal.roadmap:
            day = self._draws.roadmap_days[entry][: self._traced]
            decides = open_end & (day > last >> MINUTE_BITS)
            open_end &= ~decides
            yield "specification", entry, np.where(decides, day, 0).astype(np.int32)
        for place in reversed(self._deal.jobs):
            ends = open_end & (self._finish(place) == last)
            self._on_path[place] |= ends
            open_end &= ~ends

    def _masked(self, place: int) -> Iterator[Cost]:
        on_path = self._on_path[place]
        for kind, number, days in self._job_costs(place, on_path):
            yield kind, number, np.where(on_path, days, 0).astype(np.int32)

    def _job_costs(self, place: int, on_path: NDArray[np.bool_]) -> Iterator[Cost]:
        job = self._problem.jobs[place]
        ready, begin = (moments[place][: self._traced] for moments in (self._placed.ready, self._placed.begin))
        begin_day, finish_day = begin >> MINUTE_BITS, self._finish(place) >> MINUTE_BITS
        alone = self._alone_day(place, begin)
        team = self._problem.team_ranks[job.team]
        never = (alone >= self._problem.days) & ends_early(self._problem.calendars[job.team])
        yield "effort", place, np.where(never, 0, alone - begin_day)
        yield "no capacity", team, np.where(never, alone - begin_day, 0)
        yield "queue", team, finish_day - alone
        delayed = np.zeros(self._traced, dtype=np.int32)
        for risk in job.risks:
            days = self._draws.delay_days(risk)[: self._traced]
            delayed = delayed + days
            yield "risk", risk, days
        mattered = self._ready_mattered(place, ready)
        if job.stage is not None:
            since = np.where(mattered, ready >> MINUTE_BITS, 0)
            yield "wait", place, np.maximum(begin_day - since - delayed, 0)
        yield from self._before(place, on_path & mattered, ready)

    def _before(self, place: int, on_path: NDArray[np.bool_], ready: Lanes) -> Iterator[Cost]:
        """Hand the path on to the predecessor that finished last, or end it at another promise's or at the start."""
        job = self._problem.jobs[place]
        open_end = on_path.copy()
        for predecessor in job.predecessors:
            decides = open_end & (self._finish(predecessor) == ready) & (ready > 0)
            open_end &= ~decides
            if predecessor in self._on_path:
                self._on_path[predecessor] |= decides
            else:
                yield "predecessor", predecessor, np.where(decides, ready >> MINUTE_BITS, 0)
        yield "start", place, np.where(open_end, ready >> MINUTE_BITS, 0)

    def _ready_mattered(self, place: int, ready: Lanes) -> NDArray[np.bool_]:
        """Say where the moment of being ready decided the begin: not where a running wait took longer."""
        stage = self._problem.jobs[place].stage
        if stage is None or not stage.running:
            return np.ones(self._traced, dtype=np.bool_)
        running: NDArray[np.bool_] = (self._draws.wait_days(stage)[: self._traced] << MINUTE_BITS) <= ready
        return running

    def _alone_day(self, place: int, begin: Lanes) -> Lanes:
        """Return the day on which the item would be finished if its team had nothing else to do."""
        job = self._problem.jobs[place]
        calendar = self._problem.calendars[job.team]
        room = np.minimum(job.item.slots * calendar.slot_minutes, calendar.capacity).astype(np.int64)
        given_before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(room)])
        day = np.minimum(begin >> MINUTE_BITS, self._problem.days - 1)
        spent = np.minimum(job.item.slots * (begin & ((1 << MINUTE_BITS) - 1)), room[day])
        need = self._placed.need[place][: self._traced]
        wanted = given_before[day] + spent + need
        alone = np.searchsorted(given_before[1:], wanted, side="left").astype(np.int32)
        bounded = np.where(need > 0, alone, begin >> MINUTE_BITS)
        finish_day = self._finish(place) >> MINUTE_BITS
        clipped: Lanes = np.clip(bounded, begin >> MINUTE_BITS, finish_day).astype(np.int32)
        return clipped

    def _finish(self, place: int) -> Lanes:
        moments: Lanes = self._placed.finish[place][: self._traced]
        return moments


def ends_early(calendar: TeamCalendar) -> bool:
    """Say whether a team has no capacity any more before the horizon: it, and not the work, is what lacks."""
    return not calendar.capacity[-LAST_DAYS:].any()
