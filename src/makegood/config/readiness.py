"""Whether the house can work: asked by whoever watches the server, and by ``makegood doctor``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from makegood.foundation.guards.services import missing_guards
from makegood.foundation.jobs.queries import load

LONGEST_WAIT = timedelta(minutes=10)
"""How long work may be due before the worker is held to be missing."""


class MigrationsMissing(Exception):
    """The database is older than the program."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was looked at and whether it is well; what could not be looked at is not."""

    checks: Mapping[str, bool]

    @property
    def is_ready(self) -> bool:
        """Say whether everything is well."""
        return all(self.checks.values())


def readiness(*, at: datetime) -> Readiness:
    """Look at the database, what stands beside its tables, and the oldest work that is due."""
    checks = {"database": False, "migrations": False, "guards": False, "jobs": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        checks["database"] = True
        checks["migrations"] = is_migrated()
        if checks["migrations"]:
            checks["guards"] = not missing_guards()
            oldest = load(at=at).oldest_due
            checks["jobs"] = oldest is None or at - oldest <= LONGEST_WAIT
    except DatabaseError:
        pass  # what was not reached stays false
    return Readiness(checks)


def pending_migrations() -> tuple[str, ...]:
    """Return the names of migrations that the database still lacks; DatabaseError where it does not answer."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _backwards in plan)


def applied_migrations() -> tuple[str, ...]:
    """Return the names of the migrations that the database has, in their order."""
    applied = MigrationExecutor(connection).loader.applied_migrations
    return tuple(sorted(f"{label}.{name}" for label, name in applied))


def is_migrated() -> bool:
    """Say whether no migration is missing; reading them all takes a while, so a yes is remembered."""
    try:
        _find_nothing_pending()
    except MigrationsMissing:
        return False
    return True


@cache
def _find_nothing_pending() -> None:
    if names := pending_migrations():
        raise MigrationsMissing(names)
