"""The schedule rule in plain Python, one sample and one day after the other: for items of one slot that may pause.

What a careful programmer writes first; the yardstick of ``benchmarks/forecast.py``, and one more witness of the rule.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from makegood.engine.drawing import Draws
from makegood.engine.problem import Problem
from makegood.engine.schedule import MINUTE_BITS

MINUTES = (1 << MINUTE_BITS) - 1


def finish_days_in_python(problem: Problem, draws: Draws) -> NDArray[np.int64]:
    """Return for each promise with work, in order of rank, the day of its last finish in each sample of ``draws``."""
    return played_in_python(problem, drawn(problem, draws).tolist())


def drawn(problem: Problem, draws: Draws) -> NDArray[np.int32]:
    """Return the minutes that each item needs in each sample of ``draws``, one row a sample."""
    return np.stack([draws.effort(job) for job in problem.jobs]).T


def played_in_python(problem: Problem, needs: list[list[int]]) -> NDArray[np.int64]:
    """Return the same for items that need ``needs`` minutes, a list for each sample."""
    rows = [list(deal.jobs) for deal in problem.deals if deal.jobs]
    calendars = [(c.capacity.tolist(), c.slot_minutes.tolist()) for c in problem.calendars]
    samples = []
    for need in needs:
        finish = _one_sample(problem, calendars, need)
        samples.append([max(finish[job] for job in jobs) >> MINUTE_BITS for jobs in rows])
    return np.array(samples, dtype=np.int64).T


def _one_sample(problem: Problem, calendars: list[tuple[list[int], list[int]]], need: list[int]) -> list[int]:
    free = [list(capacity) for capacity, _ in calendars]
    frontiers = [0] * len(free)
    finish: list[int] = []
    for number, job in enumerate(problem.jobs):
        begin = max([job.earliest_day << MINUTE_BITS, *(finish[before] for before in job.predecessors)])
        days = free[job.team]
        frontier = frontiers[job.team]
        while frontier < len(days) and days[frontier] == 0:
            frontier += 1
        frontiers[job.team] = frontier
        finish.append(_fill(days, calendars[job.team][1], frontier, begin, need[number]))
    return finish


def _fill(free: list[int], length: list[int], frontier: int, begin: int, left: int) -> int:
    if not left:
        return begin
    first_day, minute = begin >> MINUTE_BITS, begin & MINUTES
    for day in range(max(first_day, frontier), len(free)):
        spent = min(minute, length[day]) if day == first_day else 0
        take = min(left, free[day], length[day] - spent)
        free[day] -= take
        left -= take
        if not left:
            return (day << MINUTE_BITS) + spent + take
    return len(free) << MINUTE_BITS
