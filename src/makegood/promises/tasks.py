"""Bringing in tables of promises in the background."""

from __future__ import annotations

from datetime import datetime

from makegood.foundation.actors import Viewer
from makegood.foundation.jobs.task import Effect, task
from makegood.foundation.kept_files import kept_file
from makegood.promises import services
from makegood.promises.imports import read_table
from makegood.tables.services import Begun, Importer, carry_on


@task(slow=True)
def bring_in(*, run: int, at: datetime) -> Effect | None:
    """Bring in the next rows of an import."""
    return carry_on(run=run, opening=open_table, at=at)


def open_table(begun: Begun, by: Viewer, at: datetime) -> Importer:
    """Read the kept file of an import; Problem where it can't be brought in."""
    table = read_table(kept_file(begun.digest), begun.name)
    chosen = begun.options
    return services.open_import(
        rows=table.rows,
        mapping=chosen["mapping"],
        source=chosen["source"],
        defaults=chosen["defaults"],
        by=by,
        at=at,
        today=begun.today,
    )
