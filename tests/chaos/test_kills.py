"""Servers and workers killed a hundred times under load: nothing accepted is lost, and nothing happens twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.chaos.load import Writer
from tests.cli.server.houses import House, children_of, database_of_its_own, until

pytestmark = pytest.mark.database

KILLS = 100
PAUSE = 0.35
"""Seconds between two kills: about what a process needs to begin."""
WRITERS = 4
SIGN_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.people.services import add_person
from django.contrib.auth import get_user_model
number = add_person(email="uli@example.com", name="Uli", functions=["sales"], password="correct horse battery",
                    by=HOUSE, at=present())
user = get_user_model().objects.get(pk=number)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(number), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
session.save()
print(session.session_key)
"""
LEFT = """
from django.apps import apps
Job = apps.get_model("makegood", "Job")
print(Job.objects.filter(state__in=["waiting", "running"]).count())
"""
RESULT = """
import json
from django.apps import apps
News, Entry, Job = (apps.get_model("makegood", name) for name in ("News", "Entry", "Job"))
def numbers(event):
    return sorted(News.objects.filter(event=event).values_list("subject_number", flat=True))
print(json.dumps({
    "written": numbers("chaos.written"), "heard": numbers("chaos.heard"),
    "recorded": sorted(Entry.objects.filter(verb="thing.write").values_list("subject_number", flat=True)),
    "failed": Job.objects.filter(state="failed").count(),
}))
"""


class Nursery:
    """Begins processes, and kills them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Talk to ``process``."""
        self._process = process

    def begin(self, command: tuple[str, ...]) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def nursery_of(house: House) -> Iterator[Nursery]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.nursery"],
        cwd=house.folder,
        env=house.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield Nursery(process)
    finally:
        process.kill()
        process.communicate()


def kill(leader: int, how: int) -> None:
    """Kill a process alone, the one below it, or all of them at once as a power failure does."""
    victims = {0: [leader], 1: children_of(leader) or [leader], 2: [*children_of(leader), leader]}[how]
    for victim in victims:
        with suppress(ProcessLookupError):  # it had gone already, as orphans do
            os.kill(victim, signal.SIGKILL)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def ready_house(tmp_path: Path) -> Iterator[House]:
    """A house whose database is up to date."""
    with database_of_its_own() as database:
        house = House(tmp_path, database)
        assert house.run("migrate").returncode == 0
        yield house


def test_a_hundred_kills_lose_nothing_and_double_nothing(ready_house: House) -> None:
    ready_house.settings = "tests.chaos.settings"
    ready_house.more["MAKEGOOD_ADDRESS"] = "http://127.0.0.1"
    ready_house.more["MAKEGOOD_LOG_LEVEL"] = "error"
    session = ready_house.python(SIGN_IN)
    ports = free_ports(2)
    commands = [("serve", "--port", str(port)) for port in ports] + [("worker",)]
    chance = random.Random(7)
    stop = threading.Event()
    writers = [Writer(ports, session, stop) for _ in range(WRITERS)]
    with nursery_of(ready_house) as nursery:
        running = [nursery.begin(command) for command in commands]
        try:
            for writer in writers:
                writer.start()
            until(lambda: all(writer.accepted for writer in writers))
            for number in range(KILLS):
                place = number % len(commands)
                kill(running[place], chance.randrange(3))
                time.sleep(PAUSE)
                if not is_alive(running[place]):
                    running[place] = nursery.begin(commands[place])
            stop.set()
            for writer in writers:
                writer.join(10)
            running = [r if is_alive(r) else nursery.begin(c) for r, c in zip(running, commands, strict=True)]
            until(lambda: ready_house.python(LEFT) == "0", 120)
        finally:
            stop.set()
            for process in running:
                kill(process, 2)
    accepted = sorted(number for writer in writers for number in writer.accepted)
    result = json.loads(ready_house.python(RESULT))
    assert len(accepted) > KILLS
    assert set(accepted) <= set(result["written"])
    assert len(set(result["written"])) == len(result["written"])
    assert result["recorded"] == result["written"]
    assert result["heard"] == result["written"]
    assert result["failed"] == 0
    verdict = ready_house.run("verify")
    assert verdict.returncode == 0, verdict.stdout


def free_ports(count: int) -> list[int]:
    import socket

    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
