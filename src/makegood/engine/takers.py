"""Who took the capacity: the earlier promises that a team worked on while this one waited for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.problem import Problem
from makegood.engine.results import Taker
from makegood.engine.tally import Tally

MOST_NAMED = 3
STILL_TO_COME = -1
"""The place of all orders that nobody made yet, together."""


class CapacityTakers:
    """Names for each promise who took its team's capacity first."""

    def __init__(self, problem: Problem, tally: Tally) -> None:
        """Prepare what all promises of a team have in common."""
        self._problem = problem
        self._teams = {name: _Team.of(problem, tally, place) for place, name in enumerate(problem.teams)}

    def of(self, row: int, team_name: str) -> tuple[Taker, ...]:
        """Name the promises that took most of a team before the last item there of the promise ranked ``row`` was done.

        Shares are of all that the team gave to earlier items by then. Reckoned with each item's average days and
        minutes over the traced samples, as if it were worked on evenly from its begin to its end.
        """
        team = self._teams[team_name]
        own = team.places_of.get(row)
        if own is None:
            return ()
        given, total = team.given_before(own[-1], besides=own[:-1])
        most = sorted((-given[taker], taker) for taker in _largest(given, MOST_NAMED))
        named = most[:MOST_NAMED]
        return tuple(self._named(int(team.takers[taker]), -minutes / total) for minutes, taker in named if minutes < 0)

    def _named(self, place: int, share: float) -> Taker:
        if place == STILL_TO_COME:
            return Taker(None, None, float(share))
        promise = self._problem.deals[place].promise
        return Taker(promise.key, promise.customer, float(share))


@dataclass(frozen=True, slots=True)
class _Team:
    """A team's items in order of placement, and whose they are."""

    places_of: Mapping[int, list[int]]
    """By the rank of a promise: which of the items are its own."""
    spells: NDArray[np.float64]
    """[begun, ended or needed; item], summed over the traced samples."""
    takers: NDArray[np.int64]
    """Places of the promises, ascending; :data:`STILL_TO_COME` for those that nobody made yet."""
    taker_of: NDArray[np.int64]
    """For each item a place in ``takers``."""

    @classmethod
    def of(cls, problem: Problem, tally: Tally, team: int) -> _Team:
        jobs = np.array(problem.jobs_of_team[team], dtype=np.int64)
        owners = [problem.jobs[job].promise for job in problem.jobs_of_team[team]]
        own: dict[int, list[int]] = {}
        for place, owner in enumerate(owners):
            own.setdefault(owner, []).append(place)
        places = [STILL_TO_COME if problem.deals[owner].promise.simulated else owner for owner in owners]
        takers, taker_of = np.unique(np.array(places, dtype=np.int64), return_inverse=True)
        return cls(own, np.ascontiguousarray(tally.spells[jobs].T, dtype=np.float64), takers, taker_of)

    def given_before(self, last: int, besides: list[int]) -> tuple[NDArray[np.float64], float]:
        """Return the minutes that takers' items placed before ``last`` got until it was finished, of each and of all.

        They are summed item by item: what is placed behind ``last`` must not change so much as the last bit.
        """
        begun, ended, needed = self.spells[:, :last]
        done = (self.spells[1, last] - begun) / (ended - begun)
        minutes = needed * np.minimum(np.maximum(done, 0.0), 1.0)  # as numpy's own clip, without its detours
        if besides:
            minutes[besides] = 0.0
        given: NDArray[np.float64] = np.bincount(self.taker_of[:last], minutes, len(self.takers)).astype(np.float64)
        return given, float(minutes.sum())


def _largest(values: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Return the places of the ``count`` largest ``values``, and of all that equal the least of them."""
    least = np.partition(values, -count)[-count] if len(values) > count else -np.inf
    return np.flatnonzero(values >= least)
