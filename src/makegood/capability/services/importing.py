"""Bringing in tables of what operations can do: each row through the service that a page would call.

What an import would do is found out by doing it and taking it back, so that the preview can't be wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from makegood.capability import policies
from makegood.capability.models import Absence, CapacityChange, Measurement, ProductAttribute, ServiceMeasure, Team
from makegood.capability.services import attributes, teams
from makegood.capability.services.capacity import add_absence, change_absence, plan_capacity
from makegood.capability.services.import_values import COLUMNS, Reads, read_values
from makegood.capability.services.measures import add_measure
from makegood.capability.services.measuring import Observation, measure, named, reference_of
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.versions import changes_between
from makegood.tables import services as tables
from makegood.tables.services import Fate, Preview, Row, RowResult, Table, UnableToBringIn, blocks

POLICIES: Mapping[str, Callable[[Viewer], None]] = {
    "teams": policies.check_change_capacity,
    "capacity": policies.check_change_capacity,
    "absences": policies.check_change_capacity,
    "attributes": policies.check_change_attributes,
    "measurements": policies.check_change_measures,
}
"""Who may bring in each kind of table."""

COLUMN_OF: Mapping[str, Mapping[str, str]] = {
    "teams": {"key": "team", "name": "team"},
    "capacity": {"start": "from"},
    "absences": {"start": "from", "end": "to"},
    "attributes": {"name": "attribute"},
    "measurements": {"name": "measure"},
}
"""In which column a field of a service stands, where it is called otherwise."""

Values = dict[str, Any]


class Given(TypedDict):
    """What is needed to judge rows: the ``kind`` of table, its rows, and the place of the column for each field."""

    kind: str
    rows: Sequence[Row]
    mapping: Mapping[str, int]
    by: Viewer
    at: datetime
    today: date


class Beginning(TypedDict):
    """What is needed to begin: the table of a file that is kept under ``digest`` and was called ``name``."""

    kind: str
    table: Table
    mapping: Mapping[str, int]
    name: str
    digest: str
    by: Viewer
    at: datetime
    today: date


@dataclass(slots=True)
class _Result:
    """What became of a row."""

    number: int
    cells: tuple[str, ...]
    fate: Fate = Fate.REFUSED
    title: str = ""
    changed: tuple[str, ...] = ()
    problem: Problem | None = None

    def told(self, kind: str) -> RowResult:
        """Return it as others read it, with the column that is at fault."""
        field = self.problem.field if self.problem else ""
        said = self.problem.message if self.problem else ""
        field = COLUMN_OF[kind].get(field, field)
        return RowResult(self.number, self.cells, self.fate, self.title, self.changed, field, said)


def preview_import(**given: Unpack[Given]) -> Preview:
    """Return what would become of each row; nothing is written. Denied, NotFound, UnableToBringIn."""
    importer = TableImporter(given)
    results: list[RowResult] = []
    for begin, over in blocks(len(given["rows"])):
        with transaction.atomic():
            results += importer.bring_in(importer.read(begin, over), by=given["by"], at=given["at"])
            transaction.set_rollback(True)
    return Preview(tuple(results))


def begin_import(**given: Unpack[Beginning]) -> int:
    """Begin to bring in the rows of a kept file; return the number of the import. Denied, NotFound, UnableToBringIn."""
    _check(given["kind"], given["mapping"], given["by"])
    return tables.begin_import(
        kind=given["kind"],
        task="makegood.capability.tasks.bring_in",
        table=given["table"],
        name=given["name"],
        digest=given["digest"],
        options={"kind": given["kind"], "mapping": dict(given["mapping"])},
        by=given["by"],
        at=given["at"],
        today=given["today"],
    )


def open_import(**given: Unpack[Given]) -> TableImporter:
    """Return what brings the rows in, block by block; Denied, NotFound, UnableToBringIn."""
    return TableImporter(given)


def _check(kind: str, mapping: Mapping[str, int], by: Viewer) -> None:
    if kind not in COLUMNS:
        raise NotFound(_("There is no such kind of table."))
    POLICIES[kind](by)
    for column in COLUMNS[kind]:
        if column.needed and column.name not in mapping:
            raise UnableToBringIn(_("Say which column holds this."), field=column.name)


class TableImporter:
    """Brings in the rows of one table; brought in again, the same rows change nothing."""

    def __init__(self, given: Given) -> None:
        """Check who and what, and read every cell. Denied, NotFound, UnableToBringIn."""
        self.kind, self.rows, self.by, self.at = given["kind"], given["rows"], given["by"], given["at"]
        _check(self.kind, given["mapping"], self.by)
        self._reads: Reads = read_values(
            self.kind, self.rows, given["mapping"], today=given["today"], zone=settings.DEFAULT_ZONE
        )
        self._times: Counter[tuple[object, ...]] = Counter()
        self._teams: dict[str, int] = {}
        """Numbers of the teams that the block names, by key in small letters."""

    def read(self, begin: int, over: int, /) -> list[tuple[_Result, Values | None]]:
        """Return rows with what they say; None, and the problem in the result, where that can't be read."""
        results = [_Result(number, tuple(cells)) for number, cells in self.rows[begin:over]]
        return [(result, self._values(begin + place, result)) for place, result in enumerate(results)]

    def pass_over(self, begin: int, over: int, /) -> None:
        """Count what may stand in a table several times, from rows that are in already."""
        read = self.read(begin, over)
        self._find_teams(read)
        for _result, row in read:
            if row is None:
                continue
            if self.kind == "measurements":
                self._observation(row)
            elif self.kind == "absences":
                with suppress(UnableToBringIn):
                    self._absence_once_more(self._team(row), row)

    def bring_in(
        self, read: Sequence[tuple[_Result, Values | None]], /, *, by: Viewer, at: datetime
    ) -> list[RowResult]:
        """Bring in rows that were read, inside a transaction. Denied."""
        POLICIES[self.kind](by)
        self.by, self.at = by, at
        if self.kind == "measurements":
            self._measure([(result, row) for result, row in read if row is not None])
            return [result.told(self.kind) for result, _row in read]
        self._find_teams(read)
        bring: Callable[[Values], tuple[Fate, tuple[str, ...]]] = getattr(self, f"_bring_{self.kind}")
        for result, row in read:
            if row is None:
                continue
            try:
                with transaction.atomic():
                    result.fate, result.changed = bring(row)
            except Problem as problem:
                result.problem, result.fate = problem, Fate.REFUSED
        return [result.told(self.kind) for result, _row in read]

    def _values(self, place: int, result: _Result) -> Values | None:
        """Return what a row says, by column; None, and the problem in its result, where it can't be read."""
        row = {name: values[place] for name, values in self._reads.values.items() if values[place] is not None}
        result.title = str(next(iter(row.values()), ""))
        fault = self._reads.faults.get(place)
        if fault is not None:
            result.problem = UnableToBringIn(fault.said(get_language() or "en"), field=fault.field)
            return None
        for column in COLUMNS[self.kind]:
            if column.needed and row.get(column.name) in (None, ""):
                result.problem = UnableToBringIn(_("Please fill this in."), field=column.name)
                return None
        return row

    def _bring_teams(self, row: Values) -> tuple[Fate, tuple[str, ...]]:
        fields: teams.TeamFields = {name: row[name] for name in teams.TeamFields.__annotations__ if name in row}  # type: ignore[assignment]  # a part of it
        team = Team.objects.filter(key__iexact=row["team"]).first()
        if team is None:
            teams.add_team(**{"name": row["team"], **fields}, by=self.by, at=self.at)
            return Fate.NEW, ()
        before = teams.values_of(team)
        teams.change_team(number=team.pk, version=team.version, by=self.by, at=self.at, **fields)
        return _changed(before, teams.values_of(Team.objects.get(pk=team.pk)))

    def _bring_capacity(self, row: Values) -> tuple[Fate, tuple[str, ...]]:
        team = self._team(row)
        before = CapacityChange.objects.filter(team=team, start=row["from"]).first()
        note = before.note if before else ""
        plan_capacity(team=team, start=row["from"], slots=row["slots"], note=note, by=self.by, at=self.at)
        if before is None:
            return Fate.NEW, ()
        return _changed({"slots": before.slots}, {"slots": row["slots"]})

    def _bring_absences(self, row: Values) -> tuple[Fate, tuple[str, ...]]:
        """Take the second row of the same days for the second absence of those days: two people may go together."""
        team, slots = self._team(row), row.get("slots")
        days = {"start": row["from"], "end": row["to"]}
        count = self._absence_once_more(team, row)
        known = list(Absence.objects.filter(team=team, **days).order_by("pk")[:count])
        if len(known) < count:
            add_absence(team=team, **days, slots=slots, by=self.by, at=self.at)
            return Fate.NEW, ()
        absence = known[-1]
        change_absence(number=absence.pk, version=absence.version, slots=slots, by=self.by, at=self.at)
        return _changed({"slots": absence.slots}, {"slots": slots})

    def _absence_once_more(self, team: int, row: Values) -> int:
        """Return how often the table has spoken of these days, this row included."""
        same = (team, row["from"], row["to"])
        self._times[same] += 1
        return self._times[same]

    def _bring_attributes(self, row: Values) -> tuple[Fate, tuple[str, ...]]:
        fields: attributes.AttributeFields = {
            name: row[name] for name in attributes.AttributeFields.__annotations__ if name in row
        }  # type: ignore[assignment]  # a part of it
        attribute = ProductAttribute.objects.filter(name__iexact=row["attribute"]).first()
        if attribute is None:
            attributes.add_attribute(**{"name": row["attribute"], **fields}, by=self.by, at=self.at)
            return Fate.NEW, ()
        before = attributes.values_of(attribute)
        version = attribute.version
        attributes.change_attribute(number=attribute.pk, version=version, by=self.by, at=self.at, **fields)
        return _changed(before, attributes.values_of(ProductAttribute.objects.get(pk=attribute.pk)))

    def _measure(self, rows: Sequence[tuple[_Result, Values]]) -> None:
        """Write the measurements of a block down, measure by measure; one that nobody knows yet is added.

        A row that is no measurement is set aside, so that it doesn't refuse the others.
        """
        by_name: dict[str, list[tuple[_Result, Observation]]] = {}
        for result, row in rows:
            try:
                (one,) = named([self._observation(row)]).values()
            except Problem as problem:
                result.problem = problem
                continue
            by_name.setdefault(row["measure"].casefold(), []).append((result, one))
        for sent in by_name.values():
            try:
                with transaction.atomic():
                    self._measure_one(sent)
            except Problem as problem:
                for result, _observation in sent:
                    result.problem, result.fate = problem, Fate.REFUSED

    def _measure_one(self, sent: Sequence[tuple[_Result, Observation]]) -> None:
        name = sent[0][0].title
        found = ServiceMeasure.objects.filter(name__iexact=name).values_list("pk", flat=True).first()
        number = found or add_measure(name=name, by=self.by, at=self.at)
        kept = {one.reference: one for one in Measurement.objects.filter(
            measure=number, reference__in=[one.reference for _result, one in sent])}  # fmt: skip
        measure(number=number, observations=[one for _result, one in sent], by=self.by, at=self.at)
        for result, one in sent:
            before = kept.get(one.reference)
            if before is None:
                result.fate = Fate.NEW
            else:
                result.fate, result.changed = _changed(
                    {"at": before.at, "value": before.value}, {"at": one.at, "value": one.value}
                )

    def _observation(self, row: Values) -> Observation:
        at: datetime = row["at"]
        moment = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.DEFAULT_ZONE))
        reference = row.get("reference", "")
        if not reference:
            same = (row["measure"].casefold(), moment)
            self._times[same] += 1
            reference = reference_of(moment.astimezone(UTC), self._times[same])
        return Observation(moment, row["value"], reference)

    def _find_teams(self, read: Sequence[tuple[_Result, Values | None]]) -> None:
        """Look up the teams that a block of capacity or absences names, in one query."""
        if self.kind not in {"capacity", "absences"}:
            return
        wanted = {row["team"].lower() for _result, row in read if row is not None}
        found = Team.objects.annotate(small=Lower("key")).filter(small__in=wanted)
        self._teams = {key.lower(): number for key, number in found.values_list("key", "pk")}

    def _team(self, row: Values) -> int:
        found = self._teams.get(row["team"].lower())
        if found is None:
            raise UnableToBringIn(_("There is no team with this short name."), field="team")
        return found


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Fate, tuple[str, ...]]:
    changed = tuple(changes_between(before, after))
    return (Fate.CHANGED if changed else Fate.SAME), changed
