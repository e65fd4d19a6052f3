"""Beginning an import and stopping it: the rows themselves come in while nobody waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.batches import remove_in_batches
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.jobs.services import enqueue
from makegood.foundation.texts import clean_line
from makegood.tables.models import ImportRun
from makegood.tables.policies import can_see_all_imports
from makegood.tables.services.ending import end
from makegood.tables.states import OPEN, RunState

MOST_NAME = 200


class Table(Protocol):
    """What a file says: headings, and rows below them with their numbers."""

    @property
    def headings(self) -> Sequence[str]:
        """Return the headings of the columns."""

    @property
    def rows(self) -> Sequence[tuple[int, Sequence[str]]]:
        """Return the numbers of the rows, and their cells."""


class UnableToBringIn(Problem):
    """There is nothing to bring in, or the same file is being brought in otherwise just now."""

    code = "unable-to-bring-in"


class UnableToStop(Problem):
    """The import has ended already."""

    code = "unable-to-stop"


@transaction.atomic
def begin_import(
    *,
    kind: str,
    task: str,
    table: Table,
    name: str,
    digest: str,
    options: Mapping[str, Any],
    by: Viewer,
    at: datetime,
    today: date,
) -> int:
    """Queue ``task``, which brings in the rows of a kept file, and return the number of the import.

    Whether ``by`` may do so is asked by the room, and again for each block of rows. Begun twice before it has ended, as
    by pressing twice, it is one import. UnableToBringIn.
    """
    if not table.rows:
        raise UnableToBringIn(_("There are no rows below the headings."), field="file")
    run = ImportRun(
        kind=kind,
        task=task,
        name=clean_line(name)[:MOST_NAME],
        digest=digest,
        headings=list(table.headings),
        options=dict(options),
        language=(get_language() or "en")[:8],
        today=today,
        by_id=by.number,
        begun_at=at,
        total=len(table.rows),
    )
    ImportRun.objects.bulk_create([run], ignore_conflicts=True)
    kept = ImportRun.objects.select_for_update().get(by=by.number, kind=kind, digest=digest, state__in=OPEN)
    if kept.job:
        if kept.options != run.options:
            raise UnableToBringIn(_("This file is being brought in just now, with other choices."))
        return kept.pk
    queue(kept, at=at)
    record(
        verb="import.begin",
        subject=("import", kept.pk),
        actor=by.actor,
        at=at,
        facts={"kind": kind, "name": kept.name, "total": kept.total, "digest": digest},
    )
    return kept.pk


@transaction.atomic
def stop_import(*, number: int, by: Viewer, at: datetime) -> None:
    """Stop an import after the block of rows in hand; what is in stays. NotFound, UnableToStop."""
    run = ImportRun.objects.select_for_update().filter(pk=number).first()
    if run is None or (run.by_id != by.number and not can_see_all_imports(by)):
        raise NotFound(_("There is no such import."))
    if run.state not in OPEN:
        raise UnableToStop(_("This import has ended already."))
    end(run, RunState.STOPPED, by=by.actor, at=at)


def forget_imports(*, ended_before: datetime) -> int:
    """Forget imports that ended before a moment, with the rows that they refused; return how many."""
    return remove_in_batches(ImportRun.objects.filter(ended_at__lt=ended_before), at_once=1)


def queue(run: ImportRun, *, at: datetime) -> None:
    """Queue what carries a locked run on, behind everything that waits already."""
    run.job = enqueue(task=run.task, arguments={"run": run.pk}, at=at)
    run.save(update_fields=["job"])
