"""Raising guards after a migration, checking that they stand, lifting them where a test empties its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from makegood.foundation.guards.dialects import EXISTING, statements_to_lift, statements_to_raise, trigger_names
from makegood.foundation.guards.registry import furnishings, guards


def raise_guards(using: str = "default") -> None:
    """Make every guard anew and whatever else stands beside the tables, as far as they are there.

    A migration may have stopped half-way. Only the owner of the database can do it.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for guard in (guard for guard in guards() if guard.table in tables):
            for statement in statements_to_raise(guard, connection.vendor):
                cursor.execute(statement)
        standing = _standing(connection)
        for furnishing in (furnishing for furnishing in furnishings() if furnishing.table in tables):
            if furnishing.takes_long and standing.issuperset(furnishing.names[connection.vendor]):
                continue
            for statement in furnishing.statements[connection.vendor]:  # one of this name may be of an earlier version
                cursor.execute(statement)


def missing_guards(using: str = "default") -> tuple[str, ...]:
    """Return the names of triggers and indexes that should stand and do not, or are switched off."""
    connection = connections[using]
    standing = _standing(connection)
    wanted = [name for guard in guards() for name in trigger_names(guard, connection.vendor)]
    wanted += [name for furnishing in furnishings() for name in furnishing.names[connection.vendor]]
    return tuple(name for name in wanted if name not in standing)


@contextmanager
def guards_lifted(using: str = "default") -> Iterator[None]:
    """Take all guards away for a moment: only the owner of the database can."""
    lift_guards(using)
    try:
        yield
    finally:
        raise_guards(using)


def lift_guards(using: str = "default") -> None:
    """Take all guards away, until they are raised again or the transaction ends that this is part of."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for guard in guards():
            for statement in statements_to_lift(guard, connection.vendor):
                cursor.execute(statement)
        for furnishing in furnishings():
            for statement in furnishing.lifting.get(connection.vendor, ()):
                cursor.execute(statement)


def _standing(connection: BaseDatabaseWrapper) -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(EXISTING[connection.vendor])
        return frozenset(name for (name,) in cursor.fetchall())
