"""A house of its own for each test: a folder, a database of the kind that is tested, and the command in processes."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.house.sources import ROOT

INHERITED = ("COVERAGE", "PYTHON", "PATH", "HOME")
PATIENCE = 40.0


@dataclass
class House:
    """Where a server keeps its things, and how it is reached."""

    folder: Path
    database: str = ""
    settings: str = "makegood.config.settings"
    is_covered: bool = True
    more: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        names = INHERITED if self.is_covered else INHERITED[1:]
        inherited = {name: value for name, value in os.environ.items() if name.startswith(names)}
        return {
            **inherited,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": self.settings,
            "MAKEGOOD_CONFIG": os.devnull,
            "MAKEGOOD_DATA": str(self.data),
            "MAKEGOOD_DATABASE": self.database,
            "COLUMNS": "200",
            **self.more,
        }

    def begin(self, *arguments: str | Path, program: Sequence[str] = ("-m", "makegood")) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str | Path, said: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "makegood", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def python(self, program: str) -> str:
        """Run a program of the tests inside the house, Django set up and nothing traced; return what it prints."""
        begin = "import django; django.setup()\n"
        outcome = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", begin + program],
            cwd=self.folder,
            env=replace(self, is_covered=False).environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert outcome.returncode == 0, (outcome.returncode, outcome.stderr)
        return outcome.stdout.strip()

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[Server]:
        """Serve at a free port until the block ends."""
        process = self.begin("serve", "--port", "0", *arguments)
        server = Server(process)
        try:
            server.wait_until_it_answers()
            yield server
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


class Server:
    """A server that was started: what it said so far, and what it answers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self.address = ""

    def wait_until_it_answers(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if found := re.search(r"http://[\d.]+:\d+$", line.strip()):
                self.address = found.group()
                break
        assert self.address, (self.said, self.process.communicate())
        until(lambda: self.get("/-/health/live")[0] == 200)

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.address + path, headers=named)  # noqa: S310  # our own server
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  # our own server
                return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode()
        except OSError:
            return 0, {}, ""

    def serving_process(self) -> int:
        """Return the process below the main one that answers."""
        (child,) = children_of(self.process.pid)
        return child

    def end(self) -> tuple[int, list[dict[str, Any]], list[str]]:
        """Ask it to end; return its status, what it logged, and what it said."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        with ThreadPoolExecutor(1) as pool:  # communicate() would lose what was read ahead while a line was waited for
            told = pool.submit(self.process.stderr.read)
            out, err = self.process.stdout.read(), told.result(PATIENCE)
        self.process.wait(PATIENCE)
        lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
        return self.process.returncode, lines, [*self.said, *out.splitlines()]


def children_of(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def until(is_so: Any, patience: float = PATIENCE) -> None:  # any function without arguments
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@contextmanager
def database_of_its_own(like: str = "") -> Iterator[str]:
    """Yield the address of a fresh database of the kind that is tested, or of a copy: empty for the embedded one."""
    server = os.environ.get("MAKEGOOD_DATABASE", "")
    if not server:
        yield ""
        return
    name = f"makegood_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        template = urlsplit(like).path.strip("/") or "template1"
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def one_number(house: House, question: str) -> int:
    """Return the number that a house's database answers, asked past Django, which takes seconds to begin."""
    if house.database:
        with psycopg.connect(house.database) as connection:
            found = connection.execute(question.encode()).fetchone()
    else:
        (path,) = house.data.glob("*.sqlite3")
        embedded = sqlite3.connect(path, timeout=10)
        found = embedded.execute(question).fetchone()
        embedded.close()
    assert found
    return int(found[0])
