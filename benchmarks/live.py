"""From an edit to the figure that everybody sees, on a real server with its forecast process, and what pages cost then.

For each size (``--open``: ten thousand and a hundred thousand open promises with four items each, and a past of ended
ones) and each database: the first forecast of all; the median and the 95th percentile of ``--edits`` edits of each
kind, from the answer to the edit until nothing is pending: one promise's work, one absence of a team, a priority
policy published, which moves everything; what a what-if and a commitment take, from asking until the effect on every
promise is known, and until it is answered; how long pages take while the forecast of everything is computed again and
again; the processor time that each took, which says more than the clock where others use the machine; and the memory of
the server and of the forecast process.

Teams form ``--groups`` parts with no work in common: ten, and a single one in which every change touches everything,
with ten thousand promises; twenty with a hundred thousand. The peer is a fresh forecast of the same rows, as every
change would cost without the standing one. SQLite is always measured, PostgreSQL where BENCH_POSTGRESQL holds an
address. ``--only WORD …`` measures some parts: first, work, absence, policy, what-if, commit, pages, fresh, sqlite,
postgresql.
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
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.houses import databases, house
from benchmarks.measuring import Row, print_rows

PORT = 8767
GROUPS = {10_000: (10, 1), 100_000: (20,)}
"""Into how many parts the teams of a house of at least so many open promises fall."""
PAST = 3_000
MOST_SECONDS = 1_800
LOOK_EVERY, PAGE_EVERY = 0.1, 0.1
PARTS = ("first", "work", "absence", "policy", "what-if", "commit", "pages", "fresh")
RULES = (["due", "class", "made"], ["class", "due", "made"])
"""Two ways in which promises rank, so that each that is published moves them."""
PAGES = ("/promises/", "/promises/{promise}/", "/forecast/", "/board/", "/dashboard/", "/")
ROUNDS = 4
"""How often everything is forecast anew while pages are asked for."""
FILL = """
import json, sys
from benchmarks.houses import opened
opened()
from benchmarks.portfolio_rows import fill_work
print(json.dumps(fill_work(promises=int(sys.argv[1]), groups=int(sys.argv[2]), past=int(sys.argv[3]))))
"""
SETTLED = """
import django; django.setup()
from django.db import connection
connection.cursor().execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
"""
"""What the database does by itself within minutes or an hour of so many new rows."""
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
    parser.add_argument("--open", type=int, nargs="*", default=[10_000, 100_000], help="open promises")
    parser.add_argument("--edits", type=int, default=7, help="of each kind")
    parser.add_argument("--groups", type=int, nargs="*", help="parts without common work, instead of the usual ones")
    parser.add_argument("--past", type=int, default=PAST, help="promises that have ended")
    parser.add_argument("--only", nargs="*", default=[], help="some parts: " + ", ".join(PARTS))
    print_rows(_rows(asked := parser.parse_args()), as_json=asked.json)


def _rows(asked: argparse.Namespace) -> Iterator[Row]:
    only = {word.lower() for word in asked.only}
    parts = [part for part in PARTS if part in only or not only & set(PARTS)]
    named = {name: address for name, address in databases().items() if name.lower() in only}
    for promises in asked.open:
        usual = next((groups for least, groups in reversed(GROUPS.items()) if promises >= least), GROUPS[10_000])
        for database, address in (named or databases()).items():
            for groups in asked.groups or usual:
                case = f"{database}, {promises:,}, {groups} group{'s'[: groups != 1]}"
                with house(address) as environment:
                    known = json.loads(_said(environment, FILL, str(promises), str(groups), str(asked.past)))
                    with _served(environment) as server:
                        yield from Live(case, known, server.pid, asked.edits, environment).rows(parts)
                    if "fresh" in parts:
                        fresh = float(_said(environment, FRESH))
                        yield Row(f"{case}: a fresh forecast", round(fresh, 3), "", None, None, "the peer")


@dataclass
class Live:
    """A house that is served, and what is measured in it."""

    case: str
    known: Mapping[str, Any]
    server: int
    edits: int
    environment: Mapping[str, str]

    def rows(self, parts: Sequence[str]) -> Iterator[Row]:
        """Wait for the first forecast, then measure the parts."""
        first = self._first()
        if "first" in parts:
            yield self._row("first forecast", [first], f"memory {self._memory()}")
        for kind, edit in (("work", self._work), ("absence", self._absence), ("policy", self._policy)):
            if kind in parts:
                yield self._edited(kind, edit)
        if "what-if" in parts:
            yield self._tried()
        if "commit" in parts:
            yield self._committed()
        if "pages" in parts:
            yield from self._paged()

    def _first(self) -> float:
        begun = time.monotonic()
        while not self.asked("GET", "/api/v1/forecast/whole").get("inputs_hash"):
            self._check_time(begun, "the first forecast")
        self._wait_until_known(self.known["items"][0]["promise"])
        return time.monotonic() - begun

    def _edited(self, kind: str, edit: Any) -> Row:  # noqa: ANN401  # one of the edits below
        spent, waits = self._processor(), []
        for number in range(self.edits):
            promise = edit(number)  # answered: what follows is what somebody waits for
            waits.append(self._wait_until_known(promise))
        note = f"{self.edits} edits; {self._spent_since(spent, self.edits)}; memory {self._memory()}"
        return self._row(f"edit to figure, {kind}", waits, note)

    def _work(self, number: int) -> int:
        item = self.known["items"][number * 37 % len(self.known["items"])]
        done = {"done_share": 0.1 + number / 100}
        self.asked("POST", f"/api/v1/items/{item['number']}/progress", done)
        return int(item["promise"])

    def _absence(self, number: int) -> int:
        team = self.known["teams"][number * 7 % len(self.known["teams"])]
        first, last = (time.strftime("%Y-%m-%d", time.gmtime(time.time() + days * 86_400)) for days in (14, 21))
        self.asked("POST", f"/api/v1/capability/teams/{team}/absences", {"start": first, "end": last})
        return int(self.known["items"][0]["promise"])

    def _policy(self, number: int) -> int:
        given = {"name": f"Policy {time.monotonic_ns()}", "rules": RULES[number % 2], "offers": "last", "reason": "So."}
        draft = self.asked("POST", "/api/v1/forecast/policy-drafts", given)["number"]
        trial = self.asked("POST", f"/api/v1/forecast/policy-drafts/{draft}/try")
        self._answered(trial)
        published = {"trial": trial["number"], "although_moved": True}
        self.asked("POST", f"/api/v1/forecast/policy-drafts/{draft}/publish", published, token=1)
        return int(self.known["items"][0]["promise"])

    def _answered(self, trial: Mapping[str, Any]) -> float:
        """Return how long it took until a trial was answered."""
        begun = time.monotonic()
        while trial["state"] == "waiting":
            self._check_time(begun, "a trial")
            trial = self.asked("GET", f"/api/v1/forecast/trials/{trial['number']}")
        return time.monotonic() - begun

    def _tried(self) -> Row:
        """Try one more person in a team for six weeks, as a way out of a case would have it."""
        spent, waits = self._processor(), []
        first, last = (time.strftime("%Y-%m-%d", time.gmtime(time.time() + days * 86_400)) for days in (0, 42))
        for number in range(self.edits):
            team = self.known["teams"][number * 7 % len(self.known["teams"])]
            change = {"kind": "added-slots", "team": team, "slots": 1.0, "start": first, "end": last}
            made = self.asked("POST", "/api/v1/forecast/scenarios", {"name": "One more", "changes": [change]})
            waits.append(self._answered(self.asked("POST", f"/api/v1/forecast/scenarios/{made['number']}/try")))
        return self._row("what-if, asked to answered", waits, self._spent_since(spent, self.edits))

    def _committed(self) -> Row:
        spent, asking, waits, bound = self._processor(), [], [], 0
        for promise in self.known["offers"]:
            began = time.monotonic()
            wish = self.asked("POST", f"/api/v1/promises/{promise}/commit")
            asking.append(time.monotonic() - began)
            while wish["state"] == "waiting":
                self._check_time(began, "a commitment")
                wish = self.asked("GET", wish["address"])
            bound += wish["state"] == "done"  # else it is below the quoting level, which took as long to find out
            waits.append(time.monotonic() - began)
        note = f"{bound} bound; asking at most {max(asking):.2f} s; {self._spent_since(spent, len(waits))}"
        return self._row("commit, asked to answered", waits, note)

    def _paged(self) -> Iterator[Row]:
        """Ask for pages first while nothing is forecast, then while everything is, again and again."""
        self._wait_until_known(self.known["items"][0]["promise"])
        _said(self.environment, SETTLED)
        for what in ("at rest", "while all is forecast"):
            with self._reading() as read:
                if what == "at rest":
                    time.sleep(10)
                for number in range(ROUNDS if what != "at rest" else 0):
                    begun = time.monotonic()
                    self._policy(number)
                    self._wait_until_known(self.known["items"][0]["promise"])
                    read["forecasts"].append(time.monotonic() - begun)
            times = [each for path in PAGES for each in read[path]]
            slowest = max(PAGES, key=lambda path: _p95(read[path]))
            note = f"{len(times)} pages, the slowest {slowest} p95 {_p95(read[slowest]) * 1000:.0f} ms"
            yield self._row(f"pages {what}", times, note)

    @contextmanager
    def _reading(self) -> Iterator[dict[str, list[float]]]:
        """Ask for one page after another, as a person does who is in a hurry, until the block ends."""
        read: dict[str, list[float]] = {path: [] for path in (*PAGES, "forecasts")}
        over = Event()

        def ask() -> None:
            number = 0
            while not over.wait(PAGE_EVERY):
                path = PAGES[number % len(PAGES)]
                item = self.known["items"][number % len(self.known["items"])]
                number += 1
                begun = time.monotonic()
                self._page(path.format(promise=item["promise"]))
                read[path].append(time.monotonic() - begun)

        thread = Thread(target=ask)
        thread.start()
        try:
            yield read
        finally:
            over.set()
            thread.join()

    def _page(self, path: str) -> None:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
        connection.request("GET", path, headers={"Cookie": f"makegood_session={self.known['session']}"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")

    def _wait_until_known(self, promise: int) -> float:
        """Return how long it took until the forecast of a promise says that nothing is pending."""
        begun = time.monotonic()
        while self.asked("GET", f"/api/v1/forecast/of/{promise}")["pending"]:
            self._check_time(begun, "a forecast")
        return time.monotonic() - begun

    def asked(self, verb: str, path: str, body: object = None, *, token: int = 0) -> dict[str, Any]:
        """Ask the interface for programs and return what it says."""
        headers = {"Authorization": f"Bearer {self.known['tokens'][token]}", "Content-Type": "application/json"}
        connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
        connection.request(verb, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        said: dict[str, Any] = json.loads(answer.read() or b"{}")
        connection.close()
        if answer.status >= 400 and answer.status != 404:
            raise SystemExit(f"{verb} {path}: {answer.status} {said}")
        return said

    def _check_time(self, begun: float, what: str) -> None:
        if time.monotonic() - begun > MOST_SECONDS:
            raise SystemExit(f"{what} took too long")
        time.sleep(LOOK_EVERY)

    def _row(self, what: str, seconds: list[float], note: str) -> Row:
        tail = "" if len(seconds) == 1 else f"p95 {_p95(seconds):.3f} s; "
        return Row(f"{self.case}: {what}", round(statistics.median(seconds), 3), "", None, None, tail + note)

    def _memory(self) -> str:
        held = {True: 0.0, False: 0.0}
        for number, forecasts in _family(self.server):
            status = Path(f"/proc/{number}/status").read_text("utf-8")
            size = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)
            held[forecasts] += size
        return f"server {held[False]:.0f} MB, forecast {held[True]:.0f} MB"

    def _processor(self) -> tuple[float, float]:
        """Return the seconds of the processor that the server's processes and its forecast process have taken."""
        taken = {True: 0.0, False: 0.0}
        for number, forecasts in _family(self.server):
            fields = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            taken[forecasts] += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return taken[False], taken[True]

    def _spent_since(self, before: tuple[float, float], times: int) -> str:
        server, forecast = ((b - a) / times for a, b in zip(before, self._processor(), strict=True))
        return f"processor each: server {server:.2f} s, forecast {forecast:.2f} s"


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[-(-95 * len(seconds) // 100) - 1] if seconds else 0.0


def _family(process: int) -> Iterator[tuple[int, bool]]:
    """Yield the server's processes, and whether each is the one that forecasts."""
    family = {process}
    for _ in range(4):
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:  # it has ended
                continue
            if int(fields[1]) in family:
                family.add(int(path.parent.name))
    for number in family:
        yield number, b"makegood.config.forecasting" in Path(f"/proc/{number}/cmdline").read_bytes()


@contextmanager
def _served(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "makegood", "serve", "--port", str(PORT)]
    settings = {**environment, "DJANGO_SETTINGS_MODULE": "benchmarks.hasty"}
    server = subprocess.Popen(command, env=settings, cwd=ROOT, stdout=subprocess.DEVNULL)
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
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return (done.stdout.strip().splitlines() or [""])[-1]


if __name__ == "__main__":
    main()
