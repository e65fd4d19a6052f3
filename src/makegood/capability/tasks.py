"""Bringing in tables of what operations can do in the background."""

from __future__ import annotations

from datetime import datetime

from makegood.capability import services
from makegood.foundation.actors import Viewer
from makegood.foundation.jobs.task import Effect, task
from makegood.foundation.kept_files import kept_file
from makegood.tables.services import Begun, Importer, carry_on


@task(slow=True)
def bring_in(*, run: int, at: datetime) -> Effect | None:
    """Bring in the next rows of an import."""
    return carry_on(run=run, opening=open_table, at=at)


def open_table(begun: Begun, by: Viewer, at: datetime) -> Importer:
    """Read the kept file of an import; Problem where it can't be brought in."""
    kind = begun.options["kind"]
    table = services.read_table(kept_file(begun.digest), begun.name, kind)
    return services.open_import(
        kind=kind, rows=table.rows, mapping=begun.options["mapping"], by=by, at=at, today=begun.today
    )
