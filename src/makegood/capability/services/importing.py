"""Bringing in tables of what operations can do: each row through the service that a page would call.

What an import would do is found out by doing it and taking it back, so that the preview can't be wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from makegood.capability import policies
from makegood.capability.models import Absence, CapacityChange, Measurement, ProductAttribute, ServiceMeasure, Team
from makegood.capability.services import attributes, teams
from makegood.capability.services.capacity import add_absence, change_absence, plan_capacity
from makegood.capability.services.import_values import COLUMNS, Reads, read_values
from makegood.capability.services.measures import add_measure
from makegood.capability.services.measuring import Observation, measure, reference_of
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.versions import changes_between
from makegood.tables.services import Fate, Outcome, Preview, PreviewRow, RefusedRow, Row, blocks

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


class UnableToBringIn(Problem):
    """A column that is needed is missing, or a row names what is not there; ``field`` names it."""

    code = "unable-to-bring-in"


class Given(TypedDict):
    """What both verbs are given: the ``kind`` of table, its rows, and the place of the column for each field."""

    kind: str
    rows: Sequence[Row]
    mapping: Mapping[str, int]
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

    def at_fault(self, kind: str) -> str:
        """Return the column that is at fault, empty where it is none."""
        field = self.problem.field if self.problem else ""
        return COLUMN_OF[kind].get(field, field)


def preview_import(**given: Unpack[Given]) -> Preview:
    """Return what would become of each row; nothing is written. Denied, NotFound, UnableToBringIn."""
    return Preview(
        tuple(
            PreviewRow(
                number=one.number,
                fate=one.fate,
                title=one.title,
                changed=one.changed,
                field=one.at_fault(given["kind"]),
                reason=one.problem.message if one.problem else "",
            )
            for one in _all(given, keep=False)
        )
    )


def run_import(**given: Unpack[Given]) -> Outcome:
    """Bring in every row that can be; run again with the same rows it changes nothing.

    Each block of rows is a transaction. Denied, NotFound, UnableToBringIn.
    """
    results = _all(given, keep=True)
    counts = Counter(one.fate for one in results)
    refused = [RefusedRow(one.number, one.cells, one.at_fault(given["kind"]), one.problem.message)
               for one in results if one.problem is not None]  # fmt: skip
    return Outcome(counts[Fate.NEW], counts[Fate.CHANGED], counts[Fate.SAME], tuple(refused))


def _all(given: Given, *, keep: bool) -> list[_Result]:
    bringer = _Bringer(given)
    results: list[_Result] = []
    done = 0
    for block in blocks(given["rows"]):
        with transaction.atomic():
            results += bringer.bring_in(block, done)
            transaction.set_rollback(not keep)
        done += len(block)
    return results


class _Bringer:
    """Brings in the rows of one table."""

    def __init__(self, given: Given) -> None:
        """Check who and what, and read every cell. Denied, NotFound, UnableToBringIn."""
        self.kind, self.by, self.at = given["kind"], given["by"], given["at"]
        if self.kind not in COLUMNS:
            raise NotFound(_("There is no such kind of table."))
        POLICIES[self.kind](self.by)
        for column in COLUMNS[self.kind]:
            if column.needed and column.name not in given["mapping"]:
                raise UnableToBringIn(_("Say which column holds this."), field=column.name)
        self._reads: Reads = read_values(
            self.kind, given["rows"], given["mapping"], today=given["today"], zone=settings.DEFAULT_ZONE
        )
        self._times: Counter[tuple[object, ...]] = Counter()

    def bring_in(self, block: Sequence[Row], first: int) -> list[_Result]:
        """Bring in a block of rows of which the first stands at the place ``first`` of the table."""
        results = [_Result(number, tuple(cells)) for number, cells in block]
        rows = [self._values(first + place, result) for place, result in enumerate(results)]
        if self.kind == "measurements":
            self._measure([(result, row) for result, row in zip(results, rows, strict=True) if row is not None])
            return results
        bring: Callable[[Values], tuple[Fate, tuple[str, ...]]] = getattr(self, f"_bring_{self.kind}")
        for result, row in zip(results, rows, strict=True):
            if row is None:
                continue
            try:
                with transaction.atomic():
                    result.fate, result.changed = bring(row)
            except Problem as problem:
                result.problem, result.fate = problem, Fate.REFUSED
        return results

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
        same = (team, row["from"], row["to"])
        self._times[same] += 1
        known = list(Absence.objects.filter(team=team, **days).order_by("pk")[: self._times[same]])
        if len(known) < self._times[same]:
            add_absence(team=team, **days, slots=slots, by=self.by, at=self.at)
            return Fate.NEW, ()
        absence = known[-1]
        change_absence(number=absence.pk, version=absence.version, slots=slots, by=self.by, at=self.at)
        return _changed({"slots": absence.slots}, {"slots": slots})

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
        """Write the measurements of a block down, measure by measure; one that nobody knows yet is added."""
        by_name: dict[str, list[tuple[_Result, Observation]]] = {}
        for result, row in rows:
            by_name.setdefault(row["measure"].casefold(), []).append((result, self._observation(row)))
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
                    {"at": before.at, "value": before.value}, {"at": one.at.astimezone(UTC), "value": one.value}
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

    @staticmethod
    def _team(row: Values) -> int:
        found = Team.objects.filter(key__iexact=row["team"]).values_list("pk", flat=True).first()
        if found is None:
            raise UnableToBringIn(_("There is no team with this short name."), field="team")
        return found


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Fate, tuple[str, ...]]:
    changed = tuple(changes_between(before, after))
    return (Fate.CHANGED if changed else Fate.SAME), changed
