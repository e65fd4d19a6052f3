"""What benchmarks have in common: the best of several runs, rows of comparisons, and processes of their own."""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; ``ratio`` is how many times longer the peer takes."""

    case: str
    ours_s: float
    peer: str
    peer_s: float | None
    ratio: float | None
    note: str


def best_of(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the shortest of several runs in seconds, as ``run`` says itself where it returns a number."""
    seconds = []
    for _ in range(rounds):
        started = perf_counter()
        said = run()
        seconds.append(said if isinstance(said, float) else perf_counter() - started)
    return min(seconds)


def compared(case: str, ours: float, peer: str, theirs: float, note: str) -> Row:
    """Put two times side by side."""
    return Row(case, round(ours, 4), peer, round(theirs, 4), round(theirs / ours, 2), note)


def print_rows(rows: Iterable[Row], *, as_json: bool) -> None:
    """Print the comparisons: a table that grows while they are measured, or JSON at the end."""
    if as_json:
        print(json.dumps({"rows": [asdict(row) for row in rows]}, indent=2))
        return
    print(f"{'case':<38}{'ours':>10}  {'peer':<22}{'peer':>12}  {'ratio':>9}  note")
    for row in rows:
        theirs = "" if row.peer_s is None else f"{row.peer_s:,.3f} s"
        ratio = "" if row.ratio is None else f"{row.ratio:,.2f}"
        print(f"{row.case:<38}{row.ours_s:>8.3f} s  {row.peer:<22}{theirs:>12}  {ratio:>9}  {row.note}", flush=True)


def in_a_process(run: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401  # whatever ``run`` returns
    """Call ``run`` with ``arguments`` and a function for the peak of memory, in a fresh process."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(run, (*arguments, peak_bytes))


def peak_bytes() -> int:
    """Return the most memory that this process has held.

    Linux counts what a parent held at the fork into the resource usage, so its own file is asked there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
