"""Imports as the viewer may see them: one's own, and all of them for administrators."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.jobs.queries import find_job
from makegood.foundation.jobs.states import JobState
from makegood.foundation.pages import Page, part_of
from makegood.people.states import Function
from makegood.tables.models import ImportRun, Refusal
from makegood.tables.states import OPEN, RunState

QUOTED = 60
"""Characters of a cell that are quoted where it is said what is wrong with it."""
SHOWN = 50
"""Refused rows that a page lists; the file has them all."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """An import: how many rows of how many are done, and what became of them."""

    number: int
    kind: str
    name: str
    by: int
    by_name: str
    begun_at: datetime
    ended_at: datetime | None
    state: RunState
    total: int
    done: int
    new: int
    changed: int
    same: int
    refused: int
    problem: str

    @property
    def is_open(self) -> bool:
        """Say whether rows may still come in."""
        return self.state in OPEN

    @property
    def percent(self) -> int:
        """Return how much of it is done."""
        return 100 * self.done // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not brought in: its cells as they came, and what is wrong in which column.

    ``field`` is the heading of that column as the file has it, or the field where no column holds it; ``value`` is what
    stands there.
    """

    number: int
    cells: tuple[str, ...]
    field: str
    reason: str
    value: str = ""

    @property
    def said(self) -> str:
        """Return heading, value and reason in one line."""
        return said_of(self.field, self.value, self.reason)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What keeps an open import from going on: an error of ours. It is tried again unless it ``is_final``."""

    is_final: bool
    again_at: datetime


def run_page(viewer: Viewer, *, page: int, size: int) -> Page[RunRow]:
    """Return imports that the viewer may see, the latest first."""
    found, total = part_of(_seen_by(viewer).order_by("-pk"), number=page, size=size)
    return Page(tuple(_row(run) for run in found), total, page, size)


def find_run(number: int, viewer: Viewer) -> RunRow:
    """Return an import; NotFound."""
    return _row(_find(number, viewer))


def trouble_of(number: int, viewer: Viewer) -> Trouble | None:
    """Return what keeps an open import from going on; None where nothing does. NotFound."""
    run = _find(number, viewer)
    job = find_job(run.job) if run.state in OPEN else None
    if job is None or not job.error or job.state == JobState.RUNNING:
        return None
    return Trouble(job.state != JobState.WAITING, job.free_at)


def headings_of_run(number: int, viewer: Viewer) -> list[str]:
    """Return how the columns of the file are headed; NotFound."""
    return _find(number, viewer).headings


def refused_rows(number: int, viewer: Viewer, *, most: int | None = None) -> list[RefusedRow]:
    """Return the rows that were refused so far, ``most`` of them at most, as they stand in the file; NotFound."""
    run = _find(number, viewer)
    mapping = run.options.get("mapping", {})
    titles = _titles(run.headings, mapping)
    found = Refusal.objects.filter(run=run).order_by("number")[:most]
    return [
        RefusedRow(
            number=one.number,
            cells=tuple(one.cells),
            field=titles.get(one.field, one.field),
            reason=one.reason,
            value=value_in(one.cells, mapping.get(one.field)),
        )
        for one in found
    ]


def value_in(cells: Sequence[str], place: int | None) -> str:
    """Return what a cell says, shortened to what a sentence can quote; nothing where there is no such cell."""
    text = " ".join(cells[place].split()) if place is not None and place < len(cells) else ""
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


def said_of(heading: str, value: str, reason: str) -> str:
    """Say what is wrong with a row: in which column, what stands there, and why it can't be used."""
    if not heading:
        return reason
    said = {"heading": heading, "value": value, "reason": reason}
    return _("%(heading)s “%(value)s”: %(reason)s") % said if value else f"{heading}: {reason}"


def run_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what imports are called: by their files."""
    return dict(ImportRun.objects.filter(pk__in=numbers).values_list("pk", "name"))


def _titles(headings: Sequence[str], mapping: Mapping[str, int]) -> dict[str, str]:
    """Return for each field how its column is headed in the file: what whoever mends it looks for."""
    return {field: headings[place] for field, place in mapping.items() if place < len(headings)}


def _seen_by(viewer: Viewer) -> QuerySet[ImportRun]:
    if EVERYONE not in viewer.audiences:
        return ImportRun.objects.none()
    found = ImportRun.objects.select_related("by")
    return found if Function.ADMINISTRATOR in viewer.functions else found.filter(by=viewer.number)


def _find(number: int, viewer: Viewer) -> ImportRun:
    run = _seen_by(viewer).filter(pk=number).first()
    if run is None:
        raise NotFound(_("There is no such import."))
    return run


def _row(run: ImportRun) -> RunRow:
    return RunRow(
        number=run.pk,
        kind=run.kind,
        name=run.name,
        by=run.by_id,
        by_name=run.by.name,
        begun_at=run.begun_at,
        ended_at=run.ended_at,
        state=RunState(run.state),
        total=run.total,
        done=run.done,
        new=run.new,
        changed=run.changed,
        same=run.same,
        refused=run.refused,
        problem=run.problem,
    )
