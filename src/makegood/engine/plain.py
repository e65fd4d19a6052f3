"""The plain simulation: NumPy, block after block; what the compiled one is equal to, and quicker for few items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce

from makegood.engine.blocks import tally_block
from makegood.engine.problem import Problem
from makegood.engine.tally import Tally

Progress = Callable[[int, int], None]
"""Told now and then how much of how much is done."""

BLOCK_CELLS = 1 << 24
"""Free minutes (team × day × sample) that a block may hold: 64 MB."""
LARGEST_BLOCK, SMALLEST_BLOCK = 1_024, 32
TICKS_BETWEEN_REPORTS = 64


def simulate_plainly(problem: Problem, *, block: int | None = None, progress: Progress | None = None) -> Tally:
    """Simulate all samples of ``problem`` in blocks of ``block`` samples; any block size gives the same counts."""
    lanes = block or block_size(problem)
    spans = list(_spans(problem.settings.samples, lanes))
    tick = _ticker(progress, len(spans) * max(1, len(problem.jobs)))
    return reduce(Tally.merge, (tally_block(problem, first, last, tick) for first, last in spans))


def block_size(problem: Problem) -> int:
    """Return how many samples to simulate at once so that a block fits into memory that is quick to reach."""
    cells = max(1, len(problem.teams) * problem.days)
    return max(SMALLEST_BLOCK, min(LARGEST_BLOCK, BLOCK_CELLS // cells))


def _spans(samples: int, lanes: int) -> Iterator[tuple[int, int]]:
    for first in range(0, samples, lanes):
        yield first, min(first + lanes, samples)


def _ticker(progress: Progress | None, total: int) -> Callable[[], None]:
    if progress is None:
        return lambda: None
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if done % TICKS_BETWEEN_REPORTS == 0 or done == total:
            progress(done, total)

    return tick
