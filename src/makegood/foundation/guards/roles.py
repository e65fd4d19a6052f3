"""On PostgreSQL the application is not the owner: what its role may do, table by table."""

from __future__ import annotations

from django.db import connection, transaction

from makegood.foundation.guards.registry import guards

OWNED = """
    SELECT count(*) FROM pg_class
    WHERE relname = ANY(%s) AND relkind = 'r' AND pg_has_role(current_user, relowner, 'USAGE')
"""
IDENTIFIER = 63
"""The longest name that PostgreSQL keeps whole."""


def grant_to_application(role: str) -> None:
    """Let ``role`` read and write everything, but only read and add where a guard stands; run as the owner.

    ValueError where ``role`` can't be a name; django.db.Error where the role does not exist.
    """
    if not role.replace("_", "").isalnum() or len(role) > IDENTIFIER:
        raise ValueError(role)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
        for guard in guards():
            cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{guard.table}" FROM "{role}"')
            for column in guard.may_erase:
                cursor.execute(f'GRANT UPDATE ("{column}") ON "{guard.table}" TO "{role}"')


def application_owns_history() -> bool:
    """Return whether the role that is connected could take the guards away: it owns guarded tables or is superuser.

    On SQLite whoever can write the file can do so, and the answer is True.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(OWNED, [[guard.table for guard in guards()]])
        return bool(cursor.fetchone()[0])
