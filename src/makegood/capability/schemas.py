"""What operations can do, as programs send and get it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from makegood.capability.states import (
    MOST_DAY_HOURS,
    MOST_SLOTS,
    WEEKDAYS,
    AttributeOrder,
    MeasureOrder,
    Readiness,
    Sense,
    TeamOrder,
    TeamStanding,
)
from makegood.tables.queries import RefusedRow, RunRow
from makegood.tables.services import Fate, Preview
from makegood.web.programs import Flag, Given, Line, Moment, Number, Paging, Reference, Version, Words, left_out

FINITE = {"allow_inf_nan": False}
Slots = Annotated[float, Field(strict=True, ge=0, le=MOST_SLOTS, **FINITE)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, **FINITE)]
Value = Annotated[float, Field(strict=True, ge=-1e12, le=1e12, **FINITE)]
Hours = Annotated[float, Field(strict=True, ge=0, le=MOST_DAY_HOURS, **FINITE)]
Week = Annotated[list[Hours], Field(min_length=WEEKDAYS, max_length=WEEKDAYS, description="Monday first.")]
Name = Annotated[Line, Field(min_length=1, max_length=120)]
Note = Annotated[Line, Field(max_length=200)]
Unit = Annotated[Line, Field(max_length=30)]


class TeamsAsked(Paging):
    """Which teams, and in which order."""

    text: Line = Field("", max_length=200, description="Parts of words of name and key.")
    state: TeamStanding = TeamStanding.OPEN
    sort: TeamOrder = TeamOrder.NAME


class TeamOut(Schema):
    """A team; `slots_now` counts changes that hold today."""

    number: int
    key: str
    name: str
    zone: str
    slots: float
    slots_now: float
    hours_per_day: list[float]
    country: str
    region: str
    available_share: float | None
    closed_at: Moment | None
    made_at: Moment
    version: int


class TeamGiven(Given):
    """A new team."""

    name: Name
    slots: Slots
    key: Annotated[Line, Field(max_length=80)] = left_out()
    zone: Line = left_out()
    hours_per_day: Week = left_out()
    country: Annotated[Line, Field(max_length=60)] = left_out()
    region: Annotated[Line, Field(max_length=60)] = left_out()
    available_share: Share | None = left_out()


class TeamChanged(Given):
    """What is to change of a team that was read as `version`; the rest is left out."""

    version: Version
    name: Name = left_out()
    slots: Slots = left_out()
    key: Annotated[Line, Field(min_length=1, max_length=80)] = left_out()
    zone: Line = left_out()
    hours_per_day: Week = left_out()
    country: Annotated[Line, Field(max_length=60)] = left_out()
    region: Annotated[Line, Field(max_length=60)] = left_out()
    available_share: Share | None = left_out()


class WhyGone(Given):
    """Why a team is closed or an attribute removed."""

    reason: Annotated[Line, Field(min_length=1, max_length=500)]


class CapacityChangeOut(Schema):
    """From `start` on the team has `slots` slots."""

    number: int
    team: int
    start: date
    slots: float
    note: str


class CapacityChangeGiven(Given):
    """What a team has from a day on: `slots`, or `hours_per_week` of all together."""

    start: date
    slots: Slots = left_out()
    hours_per_week: Annotated[float, Field(strict=True, ge=0, le=168 * MOST_SLOTS, **FINITE)] = left_out()
    note: Note = left_out()


class AbsencesAsked(Paging):
    """Which absences: of which team, and those not over before a day."""

    team: Number | None = None
    since: date | None = Field(None, description="The first day that matters; left out, today.")


class AbsenceOut(Schema):
    """From `start` to `end`, both included, `slots` slots are away; null: all of them."""

    number: int
    team: int
    team_name: str
    start: date
    end: date
    slots: float | None
    note: str
    version: int


class AbsenceGiven(Given):
    """A new absence; without `slots` the whole team is away."""

    start: date
    end: date
    slots: Slots | None = left_out()
    note: Note = left_out()


class AbsenceChanged(Given):
    """What is to change of an absence that was read as `version`; the rest is left out."""

    version: Version
    start: date = left_out()
    end: date = left_out()
    slots: Slots | None = left_out()
    note: Note = left_out()


class AttributesAsked(Paging):
    """Which attributes, and in which order."""

    text: Line = Field("", max_length=200, description="Parts of words of the name.")
    readiness: Readiness | None = None
    sort: AttributeOrder = AttributeOrder.NAME


class AttributeOut(Schema):
    """What the product has; `available_from` null means now."""

    number: int
    name: str
    value: str
    unit: str
    available_from: date | None
    available_p90: date | None
    source: str
    made_at: Moment
    version: int


class AttributeGiven(Given):
    """Something that the product has or will have."""

    name: Name
    value: Annotated[Line, Field(min_length=1, max_length=60)]
    unit: Unit = left_out()
    available_from: date | None = left_out()
    available_p90: date | None = left_out()
    source: Note = left_out()


class AttributeChanged(Given):
    """What is to change of an attribute that was read as `version`; the rest is left out."""

    version: Version
    name: Name = left_out()
    value: Annotated[Line, Field(min_length=1, max_length=60)] = left_out()
    unit: Unit = left_out()
    available_from: date | None = left_out()
    available_p90: date | None = left_out()
    source: Note = left_out()


class MeasuresAsked(Paging):
    """Which measures, and in which order."""

    text: Line = Field("", max_length=200, description="Parts of words of the name.")
    sort: MeasureOrder = MeasureOrder.NAME


class MeasureOut(Schema):
    """A service measure; `good` of its `count` measurements meet the threshold."""

    number: int
    name: str
    unit: str
    sense: Sense
    threshold: float | None
    target: float | None
    source: str
    count: int
    good: int | None
    latest: Moment | None
    made_at: Moment
    version: int


class MeasureGiven(Given):
    """Something that is measured; a target is given with a threshold or not at all."""

    name: Name
    unit: Unit = left_out()
    sense: Sense = left_out()
    threshold: Value | None = left_out()
    target: Share | None = left_out()
    source: Note = left_out()


class MeasureChanged(Given):
    """What is to change of a measure that was read as `version`; the rest is left out."""

    version: Version
    name: Name = left_out()
    unit: Unit = left_out()
    sense: Sense = left_out()
    threshold: Value | None = left_out()
    target: Share | None = left_out()
    source: Note = left_out()


class MeasurementsAsked(Paging):
    """Which measurements: since a moment, of some days of the company, those that are good or not."""

    since: Moment | None = None
    first: date | None = None
    last: date | None = None
    is_good: bool | None = None


class MeasurementOut(Schema):
    """One observation; `reference` is how whoever measured it names it, or its moment."""

    number: int
    measure: int
    reference: str
    at: Moment
    value: float
    is_good: bool | None
    """Whether it meets the threshold; null where there is none."""


class AttainmentAsked(Schema):
    """A window of days of the company."""

    since: date | None = None
    until: date | None = None


class AttainedOut(Schema):
    """The share of measurements that meet the threshold, and the 95 % interval of what lies behind it."""

    observations: int
    good: int
    share: float
    low: float
    high: float
    worth: float
    """How many independent measurements they are worth: those of a week are alike."""
    trend: float | None
    """Change of the share in 30 days; null under four weeks."""


class AttainmentOut(Schema):
    """How often a measure was as good as it should be; null where nobody said how good, or nothing was measured."""

    since: date
    until: date
    attained: AttainedOut | None
    verdict: str | None
    """``met`` or ``missed`` where the whole interval is on one side of what is wanted, else ``open``."""


class MeasurementGiven(Given):
    """One observation. Give `reference` where several happen at the same moment and are sent one by one."""

    at: Moment
    value: Value
    reference: Annotated[Line, Field(max_length=100)] = left_out()


class MeasurementsGiven(Given):
    """Measurements of one measure, named by its number or its name."""

    measure: Reference | Name
    measurements: Annotated[list[MeasurementGiven], Field(min_length=1, max_length=10_000)]


class MeasuredOut(Schema):
    """What became of them: new ones, corrected ones, and those that were there already."""

    new: int
    changed: int
    same: int


MOST_TOLD = 1_000
"""Refused rows that an answer names; the page of the import has them all."""
TableKind = Literal["teams", "capacity", "absences", "attributes", "measurements"]


class TableGiven(Given):
    """A table as CSV, with the columns that the terminal's file of its kind has."""

    text: Annotated[Words, Field(min_length=1)]
    dry_run: Flag = False


class RefusedOut(Schema):
    """A row that is not brought in: its number in the table, the column that is at fault, and why."""

    row: int
    column: str
    reason: str


class BroughtInOut(Schema):
    """What became of the rows so far, or would; `number` is that of the import, null for a dry run."""

    number: int | None
    state: Literal["waiting", "running", "done", "stopped", "dry-run"]
    total: int
    done: int
    new: int
    changed: int
    same: int
    refused: int
    problem: str
    rows: list[RefusedOut]


def run_out(run: RunRow, refused: Sequence[RefusedRow]) -> BroughtInOut:
    """Return an import as programs read it."""
    said = {name: getattr(run, name) for name in ("total", "done", "new", "changed", "same", "refused", "problem")}
    rows = [RefusedOut(row=one.number, column=one.field, reason=one.reason) for one in refused]
    return BroughtInOut(number=run.number, state=run.state.value, rows=rows, **said)


def preview_out(preview: Preview, headings: Sequence[str], mapping: Mapping[str, int]) -> BroughtInOut:
    """Return as programs read it what an import would do."""
    counts = {fate.value: preview.count(fate) for fate in Fate}
    titles = {field: headings[place] for field, place in mapping.items()}
    rows = [
        RefusedOut(row=one.number, column=titles.get(one.field, one.field), reason=one.reason)
        for one in preview.rows
        if one.fate == Fate.REFUSED
    ]
    total = len(preview.rows)
    return BroughtInOut(
        number=None, state="dry-run", total=total, done=total, problem="", rows=rows[:MOST_TOLD], **counts
    )
