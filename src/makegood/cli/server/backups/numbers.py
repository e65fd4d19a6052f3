"""The highest number ever given to a row: it is kept, so that no number names two things after a restore."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model


def last_number(model: type[Model]) -> int | None:
    """Return the highest number that the database gave to a row; None where it gives none."""
    found = model._meta.auto_field
    if found is None:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [f'"{model._meta.db_table}"', found.column],
            )
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def go_on_after(model: type[Model], number: int) -> None:
    """Let the next row of ``model`` get a number above ``number``, and above those that are there."""
    found = model._meta.auto_field
    if found is None or number < 1:
        return
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, true)", [f'"{table}"', found.column, number]
            )
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
