"""Fingerprints of what a promise's forecast is read from: with the same one, it reads the same, to the bit.

A change of one promise moves few others, though all of a part are simulated again: what is read out of the counts costs
more than the counting, so a promise is read again only where something of it is another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from makegood.engine.causes import NUMBER_OF_KIND
from makegood.engine.digest import DIGEST_BYTES
from makegood.engine.portfolio import Portfolio
from makegood.engine.problem import Deal, Problem
from makegood.engine.tally import Tally

DigestOf = Callable[[object], bytes]
Words = NDArray[np.uint64]

OF_ITEMS = tuple(NUMBER_OF_KIND[kind] for kind in ("effort", "wait", "start", "predecessor"))
"""Kinds of causes whose numbers are places of items; those of others mean the same all over a part."""
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def reading_fingerprints(problem: Problem, tally: Tally, portfolio: Portfolio, digest_of: DigestOf) -> list[bytes]:
    """Return for each promise, in order of rank, the fingerprint of all that its forecast is read from.

    ``digest_of`` gives the fingerprint of a row of ``portfolio``. Who took a team's capacity counts only where it is
    told: for promises that are not green.
    """
    prints = _Prints(problem, tally, portfolio, digest_of)
    return [prints.of(row, deal) for row, deal in enumerate(problem.deals)]


class _Prints:
    """What the fingerprints of all promises of a part have in common."""

    def __init__(self, problem: Problem, tally: Tally, portfolio: Portfolio, digest_of: DigestOf) -> None:
        self._tally, self._digest_of = tally, digest_of
        self._common = _common(problem, tally)
        self._items = portfolio.items_by_promise
        self._teams = {team.name: digest_of(team) for team in portfolio.teams}
        self._figures = np.stack([tally.date_kept, tally.kept, tally.kept_first], axis=1).astype(np.int64)
        self._first = problem.causes.first.tolist()
        self._causes = _causes(problem, tally)
        self._taken = _taken_before(problem, tally, [digest_of(deal.promise) for deal in problem.deals])
        self._green = problem.settings.thresholds.green

    def of(self, row: int, deal: Deal) -> bytes:
        """Return the fingerprint of the promise with this rank."""
        seen = self._common.copy()
        seen.update(self._digest_of(deal.promise))
        for item in self._items.get(deal.promise.key, ()):
            seen.update(self._digest_of(item))
            seen.update(self._teams[item.team])
        seen.update(self._tally.done_in_full[row].data)
        seen.update(self._figures[row].data)
        seen.update(self._causes[self._first[row] : self._first[row + 1]].data)
        if self._figures[row, 1] / self._tally.samples < self._green:
            for place in deal.jobs:
                seen.update(self._taken[place].tobytes())
        if deal.specifications or deal.service_levels:
            seen.update(self._terms(row, deal))
        return seen.digest()

    def _terms(self, row: int, deal: Deal) -> bytes:
        kept = [self._tally.term_kept.get((row, place)) for place in range(len(deal.specifications))]
        done = self._tally.work_done.get(row)
        said = repr((deal.specifications, deal.service_levels, kept)).encode()
        return said if done is None else said + done.tobytes()


def _common(problem: Problem, tally: Tally) -> blake2b:
    """Begin a fingerprint with what all promises are read by."""
    settings = problem.settings
    facts = (
        problem.as_of, problem.company_zone, problem.days, settings.thresholds, settings.close_of_day_hour,
        settings.policy, tally.samples, tally.traced, str(tally.done_in_full.dtype), sorted(problem.teams),
        [risk.name for risk in problem.risks], [entry.attribute for entry in problem.roadmap],
    )  # fmt: skip
    return blake2b(repr(facts).encode(), digest_size=DIGEST_BYTES)


def _causes(problem: Problem, tally: Tally) -> NDArray[np.int64]:
    """Return for each cause its kind, what it is, and its counts; an item by its stream, which no place changes."""
    causes = problem.causes
    words = np.array([job.word for job in problem.jobs], dtype=np.uint64).view(np.int64)
    what = causes.number.astype(np.int64)
    places = np.isin(causes.kind, OF_ITEMS)
    what[places] = words[causes.number[places]]
    return np.stack([causes.kind.astype(np.int64), what, tally.wins, tally.cost_days], axis=1)


def _taken_before(problem: Problem, tally: Tally, promises: Iterable[bytes]) -> Words:
    """Return for each item a word for all that its team was given up to it: by whom, and when."""
    owners = np.array([int.from_bytes(digest[:8], "little") for digest in promises], dtype=np.uint64)
    found = np.zeros(len(problem.jobs), dtype=np.uint64)
    for mine in problem.jobs_of_team:
        jobs = np.array(mine, dtype=np.int64)
        word: Words = owners[np.array([problem.jobs[job].promise for job in mine], dtype=np.int64)]
        for column in range(tally.spells.shape[1]):
            word = _mixed(np.add(word, tally.spells[jobs, column].astype(np.uint64), dtype=np.uint64))
        found[jobs] = np.cumsum(
            _mixed(np.add(word, np.arange(len(jobs)), dtype=np.uint64, casting="unsafe")), dtype=np.uint64
        )
    return found


def _mixed(words: Words) -> Words:
    """Return words of which every bit depends on every bit (SplitMix64: Steele, Lea and Flood 2014)."""
    words = (words ^ (words >> np.uint64(30))) * _FIRST
    words = (words ^ (words >> np.uint64(27))) * _SECOND
    return np.asarray(words ^ (words >> np.uint64(31)))
