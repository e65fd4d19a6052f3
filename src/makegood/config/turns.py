"""What one process does at a time, however many there are: changing the database as a whole, keeping the forecast."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import sleep

from django.conf import settings
from django.db import DatabaseError, connection, connections

FILE = "turn.lock"
FORECAST_FILE = "forecast.lock"
OWNER_ONLY = 0o600
LOCK = 0x6D616B66
"""PostgreSQL's advisory lock for it, in each database."""
FORECAST_LOCK = 0x6D616B67
LOOK_EVERY = 0.1


@contextmanager
def my_turn() -> Iterator[None]:
    """Wait until no other process migrates, fills or restores the database, and keep others from it in this block.

    On SQLite by a lock on a file beside the database, on PostgreSQL by an advisory lock of a connection of its own.
    Both end with the process, whatever becomes of it. Not to be entered twice. OSError where the folder can't be
    written, OperationalError where the database does not answer.
    """
    with _database_locked(LOCK) if connection.vendor == "postgresql" else _file_locked(FILE):
        yield


@contextmanager
def forecasting_turn(asked_to_stop: Event) -> Iterator[Callable[[], bool]]:
    """Wait until no other process keeps the forecast, and keep others from it in this block.

    Yields a function that says whether that is still so: a database that was restarted has forgotten. It says no at
    once where it was ``asked_to_stop`` while it waited.
    """
    if connection.vendor == "postgresql":
        with _database_locked(FORECAST_LOCK, asked_to_stop) as is_mine:
            yield is_mine
    else:
        with _file_locked(FORECAST_FILE, asked_to_stop) as is_mine:
            yield is_mine


@contextmanager
def _file_locked(name: str, asked_to_stop: Event | None = None) -> Iterator[Callable[[], bool]]:
    """Lock the file, which stays: whoever removed it would let two in, one with the old file and one with a new one."""
    folder = Path(settings.DATA)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # a secret key that was set did not make it
    file = os.open(folder / name, os.O_CREAT | os.O_RDWR, OWNER_ONLY)
    try:
        mine = _wait(lambda: _locked(file), asked_to_stop)
        yield lambda: mine
    finally:
        os.close(file)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _database_locked(lock: int, asked_to_stop: Event | None = None) -> Iterator[Callable[[], bool]]:
    """Ask again and again: CREATE INDEX CONCURRENTLY in a migration would wait for a statement that waits."""
    mine = connections.create_connection("default")

    def ask(question: str, *values: int) -> bool:
        with mine.cursor() as cursor:
            cursor.execute(question, values)
            return bool(cursor.fetchone()[0])

    def still_there() -> bool:
        try:
            return got and ask("SELECT true")
        except DatabaseError:
            return False

    try:
        got = _wait(lambda: ask("SELECT pg_try_advisory_lock(%s)", lock), asked_to_stop)
        yield still_there
    finally:
        mine.close()


def _wait(try_once: Callable[[], bool], asked_to_stop: Event | None) -> bool:
    """Try again and again; return False where it was asked to stop before it succeeded."""
    while not try_once():
        if asked_to_stop is None:
            sleep(LOOK_EVERY)
        elif asked_to_stop.wait(LOOK_EVERY):
            return False
    return True
