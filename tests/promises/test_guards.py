from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from makegood.promises.models import AgreedDate, Notice, Promise
from tests.promises.desk import admin, committed, customer, draft

pytestmark = pytest.mark.django_db


def refused(*statements: str) -> bool:
    """Say whether what somebody at the database does is refused, at once or when it is to be kept."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            assert cursor.rowcount >= 1, "it met nothing"
            connection.check_constraints()
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE promises_promise SET first_due = '2028-01-01'",
        "UPDATE promises_promise SET first_due = NULL",
        "UPDATE promises_promise SET wording = 'Perhaps.'",
        "UPDATE promises_promise SET committed_at = NULL",
        "UPDATE promises_promise SET state = 'kept'",
        "UPDATE promises_promise SET state = 'draft'",
        "UPDATE promises_promise SET state = 'expired'",
        "UPDATE promises_promise SET due = NULL",
        "DELETE FROM promises_promise",
        "UPDATE promises_agreed_date SET due = '2028-01-01'",
        "UPDATE promises_agreed_date SET origin = 'customer'",
        "DELETE FROM promises_agreed_date",
        "UPDATE promises_notice SET date_told = '2028-01-01'",
        "UPDATE promises_notice SET told_at = received_at, note = 'x'",
        "DELETE FROM promises_notice",
    ],
)
def test_nobody_at_the_database_changes_what_was_promised(statement: str) -> None:
    by = admin()
    committed(by, customer(by))
    kept = (Promise.objects.values().get(), AgreedDate.objects.values().get(), Notice.objects.values().get())
    assert refused(statement)
    assert (Promise.objects.values().get(), AgreedDate.objects.values().get(), Notice.objects.values().get()) == kept


def test_the_words_and_the_date_of_a_draft_can_change() -> None:
    by = admin()
    number = draft(by, customer(by))
    assert not refused("UPDATE promises_promise SET wording = 'Perhaps.', due = '2028-01-01'")
    committed(by, customer(by, "OTHER"))
    assert refused(f"UPDATE promises_promise SET due = '2028-01-01' WHERE id <> {number}")
    assert refused(
        f"UPDATE promises_promise SET customer_id = (SELECT customer_id FROM promises_promise WHERE id = {number})"
        f" WHERE id <> {number}"
    )


def test_nobody_puts_another_promise_in_the_place_of_one_that_is_relied_on() -> None:
    by = admin()
    number = committed(by, customer(by))
    kept = Promise.objects.values().get()
    others = ", ".join(
        "'2028-01-01'" if field.column == "first_due" else f'"{field.column}"'
        for field in Promise._meta.local_concrete_fields
    )
    columns = ", ".join(f'"{field.column}"' for field in Promise._meta.local_concrete_fields)
    statements = [
        f"CREATE TEMPORARY TABLE other AS SELECT {columns} FROM promises_promise WHERE id = {number}",
        f"DELETE FROM promises_promise WHERE id = {number}",
        f"INSERT INTO promises_promise ({columns}) SELECT {others} FROM other",
    ]
    if connection.vendor == "sqlite":
        statements = [f"INSERT OR REPLACE INTO promises_promise ({columns}) SELECT {others} FROM promises_promise"]
    assert refused(*statements)
    assert Promise.objects.values().get() == kept
