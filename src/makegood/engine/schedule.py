"""The schedule rule: items are given their teams' free minutes day by day, in order of priority, in every sample.

Day-bucket fill: each team has free minutes a day; an item walks the team's days from the moment it can begin and takes
what it needs, what is free, or what its slots can do in a day, whichever is least. Work is paused and taken up again
at no cost, as in preemptive priority queues; slots that only remembered their last finish would idle while later work
waits for predecessors. Checked against an event simulation (SimPy, PreemptiveResource) in the tests.

This is the readable version: NumPy with one lane a sample. Every array has the samples of a block as its only or last
dimension, every number is an integer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.calendars import TeamCalendar
from makegood.engine.drawing import Draws
from makegood.engine.problem import Job, Problem
from makegood.engine.randomness import Lanes

MINUTE_BITS = 11
"""A moment is day × 2^11 + minute of that day (a day has 1,440), so that moments compare as numbers."""
DAYS_AT_ONCE = 32
"""Days that an item walks in one step; any number gives the same answer."""


@dataclass(slots=True)
class Placed:
    """When each item could begin and was finished, and what it needed: one row an item, one lane a sample."""

    ready: NDArray[np.int32]
    """Moment at which predecessors and calendar allow the item's stage, or the item itself, to start."""
    begin: NDArray[np.int32]
    """Moment from which it wants its team, after waits and delays."""
    finish: NDArray[np.int32]
    need: NDArray[np.int32]
    given: tuple[NDArray[np.int32], ...] = ()
    """For each team the minutes it gives to all items together: one row a day, one lane a sample."""


class TeamDays:
    """What is still free of one team in every sample of a block."""

    def __init__(self, calendar: TeamCalendar, lanes: int) -> None:
        """Start with everything free."""
        self.slot_minutes = calendar.slot_minutes
        self.capacity = calendar.capacity
        self.free = np.repeat(calendar.capacity[:, None], lanes, axis=1)
        self._frontier = 0

    def first_day(self, begin: Lanes) -> int:
        """Return the first day that is worth looking at: nothing is free before the frontier in any sample."""
        while self._frontier < len(self.capacity) and not self.free[self._frontier].any():
            self._frontier += 1
        return max(self._frontier, int(begin.min()) >> MINUTE_BITS)


def place(problem: Problem, draws: Draws, tick: Callable[[], None]) -> Placed:
    """Place all jobs of ``problem`` in the samples of ``draws``; ``tick`` after each."""
    lanes = len(draws.lanes)
    shape = (len(problem.jobs), lanes)
    ready, begin, finish, need = (np.zeros(shape, dtype=np.int32) for _ in range(4))
    placed = Placed(ready=ready, begin=begin, finish=finish, need=need)
    teams = [TeamDays(calendar, lanes) for calendar in problem.calendars]
    for number, job in enumerate(problem.jobs):
        placed.ready[number] = _ready(job, placed.finish, lanes)
        placed.begin[number] = _begin(job, draws, placed.ready[number], problem.days)
        placed.need[number] = draws.effort(job)
        fill = fill_pausable if job.item.pausable else fill_unbroken
        placed.finish[number] = fill(teams[job.team], placed.begin[number], placed.need[number], job.item.slots)
        tick()
    placed.given = tuple(team.capacity[:, None] - team.free for team in teams)
    return placed


def _ready(job: Job, finish: NDArray[np.int32], lanes: int) -> Lanes:
    ready = np.full(lanes, job.earliest_day << MINUTE_BITS, dtype=np.int32)
    for predecessor in job.predecessors:
        np.maximum(ready, finish[predecessor], out=ready)
    return ready


def _begin(job: Job, draws: Draws, ready: Lanes, days: int) -> Lanes:
    begin = ready.copy()
    if job.stage is not None:
        waited = draws.wait_days(job.stage) << MINUTE_BITS
        begin = np.minimum(np.maximum(begin, waited) if job.stage.running else begin + waited, days << MINUTE_BITS)
    for risk in job.risks:
        begin = begin + (draws.delay_days(risk) << MINUTE_BITS)
    return np.minimum(begin, days << MINUTE_BITS)


def fill_pausable(team: TeamDays, begin: Lanes, need: Lanes, slots: int) -> Lanes:
    """Give ``need`` minutes of ``team`` to an item from its ``begin`` on; return the moment when it is finished.

    Of what each day offers it, the item takes the first ``need`` minutes; at most ``slots`` slots work on it at once.
    What is not finished within the horizon is "finished" on the day after it, what needs nothing when it begins.
    """
    days = len(team.capacity)
    finish = np.where(need > 0, np.int32(days << MINUTE_BITS), begin)
    open_lanes = np.flatnonzero(need)
    left, begins = need[open_lanes], begin[open_lanes]
    day = team.first_day(begin)
    while day < days and len(open_lanes):
        span = slice(day, min(day + DAYS_AT_ONCE, days))
        here = open_lanes if len(open_lanes) < len(need) else slice(None)
        offered = np.minimum(team.free[span, here], _room(team, span, begins, slots))
        had = np.minimum(np.cumsum(offered, axis=0, dtype=np.int32), left)
        take = np.diff(had, axis=0, prepend=np.int32(0))
        team.free[span, here] -= take
        done = np.flatnonzero(had[-1] == left)
        last = day + np.argmax(had[:, done] == left[done], axis=0).astype(np.int32)
        lanes = open_lanes[done]
        finish[lanes] = _moments(team, last, lanes, begins[done], take[last - day, done], slots)
        going = np.flatnonzero(had[-1] < left)
        open_lanes, begins, left = open_lanes[going], begins[going], (left - had[-1])[going]
        day = span.stop
    return finish


def fill_unbroken(team: TeamDays, begin: Lanes, need: Lanes, slots: int) -> Lanes:
    """Give ``need`` minutes to an item that must not pause: the first gap is taken that holds all of it.

    From its first day on it gets all that its slots can do on each of the team's working days until it is finished;
    days off don't interrupt it. The first day may be a part of a day. A gap that is open at the horizon holds it.
    """
    days = len(team.capacity)
    start = _first_gap(team, begin, need, slots)
    found = start >= 0
    begin_in_gap = np.maximum(begin, np.where(found, start, days).astype(np.int32) << MINUTE_BITS)
    finish = fill_pausable(team, begin_in_gap, np.where(found, need, 0).astype(np.int32), slots)
    return np.where(found, finish, np.where(need > 0, np.int32(days << MINUTE_BITS), begin)).astype(np.int32)


def _first_gap(team: TeamDays, begin: Lanes, need: Lanes, slots: int) -> Lanes:
    """Return the day on which an unbroken run can start in each sample, −1 where there is none or nothing to do."""
    start, left = np.full(len(need), -1, dtype=np.int32), need.copy()
    day = team.first_day(begin)
    while day < len(team.capacity) and left.any():
        if team.capacity[day] > 0:
            room = _room(team, slice(day, day + 1), begin, slots)[0]
            wanted = np.minimum(np.minimum(left, room), team.capacity[day])
            broken = (start >= 0) & (team.free[day] < wanted)
            left = np.where(broken, need, left)
            start = np.where(broken, -1, start)
            take = np.minimum(np.minimum(left, team.free[day]), room)
            start = np.where((start < 0) & (take > 0), day, start)
            left = left - take
        day += 1
    return start


def _room(team: TeamDays, span: slice, begin: Lanes, slots: int) -> NDArray[np.int32]:
    """Return what ``slots`` slots can do on each day of ``span``: nothing before ``begin``, less on its day."""
    length = team.slot_minutes[span, None]
    whole_days: NDArray[np.int32] = slots * length
    if begin.max(initial=0) <= span.start << MINUTE_BITS:
        return whole_days
    day_starts = np.arange(span.start, span.stop, dtype=np.int32)[:, None] << MINUTE_BITS
    room: NDArray[np.int32] = slots * np.clip(day_starts + length - begin, 0, length)
    return room


def _moments(team: TeamDays, day: Lanes, lanes: NDArray[np.intp], begin: Lanes, take: Lanes, slots: int) -> Lanes:
    """Return when items are finished that take their last minutes, ``take``, on ``day``.

    A single slot has done them when it has worked so long. Several slots share the day with what was there before:
    they are not finished before that share of the day is over that the whole team has given by then.
    """
    minute = np.maximum(begin - (day << MINUTE_BITS), 0) + (take + slots - 1) // slots
    if slots > 1:
        length, capacity = team.slot_minutes[day].astype(np.int64), team.capacity[day]
        given = capacity - team.free[day, lanes]
        minute = np.maximum(minute, (given * length + capacity - 1) // capacity).astype(np.int32)
    moments: Lanes = (day << MINUTE_BITS) + minute
    return moments
