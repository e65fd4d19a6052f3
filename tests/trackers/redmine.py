"""A real Redmine, from Debian's packages, with a folder, a database and a port of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

import requests

PROGRAM = Path("/usr/share/redmine")
BEGIN = Path(__file__).with_suffix(".ru")
MADE = Path(__file__).parents[2] / ".cache" / "redmine"
"""Databases with all migrations, by version: making one takes longer than anything else here."""
PATIENCE = 120.0
DATABASE = "production:\n  adapter: sqlite3\n  database: {file}\n  timeout: 20000\n"
TASK, CLOSED = 1, 5
"""A tracker and a closed status of the default data."""


def is_installed() -> bool:
    """Say whether ``apt-get install redmine redmine-sqlite puma`` was done on this machine."""
    return (PROGRAM / "config.ru").exists() and all(map(shutil.which, ("bundle", "puma")))


@dataclass
class Redmine:
    """One that answers."""

    address: str
    key: str
    process: subprocess.Popen[bytes]

    def send(self, verb: str, path: str, content: Any = None) -> Any:
        """Do something there by its own interface; return what it answers."""
        answer = requests.request(
            verb, f"{self.address}{path}", json=content, headers={"X-Redmine-API-Key": self.key}, timeout=30
        )
        assert answer.ok, f"{verb} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.text.strip() else None

    def project(self, name: str, **fields: object) -> int:
        """Make a project."""
        given = {"name": name, "identifier": name.lower(), "tracker_ids": [TASK], **fields}
        return int(self.send("POST", "/projects.json", {"project": given})["project"]["id"])

    def issue(self, project: int, subject: str, *, promise: str = "", **fields: object) -> int:
        """Make an issue; ``p10`` and ``p90`` are custom fields."""
        named = {"1": promise, "2": fields.pop("p10", ""), "3": fields.pop("p90", "")}
        custom = [{"id": int(one), "value": str(value)} for one, value in named.items() if value != ""]
        given = {"project_id": project, "tracker_id": TASK, "subject": subject, "custom_fields": custom, **fields}
        return int(self.send("POST", "/issues.json", {"issue": given})["issue"]["id"])

    def change(self, issue: int, **fields: object) -> None:
        """Change an issue."""
        self.send("PUT", f"/issues/{issue}.json", {"issue": fields})


@contextmanager
def begun() -> Iterator[Redmine]:
    """Begin a Redmine with nothing in it, and end it."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "redmine"
        environment = _settle(root)
        port = _free_port()
        command = [
            "bundle",
            "exec",
            "puma",
            "-e",
            "production",
            "-b",
            f"tcp://127.0.0.1:{port}",
            "-t",
            "1:2",
            str(BEGIN),
        ]
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, process, Path(folder) / "log")
            yield Redmine(address, Path(environment["REDMINE_KEY"]).read_text("utf-8"), process)
        finally:
            process.kill()
            process.wait(20)


def _settle(root: Path) -> dict[str, str]:
    """Copy the program, which writes beside itself, and give it a database of its own; return its environment."""
    shutil.copytree(
        PROGRAM, root, ignore=lambda _folder, names: {"Gemfile.lock", "instances", "database.yml"} & {*names}
    )
    (root / "Gemfile.local").write_text("gem 'puma'\n", "utf-8")
    instance = root / "instances" / "default"
    for name in ("config", "tmp/cache", "log", "files"):
        (instance / name).mkdir(parents=True)
    database = instance / "redmine.sqlite"
    (instance / "config" / "database.yml").write_text(DATABASE.format(file=database), "utf-8")
    (instance / "config" / "secret_key.txt").write_text("0" * 64, "utf-8")
    environment = {
        **os.environ, "RAILS_ENV": "production", "SCHEMA": os.devnull, "REDMINE_LANG": "en", "REDMINE_ROOT": str(root),
        "REDMINE_KEY": str(instance / "key"),
    }  # fmt: skip
    kept = MADE / f"{_version()}.sqlite"
    if kept.exists():
        shutil.copy(kept, database)
    else:
        migrate = ["bundle", "exec", "rake", "db:migrate"]
        done = subprocess.run(migrate, cwd=root, env=environment, capture_output=True, check=False, timeout=PATIENCE)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        MADE.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        shutil.copy(database, part)
        part.replace(kept)
    return environment


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = monotonic() + PATIENCE
    while monotonic() < ends and process.poll() is None:
        try:
            requests.get(address, timeout=PATIENCE)
        except requests.ConnectionError:
            sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text("utf-8", "replace")[-2000:])


def _version() -> str:
    package = ["dpkg-query", "--show", "--showformat=${Version}", "redmine"]
    return subprocess.run(package, capture_output=True, text=True, check=True).stdout.replace(":", "-")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
