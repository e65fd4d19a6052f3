"""Blocks of samples over threads: draw what a block has in common, run it compiled, add up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import reduce
from itertools import pairwise
from typing import Any, TypeVar

import numba
import numpy as np
from numpy.typing import DTypeLike, NDArray

from makegood.engine.blocks import capacity_by_week
from makegood.engine.drawing import Draws
from makegood.engine.kernel import drawing, filling, settling, simulating, stepping, tracing
from makegood.engine.kernel.arrays import Arrays, lay_out_arrays
from makegood.engine.kernel.compiling import entrance, telling
from makegood.engine.kernel.outcomes import currency_names, customer_names, lay_out_outcomes
from makegood.engine.kernel.simulating import CHUNK
from makegood.engine.kernel.stepping import STEP
from makegood.engine.kernel.tracing import COST_DAYS, SCRATCH_ROWS, WINS
from makegood.engine.plain import simulate_plainly
from makegood.engine.problem import Problem
from makegood.engine.randomness import normal_scores
from makegood.engine.tally import Tally, count_type

simulate_block = entrance(simulating.simulate_block, simulating, drawing, filling, stepping, tracing)
settle = entrance(settling.settle, settling)

Kind = TypeVar("Kind", bound=np.generic)

LANES = 128
"""Samples in a block: enough for vectors, few enough that what a block touches stays near the processor."""
MOST_LANES = 256
"""Twice as many share the cost of an item by itself, where that leaves no thread without a block."""
WAVE = 1_024
"""Samples whose finishes are kept at once."""
LEAST_SETTLED = 1_000
"""Promises that are worth a thread of their own."""
MOMENTS = 5
LINE = 64
"""Bytes of a line of memory."""
NARROW = 1 << 16
"""Minutes of a team's day from which they don't fit into 16 bits."""


LaidOut = tuple[Arrays, NDArray[np.void]]


def lay_out_for_kernel(problem: Problem) -> LaidOut:
    """Turn ``problem`` into the arrays that compiled code reads."""
    arrays = lay_out_arrays(problem)
    return arrays, lay_out_outcomes(problem, arrays)


def simulate_compiled(
    problem: Problem,
    *,
    threads: int | None = None,
    lanes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    on_compile: Callable[[], None] | None = None,
    laid_out: LaidOut | None = None,
) -> Tally:
    """Simulate all samples of ``problem``; the same counts for any number of ``threads`` and ``lanes`` of a block.

    ``on_compile`` is called before the first use on a machine, which takes some ten seconds. ``laid_out`` is what
    :func:`lay_out_for_kernel` has made of the problem, where that is simulated more than once. Where numba is told not
    to compile (NUMBA_DISABLE_JIT), the plain version counts the same.
    """
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]  # made at run time
        return simulate_plainly(problem, progress=progress)
    arrays, outcomes = laid_out or lay_out_for_kernel(problem)
    samples = problem.settings.samples
    workers = threads or int(numba.config.NUMBA_DEFAULT_NUM_THREADS)  # type: ignore[attr-defined]  # made at run time
    lanes = lanes or lanes_of(min(samples, WAVE), workers)
    wave = max(lanes, WAVE // lanes * lanes)
    tallies = []
    with ThreadPoolExecutor(workers) as pool, telling(on_compile):
        for first in range(0, samples, wave):
            run = Wave(problem, arrays, outcomes, first, min(wave, samples - first), lanes)
            for done in run.simulate(pool, workers):
                if progress is not None:
                    progress(min(first + done * lanes, samples), samples)
            tallies.append(run.tally(pool, workers))
    return reduce(Tally.merge, tallies)


def lanes_of(samples: int, threads: int) -> int:
    """Return how many ``samples`` to put into a block so that the busiest of ``threads`` is done soonest."""
    lanes = {kind: math.ceil(math.ceil(samples / kind) / threads) * kind for kind in (MOST_LANES, LANES)}
    return min(lanes, key=lanes.__getitem__)


class Wave:
    """Some samples: simulated block by block, then settled promise by promise."""

    def __init__(
        self, problem: Problem, arrays: Arrays, outcomes: NDArray[np.void], first: int, samples: int, lanes: int
    ) -> None:
        self.problem, self.arrays, self.lanes = problem, arrays, lanes
        self.first, self.samples = first, samples
        self.blocks = -(-samples // lanes)
        self.traced = max(0, min(samples, problem.traced_samples - first))
        self.draws = Draws(problem, first, first + self.blocks * lanes)
        self.days = np.empty((self.blocks, len(problem.deals), lanes), dtype=np.uint16)
        self._outcomes = outcomes
        self._sums: list[_Sums] = []

    def simulate(self, pool: ThreadPoolExecutor, threads: int) -> Iterable[int]:
        """Run all blocks; yield how many are done. Who stops listening stops the blocks that have not begun."""
        spare = [_Memory(self.problem, self.arrays, self.lanes) for _ in range(min(threads, self.blocks))]
        self._sums = [memory.sums for memory in spare]
        running = [pool.submit(self._run, spare, block) for block in range(self.blocks)]
        try:
            for done, finished in enumerate(as_completed(running), start=1):
                finished.result()
                yield done
        finally:
            for waiting in running:
                waiting.cancel()

    def _run(self, spare: list[_Memory], block: int) -> None:
        """Run one block in memory that no other thread uses; there is as much of it as there are threads."""
        memory = spare.pop()
        memory.run(self, block)
        spare.append(memory)

    def tally(self, pool: ThreadPoolExecutor, threads: int) -> Tally:
        """Settle all promises, some of them in each of ``threads``, and return the counts."""
        problem, horizon = self.problem, self.problem.days
        deals, width = len(problem.deals), self.blocks * self.lanes
        work_rows = [row for row, deal in enumerate(problem.deals) if deal.roadmap]
        chances = [self.draws.holds(chance) for deal in problem.deals for chance in deal.chances]
        names, currencies = customer_names(problem), currency_names(problem)
        kind = count_type(problem.settings.samples)
        done_in_full = np.zeros((deals, horizon + 1), dtype=kind)
        work_done = np.zeros((len(work_rows), horizon + 1), dtype=kind)
        tallies = np.zeros((deals, 3), dtype=np.int64)
        roadmap_days, holds = _rows(self.draws.roadmap_days, np.int32, width), _rows(chances, np.bool_, width)
        sharers = max(1, min(threads, deals // LEAST_SETTLED))
        ends = [deals * number // sharers for number in range(sharers + 1)]
        shares = [_Share(len(names), len(currencies), width) for _ in range(sharers)]
        running = [
            pool.submit(
                settle, first, end, self._outcomes, self.days, self.arrays.links, roadmap_days, holds, horizon,
                self.samples, done_in_full, work_done, tallies, *vars(share).values(),
                np.empty(width, dtype=np.int32), np.empty(width, dtype=np.bool_),
            )
            for (first, end), share in zip(pairwise(ends), shares, strict=True)
        ]  # fmt: skip
        for one in running:
            one.result()
        share = reduce(_Share.plus, shares)
        sums = reduce(_Sums.plus, self._sums)
        return Tally(
            samples=self.samples,
            traced=self.traced,
            done_in_full=done_in_full,
            work_done=dict(zip(work_rows, work_done, strict=True)),
            date_kept=tallies[:, 0],
            kept=tallies[:, 1],
            kept_first=tallies[:, 2],
            term_kept=self._terms_kept(),
            customers_broken=self._at_own_place(~share.customers),
            any_broken=self._at_own_place(~share.together[None])[0],
            loss={name: self._at_own_place(lost[None])[0] for name, lost in zip(currencies, share.loss, strict=True)},
            booked=sums.booked,
            overloads=sums.overloads,
            wins=sums.counts[WINS],
            cost_days=sums.counts[COST_DAYS],
            spells=sums.spells,
        )

    def _terms_kept(self) -> dict[tuple[int, int], int]:
        draws = Draws(self.problem, self.first, self.first + self.samples)
        return {
            (row, place): kept
            for row, deal in enumerate(self.problem.deals)
            if deal.specifications
            for place, kept in draws.specifications_kept(deal).items()
        }

    def _at_own_place(self, rows: NDArray[Kind]) -> NDArray[Kind]:
        """Put what was found for these samples where they stand among all."""
        whole = np.zeros((len(rows), self.problem.settings.samples), dtype=rows.dtype)
        whole[:, self.first : self.first + self.samples] = rows[:, : self.samples]
        return whole


class _Sums:
    """What blocks add up to beside the days on which promises are finished."""

    def __init__(self, problem: Problem) -> None:
        teams, weeks, causes = len(problem.teams), problem.settings.weeks + 1, len(problem.causes)
        self.booked = np.zeros((teams, weeks), dtype=np.int64)
        self.overloads = np.zeros((teams, weeks - 1), dtype=np.int64)
        self.counts = np.zeros((2, causes), dtype=np.int64)
        self.spells = np.zeros((len(problem.jobs), 3), dtype=np.int64)

    def plus(self, other: _Sums) -> _Sums:
        """Add ``other``'s sums to these."""
        for name, mine in vars(self).items():
            np.add(mine, getattr(other, name), out=mine)
        return self


class _Share:
    """What one thread finds out about some of the promises together."""

    def __init__(self, customers: int, currencies: int, width: int) -> None:
        self.customers = np.ones((customers, width), dtype=np.bool_)
        self.together = np.ones(width, dtype=np.bool_)
        self.loss = np.zeros((currencies, width), dtype=np.int64)

    def plus(self, other: _Share) -> _Share:
        """Add what is found about other promises."""
        self.customers &= other.customers
        self.together &= other.together
        self.loss += other.loss
        return self


class _Memory:
    """One thread's memory, used for one block after the other."""

    def __init__(self, problem: Problem, arrays: Arrays, lanes: int) -> None:
        teams, weeks = len(problem.teams), problem.settings.weeks + 1
        narrow = int(arrays.calendars["capacity"].max(initial=0)) < NARROW
        widest = int((arrays.deals["cause_end"] - arrays.deals["cause"]).max(initial=0))
        self.sums = _Sums(problem)
        self._problem, self._arrays = problem, arrays
        self._given = np.cumsum(capacity_by_week(problem), axis=1)[:, :-1]
        self._free = zeros_in_lines((teams, lanes, arrays.calendars.shape[1]), np.uint16 if narrow else np.int32)
        self._border = zeros_in_lines((teams, lanes), np.int32)
        self._moments = zeros_in_lines((arrays.rows, MOMENTS, lanes), np.int32)
        self._on_path = zeros_in_lines((arrays.rows, lanes), np.int32)
        self._strata = zeros_in_lines((2, lanes), np.uint16)
        self._scratch = zeros_in_lines((SCRATCH_ROWS, lanes), np.int32)
        self._minutes = zeros_in_lines((STEP + 1,), self._free.dtype)
        self._left = np.zeros(arrays.calendars.shape[1], dtype=np.int64)
        self._costs = np.zeros((widest, lanes), dtype=np.int32)
        self._owed = zeros_in_lines((teams, weeks - 1, lanes), sum_type(self._given))

    def run(self, wave: Wave, block: int) -> None:
        """Simulate one block of ``wave``."""
        problem, draws, sums, a = self._problem, wave.draws, self.sums, self._arrays
        lanes, start = wave.lanes, block * wave.lanes
        mine = slice(start, start + lanes)
        count = min(lanes, wave.samples - start)
        traced = max(0, min(count, wave.traced - start))
        sampling, scores = problem.sampling, normal_scores(problem.sampling.bits)
        bits = sampling.bits if sampling.stratified else 0
        chunk = np.array([(wave.first + start, count, traced, problem.days, bits)], dtype=CHUNK)[0]
        common = [*(draws.common(team) for team in range(len(problem.teams))), draws.organisation]
        weights = np.array([draws.own_weight * scores, draws.own_wait_weight * scores])
        self._owed[:] = 0
        simulate_block(
            chunk, a.jobs, a.links, a.stages, a.shapes, a.deals, a.deal_jobs, a.risks,
            a.calendars, a.places, a.place_of_day, a.openings, a.teams, a.given, a.reached, a.next_day, weights,
            _rows((row[mine] for row in common), np.int32, lanes),
            _rows((risk[mine] for risk in draws.happened), np.bool_, lanes),
            _rows((days[mine] for days in draws.roadmap_days), np.int32, lanes),
            self._free, self._border, self._moments, self._on_path, self._strata, self._scratch, self._minutes,
            self._left, self._costs, wave.days[block], self._owed, sums.booked, sums.counts, sums.spells,
        )  # fmt: skip
        owed = np.cumsum(self._owed[:, :, :count], axis=1)
        sums.overloads += (owed > self._given[:, :, None]).sum(axis=2)


def sum_type(given: NDArray[np.int64]) -> type[np.int32] | type[np.int64]:
    """Return the least type that still tells whether a sum which stops at its end is more than was ``given``."""
    return np.int32 if int(given.max(initial=0)) < np.iinfo(np.int32).max else np.int64


def zeros_in_lines(shape: tuple[int, ...], kind: DTypeLike) -> NDArray[Any]:
    """Return zeros that begin where a line of memory begins.

    What is written across the end of a line can't be read back before it has reached the cache.
    """
    size = math.prod(shape) * np.dtype(kind).itemsize
    room = np.zeros(size + LINE, dtype=np.uint8)
    first = -room.ctypes.data % LINE
    return room[first : first + size].view(kind).reshape(shape)


def _rows(rows: Iterable[NDArray[np.generic]], kind: type[np.generic], width: int) -> NDArray[np.generic]:
    return np.array(list(rows), dtype=kind).reshape(-1, width)
