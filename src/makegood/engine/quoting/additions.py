"""An offer laid out beside a portfolio that is laid out already: its own small problem, and its place among the items.

The place follows from the priority policy. Items are placed promise by promise, those first on which a better one
waits; an offer on whose items nobody waits, and which waits for nobody, stands in one piece between two of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from makegood.engine.layout import lay_out
from makegood.engine.ordering import rank_key
from makegood.engine.portfolio import Measurement, Portfolio, Promise
from makegood.engine.problem import Problem
from makegood.engine.quoting.offers import Offer
from makegood.engine.validation import InvalidPortfolio, check_known_dates, check_portfolio
from makegood.engine.validation import Problem as Contradiction


@dataclass(frozen=True, eq=False)
class Addition:
    """An offer in its place."""

    offer: Offer
    portfolio: Portfolio
    """The offer and the teams that work on it, nothing else."""
    problem: Problem
    """The same laid out; draws depend on keys, so they are those of the whole."""
    rank: tuple[Any, ...]
    """What the policy compares it by."""
    ahead: int
    """Promises of the portfolio that rank before it."""
    place: int
    """Items of the portfolio that are placed before its own."""
    teams: tuple[int, ...]
    """Its teams' places in the portfolio."""

    @property
    def key(self) -> str:
        """The promise's key."""
        return self.offer.key


class Counter:
    """Lays offers out beside ``portfolio``, which is laid out as ``problem``."""

    def __init__(self, portfolio: Portfolio, problem: Problem) -> None:
        """Prepare what all offers are laid out from."""
        self.portfolio, self.problem = portfolio, problem
        self._teams = {name: place for place, name in enumerate(problem.teams)}
        self._calendars = dict(zip(problem.teams, problem.calendars, strict=True))
        self._rank = rank_key(problem.settings.policy)
        self._ranks = [self._rank(deal.promise) for deal in problem.deals]
        self._best = best_ranks(problem)
        self._promises = {promise.key for promise in portfolio.promises}
        self._items = {item.key for item in portfolio.items}
        self._open = {job.item.key for job in problem.jobs}
        self._attributes = {attribute.name.casefold(): attribute for attribute in portfolio.attributes}
        self._measurements: dict[str, list[Measurement]] = {}
        for measurement in portfolio.measurements:
            self._measurements.setdefault(measurement.measure.casefold(), []).append(measurement)

    def waits_for_others(self, offer: Offer) -> bool:
        """Say whether an item of ``offer`` comes after one of another promise that is not finished."""
        return any(before in self._open for item in offer.items for before in item.after)

    def rank_of(self, promise: Promise) -> tuple[Any, ...]:
        """Return what the policy compares a promise by."""
        return self._rank(promise)

    def ahead_of(self, rank: tuple[Any, ...]) -> int:
        """Return how many promises of the portfolio rank before ``rank``."""
        return bisect_left(self._ranks, rank)

    def knows_any(self, keys: AbstractSet[str]) -> bool:
        """Say whether a promise or an item of the portfolio has one of ``keys``."""
        return not (self._promises.isdisjoint(keys) and self._items.isdisjoint(keys))

    def laid_out(self, offer: Offer) -> Addition:
        """Return ``offer`` in its place; raise :class:`InvalidPortfolio` with every contradiction in it.

        ValueError for a promise that is accepted: nothing of it is left to be asked.
        """
        if offer.promise.accepted_at is not None:
            raise ValueError(f"{offer.key} is no offer: it is accepted")
        own = self._portfolio_of(offer)
        self._check(offer, own)
        problem = self.problem
        small = lay_out(own, as_of=problem.as_of, settings=problem.settings, checked=True, calendars=self._calendars)
        rank = self.rank_of(offer.promise)
        ahead = self.ahead_of(rank)
        place = int(np.searchsorted(self._best, ahead))
        return Addition(offer, own, small, rank, ahead, place, tuple(self._teams[team.name] for team in own.teams))

    def _portfolio_of(self, offer: Offer) -> Portfolio:
        wanted = {item.team for item in offer.items}
        named = {term.attribute.casefold() for term in offer.specifications}
        measures = named | {term.measure.casefold() for term in offer.service_levels}
        return Portfolio(
            teams=tuple(team for team in self.portfolio.teams if team.name in wanted) if wanted else (),
            promises=(offer.promise,),
            items=self._without_foreign(offer),
            specifications=offer.specifications,
            service_levels=offer.service_levels,
            attributes=tuple(self._attributes[name] for name in sorted(named) if name in self._attributes),
            measurements=tuple(one for name in sorted(measures) for one in self._measurements.get(name, ())),
            company_zone=self.portfolio.company_zone,
        )

    def _without_foreign(self, offer: Offer) -> tuple[Any, ...]:
        """Let items wait for nobody outside, where that is known and finished; what is unknown stays, to be refused."""
        if not any(before in self._items for item in offer.items for before in item.after):
            return offer.items
        return tuple(
            replace(item, after=tuple(before for before in item.after if before not in self._items))
            for item in offer.items
        )

    def _check(self, offer: Offer, own: Portfolio) -> None:
        clashes = [
            *self._clashes("promise", [offer.key], self._promises),
            *self._clashes("item", [item.key for item in offer.items], self._items),
        ]
        try:
            check_portfolio(own)
            check_known_dates(own, self.problem.as_of)
        except InvalidPortfolio as contradictory:
            raise InvalidPortfolio([*clashes, *contradictory.problems]) from contradictory
        if clashes:
            raise InvalidPortfolio(clashes)

    @staticmethod
    def _clashes(kind: str, keys: list[str], known: set[str]) -> Iterator[Contradiction]:
        for key in keys:
            if key in known:
                yield Contradiction("duplicate", key, {"kind": kind})


def best_ranks(problem: Problem) -> NDArray[np.int64]:
    """Return for each item the rank of the best promise that waits for it, which never falls along the order."""
    best = [job.promise for job in problem.jobs]
    for place in range(len(best) - 1, -1, -1):
        for before in problem.jobs[place].predecessors:
            best[before] = min(best[before], best[place])
    return np.array(best, dtype=np.int64)


def groups_of_teams(problem: Problem) -> NDArray[np.int64]:
    """Return for each team the number of its group: groups have neither promises nor predecessors in common."""
    above = list(range(len(problem.teams) + len(problem.deals)))

    def root(node: int) -> int:
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    def join(one: int, other: int) -> None:
        above[root(other)] = root(one)

    teams = len(problem.teams)
    for job in problem.jobs:
        join(job.team, teams + job.promise)
        for before in job.predecessors:
            join(teams + job.promise, teams + problem.jobs[before].promise)
    roots = [root(team) for team in range(teams)]
    return np.array(roots, dtype=np.int64)
