"""What is played of a portfolio with additions, as steps that are the same in every block of samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from makegood.engine.drawing import Draws
from makegood.engine.kernel.arrays import Arrays, Work, lay_out_work
from makegood.engine.kernel.half_played import Lot
from makegood.engine.problem import Problem
from makegood.engine.quoting.additions import Addition, groups_of_teams

Order = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Step:
    """Items to place one after the other; ``addition`` where they are one's."""

    lot: Lot
    order: Order
    addition: Addition | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What is played, the same in every block; a number among the steps is where a checkpoint is packed."""

    arrays: Arrays
    wanted: NDArray[np.int32]
    """Places of the teams that matter."""
    steps: tuple[Step | int, ...]
    columns: Mapping[Addition, int]
    """Where each addition's samples kept are counted."""
    told: Mapping[Addition, NDArray[np.int32]]
    """[ready, begin, finish and need; item; sample] of those whose items are asked for."""
    from_scratch: bool
    everything: bool
    """Whether everybody's samples kept are counted."""

    @property
    def items(self) -> int:
        """Items to place."""
        return sum(len(step.order) for step in self.steps if isinstance(step, Step))

    @property
    def only_additions(self) -> bool:
        """Whether nothing is placed but additions, right behind a checkpoint: little enough to be taken out again."""
        steps = [step for step in self.steps if isinstance(step, Step)]
        return len(steps) == len(self.steps) and all(step.addition for step in steps)


class Courses:
    """Lays down what is to be played of ``problem``, whose items are the ``lot`` of ``arrays``."""

    def __init__(self, problem: Problem, arrays: Arrays, lot: Lot, blocks: int, lanes: int) -> None:
        """Find out which teams have anything to do with one another."""
        self._problem, self._rows, self._lot = problem, arrays.rows, lot
        self._blocks, self._lanes = blocks, lanes
        self._groups = groups_of_teams(problem)
        self._group_of_item = self._groups[arrays.jobs["team"]] if len(problem.jobs) else np.zeros(0, np.int64)
        self._orders: dict[bytes, Order] = {}
        self._lots: WeakKeyDictionary[Addition, Lot] = WeakKeyDictionary()

    def lay_down(
        self,
        arrays: Arrays,
        ordered: Sequence[Addition],
        position: int,
        touched: NDArray[np.bool_],
        *,
        marks: Sequence[int] = (),
        new: Sequence[Addition] = (),
        everything: bool = True,
        fresh: bool = False,
    ) -> Course:
        """Lay down what is to be played from the ``position`` on, where a checkpoint is or the beginning."""
        deals, samples = len(self._problem.deals), self._blocks * self._lanes
        ahead = [one for one in ordered if one.place >= position and (not one.teams or touched[list(one.teams)].any())]
        if not everything:
            ahead = ahead[: 1 + max((place for place, one in enumerate(ahead) if one in new), default=-1)]
        last = len(self._problem.jobs) if everything else max((one.place for one in ahead), default=position)
        steps = tuple(self._steps(ahead, position, last, sorted(marks), self._order(touched)))
        wanted = np.flatnonzero(touched) if everything else self._teams_of(steps)
        return Course(
            arrays=arrays,
            wanted=wanted.astype(np.int32),
            steps=steps,
            columns={one: deals + number for number, one in enumerate(ordered)},
            told={one: np.zeros((4, len(one.problem.jobs), samples), dtype=np.int32) for one in new},
            from_scratch=fresh,
            everything=everything,
        )

    def _steps(
        self, additions: Sequence[Addition], position: int, last: int, marks: Sequence[int], order: Order
    ) -> Iterator[Step | int]:
        """Yield the portfolio's items in pieces between additions and checkpoints; a checkpoint stands before both."""
        stops: list[tuple[int, int, Addition | None]] = [
            *((mark, 0, None) for mark in marks),
            *((one.place, 1 + number, one) for number, one in enumerate(additions)),
        ]
        for stop, _, addition in sorted(stops, key=lambda one: one[:2]):
            if piece := self._piece(order, position, stop):
                yield piece
            position = stop
            yield stop if addition is None else Step(self._lot_of(addition), self._lot_of(addition).order, addition)
        if piece := self._piece(order, position, last):
            yield piece

    @staticmethod
    def _teams_of(steps: Sequence[Step | int]) -> NDArray[np.int32]:
        """Return the teams that are asked for anything."""
        teams = [step.lot.work.jobs["team"][step.order] for step in steps if isinstance(step, Step)]
        return np.unique(np.concatenate([np.zeros(0, dtype=np.int32), *teams]))

    def _piece(self, order: Order, first: int, last: int) -> Step | None:
        here = order[np.searchsorted(order, first) : np.searchsorted(order, last)]
        return Step(self._lot, here) if len(here) else None

    def _lot_of(self, addition: Addition) -> Lot:
        known = self._lots.get(addition)
        if known is None:
            draws = Draws(addition.problem, 0, self._blocks * self._lanes)
            work = _moved(lay_out_work(addition.problem), addition, self._rows)
            known = self._lots[addition] = Lot(addition.problem, work, draws, self._blocks, self._lanes)
        return known

    def touched_by(self, new: Sequence[Addition], held: Sequence[Addition], teams: Iterable[int]) -> NDArray[np.bool_]:
        """Say which teams can feel ``new`` additions: their groups, and those that an addition joins to these."""
        groups = {int(self._groups[team]) for one in new for team in one.teams}
        groups |= {int(self._groups[team]) for team in teams}
        waiting = list(held)
        while joined := [one for one in waiting if any(int(self._groups[team]) in groups for team in one.teams)]:
            groups |= {int(self._groups[team]) for one in joined for team in one.teams}
            waiting = [one for one in waiting if one not in joined]
        return np.isin(self._groups, list(groups))

    def _order(self, touched: NDArray[np.bool_]) -> Order:
        """Return the items of the teams ``touched``, in order."""
        if touched.all():
            return self._lot.order
        known = self._orders.get(touched.tobytes())
        if known is None:
            mine = np.isin(self._group_of_item, self._groups[touched])
            known = self._orders[touched.tobytes()] = np.flatnonzero(mine).astype(np.int32)
        return known


def _moved(work: Work, addition: Addition, rows: int) -> Work:
    """Return an addition's ``work`` with its teams as the portfolio numbers them, in rows behind the portfolio's."""
    jobs, links = work.jobs.copy(), work.links.copy()
    jobs["team"] = np.array(addition.teams, dtype=np.int32)[jobs["team"]] if len(jobs) else 0
    jobs["row"] += rows
    links["place"][: sum(len(job.predecessors) for job in addition.problem.jobs)] += rows
    return replace(work, jobs=jobs, links=links, rows=rows + work.rows)
