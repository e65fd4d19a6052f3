"""Changing the database as a whole: one process at a time, however many are started at once."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from django.conf import settings
from django.db import connection, connections

FILE = "turn.lock"
OWNER_ONLY = 0o600
LOCK = 0x6D616B66
"""PostgreSQL's advisory lock for it, in each database."""
LOOK_EVERY = 0.1


@contextmanager
def my_turn() -> Iterator[None]:
    """Wait until no other process migrates, fills or restores the database, and keep others from it in this block.

    On SQLite by a lock on a file beside the database, on PostgreSQL by an advisory lock of a connection of its own.
    Both end with the process, whatever becomes of it. Not to be entered twice. OSError where the folder can't be
    written, OperationalError where the database does not answer.
    """
    with _database_locked() if connection.vendor == "postgresql" else _file_locked():
        yield


@contextmanager
def _file_locked() -> Iterator[None]:
    """Lock the file, which stays: whoever removed it would let two in, one with the old file and one with a new one."""
    folder = Path(settings.DATA)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # a secret key that was set did not make it
    file = os.open(folder / FILE, os.O_CREAT | os.O_RDWR, OWNER_ONLY)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


@contextmanager
def _database_locked() -> Iterator[None]:
    """Ask again and again: CREATE INDEX CONCURRENTLY in a migration would wait for a statement that waits."""
    mine = connections.create_connection("default")
    try:
        with mine.cursor() as cursor:
            while True:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
                if cursor.fetchone()[0]:
                    break
                sleep(LOOK_EVERY)
        yield
    finally:
        mine.close()
