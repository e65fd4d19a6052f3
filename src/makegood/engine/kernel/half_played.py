"""One block of samples half played: its memory, what is packed of it at a checkpoint, and the items played in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from makegood.engine.drawing import Draws
from makegood.engine.kernel import drawing, filling, quoting, settling, simulating, stepping, tracing
from makegood.engine.kernel.arrays import Arrays, Work
from makegood.engine.kernel.compiling import entrance
from makegood.engine.kernel.outcomes import lay_out_outcomes
from makegood.engine.kernel.running import MOMENTS, NARROW, zeros_in_lines
from makegood.engine.kernel.stepping import STEP
from makegood.engine.kernel.tracing import BEGIN, FINISH, SCRATCH_ROWS
from makegood.engine.problem import Problem

_PARTS = (quoting, simulating, drawing, filling, stepping, tracing, settling)
place_items = entrance(quoting.place_items, *_PARTS)
count_kept = entrance(quoting.count_kept, *_PARTS)
_HELPERS = (quoting.measure, quoting.pack, quoting.unpack, quoting.open_up, quoting.mend)
measure, pack, unpack, open_up, mend = (entrance(function, *_PARTS) for function in _HELPERS)
ROWS_AT_HAND = 32
"""Rows of lanes for the items of additions; more are made where one has more items."""


class Lot:
    """Items that come together in the order, as arrays, with what chance decides for them in each block."""

    def __init__(self, problem: Problem, work: Work, draws: Draws, blocks: int, lanes: int) -> None:
        """Draw what does not depend on the order."""
        self.work = work
        self.outcomes = lay_out_outcomes(problem, work)
        self.order = np.arange(len(problem.jobs), dtype=np.int32)
        self.without_work = np.array([not deal.jobs for deal in problem.deals], dtype=np.uint8)
        self.happened = by_block(draws.happened, np.bool_, blocks, lanes)
        self._roadmap_days = by_block(draws.roadmap_days, np.int32, blocks, lanes)
        chances = (draws.holds(chance) for deal in problem.deals for chance in deal.chances)
        self._holds = by_block(chances, np.bool_, blocks, lanes)

    def count(
        self,
        kept: NDArray[np.int32],
        chunk: np.void,
        block: int,
        days: NDArray[np.uint16],
        settled: NDArray[np.uint8],
        memory: Memory,
    ) -> None:
        """Count in ``kept`` the samples in which each of its promises that are ``settled`` is kept."""
        count_kept(
            self.outcomes, settled, days, self.work.links, self._roadmap_days[block], self._holds[block], chunk,
            memory.full, memory.truths, kept,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """What one block of samples looks like at a checkpoint."""

    spans: NDArray[np.int64]
    """[team, from or to]: places between which lanes differ from all taken and from all there."""
    starts: NDArray[np.int64]
    flat: NDArray[np.uint16] | NDArray[np.int32]
    """What is free there, team after team, lane after lane."""
    border: NDArray[np.int32]
    rows: NDArray[np.int32]
    """Of items that somebody later still reads."""
    finish: NDArray[np.int32]
    """When these were finished."""

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return sum(part.nbytes for part in (self.spans, self.starts, self.flat, self.border, self.rows, self.finish))


class Memory:
    """What one thread plays a block in."""

    def __init__(self, arrays: Arrays, lanes: int, deals: int) -> None:
        """Make it for the teams of ``arrays`` and ``deals`` promises."""
        teams = len(arrays.teams)
        self._lanes = lanes
        self.free = zeros_in_lines((teams, lanes, arrays.calendars.shape[1]), _kind(arrays))
        self.border = zeros_in_lines((teams, lanes), np.int32)
        self.moments = zeros_in_lines((arrays.rows + ROWS_AT_HAND, MOMENTS, lanes), np.int32)
        self.strata = zeros_in_lines((2, lanes), np.uint16)
        self.scratch = zeros_in_lines((SCRATCH_ROWS, lanes), np.int32)
        self.minutes = zeros_in_lines((STEP + 1,), self.free.dtype)
        self.full, self.truths = np.zeros(lanes, dtype=np.int32), np.zeros(lanes, dtype=np.bool_)
        self._use(arrays)
        self._deals = deals
        self.stands_at: Packed | None = None
        """Where every team stands as it was packed; None where something else was played since."""

    @cached_property
    def days(self) -> NDArray[np.uint16]:
        """By promise and lane, the day on which its last item was finished."""
        return np.zeros((self._deals, self._lanes), dtype=np.uint16)

    @cached_property
    def settled(self) -> NDArray[np.uint8]:
        """Whose days are known."""
        return np.zeros(self._deals, dtype=np.uint8)

    def fits(self, arrays: Arrays) -> bool:
        """Use it for the teams of ``arrays`` if it has the room; say whether it has."""
        same = self.free.shape[2] == arrays.calendars.shape[1] and self.free.dtype == _kind(arrays)
        if same and arrays is not self.arrays:
            self._use(arrays)
        return same

    def _use(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._whole = np.ascontiguousarray(arrays.calendars["capacity"]).astype(self.free.dtype)

    def begin(self, wanted: NDArray[np.int32], packed: Packed | None, without_work: Lot | None) -> None:
        """Stand where ``packed`` was, or at the beginning, as far as the teams ``wanted`` go."""
        if packed is None:
            open_up(self.free, self.border, wanted, self._whole)
        else:
            unpack(self.free, wanted, packed.spans, packed.starts, packed.flat, self._whole)
            self.border[wanted] = packed.border[wanted]
            self.moments[packed.rows, FINISH] = packed.finish
        self.stands_at = None
        if without_work is not None:
            self.settled[:] = without_work.without_work
        elif "settled" in vars(self):
            self.settled[:] = 0

    def stand_at(self, packed: Packed) -> None:
        """Stand where ``packed`` was with every team, unless it does so already."""
        if self.stands_at is not packed:
            self.begin(np.arange(len(self.arrays.teams), dtype=np.int32), packed, None)
            self.stands_at = packed

    def rehearse(self, packed: Packed) -> None:
        """Stand at nothing and mend nothing, so that all is compiled before the first answer."""
        nobody, nothing = np.zeros(0, dtype=np.int32), np.zeros((0, 2, self._lanes), dtype=np.int32)
        unpack(self.free, nobody, packed.spans, packed.starts, packed.flat, self._whole)
        mend(
            self.free, self.border, self.arrays.jobs[:0], nothing, self.arrays.place_of_day, packed.spans,
            packed.starts, packed.flat, self._whole, packed.border,
        )  # fmt: skip

    def spells_of(self, lot: Lot) -> NDArray[np.int32]:
        """Return by item and lane when those of ``lot`` that were just placed began, and when they were finished."""
        return self.moments[lot.work.jobs["row"][:, None], [[BEGIN, FINISH]]]

    def mend(self, packed: Packed, lot: Lot, spells: NDArray[np.int32]) -> None:
        """Take the items of ``lot`` out again, so that it stands at ``packed`` as before."""
        mend(
            self.free, self.border, lot.work.jobs, spells, self.arrays.place_of_day, packed.spans, packed.starts,
            packed.flat, self._whole, packed.border,
        )  # fmt: skip

    def outcome_of(self, lot: Lot, *, base: bool) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
        """Return where the days on which promises are done are written, and which of them are; makes room for rows."""
        if base:
            return self.days, self.settled
        if lot.work.rows > len(self.moments):
            room = zeros_in_lines((lot.work.rows, MOMENTS, self._lanes), np.int32)
            room[: len(self.moments)] = self.moments
            self.moments = room
        deals = len(lot.outcomes)
        return np.zeros((deals, self._lanes), dtype=np.uint16), lot.without_work.copy()

    def packed(self, rows: NDArray[np.int32]) -> Packed:
        """Pack what it looks like now; ``rows`` may still be read."""
        teams = len(self.arrays.teams)
        spans = np.zeros((teams, 2), dtype=np.int64)
        measure(self.free, self.border, self.arrays.calendars, self.arrays.teams, spans)
        sizes = (spans[:, 1] - spans[:, 0]) * self._lanes
        starts = np.cumsum(sizes) - sizes
        flat = np.empty(int(sizes.sum()), dtype=self.free.dtype)
        pack(self.free, spans, starts, flat)
        return Packed(spans, starts, flat, self.border.copy(), rows, self.moments[rows, FINISH])


def _kind(arrays: Arrays) -> type[np.uint16] | type[np.int32]:
    return np.uint16 if int(arrays.calendars["capacity"].max(initial=0)) < NARROW else np.int32


def by_block(
    rows: Iterable[NDArray[np.generic]], kind: type[np.generic], blocks: int, lanes: int
) -> list[NDArray[np.generic]]:
    """Cut ``rows`` of samples into blocks of ``lanes``."""
    whole = np.array(list(rows), dtype=kind).reshape(-1, blocks * lanes)
    return [np.ascontiguousarray(whole[:, block * lanes : (block + 1) * lanes]) for block in range(blocks)]
