"""Who took the capacity: the earlier promises that a team worked on while this one waited for it."""

from __future__ import annotations

from itertools import takewhile

from makegood.engine.problem import Deal, Problem
from makegood.engine.results import Taker
from makegood.engine.tally import Tally

MOST_NAMED = 3
STILL_TO_COME = -1
"""The place of all orders that nobody made yet, together."""


def capacity_takers(problem: Problem, tally: Tally, deal: Deal, team_name: str) -> tuple[Taker, ...]:
    """Name the promises that took most of ``team_name`` before ``deal``'s last item there was finished.

    Shares are of all that the team gave to earlier items by then. Reckoned with each item's average days and minutes
    over the traced samples, as if it were worked on evenly from its begin to its end.
    """
    team = problem.teams.index(team_name)
    last_own = max((job for job in deal.jobs if problem.jobs[job].team == team), default=-1)
    end = float(tally.spells[last_own, 1]) if last_own >= 0 else 0.0
    given: dict[int, float] = {}
    for number in takewhile(lambda number: number < last_own, problem.jobs_of_team[team]):
        place = problem.jobs[number].promise
        other = problem.deals[place]
        if other is not deal:
            taker = STILL_TO_COME if other.promise.simulated else place
            given[taker] = given.get(taker, 0.0) + _given_until(tally, number, end)
    total = sum(given.values())
    ranked = sorted((-minutes, place) for place, minutes in given.items() if minutes > 0)[:MOST_NAMED]
    return tuple(_taker(problem, place, -minutes / total) for minutes, place in ranked)


def _given_until(tally: Tally, item: int, end: float) -> float:
    begun, ended, needed = (float(total) for total in tally.spells[item])
    return needed * min(1.0, max(0.0, end - begun) / (ended - begun))


def _taker(problem: Problem, place: int, share: float) -> Taker:
    if place == STILL_TO_COME:
        return Taker(None, None, share)
    promise = problem.deals[place].promise
    return Taker(promise.key, promise.customer, share)
