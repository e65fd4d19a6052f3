"""Two roles on PostgreSQL: the application works with one of them, and can't rewrite what happened."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.cli.server.houses import House

pytestmark = pytest.mark.database

REFUSED = [
    "UPDATE history_entry SET verb = 'x'",
    "DELETE FROM history_entry",
    "TRUNCATE history_entry CASCADE",
    "UPDATE history_body SET content = '{}'",
    "UPDATE history_body SET salt = 'x', content = '{}'",
    "DELETE FROM history_body",
    "TRUNCATE history_body",
    "ALTER TABLE history_entry DISABLE TRIGGER USER",
    "DROP TRIGGER guard_history_entry_update ON history_entry",
]
WORK = """
from django.contrib.auth import get_user_model
from makegood.customers.services import add_customer
from makegood.foundation.clock import present
from makegood.people.queries import viewer_of
ada = viewer_of(get_user_model().objects.get(email="ada@demo.example"), at=present())
print(add_customer(key="C-900", name="Ninth & Sons", by=ada, at=present()))
"""
FOUND = """
from django.apps import apps
print(*apps.get_model("makegood", "Customer").objects.filter(key="C-900").values_list("pk", flat=True))
"""
CHANGE = """
ALTER TABLE history_entry DISABLE TRIGGER guard_history_entry_update;
UPDATE history_entry SET verb = 'customer.axe' WHERE position IN (5, 9);
ALTER TABLE history_entry ENABLE TRIGGER guard_history_entry_update
"""


@contextmanager
def role_in(database: str) -> Iterator[tuple[str, str]]:
    """Yield the name of a role that may sign in and nothing else, and the address of the database for it."""
    name, password = f"makegood_app_{secrets.token_hex(6)}", secrets.token_hex(16)
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        try:
            parts = urlsplit(database)
            place = parts.netloc.rpartition("@")[2]
            yield name, urlunsplit(parts._replace(netloc=f"{name}:{password}@{place}"))
        finally:
            owner.execute(f"DROP OWNED BY {name} CASCADE")
            owner.execute(f"DROP ROLE {name}")


def house_at(folder: Path, database: str) -> House:
    folder.mkdir()
    return House(folder, database)


def test_the_application_works_and_cannot_change_what_happened_and_if_the_owner_does_it_shows(house: House) -> None:
    if not house.database:
        refused = house.run("migrate", "--application-role", "makegood_app")
        assert (refused.returncode, "no roles" in refused.stderr) == (2, True)
        return
    with role_in(house.database) as (name, address):
        application = house_at(house.folder / "application", address)
        before = application.run("worker")
        assert (before.returncode, "Traceback" in before.stderr) == (1, False)
        granted = house.run("migrate", "--application-role", name)
        assert (granted.returncode, granted.stdout.splitlines()[-1]) == (0, f"{name} may work with it.")
        with application.serving("--demo") as server:  # it fills in the demo company, too
            assert server.get("/-/health/ready")[0] == 200
        customer = application.python(WORK)
        assert house.python(FOUND) == customer
        assert application.run("verify").returncode == 0
        assert "can't take the guards away" in application.run("doctor", "--no-color").stdout
        assert "could take the guards away" in house.run("doctor", "--no-color").stdout
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in REFUSED:
                with pytest.raises(psycopg.Error):
                    connection.execute(statement)
        whole = application.run("verify")
        assert (whole.returncode, whole.stdout.startswith("The history is whole")) == (0, True)
        with psycopg.connect(house.database) as connection:
            connection.execute(CHANGE)
        broken = application.run("verify")
        assert (broken.returncode, broken.stdout) == (1, "Entry 5 was changed.\n")


def test_a_role_that_is_not_there_is_named_and_the_database_is_up_to_date_all_the_same(house: House) -> None:
    if not house.database:
        assert house.run("migrate").returncode == 0
        return
    outcome = house.run("migrate", "--application-role", "makegood_nobody")
    assert outcome.returncode == 1
    assert "makegood_nobody was not let in" in outcome.stderr
    assert "up to date" in house.run("migrate").stdout
