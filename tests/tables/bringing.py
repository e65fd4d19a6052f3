"""Carrying imports on as a worker does, at a time that the test chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from makegood.foundation.jobs.task import resolve
from makegood.tables.models import ImportRun, Refusal
from makegood.tables.queries import RefusedRow, value_in
from makegood.tables.states import OPEN


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did."""

    new: int
    changed: int
    same: int
    refused: tuple[RefusedRow, ...]


def one_turn(number: int, *, at: datetime) -> bool:
    """Let an import go on for one turn; return whether there is another."""
    effect = resolve(ImportRun.objects.get(pk=number).task).function(run=number, at=at)
    with transaction.atomic():
        if effect is not None:
            effect()
    return effect is not None


def carried_out(number: int, *, at: datetime) -> Outcome:
    """Carry an import on until it ends, and return what it did."""
    while one_turn(number, at=at):
        pass
    run = ImportRun.objects.get(pk=number)
    assert run.state not in OPEN
    refused = [
        RefusedRow(
            one.number,
            tuple(one.cells),
            one.field,
            one.reason,
            value_in(one.cells, run.options.get("mapping", {}).get(one.field)),
        )
        for one in Refusal.objects.filter(run=run).order_by("number")
    ]
    return Outcome(run.new, run.changed, run.same, tuple(refused))
