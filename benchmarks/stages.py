"""Where the compiled forecast's time goes: nanoseconds an item and sample, on one thread, stage by stage.

``python benchmarks/stages.py [--json]``. Random numbers, quantiles and the counts at the end are timed by themselves,
with the portfolio's own inputs; the walk through the teams' days is what is left of the whole. Ratios are shares of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import process_time, thread_time

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]  # the shapes are the tests'

import numpy as np
from numba import njit

from benchmarks.measuring import Row, best_of, print_rows
from makegood.engine import Settings
from makegood.engine.drawing import Draws
from makegood.engine.kernel import running
from makegood.engine.kernel.drawing import deal_strata, draw_lognormal, draw_normal, draw_tabulated, weigh
from makegood.engine.layout import lay_out
from makegood.engine.problem import Problem
from makegood.engine.randomness import normal_scores
from tests.engine.portfolios import MONDAY
from tests.engine.shapes import Plan, shaped_portfolio

SAMPLES, LANES, TIMES = 1_024, 256, 20_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print {'rows': [...]} for programs")
    print_rows(rows_of(), as_json=parser.parse_args().json)


def rows_of() -> Iterator[Row]:
    """Measure all stages of 10,000 promises with four items each, for 50 teams."""
    portfolio = shaped_portfolio(Plan(promises=10_000, teams=50, working_days=250))
    settings = Settings(samples=SAMPLES, traced_samples=1)
    problem = lay_out(portfolio, as_of=MONDAY, settings=settings)
    traced = lay_out(portfolio, as_of=MONDAY, settings=replace(settings, traced_samples=SAMPLES))
    cells = len(problem.jobs) * SAMPLES
    block, counts = (1e9 * seconds / cells for seconds in simulated(problem))
    tracing = 1e9 * simulated(traced)[0] / cells - block
    random, quantile = random_numbers(problem), quantiles()
    whole = block + counts
    for stage, nanoseconds, note in (
        ("random numbers", random, "a stratum by a keyed permutation, its score from a table, common factors added"),
        ("quantile", quantile, "from a score to minutes: 2^x, a product, or a table; one of each"),
        ("walk", block - random - quantile, "predecessors, sixteen of a team's days at once, load of teams and weeks"),
        ("counts", counts, "histogram, kept or not, customers, losses: a promise and sample each, a quarter of it"),
        ("tracing, if all samples are traced", tracing, "what binds, besides the above"),
    ):
        share = round(nanoseconds / whole, 3)
        yield Row(f"{stage}: {nanoseconds:.2f} ns", round(nanoseconds * cells / 1e9, 4), "all but tracing",
                  round(whole * cells / 1e9, 4), share, note)  # fmt: skip


def simulated(problem: Problem) -> tuple[float, float]:
    """Return the processor's seconds for all blocks of samples, and for the counts at the end."""
    laid_out = running.lay_out_for_kernel(problem)
    blocks, ends = [], []
    for _ in range(4):
        wave = running.Wave(problem, *laid_out, first=0, samples=SAMPLES, lanes=LANES)
        with ThreadPoolExecutor(1) as pool:
            started = pool.submit(thread_time).result()
            list(wave.simulate(pool, 1))
            blocks.append(pool.submit(thread_time).result() - started)
            started = process_time()
            wave.tally(pool, 1)
            ends.append(process_time() - started)
    return min(blocks[1:]), min(ends[1:])


def random_numbers(problem: Problem) -> float:
    """Return the nanoseconds for one score of one sample."""
    words = np.array([11, 222, 3_333, 44_444], dtype=np.uint16)
    weighted = np.asarray(Draws(problem, 0, LANES).own_weight * normal_scores(10), dtype=np.int32)
    strata = np.array([np.zeros(LANES), np.arange(LANES)], dtype=np.uint16)
    scores, common = np.zeros(LANES, dtype=np.int32), np.zeros(LANES, dtype=np.int32)
    return nanoseconds(_scores, strata, words, scores, weighted, common)


def quantiles() -> float:
    """Return the nanoseconds for one quantile of one sample, on average over the three ways."""
    scores = np.linspace(-12_000, 12_000, LANES).astype(np.int32)
    minutes, steps = np.zeros(LANES, dtype=np.int32), np.zeros((2, LANES), dtype=np.int32)
    return nanoseconds(_minutes, minutes, scores, np.arange(257, dtype=np.int32) * 40, steps) / 3


@njit(nogil=True)
def _scores(times, strata, words, scores, weighted, common):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # compiled
    for _ in range(times):
        deal_strata(strata[0], strata[1], words, 10)
        weigh(scores, strata[0], weighted, common)


@njit(nogil=True)
def _minutes(times, minutes, scores, shape, steps):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # compiled
    for _ in range(times):
        draw_lognormal(minutes, scores, 10, 9_000_000, 3_000)
        draw_normal(minutes, scores, 400, 90)
        draw_tabulated(minutes, scores, shape, steps)


def nanoseconds(run: Callable[..., object], *arguments: object) -> float:
    """Return what one lane of ``run`` takes."""
    run(1, *arguments)
    return best_of(lambda: run(TIMES, *arguments)) / TIMES / LANES * 1e9


if __name__ == "__main__":
    main()
