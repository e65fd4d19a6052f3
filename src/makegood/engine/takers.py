"""Who took the capacity: the earlier promises that a team worked on while this one waited for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from makegood.engine.portfolio import Promise
from makegood.engine.problem import Deal, Problem
from makegood.engine.results import Taker
from makegood.engine.schedule import Taken
from makegood.engine.tally import Tally

MOST_NAMED = 3


def capacity_takers(problem: Problem, tally: Tally, deal: Deal, team_name: str) -> tuple[Taker, ...]:
    """Name the promises that took most of ``team_name`` before ``deal``'s last item there was finished.

    Shares are of all minutes that the team gave to earlier items in that time, in the traced samples.
    """
    team = problem.teams.index(team_name)
    own = [job for job in deal.jobs if problem.jobs[job].team == team]
    last_own = max(own, default=-1)
    window = tally.taken.get(last_own)
    end = problem.days if window is None else window.first_day + len(window.minutes)
    given: dict[int, int] = {}
    for number in range(last_own):
        job = problem.jobs[number]
        if job.team == team and problem.deals[job.promise] is not deal:
            taken = tally.taken.get(number)
            given[job.promise] = given.get(job.promise, 0) + (0 if taken is None else _until(taken, end))
    return _largest(given, {place: other.promise for place, other in enumerate(problem.deals)})


def _until(taken: Taken, end: int) -> int:
    return int(np.sum(taken.minutes[: max(0, end - taken.first_day)]))


def _largest(given: Mapping[int, int], promises: Mapping[int, Promise]) -> tuple[Taker, ...]:
    total = sum(given.values())
    ranked = sorted((-minutes, place) for place, minutes in given.items() if minutes)[:MOST_NAMED]
    return tuple(Taker(promises[place].key, promises[place].customer, -minutes / total) for minutes, place in ranked)
