"""A portfolio half played, compiled: what is free at checkpoints along the order, and playing on from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from queue import Empty, SimpleQueue

import numba
import numpy as np
from numpy.typing import NDArray

from makegood.engine.calendars import TeamCalendar
from makegood.engine.drawing import Draws
from makegood.engine.kernel.arrays import (
    Arrays,
    last_reads,
    lay_out_arrays,
    with_calendars,
)
from makegood.engine.kernel.compiling import telling
from makegood.engine.kernel.half_played import Lot, Memory, Packed, by_block, place_items
from makegood.engine.kernel.running import LANES
from makegood.engine.kernel.simulating import CHUNK
from makegood.engine.kernel.tracing import BEGIN, FINISH, NEED, READY
from makegood.engine.problem import Problem
from makegood.engine.quoting.additions import Addition
from makegood.engine.quoting.courses import Course, Courses, Step
from makegood.engine.quoting.playing import Kept, Played
from makegood.engine.randomness import normal_scores
from makegood.engine.schedule import Placed

WORTH_A_THREAD = 64
"""Items below which handing blocks to threads costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is free after the first ``place`` items of the portfolio, and all additions that stand before them."""

    place: int
    blocks: tuple[Packed, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """A portfolio with ``additions`` in it, played to the end; nothing in it changes any more."""

    additions: tuple[Addition, ...]
    checkpoints: tuple[Checkpoint, ...]
    kept: NDArray[np.int32]
    """[block, promise]: samples in which each is kept; those of the portfolio, then the additions."""


class CompiledPlay:
    """Plays a portfolio, laid out as ``problem``, with additions, from any checkpoint on."""

    def __init__(
        self, problem: Problem, *, checkpoints: int, on_compile: Callable[[], None] | None = None, lanes: int = LANES
    ) -> None:
        """Lay everything out; nothing is played yet."""
        self.problem, self._lanes, self._on_compile = problem, lanes, on_compile
        self._arrays = lay_out_arrays(problem)
        self._blocks = -(-problem.settings.samples // lanes)
        draws = Draws(problem, 0, self._blocks * lanes)
        self._lot = Lot(problem, self._arrays, draws, self._blocks, lanes)
        common = [*(draws.common(team) for team in range(len(problem.teams))), draws.organisation]
        self._common = by_block(common, np.int32, self._blocks, lanes)
        scores = normal_scores(problem.sampling.bits)
        self._weights = np.array([draws.own_weight * scores, draws.own_wait_weight * scores])
        self._courses = Courses(problem, self._arrays, self._lot, self._blocks, lanes)
        self._last_reads = np.array(last_reads(problem), dtype=np.int64)
        self._marks = _spread(len(problem.jobs), checkpoints)
        self._spare: SimpleQueue[Memory] = SimpleQueue()
        self._standing: dict[int, Memory] = {}
        """By block, memory that stands at a checkpoint and is taken by whoever plays only additions there."""

    def stand(self, additions: Sequence[Addition], before: Stand | None = None) -> Stand:
        """Play everything with ``additions``; begin at the last checkpoint that ``before`` has in common."""
        ordered = tuple(sorted(additions, key=lambda addition: addition.rank))
        shared = () if before is None else _shared(before, ordered)
        position = shared[-1].place if shared else 0
        marks = [mark for mark in self._marks if mark > position or not shared]
        everybody = np.ones(len(self.problem.teams), dtype=np.bool_)
        course = self._courses.lay_down(self._arrays, ordered, position, everybody, marks=marks, fresh=not shared)
        kept = self._kept_before(before, ordered)
        packed = self._each_block(course, shared[-1] if shared else None, kept, self._blocks)
        if before is None:
            memory = self._memory(self._arrays)
            memory.rehearse(packed[0][-1])
            self._spare.put(memory)
            self._on_compile = None  # from now on several threads may ask, and all is compiled
        fresh = (Checkpoint(mark, tuple(block[number] for block in packed)) for number, mark in enumerate(marks))
        return Stand(ordered, (*shared, *fresh), kept)

    def kept(self, stand: Stand) -> Kept:
        """Return what became of everybody."""
        return _summed(stand.kept)

    def bytes(self, stand: Stand) -> int:
        """Return what the checkpoints of ``stand`` take in memory."""
        return sum(block.bytes for checkpoint in stand.checkpoints for block in checkpoint.blocks)

    def play(
        self,
        stand: Stand,
        new: Sequence[Addition],
        *,
        everything: bool,
        calendars: Mapping[int, TeamCalendar] | None = None,
        samples: int | None = None,
    ) -> Played:
        """Play ``new`` additions on top of ``stand``; see :class:`~makegood.engine.quoting.playing.Play`."""
        ordered = tuple(sorted((*stand.additions, *new), key=lambda addition: addition.rank))
        touched = self._courses.touched_by(new, stand.additions, calendars or ())
        blocks = self._blocks if samples is None else min(self._blocks, -(-samples // self._lanes))
        begin, arrays = self._begin(stand, new), self._arrays
        if calendars:
            given = (calendars.get(team, known) for team, known in enumerate(self.problem.calendars))
            begin, arrays = None, with_calendars(arrays, replace(self.problem, calendars=tuple(given)))
        course = self._courses.lay_down(
            arrays, ordered, 0 if begin is None else begin.place, touched, new=new, everything=everything
        )
        kept = self._kept_before(stand, ordered)[:blocks] if everything else np.zeros((blocks, 0), dtype=np.int32)
        self._each_block(course, begin, kept, blocks)
        count = min(self.problem.settings.samples, blocks * self._lanes)
        placed = {one.key: Placed(*told[:, :, :count]) for one, told in course.told.items()}
        return Played(placed, _summed(kept) if everything else None, count)

    def _each_block(
        self, course: Course, begin: Checkpoint | None, kept: NDArray[np.int32], blocks: int
    ) -> list[list[Packed]]:
        def run(block: int) -> list[Packed]:
            return self._play_block(block, course, None if begin is None else begin.blocks[block], kept[block])

        with telling(self._on_compile):
            if blocks == 1 or course.items < WORTH_A_THREAD:
                return [run(block) for block in range(blocks)]
            return list(_pool().map(run, range(blocks)))

    def _play_block(self, block: int, course: Course, begin: Packed | None, kept: NDArray[np.int32]) -> list[Packed]:
        if begin is not None and course.only_additions:
            self._play_additions(block, course, begin, kept)
            return []
        memory, packed = self._memory(course.arrays), []
        memory.begin(course.wanted, begin, without_work=self._lot if course.from_scratch else None)
        chunk = self._chunk(block)
        for step in course.steps:
            if not isinstance(step, Step):
                packed.append(memory.packed(self._rows_read_after(step)))
                continue
            days, settled = memory.outcome_of(step.lot, base=step.addition is None)
            self._place(memory, chunk, block, step, days, settled)
            if step.addition is not None:
                column = course.columns[step.addition]
                if course.everything:
                    step.lot.count(kept[column : column + 1], chunk, block, days, settled, memory)
                if step.addition in course.told:
                    self._tell(course.told[step.addition], memory, block, step.lot)
        if course.everything:
            self._lot.count(kept[: len(self.problem.deals)], chunk, block, memory.days, memory.settled, memory)
        self._spare.put(memory)
        return packed

    def _play_additions(self, block: int, course: Course, begin: Packed, kept: NDArray[np.int32]) -> None:
        """Place additions where nothing else is placed before them, and take them out again."""
        memory, chunk = self._standing.pop(block, None) or self._memory(course.arrays), self._chunk(block)
        memory.stand_at(begin)
        done: list[tuple[Lot, NDArray[np.int32]]] = []
        for step in course.steps:
            if isinstance(step, Step) and step.addition is not None:
                days, settled = memory.outcome_of(step.lot, base=False)
                self._place(memory, chunk, block, step, days, settled)
                if course.everything:
                    column = course.columns[step.addition]
                    step.lot.count(kept[column : column + 1], chunk, block, days, settled, memory)
                done.append((step.lot, memory.spells_of(step.lot)))
                if step.addition in course.told:
                    self._tell(course.told[step.addition], memory, block, step.lot)
        for lot, spells in done:
            memory.mend(begin, lot, spells)
        self._standing[block] = memory

    def _place(
        self,
        memory: Memory,
        chunk: np.void,
        block: int,
        step: Step,
        days: NDArray[np.uint16],
        settled: NDArray[np.uint8],
    ) -> None:
        a, work = memory.arrays, step.lot.work
        place_items(
            chunk, step.order, work.jobs, work.links, work.stages, work.shapes, work.deals, work.deal_jobs, work.risks,
            a.calendars, a.places, a.place_of_day, a.openings, a.teams, self._weights, self._common[block],
            step.lot.happened[block], memory.free, memory.border, memory.moments, memory.strata, memory.scratch,
            memory.minutes, days, settled,
        )  # fmt: skip

    def _tell(self, told: NDArray[np.int32], memory: Memory, block: int, lot: Lot) -> None:
        mine = slice(block * self._lanes, (block + 1) * self._lanes)
        rows = lot.work.jobs["row"]
        for number, kind in enumerate((READY, BEGIN, FINISH, NEED)):
            told[number, :, mine] = memory.moments[rows, kind]

    def _chunk(self, block: int) -> np.void:
        first, sampling = block * self._lanes, self.problem.sampling
        count = min(self._lanes, self.problem.settings.samples - first)
        bits = sampling.bits if sampling.stratified else 0
        chunk: np.void = np.array([(first, count, 0, self.problem.days, bits)], dtype=CHUNK)[0]
        return chunk

    def _rows_read_after(self, place: int) -> NDArray[np.int32]:
        """Return the rows of the items before ``place`` that somebody after it still reads."""
        rows: NDArray[np.int32] = self._arrays.jobs["row"][:place][self._last_reads[:place] >= place]
        return rows

    def _memory(self, arrays: Arrays) -> Memory:
        """Take memory that nobody uses, or make some where there is none that fits."""
        try:
            memory = self._spare.get_nowait()
        except Empty:
            return Memory(arrays, self._lanes, len(self.problem.deals))
        return memory if memory.fits(arrays) else Memory(arrays, self._lanes, len(self.problem.deals))

    def _kept_before(self, before: Stand | None, ordered: Sequence[Addition]) -> NDArray[np.int32]:
        """Return a copy of what ``before`` has, with a column for each of the additions ``ordered``."""
        deals = len(self.problem.deals)
        kept = np.zeros((self._blocks, deals + len(ordered)), dtype=np.int32)
        if before is not None:
            kept[:, :deals] = before.kept[:, :deals]
            columns = {one: deals + number for number, one in enumerate(before.additions)}
            for number, one in enumerate(ordered):
                if one in columns:
                    kept[:, deals + number] = before.kept[:, columns[one]]
        return kept

    @staticmethod
    def _begin(stand: Stand, new: Sequence[Addition]) -> Checkpoint | None:
        first = min((one.place for one in new), default=0)
        return next((one for one in reversed(stand.checkpoints) if one.place <= first), None)


@cache
def _pool() -> ThreadPoolExecutor:
    """Return the threads that play blocks, the same for all portfolios that are held."""
    return ThreadPoolExecutor(int(numba.config.NUMBA_DEFAULT_NUM_THREADS))  # type: ignore[attr-defined]  # made at run time


def _shared(before: Stand, ordered: Sequence[Addition]) -> tuple[Checkpoint, ...]:
    """Return the checkpoints that come before the first addition in which ``before`` differs."""
    differing = set(before.additions) ^ set(ordered)
    first = min((one.place for one in differing), default=before.checkpoints[-1].place)
    return tuple(one for one in before.checkpoints if one.place <= first)


def _summed(kept: NDArray[np.int32]) -> Kept:
    total: Kept = kept.sum(axis=0, dtype=np.int64)
    return total


def _spread(items: int, checkpoints: int) -> list[int]:
    """Return after how many items a checkpoint stands, evenly spread; always one at the end."""
    return sorted({items * number // checkpoints for number in range(1, checkpoints)} - {0} | {items})
