"""Who took the capacity: the earlier promises that a team worked on while this one waited for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from makegood.engine.problem import Deal, Problem
from makegood.engine.results import Taker
from makegood.engine.tally import Tally

MOST_NAMED = 3
STILL_TO_COME = -1
"""The place of all orders that nobody made yet, together."""


class CapacityTakers:
    """Names for each promise who took its team's capacity first."""

    def __init__(self, problem: Problem, tally: Tally) -> None:
        """Prepare what all promises have in common."""
        self._problem, self._spells = problem, tally.spells
        self._team_places = {name: place for place, name in enumerate(problem.teams)}
        self._jobs_of_team = [np.array(mine, dtype=np.int64) for mine in problem.jobs_of_team]
        self._taker = np.array([self._taker_of(job.promise) for job in problem.jobs], dtype=np.int64)

    def of(self, deal: Deal, team_name: str) -> tuple[Taker, ...]:
        """Name the promises that took most of ``team_name`` before ``deal``'s last item there was finished.

        Shares are of all that the team gave to earlier items by then. Reckoned with each item's average days and
        minutes over the traced samples, as if it were worked on evenly from its begin to its end.
        """
        jobs = self._problem.jobs
        team = self._team_places[team_name]
        own = [job for job in deal.jobs if jobs[job].team == team]
        if not own:
            return ()
        last_own, rank = max(own), jobs[own[0]].promise
        mine = self._jobs_of_team[team]
        earlier = mine[: np.searchsorted(mine, last_own)]
        earlier = earlier[[jobs[job].promise != rank for job in earlier]] if len(own) > 1 else earlier
        minutes, places = self._given_until(earlier, self._spells[last_own, 1]), self._taker[earlier]
        known, where = np.unique(places, return_inverse=True)
        given = np.bincount(where, weights=minutes, minlength=len(known))
        order = np.lexsort((known, -given))[:MOST_NAMED]
        total = float(given.sum())
        return tuple(self._named(int(known[n]), float(given[n]) / total) for n in order if given[n] > 0)

    def _given_until(self, items: NDArray[np.int64], end: np.int64) -> NDArray[np.float64]:
        begun, ended, needed = self._spells[items].T.astype(np.float64)
        minutes: NDArray[np.float64] = needed * np.clip((float(end) - begun) / (ended - begun), 0.0, 1.0)
        return minutes

    def _taker_of(self, place: int) -> int:
        return STILL_TO_COME if self._problem.deals[place].promise.simulated else place

    def _named(self, place: int, share: float) -> Taker:
        if place == STILL_TO_COME:
            return Taker(None, None, share)
        promise = self._problem.deals[place].promise
        return Taker(promise.key, promise.customer, share)
