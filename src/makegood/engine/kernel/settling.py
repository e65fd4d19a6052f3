"""What became of each promise, compiled: the counts of ``blocks`` from the days on which the work is finished."""

from __future__ import annotations

import numpy as np

from makegood.engine.kernel.compiling import compiled


@compiled
def settle(
    first, end, outcomes, days, links, roadmap_days, holds, horizon, samples,
    done_in_full, work_done, tallies, customers, together, loss, full, kept,
):  # fmt: skip
    """Count what became of each promise from ``first`` to ``end`` in ``samples`` samples.

    ``days`` are by block, promise and lane; ``customers``, ``together`` and ``loss`` are of these promises alone.
    """
    for number in range(first, end):
        outcome = outcomes[number]
        gather(full, days, number)
        tallies[number, 0] += count_until(full, samples, outcome.last_day)
        if outcome.work_row >= 0:
            add_to_histogram(work_done[outcome.work_row], full, samples)
        for index in range(outcome.entry, outcome.entry_end):
            arrive(full, roadmap_days[links[index].place], horizon)
        add_to_histogram(done_in_full[number], full, samples)
        tallies[number, 2] += hold(kept, full, outcome, outcome.last_day_first, holds, samples)
        tallies[number, 1] += hold(kept, full, outcome, outcome.last_day, holds, samples)
        if outcome.checkable == 1:
            keep_together(together, kept)
            if outcome.customer >= 0:
                keep_together(customers[outcome.customer], kept)
            if outcome.currency >= 0:
                lose(loss[outcome.currency], kept, samples, outcome.cents)


@compiled
def gather(full, days, number):
    """Put one promise's days of all blocks into one row."""
    lanes = days.shape[2]
    for block in range(days.shape[0]):
        row, start = days[block, number], block * lanes
        for lane in range(lanes):
            full[start + lane] = row[lane]


@compiled
def count_until(full, samples, last_day):
    """Count the samples that are finished on ``last_day`` or before it."""
    count = np.int32(0)
    for lane in range(samples):
        count += np.int32(full[lane] <= last_day)
    return count


@compiled
def add_to_histogram(counts, full, samples):
    """Count the samples by day."""
    for lane in range(samples):
        counts[full[lane]] += 1


@compiled
def arrive(full, days, horizon):
    """Wait for what the roadmap brings."""
    for lane in range(full.size):
        full[lane] = max(full[lane], min(days[lane], np.int32(horizon)))


@compiled
def hold(kept, full, outcome, last_day, holds, samples):
    """Say in ``kept`` in which samples all checked terms hold by ``last_day``; return their number."""
    for lane in range(kept.size):
        kept[lane] = (outcome.dated == 0) | (full[lane] <= last_day)
    for index in range(outcome.chance, outcome.chance_end):
        keep_together(kept, holds[index])
    count = np.int32(0)
    for lane in range(samples):
        count += np.int32(kept[lane])
    return count


@compiled
def keep_together(together, kept):
    """Leave ``together`` true where ``kept`` is true as well."""
    for lane in range(together.size):
        together[lane] = together[lane] & kept[lane]


@compiled
def lose(loss, kept, samples, cents):
    """Add ``cents`` to the loss where the promise is not kept."""
    for lane in range(samples):
        loss[lane] += np.int64(0) if kept[lane] else cents
