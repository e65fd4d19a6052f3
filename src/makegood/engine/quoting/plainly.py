"""Playing a portfolio with additions the plain way: all of it anew, in NumPy. What the compiled way is equal to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from makegood.engine.blocks import count_kept
from makegood.engine.calendars import TeamCalendar
from makegood.engine.drawing import Draws
from makegood.engine.layout import lay_out
from makegood.engine.portfolio import Portfolio
from makegood.engine.problem import Problem
from makegood.engine.quoting.additions import Addition
from makegood.engine.quoting.offers import inserted
from makegood.engine.quoting.playing import Kept, Played
from makegood.engine.schedule import Placed, place


@dataclass(frozen=True, slots=True)
class PlainStand:
    """The additions that are in the portfolio, and what became of everybody."""

    additions: tuple[Addition, ...]
    kept: Kept


class PlainPlay:
    """Plays ``portfolio``, laid out as ``problem``, with additions, all of it each time."""

    def __init__(self, portfolio: Portfolio, problem: Problem) -> None:
        """Keep what is played."""
        self._portfolio, self.problem = portfolio, problem

    def stand(self, additions: Sequence[Addition], before: PlainStand | None = None) -> PlainStand:  # noqa: ARG002  # as the compiled one
        """Play everything with ``additions``."""
        ordered = tuple(sorted(additions, key=lambda addition: addition.rank))
        problem = self._problem_with(ordered)
        placed, draws = self._placed(problem, problem.settings.samples)
        return PlainStand(ordered, self._kept(problem, placed, draws, ordered))

    def kept(self, stand: PlainStand) -> Kept:
        """Return what became of everybody."""
        return stand.kept

    def bytes(self, stand: PlainStand) -> int:
        """Return what ``stand`` takes in memory."""
        return stand.kept.nbytes

    def play(
        self,
        stand: PlainStand,
        new: Sequence[Addition],
        *,
        everything: bool,
        calendars: Mapping[int, TeamCalendar] | None = None,
        samples: int | None = None,
    ) -> Played:
        """Play ``new`` additions on top of ``stand``; see :class:`~makegood.engine.quoting.playing.Play`."""
        ordered = tuple(sorted((*stand.additions, *new), key=lambda addition: addition.rank))
        problem = self._problem_with(ordered)
        if calendars:
            given = (calendars.get(team, known) for team, known in enumerate(problem.calendars))
            problem = replace(problem, calendars=tuple(given))
        count = min(problem.settings.samples, samples or problem.settings.samples)
        if not everything:
            own = {item.key for one in new for item in one.offer.items}
            last = max((number for number, job in enumerate(problem.jobs) if job.item.key in own), default=-1)
            problem = replace(problem, jobs=problem.jobs[: last + 1])
        placed, draws = self._placed(problem, count)
        kept = self._kept(problem, placed, draws, ordered) if everything else None
        return Played({one.key: _of(problem, placed, one) for one in new}, kept, count)

    def _problem_with(self, additions: Sequence[Addition]) -> Problem:
        if not additions:
            return self.problem
        whole = inserted(self._portfolio, (one.offer for one in additions))
        return lay_out(whole, as_of=self.problem.as_of, settings=self.problem.settings, checked=True)

    @staticmethod
    def _placed(problem: Problem, samples: int) -> tuple[Placed, Draws]:
        draws = Draws(problem, 0, samples)
        return place(problem, draws, lambda: None), draws

    def _kept(self, problem: Problem, placed: Placed, draws: Draws, additions: Sequence[Addition]) -> Kept:
        counted = count_kept(problem, placed, draws)
        rows = {deal.promise.key: row for row, deal in enumerate(problem.deals)}
        wanted = [*(deal.promise.key for deal in self.problem.deals), *(one.key for one in additions)]
        return counted[np.array([rows[key] for key in wanted], dtype=np.int64)] if wanted else counted


def _of(problem: Problem, placed: Placed, addition: Addition) -> Placed:
    """Return the items of one addition as its own problem orders them."""
    rows = {job.item.key: number for number, job in enumerate(problem.jobs)}
    mine = [rows[job.item.key] for job in addition.problem.jobs]
    return Placed(placed.ready[mine], placed.begin[mine], placed.finish[mine], placed.need[mine])
