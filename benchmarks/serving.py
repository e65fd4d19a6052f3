"""A real server to measure, and somebody who asks it for pages over one connection."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from benchmarks.houses import spent_by
from benchmarks.register import CUSTOMERS, OPEN

ROOT = Path(__file__).resolve().parents[1]
SERVE = (str(Path(sys.executable).with_name("makegood")), "serve", "--port")
"""The command that serves at the port that follows."""
AWAITED = 900
"""Seconds that the first forecast may take."""
EDIT = "/promises/{promise}/change/"
QUOTES = "/api/v1/forecast/quotes"
BETWEEN_LOOKS = 0.005
"""Seconds between two looks whether the desk has answered."""


class Client:
    """One person with a connection that stays open."""

    open_ones = OPEN
    """How many promises can be looked at and changed."""

    def __init__(self, port: int, session: str = "", token: str = "", seed: int = 0) -> None:
        """Come in with a session, for pages, and a token, for the interface of programs."""
        self._connection = HTTPConnection("127.0.0.1", port)
        self._cookie, self._token, self._chance = f"makegood_session={session}", token, Random(seed)  # noqa: S311  # a seeded choice

    def get(self, address: str) -> tuple[float, str]:
        """Return the milliseconds of an answer, and what it says."""
        address = address.format(
            promise=self._chance.randint(1, self.open_ones), customer=self._chance.randint(1, CUSTOMERS)
        )
        kept = {"Authorization": f"Bearer {self._token}"} if address.startswith("/api/") else {"Cookie": self._cookie}
        return self._asked("GET", address, kept)

    def edit(self) -> float:
        """Change the title of a promise; return the milliseconds of sending the form, not of opening it."""
        address = EDIT.format(promise=self._chance.randint(1, self.open_ones))
        _time, page = self.get(address)
        form = {name: _value(page, name) for name in ("csrfmiddlewaretoken", "version", "value", "currency", "due")}
        form["title"] = f"Edited {self._chance.randint(1, 10**9)}"
        for name in ("customer", "channel"):
            form |= {name: chosen.group(1)} if (chosen := _chosen(page, name)) else {}
        form["said_at"] = _value(page, "said_at")
        form["severity"] = "S3"
        form["wording"] = "as it was"
        kept = {
            "Cookie": f"{self._cookie}; csrftoken={self._csrf}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._asked("POST", address, kept, urlencode(form), wanted=302)[0]

    def quote(self, team: int) -> tuple[float, float]:
        """Ask the desk what could be promised; return the milliseconds to the dates, and to whom they endanger too."""
        wished = datetime.now(UTC).date() + timedelta(days=self._chance.randint(20, 200))
        body = json.dumps({"wished": wished.isoformat(), "work": [{"name": "It", "team": team, "p50": 40}]})
        kept = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        taken, said = self._asked("POST", QUOTES, kept, body, wanted=202)
        number, dated = json.loads(said)["number"], 0.0
        while (state := json.loads(said)["state"]) in {"waiting", "dated"}:
            if state == "dated":
                dated = dated or taken
            time.sleep(BETWEEN_LOOKS)
            more, said = self._asked("GET", f"{QUOTES}/{number}", kept)
            taken += more + BETWEEN_LOOKS * 1_000
        assert state == "done", said
        return dated or taken, taken

    def _asked(
        self, method: str, address: str, headers: Mapping[str, str], body: str = "", wanted: int = 200
    ) -> tuple[float, str]:
        began = time.perf_counter()
        status, said = self._answered(method, address, headers, body)
        assert status == wanted, (address, status, said[:2000])
        return (time.perf_counter() - began) * 1_000, said

    def asked(self, address: str) -> tuple[int, str]:
        """Return the status of what a program asks for, whatever it is, and what the answer says."""
        return self._answered("GET", address, {"Authorization": f"Bearer {self._token}"}, "")

    def _answered(self, method: str, address: str, headers: Mapping[str, str], body: str) -> tuple[int, str]:
        self._connection.request(method, address, body or None, dict(headers))
        answer = self._connection.getresponse()
        said = answer.read().decode()
        if found := re.search(r"csrftoken=(\w+)", answer.getheader("Set-Cookie") or ""):
            self._csrf = found.group(1)
        return answer.status, said


def await_forecast(port: int, keys: Mapping[str, Any]) -> None:
    """Wait until what is promised was forecast once, and nothing is left to be: it would take a processor."""
    client = Client(port, keys["sessions"][0], keys["tokens"][0])
    for _ in range(AWAITED):
        status, said = client.asked("/api/v1/forecast/whole")
        if status == HTTPStatus.OK and not json.loads(said)["pending"]:
            return
        if status not in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}:  # 404: there is none yet
            sys.exit(f"the forecast cannot be read: {status} {said}")
        time.sleep(1)
    sys.exit("the forecast never came")


def ran(environment: Mapping[str, str], *command: str) -> str:
    """Run a program of the benchmarks in a house; return the last line that it prints."""
    done = subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().splitlines()[-1]


@contextmanager
def served(
    command: list[str], port: int, address: str, environment: Mapping[str, str]
) -> Iterator[Callable[[], float]]:
    """Begin a server, wait for its first answer, and give what tells the processor time that it has taken."""
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            assert server.poll() is None, f"{command} has ended"
            try:
                Client(port).get(address)
                break
            except OSError:
                time.sleep(0.2)
        yield lambda: spent_by(server.pid, environment["MAKEGOOD_DATABASE"])
    finally:
        server.terminate()
        server.wait()


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found.group(1) if found else ""


def _chosen(page: str, name: str) -> re.Match[str] | None:
    """Find what is chosen in a choice of a form, where it has one: a promise that is relied on has fewer fields."""
    return re.search(rf'(?s)name="{name}".*?<option value="([^"]*)" selected', page)
