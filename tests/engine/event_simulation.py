"""The schedule once more, by another method: events in time, with SimPy's preemptive resource for each team.

It shares the draws with the engine and nothing else. Slots are served one by one: an item of better rank takes a slot
from one of worse rank the moment it is ready, and everybody goes home at the end of the team's day. Where every item is
worked on by one slot alone, nights are what takes the slots in the evening; else each server looks at the clock.
"""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from makegood.engine.drawing import Draws
from makegood.engine.problem import Problem

DAY = 1_440
CHUNK = 15.0
"""Minutes that one of several slots working on the same item takes from its pool at a time; one alone takes all."""
FIRST_RANK = -1
"""Rank of absences and nights, before all work."""

Events = Generator[simpy.Event, Any, None]


class _Team:
    """One team as a resource, with the length of its days."""

    def __init__(
        self, env: simpy.Environment, slot_minutes: NDArray[np.int32], capacity: NDArray[np.int32], *, nights: bool
    ) -> None:
        self.env = env
        self.length = slot_minutes.tolist()
        at_work = np.divide(capacity, slot_minutes, out=np.zeros(len(capacity)), where=slot_minutes > 0)
        self.slots = max(1, int(at_work.max()))
        self.resource = simpy.PreemptiveResource(env, capacity=self.slots)
        for day, present in enumerate(at_work):
            for _ in range(self.slots - round(present) if self.length[day] else 0):
                env.process(self._absence(day))
        for _ in range(self.slots if nights else 0):
            env.process(self._nights())

    def next_opening(self) -> float | None:
        """Return the moment from which the team is at work, now or later; None where it never is again."""
        day = int(self.env.now // DAY)
        if day < len(self.length) and self.env.now - day * DAY < self.length[day]:
            return float(self.env.now)
        opening = next((later for later in range(day + 1, len(self.length)) if self.length[later]), None)
        return None if opening is None else float(opening * DAY)

    def closing(self) -> float:
        """Return when today ends."""
        day = int(self.env.now // DAY)
        return float(day * DAY + self.length[day])

    def _nights(self) -> Events:
        """Take a slot from each evening to the next opening, so that nobody who waits has to look at the clock."""
        openings = [day for day, length in enumerate(self.length) if length]
        closed_from = 0.0
        for day in [*openings, len(self.length)]:
            if day * DAY > closed_from:
                yield self.env.timeout(closed_from - self.env.now)
                with self.resource.request(priority=FIRST_RANK) as request:
                    yield request
                    yield self.env.timeout(day * DAY - self.env.now)
            closed_from = day * DAY + (self.length[day] if day < len(self.length) else 0)

    def _absence(self, day: int) -> Events:
        if day:
            yield self.env.timeout(day * DAY)
        with self.resource.request(priority=FIRST_RANK) as request:
            yield request
            yield self.env.timeout(self.length[day])


class _Sample:
    """One sample number of a problem, played from the first day to the horizon."""

    def __init__(self, problem: Problem, needs: list[int], begins: list[tuple[int, bool, int]]) -> None:
        self._problem = problem
        self._needs, self._begins = needs, begins
        self._env = simpy.Environment()
        self._alone = all(job.item.slots == 1 for job in problem.jobs)
        self._teams = [_Team(self._env, c.slot_minutes, c.capacity, nights=self._alone) for c in problem.calendars]
        self._finished = [self._env.event() for _ in problem.jobs]
        self.finish = np.full(len(problem.jobs), problem.days, dtype=np.int64)

    def play(self) -> NDArray[np.int64]:
        for number in range(len(self._problem.jobs)):
            self._env.process(self._item(number))
        horizon = self._env.timeout(self._problem.days * DAY)
        self._env.run(until=self._env.all_of(self._finished) | horizon)
        return self.finish

    def _item(self, number: int) -> Events:
        job = self._problem.jobs[number]
        waits, running, delay = self._begins[number]
        yield self._env.all_of([self._finished[before] for before in job.predecessors])
        ready = max(self._env.now, job.earliest_day * DAY)
        begin = max(ready, waits * DAY) if running else ready + waits * DAY
        yield self._env.timeout(begin + delay * DAY - self._env.now)
        if self._alone:
            yield from self._work_alone(number)
        else:
            yield from self._work_together(number)
        self.finish[number] = int(self._env.now // DAY)
        self._finished[number].succeed()

    def _work_alone(self, number: int) -> Events:
        """Keep a slot until the work is done, whenever nobody of better rank wants it; nights are of best rank."""
        resource = self._teams[self._problem.jobs[number].team].resource
        left = float(self._needs[number])
        while left > 0:
            since = None  # a slot can be given and taken away again in the same moment
            with resource.request(priority=number) as request:
                try:
                    yield request
                    since = self._env.now
                    yield self._env.timeout(left)
                    left = 0.0
                except simpy.Interrupt:
                    left -= 0.0 if since is None else self._env.now - since

    def _work_together(self, number: int) -> Events:
        """Let as many slots as may share the work until it is done."""
        job = self._problem.jobs[number]
        pool = _Pool(self._env, self._needs[number], CHUNK if job.item.slots > 1 else inf)
        for _ in range(job.item.slots):
            self._env.process(self._serve(number, pool))
        yield pool.empty

    def _serve(self, number: int, pool: _Pool) -> Events:
        """Serve the item with one slot, day by day, until its pool is empty."""
        team = self._teams[self._problem.jobs[number].team]
        while not pool.empty.triggered:
            opening = team.next_opening()
            if opening is None:
                return
            if opening > self._env.now:
                yield self._env.timeout(opening - self._env.now)
            elif pool.left <= 0:
                yield pool.empty | self._env.timeout(CHUNK)
            else:
                yield from self._day(number, team, pool)

    def _day(self, number: int, team: _Team, pool: _Pool) -> Events:
        """Work until the pool is empty, the day ends, or somebody of better rank takes the slot."""
        closes = team.closing()
        with team.resource.request(priority=number) as request:
            try:
                yield request | pool.empty | self._env.timeout(closes - self._env.now)
                while request.triggered and pool.left > 0 and self._env.now < closes:
                    yield from pool.take(closes - self._env.now)
            except simpy.Interrupt:
                return


class _Pool:
    """The minutes of one item that no slot has begun on, and the event of the last one being done."""

    def __init__(self, env: simpy.Environment, need: int, chunk: float) -> None:
        self._env = env
        self._chunk = chunk
        self.left = float(need)
        self._undone = float(need)
        self.empty = env.event()
        if not need:
            self.empty.succeed()

    def take(self, most: float) -> Events:
        """Work for a chunk of at most ``most`` minutes; what an interruption leaves undone goes back."""
        chunk, since = min(self.left, most, self._chunk), self._env.now
        self.left -= chunk
        try:
            yield self._env.timeout(chunk)
        except simpy.Interrupt:
            self.left += chunk - (self._env.now - since)
            raise
        finally:
            self._undone -= self._env.now - since
            if self._undone < 1e-6 and not self.empty.triggered:
                self.empty.succeed()


def finish_days(problem: Problem, draws: Draws) -> NDArray[np.int64]:
    """Return for each promise with work, in order of rank, the day of its last finish in each sample of ``draws``."""
    return played(problem, drawn(problem, draws))


Drawn = list[tuple[list[int], list[tuple[int, bool, int]]]]
"""For each sample what each item needs, and its wait, whether that runs already, and its delay."""


def drawn(problem: Problem, draws: Draws) -> Drawn:
    """Return all that chance decides in each sample of ``draws``."""
    needs = np.stack([draws.effort(job) for job in problem.jobs])
    none = np.zeros(len(draws.lanes), dtype=np.int32)
    waits = [none if job.stage is None else draws.wait_days(job.stage) for job in problem.jobs]
    delays = [sum((draws.delay_days(risk) for risk in job.risks), none) for job in problem.jobs]
    running = [job.stage is not None and job.stage.running for job in problem.jobs]
    return [
        (
            needs[:, lane].tolist(),
            [(int(w[lane]), r, int(d[lane])) for w, r, d in zip(waits, running, delays, strict=True)],
        )
        for lane in range(len(draws.lanes))
    ]


def played(problem: Problem, samples: Drawn) -> NDArray[np.int64]:
    """Return the same as :func:`finish_days` for what was ``drawn``."""
    finished = [_Sample(problem, needs, begins).play() for needs, begins in samples]
    days = [[done[list(deal.jobs)].max() for deal in problem.deals if deal.jobs] for done in finished]
    return np.array(days, dtype=np.int64).T
