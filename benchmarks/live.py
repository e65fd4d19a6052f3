"""From an edit to the figure that everybody sees, on a real server with its forecast process.

Ten thousand open promises (``--promises``) with four items each; their teams form ten groups with no work in common,
then one group, in which every change touches everything (``--groups``). For each: the first forecast of all; the median
and the longest of ``--edits`` edits by the API until the promise's forecast says that nothing is pending; what a page
costs meanwhile; what it takes to commit, from asking until the company is bound; the processor time that each took,
which says more than the clock where others use the machine; and the memory of the server and of the forecast process.
The peer is a fresh forecast of the same rows, as every change would cost without the standing one. SQLite is always
measured, PostgreSQL where BENCH_POSTGRESQL holds an address.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.houses import databases, house
from benchmarks.measuring import Row, print_rows

PORT = 8767
ITEMS = 4
TEAMS = 50
MOST_SECONDS = 900
FILL = """
import json, sys
from benchmarks.houses import opened
opened()
from benchmarks.portfolio_rows import fill_work
print(json.dumps(fill_work(promises=int(sys.argv[1]), groups=int(sys.argv[2]))))
"""
FRESH = """
import time
import django; django.setup()
from makegood.foundation.clock import present
from makegood.feasibility.services import Forecaster
Forecaster(compiled=True).renew(at=present())
begun = time.perf_counter()
Forecaster(compiled=True).renew(at=present())
print(time.perf_counter() - begun)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print {'rows': [...]} for programs")
    parser.add_argument("--promises", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=7)
    parser.add_argument("--groups", type=int, nargs="*", default=[10, 1], help="parts without common work")
    asked = parser.parse_args()
    print_rows(rows_of(asked.promises, asked.edits, asked.groups), as_json=asked.json)


def rows_of(promises: int, edits: int, parts: Sequence[int]) -> Iterator[Row]:
    """Measure each database with teams in ten groups and in one."""
    for database, address in databases().items():
        for groups in parts:
            with house(address) as environment:
                known = _run(environment, FILL, str(promises), str(groups))
                with _served(environment) as server:
                    yield from _measured(f"{database}, {groups} groups", known, server, edits)
                    yield _committed(f"{database}, {groups} groups", known, server)
                fresh = float(_said(environment, FRESH))
                yield Row(f"{database}, {groups} groups: a fresh forecast", round(fresh, 3), "", None, None, "the peer")


def _measured(case: str, known: Mapping[str, Any], server: subprocess.Popen[bytes], edits: int) -> Iterator[Row]:
    begun = time.monotonic()
    while not (whole := _asked(known, "GET", "/api/v1/forecast/whole")).get("inputs_hash"):
        if time.monotonic() - begun > MOST_SECONDS:
            raise SystemExit("the first forecast took too long")
        time.sleep(0.2)
    first = time.monotonic() - begun
    waits, pages = [], []
    spent = _processor(server.pid)
    for n in range(edits):
        item = known["items"][n * 37 % len(known["items"])]
        began = time.monotonic()
        _asked(known, "POST", f"/api/v1/items/{item['number']}/progress", {"done_share": 0.1 + n / 100})
        while True:
            asked_at = time.monotonic()
            said = _asked(known, "GET", f"/api/v1/forecast/of/{item['promise']}")
            pages.append(time.monotonic() - asked_at)
            if not said["pending"]:
                break
            time.sleep(0.02)
        waits.append(time.monotonic() - began)
    costs = [(after - before) / edits for before, after in zip(spent, _processor(server.pid), strict=True)]
    memory = _memory(server.pid)
    note = (
        f"{edits} edits, the longest {max(waits):.2f} s; a page meanwhile p95 {_p95(pages) * 1000:.0f} ms; "
        f"processor an edit: server {costs[0]:.2f} s, forecast {costs[1]:.2f} s; "
        f"server {memory[0]:.0f} MB, forecast {memory[1]:.0f} MB"
    )
    yield Row(
        f"{case}: first forecast", round(first, 3), "", None, None, f"{whole['portfolio']['open_promises']:,} open"
    )
    yield Row(f"{case}: edit to figure", round(statistics.median(waits), 3), "", None, None, note)


def _committed(case: str, known: Mapping[str, Any], server: subprocess.Popen[bytes]) -> Row:
    """Measure commitments, one after the other."""
    asking, waits = [], []
    spent = _processor(server.pid)
    for promise in known["offers"]:
        began = time.monotonic()
        asked = _asked(known, "POST", f"/api/v1/promises/{promise}/commit")
        asking.append(time.monotonic() - began)
        while asked["state"] == "waiting":
            time.sleep(0.05)
            asked = _asked(known, "GET", asked["address"])
        if asked["state"] != "done":
            raise SystemExit(f"not committed: {asked}")
        waits.append(time.monotonic() - began)
    costs = [(after - before) / len(waits) for before, after in zip(spent, _processor(server.pid), strict=True)]
    note = (
        f"{len(waits)} commitments, the longest {max(waits):.2f} s; asking for one at most {max(asking):.2f} s; "
        f"processor each: server {costs[0]:.2f} s, forecast {costs[1]:.2f} s"
    )
    return Row(f"{case}: commit, asked to bound", round(statistics.median(waits), 3), "", None, None, note)


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))]


def _asked(known: Mapping[str, Any], verb: str, path: str, body: object = None) -> dict[str, Any]:
    connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
    headers = {"Authorization": f"Bearer {known['token']}", "Content-Type": "application/json"}
    connection.request(verb, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    said: dict[str, Any] = json.loads(answer.read() or b"{}")
    connection.close()
    if answer.status >= 400 and answer.status not in {404, 429}:
        raise SystemExit(f"{verb} {path}: {answer.status} {said}")
    return said


def _family(process: int) -> Iterator[tuple[int, bool]]:
    """Yield the server's processes, and whether each is the one that forecasts."""
    family = {process}
    for _ in range(4):
        for path in Path("/proc").glob("[0-9]*/stat"):
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(fields[1]) in family:
                family.add(int(path.parent.name))
    for number in family:
        yield number, b"makegood.config.forecasting" in Path(f"/proc/{number}/cmdline").read_bytes()


def _memory(process: int) -> tuple[float, float]:
    """Return the megabytes that the server's processes and its forecast process hold."""
    held = {True: 0.0, False: 0.0}
    for number, forecasts in _family(process):
        status = Path(f"/proc/{number}/status").read_text("utf-8")
        size = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)
        held[forecasts] += size
    return held[False], held[True]


def _processor(process: int) -> tuple[float, float]:
    """Return the seconds of the processor that the server's processes and its forecast process have taken."""
    taken = {True: 0.0, False: 0.0}
    for number, forecasts in _family(process):
        fields = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        taken[forecasts] += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return taken[False], taken[True]


@contextmanager
def _served(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "makegood", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, env=dict(environment), cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                HTTPConnection("127.0.0.1", PORT, timeout=5).connect()
                break
            except OSError:
                time.sleep(0.2)
        yield server
    finally:
        server.terminate()
        server.wait(60)


def _said(environment: Mapping[str, str], program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], env=dict(environment), cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout.strip().splitlines()[-1]


def _run(environment: Mapping[str, str], program: str, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_said(environment, program, *arguments))
    return found


if __name__ == "__main__":
    main()
