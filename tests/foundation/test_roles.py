"""The split of roles on PostgreSQL: in a database that has no roles there is nothing to test, only to say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from makegood.foundation.actors import Actor
from makegood.foundation.guards.roles import application_owns_history, grant_to_application
from makegood.foundation.history import services
from makegood.foundation.history.verification import verify
from makegood.foundation.jobs.services import enqueue
from makegood.foundation.jobs.worker import Worker

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
ANNA = Actor("person", 7, "Anna Berg")
ROLE = "foundation_test_app"
pytestmark = pytest.mark.django_db

REFUSED = [
    "UPDATE history_entry SET verb = 'x'",
    "UPDATE history_body SET content = '{}', salt = salt",
    "UPDATE history_body SET entry_id = 2",
    "DELETE FROM history_entry",
    "DELETE FROM history_body",
    "TRUNCATE history_entry CASCADE",
    "TRUNCATE history_body",
    "ALTER TABLE history_entry DISABLE TRIGGER ALL",
    "ALTER TABLE history_entry DISABLE TRIGGER guard_history_entry_update",
    "DROP TRIGGER guard_history_entry_update ON history_entry",
    "DROP TRIGGER guard_history_body_delete ON history_body",
    "DROP TABLE history_body",
    (
        'CREATE OR REPLACE FUNCTION "guard_history_entry"() RETURNS trigger LANGUAGE plpgsql AS '
        "$x$ BEGIN RETURN NEW; END $x$"
    ),
    "SET session_replication_role = replica",
]


@contextmanager
def as_application() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
        grant_to_application(ROLE)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def test_the_application_role_works_and_is_refused_every_way_to_change_history() -> None:
    if connection.vendor != "postgresql":
        assert application_owns_history()
        return
    assert application_owns_history()
    with as_application():
        position = services.record(verb="customer.add", subject=("customer", 1), actor=ANNA, at=AT)
        for statement in REFUSED:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        services.erase(position=position, by=ANNA, at=AT, reason="asked")
        enqueue(task="tests.foundation.errands.quick", arguments={"number": 1}, at=AT)
        assert Worker().run_all() == 1
        verdict = verify()
        assert (verdict.flaw, verdict.entries, verdict.erased) == (None, 2, 1)
        assert not application_owns_history()


@pytest.mark.parametrize("role", ['x"; DROP TABLE', "", "a" * 64, "x y"])
def test_what_can_not_be_the_name_of_a_role_is_refused(role: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(role)}$"):
        grant_to_application(role)
