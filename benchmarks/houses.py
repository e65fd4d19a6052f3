"""Houses to measure in: an empty folder and database for a process of its own, gone again when it ends."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

POSTGRESQL = "BENCH_POSTGRESQL"
"""The setting that holds the address of a PostgreSQL to measure on; beside the database it names one is made."""
ENDING = "_bench"


def databases() -> dict[str, str]:
    """Return the addresses of what is measured: SQLite always, PostgreSQL where one is named."""
    address = os.environ.get(POSTGRESQL, "")
    return {"SQLite": "", **({"PostgreSQL": address} if address else {})}


@contextmanager
def house(address: str) -> Iterator[dict[str, str]]:
    """Make an empty house on the database at ``address`` and give the environment that its processes need."""
    with tempfile.TemporaryDirectory() as folder, _database(address) as made:
        yield {
            **os.environ,
            "MAKEGOOD_DATA": folder,
            "MAKEGOOD_CONFIG": os.devnull,
            "MAKEGOOD_DATABASE": made,
            "DJANGO_SETTINGS_MODULE": "makegood.config.settings",
            "MAKEGOOD_LOG_LEVEL": "error",
            "PYTHONWARNINGS": "ignore",
        }


@contextmanager
def _database(address: str) -> Iterator[str]:
    if not address:
        yield ""
        return
    import psycopg

    parts = urlsplit(address)
    name = parts.path.strip("/") + ENDING
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def opened() -> None:
    """Set the framework up in this process and make the tables of an empty house."""
    import logging

    import django
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def spent_by(process: int, address: str = "") -> float:
    """Return the seconds of processor time that a process and those it began have spent so far, and its database's.

    As Linux counts them, in hundredths; nothing elsewhere. Of a PostgreSQL here the processes count whose title names
    the database at ``address``.
    """
    stats = {path.parent.name: path for path in Path("/proc").glob("[0-9]*/stat")}
    fields = {number: said for number, path in stats.items() if (said := _fields(path))}
    database = urlsplit(address).path.strip("/")
    wanted = {str(process), *(number for number in fields if database and _works_on(database, number))}
    grown = True
    while grown:
        more = {number for number, said in fields.items() if said[1] in wanted} - wanted
        wanted, grown = wanted | more, bool(more)
    ticks = sum(int(said[11]) + int(said[12]) for number, said in fields.items() if number in wanted)
    return ticks / os.sysconf("SC_CLK_TCK")


def _works_on(database: str, number: str) -> bool:
    try:
        title = Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False
    return title.startswith(b"postgres: ") and f" {database} ".encode() in title


def _fields(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []
