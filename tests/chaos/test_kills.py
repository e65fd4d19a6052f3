"""Servers and workers killed a hundred times under load: nothing accepted is lost, and nothing is done twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.load import Administrator, Program, Writer
from tests.chaos.postbox import postbox_at
from tests.cli.server.houses import House, children_of, database_of_its_own, until

pytestmark = [pytest.mark.database, pytest.mark.no_cover]

KILLS = 100
PAUSE = 0.35
"""Seconds between two kills at least; and something is accepted in between, however slowly processes begin."""
PROGRAMS = 4
PATIENCE = 60.0
"""Seconds for what is left when nobody is killed any more: far more than the leases of the dead."""
SIGN_IN = """
import json
from datetime import timedelta
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.people.queries import viewer_of
from makegood.people.services import add_person, make_token
at = present()
number = add_person(email="uli@example.com", name="Uli", functions=["administrator", "sales"],
                    password="correct horse battery", by=HOUSE, at=at)
user = get_user_model().objects.get(pk=number)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(number), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
session.save()
token = make_token(name="Chaos", scopes=["customers:read", "customers:write"], expires_at=at + timedelta(days=1),
                   by=viewer_of(user, at=at), at=at)
print(json.dumps([session.session_key, token]))
"""
LEFT = """
from datetime import timedelta
from django.apps import apps
from makegood.foundation.clock import present
from makegood.foundation.timers.services import FIRE
left = apps.get_model("makegood", "Job").objects.filter(state__in=["waiting", "running"])
print(left.exclude(task=FIRE, free_at__gt=present() + timedelta(minutes=10)).count())
"""
"""How much is left to do, but for what waits for the night."""
RESULT = """
import json
from django.apps import apps
def column(model, name, **chosen):
    return sorted(apps.get_model("makegood", model).objects.filter(**chosen).values_list(name, flat=True))
print(json.dumps({
    "customers": column("Customer", "key"),
    "touchpoints": column("Touchpoint", "text"),
    "invitations": column("Invitation", "email"),
    "found": column("Projection", "number", kind="customer"), "numbers": column("Customer", "pk"),
    "recorded": {verb: len(column("Entry", "position", verb=verb))
                 for verb in ("customer.add", "customer.meet", "person.invite")},
    "failed": column("Job", "error", state="failed"),
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
        house = House(tmp_path, database, is_covered=False)  # whoever is killed reports no lines
        assert house.run("migrate").returncode == 0
        yield house


def test_a_hundred_kills_lose_nothing_and_double_nothing(ready_house: House) -> None:
    *ports, mail = free_ports(3)
    ready_house.settings = "tests.chaos.settings"
    ready_house.more |= {
        "MAKEGOOD_ADDRESS": "http://127.0.0.1",
        "MAKEGOOD_LOG_LEVEL": "error",
        "MAKEGOOD_MAIL_HOST": "127.0.0.1",
        "MAKEGOOD_MAIL_PORT": str(mail),
        "MAKEGOOD_MAIL_TLS": "none",
        "MAKEGOOD_MAIL_FROM": "Makegood <promises@example.org>",
    }
    session, token = json.loads(ready_house.python(SIGN_IN))
    stop = threading.Event()
    programs = [Program(f"P{number}", ports, stop, token) for number in range(PROGRAMS)]
    administrator = Administrator("sam", ports, stop, session)
    commands = [("serve", "--port", str(port)) for port in ports] + [("worker",)]
    with postbox_at(mail) as postbox, nursery_of(ready_house) as nursery:
        running = [nursery.begin(command) for command in commands]
        try:
            write_while_they_are_killed([*programs, administrator], running, commands, nursery, stop)
            unanswered = [request for program in programs for request in program.unanswered]
            for program in programs:
                program.ask_again(PATIENCE)
            until(lambda: ready_house.python(LEFT) == "0", PATIENCE)
        finally:
            stop.set()
            for process in running:
                kill(process, 2)
    result = json.loads(ready_house.python(RESULT))
    check_writes(programs, result)
    assert unanswered, "nobody was killed while a request was under way"
    check_mails(administrator, result, postbox.identities)
    assert result["failed"] == []
    verdict = ready_house.run("verify")
    assert verdict.returncode == 0, verdict.stdout


def write_while_they_are_killed(
    writers: Sequence[Writer],
    running: list[int],
    commands: Sequence[tuple[str, ...]],
    nursery: Nursery,
    stop: threading.Event,
) -> None:
    """Kill one after another of those that are ``running``, begin it anew, and leave all of them running."""
    chance = random.Random(7)

    def accepted() -> int:
        return sum(len(writer.accepted) for writer in writers)

    def begin_the_dead_anew() -> None:
        running[:] = [r if is_alive(r) else nursery.begin(c) for r, c in zip(running, commands, strict=True)]

    def is_more_accepted() -> bool:
        begin_the_dead_anew()
        return accepted() > before

    for writer in writers:
        writer.start()
    until(lambda: all(writer.accepted for writer in writers))
    for number in range(KILLS):
        before = accepted()
        kill(running[number % len(commands)], chance.randrange(3))
        time.sleep(PAUSE)
        until(is_more_accepted, PATIENCE)
    stop.set()
    for writer in writers:
        writer.join(10)
    begin_the_dead_anew()


def check_writes(programs: Sequence[Program], result: Mapping[str, Any]) -> None:
    """Everything that was accepted is there once, after whatever was not answered was sent a second time."""
    accepted = sorted(name for program in programs for name in program.accepted)
    assert len(accepted) > KILLS
    assert [refusal for program in programs for refusal in program.refused] == []
    assert sorted(result["customers"] + result["touchpoints"]) == accepted
    assert result["found"] == result["numbers"]
    assert result["recorded"]["customer.add"] == len(result["customers"])
    assert result["recorded"]["customer.meet"] == len(result["touchpoints"])


def check_mails(administrator: Administrator, result: Mapping[str, Any], came: Mapping[str, Sequence[str]]) -> None:
    """Whoever was invited got one mail, or the same mail again: that a server took it before a kill can't be known."""
    assert administrator.refused == []
    assert len(administrator.accepted) > KILLS / 10
    assert set(administrator.accepted) <= set(result["invitations"])
    assert sorted(came) == result["invitations"]
    assert result["recorded"]["person.invite"] == len(result["invitations"])
    identities = [set(each) for each in came.values()]
    assert [each for each in identities if len(each) != 1] == []
    assert len(set.union(*identities)) == len(came)


def free_ports(count: int) -> list[int]:
    import socket

    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
