"""Several processes that bring a database up to date at once, and those that find it is not."""

from __future__ import annotations

import subprocess

import pytest

from tests.cli.server.houses import House, Server

pytestmark = pytest.mark.database

TOGETHER = 3
LATEST = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*), count(DISTINCT app || name) FROM django_migrations")
    print(*cursor.fetchone())
"""
FORGET_ONE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("DELETE FROM django_migrations WHERE app = 'usersessions'")
"""


def outcomes(processes: list[subprocess.Popen[str]]) -> list[tuple[int, str]]:
    said = [process.communicate(timeout=120) for process in processes]
    return [(process.returncode, out + err) for process, (out, err) in zip(processes, said, strict=True)]


def test_of_those_who_migrate_at_once_one_does_it_and_the_others_find_it_done(house: House) -> None:
    found = outcomes([house.begin("migrate") for _ in range(TOGETHER)])
    assert [status for status, _said in found] == [0] * TOGETHER, found
    assert sorted("were applied" in said for _status, said in found) == [False] * (TOGETHER - 1) + [True]
    assert sum("up to date" in said for _status, said in found) == TOGETHER - 1
    rows, different = house.python(LATEST).split()
    assert rows == different
    assert "all applied" in house.run("doctor", "--no-color").stdout


def test_servers_that_begin_at_once_in_a_new_house_share_one_demo_company(house: House) -> None:
    if house.database:  # there the owner of the tables makes them
        assert house.run("migrate").returncode == 0
    processes = [house.begin("serve", "--port", "0", "--demo") for _ in range(TOGETHER)]
    try:
        for server in [Server(process) for process in processes]:
            server.wait_until_it_answers()
            status, _headers, said = server.get("/-/health/ready")
            assert status == 200, said
    finally:
        for process in processes:
            process.terminate()
        found = outcomes(processes)
    assert [status for status, _said in found] == [0] * TOGETHER, found
    assert house.run("user", "list").stdout.count("ada@demo.example") == 1
    assert house.run("verify").returncode == 0


def test_a_migration_waits_for_whoever_has_the_turn(house: House) -> None:
    holder = house.begin(program=("-W", "ignore", "-c", HOLD))
    assert holder.stdout is not None
    assert holder.stdout.readline() == "mine\n"
    waiting = house.begin("migrate")
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(4)
    holder.kill()  # and its turn ends with it
    holder.communicate()
    assert outcomes([waiting])[0][0] == 0


def test_a_folder_is_made_although_a_secret_key_was_given(house: House) -> None:
    house.more["MAKEGOOD_SECRET_KEY"] = "k" * 60
    assert house.run("migrate").returncode == 0


def test_what_serves_or_works_says_that_the_database_must_be_migrated_first(ready_house: House) -> None:
    ready_house.python(FORGET_ONE)
    refused = [ready_house.run("worker")]
    if ready_house.database:
        refused.append(ready_house.run("serve", "--port", "0"))
    for outcome in refused:
        assert outcome.returncode == 1
        assert "run makegood migrate first" in outcome.stderr
        assert "usersessions.0001_initial" in outcome.stderr
        assert "Traceback" not in outcome.stderr
        assert outcome.stdout == ""


def test_on_postgresql_a_new_database_is_never_migrated_by_those_who_serve_or_work(house: House) -> None:
    if not house.database:  # the embedded one is made by serve, and the worker says so
        outcome = house.run("worker")
        assert (outcome.returncode, "makegood serve makes one" in outcome.stderr) == (1, True)
        return
    for verb in (("serve", "--port", "0"), ("worker",)):
        outcome = house.run(*verb)
        assert outcome.returncode == 1
        assert "run makegood migrate first" in outcome.stderr
        assert "makegood.0001_initial" in outcome.stderr
    assert house.run("migrate").returncode == 0
    with house.serving() as server:
        assert server.get("/-/health/ready")[0] == 200


HOLD = """
import time
import django
django.setup()
from makegood.config.turns import my_turn
with my_turn():
    print("mine", flush=True)
    time.sleep(60)
"""
