"""Carrying an import on: a few blocks of rows at a time, each block one transaction with its count of rows.

A worker that dies loses at most the block in hand; the next one goes on at the row that the counts name. Between two
turns whatever else waits is done, so that a large file keeps nobody waiting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol

from django.db import transaction
from django.utils import translation

from makegood.foundation.actors import HOUSE, Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.jobs.task import Effect
from makegood.people.queries import find_viewer
from makegood.tables.models import ImportRun, Refusal
from makegood.tables.services.beginning import queue
from makegood.tables.services.ending import end
from makegood.tables.services.fates import BLOCK, Fate, RowResult
from makegood.tables.states import OPEN, RunState

BLOCKS_A_TURN = 10
"""Blocks that one turn brings in: a few seconds, for which whatever waits behind it has to wait."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What somebody asked for: the file, and what was chosen before it began."""

    digest: str
    name: str
    options: Mapping[str, Any]
    today: date


class Importer(Protocol):
    """How a room brings in the rows of one table; rows are named by their places, from ``begin`` to before ``end``."""

    def pass_over(self, begin: int, end: int, /) -> None:
        """Learn what later rows are compared with from rows that are in already."""

    def read(self, begin: int, end: int, /) -> Any:  # noqa: ANN401  # whatever its bring_in takes
        """Read rows: what needs no lock, and so is done while others write."""

    def bring_in(self, read: Any, /, *, by: Viewer, at: datetime) -> Sequence[RowResult]:  # noqa: ANN401  # see above
        """Bring in what was read, inside a transaction; Denied where ``by`` may not do so any more."""


Opening = Callable[[Begun, Viewer, datetime], Importer]
"""Opens the table of an import for somebody; Problem where it can't be brought in as a whole."""


class Overtaken(Exception):
    """Another worker brings in the same rows: whoever holds the job tries again."""


@dataclass(slots=True)
class _Opened:
    importer: Importer
    place: int = 0
    """Of the row that it expects next."""


_Which = tuple[int, datetime]
_LEFT_OPEN: dict[_Which, _Opened] = {}
"""The table that this process has read, by its import: only to go on without reading it again."""


def carry_on(*, run: int, opening: Opening, at: datetime, most: int = BLOCKS_A_TURN) -> Effect | None:
    """Bring in the next blocks of rows, ``most`` of them; return what queues the next turn where there are more.

    Called outside a transaction. Whatever forbids the import as a whole stops it: rights that were withdrawn, an
    account that was closed. What is in stays.
    """
    found = _still_open(run)
    if found is None:
        return None
    with translation.override(found.language):
        try:
            opened = _left_open(found) or _open(found, opening, at)
            for _block in range(most):
                _bring_in_block(found, opened, at)
                found = _still_open(run)
                if found is None:
                    return None
        except Problem as problem:
            _stop(run, problem, at)
            return None
    _LEFT_OPEN[run, found.begun_at] = opened
    return partial(_next_turn, run, at)


def _still_open(run: int) -> ImportRun | None:
    return ImportRun.objects.filter(pk=run, state__in=OPEN).first()


def _left_open(run: ImportRun) -> _Opened | None:
    opened = _LEFT_OPEN.pop((run.pk, run.begun_at), None)
    _LEFT_OPEN.clear()  # another file's rows are not kept in memory for long
    return opened if opened is not None and opened.place <= run.done else None


def _open(run: ImportRun, opening: Opening, at: datetime) -> _Opened:
    by = find_viewer(run.by_id, at=at)
    return _Opened(opening(Begun(run.digest, run.name, run.options, run.today), by, at))


def _bring_in_block(found: ImportRun, opened: _Opened, at: datetime) -> None:
    begin, over = found.done, min(found.done + BLOCK, found.total)
    opened.importer.pass_over(opened.place, begin)
    read = opened.importer.read(begin, over)
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=found.pk)
        if run.state not in OPEN:
            return
        if run.done != begin:
            raise Overtaken
        by = find_viewer(run.by_id, at=at)
        results = opened.importer.bring_in(read, by=by, at=at)
        _count(run, results)
        if run.done < run.total:
            run.state = RunState.RUNNING
            run.save()
        else:
            end(run, RunState.DONE, by=by.actor, at=at)
    opened.place = over


def _count(run: ImportRun, results: Sequence[RowResult]) -> None:
    counts = Counter(result.fate for result in results)
    for fate in Fate:
        setattr(run, fate.value, getattr(run, fate.value) + counts[fate])
    run.done += len(results)
    Refusal.objects.bulk_create(
        Refusal(run=run, number=one.number, cells=list(one.cells), field=one.field, reason=one.reason)
        for one in results
        if one.fate == Fate.REFUSED
    )


def _stop(number: int, problem: Problem, at: datetime) -> None:
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=number)
        if run.state in OPEN:
            end(run, RunState.STOPPED, by=HOUSE, at=at, problem=problem.message)


def _next_turn(number: int, at: datetime) -> None:
    run = ImportRun.objects.select_for_update().get(pk=number)
    if run.state in OPEN:
        queue(run, at=at)
