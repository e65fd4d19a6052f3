"""What operations can do, for programs."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from ninja import Query, Status

from makegood.capability import queries, services
from makegood.capability.bridge import attainment
from makegood.capability.schemas import (
    MOST_TOLD,
    AbsenceChanged,
    AbsenceGiven,
    AbsenceOut,
    AbsencesAsked,
    AttainedOut,
    AttainmentAsked,
    AttainmentOut,
    AttributeChanged,
    AttributeGiven,
    AttributeOut,
    AttributesAsked,
    BroughtInOut,
    CapacityChangeGiven,
    CapacityChangeOut,
    MeasureChanged,
    MeasuredOut,
    MeasureGiven,
    MeasurementOut,
    MeasurementsAsked,
    MeasurementsGiven,
    MeasureOut,
    MeasuresAsked,
    TableGiven,
    TableKind,
    TeamChanged,
    TeamGiven,
    TeamOut,
    TeamsAsked,
    WhyGone,
    preview_out,
    run_out,
)
from makegood.capability.services import Observation
from makegood.foundation.clock import present
from makegood.foundation.kept_files import keep_file
from makegood.tables.imports import guess_mapping
from makegood.tables.queries import find_run, refused_rows
from makegood.web.programs import Number, Page, ProgramRequest, Programs, page_out

capability = Programs("capability")


@capability.read("/teams", Page[TeamOut])
def list_teams(request: ProgramRequest, asked: Query[TeamsAsked]) -> dict[str, object]:
    """List teams."""
    page = queries.team_page(
        request.viewer,
        today=_today(),
        text=asked.text,
        state=asked.state,
        sort=asked.sort,
        page=asked.page,
        size=asked.size,
    )
    return page_out(request, page, TeamOut.model_validate)


@capability.read("/teams/{int:number}", TeamOut)
def get_team(request: ProgramRequest, number: Number) -> TeamOut:
    """Get a team."""
    return _team(request, number)


@capability.write("POST", "/teams", TeamOut, status=201)
def add_team(request: ProgramRequest, given: TeamGiven) -> Status[TeamOut]:
    """Add a team."""
    return Status(201, _team(request, services.add_team(by=request.viewer, at=present(), **given.given())))


@capability.write("PATCH", "/teams/{int:number}", TeamOut)
def change_team(request: ProgramRequest, number: Number, given: TeamChanged) -> TeamOut:
    """Change a team.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    services.change_team(number=number, by=request.viewer, at=present(), **given.given())
    return _team(request, number)


@capability.write("POST", "/teams/{int:number}/close", TeamOut)
def close_team(request: ProgramRequest, number: Number, given: WhyGone) -> TeamOut:
    """Close a team: it has no capacity from today on."""
    services.close_team(number=number, reason=given.reason, by=request.viewer, at=present())
    return _team(request, number)


@capability.write("POST", "/teams/{int:number}/reopen", TeamOut)
def reopen_team(request: ProgramRequest, number: Number) -> TeamOut:
    """Open a closed team again."""
    services.reopen_team(number=number, by=request.viewer, at=present())
    return _team(request, number)


@capability.read("/teams/{int:number}/capacity", list[CapacityChangeOut])
def list_capacity(request: ProgramRequest, number: Number) -> list[CapacityChangeOut]:
    """List the planned changes of a team's slots, by day."""
    return _changes(request, number)


@capability.write("POST", "/teams/{int:number}/capacity", list[CapacityChangeOut])
def plan_capacity(request: ProgramRequest, number: Number, given: CapacityChangeGiven) -> list[CapacityChangeOut]:
    """Plan what a team has from a day on.

    A plan for the same day is replaced. Answers every planned change of the team.
    """
    services.plan_capacity(team=number, by=request.viewer, at=present(), **given.given())
    return _changes(request, number)


@capability.write("POST", "/capacity/{int:number}/drop", list[CapacityChangeOut])
def drop_capacity(request: ProgramRequest, number: Number) -> list[CapacityChangeOut]:
    """Take back a planned change; answers those that the team still has."""
    team = queries.find_change(number, request.viewer).team
    services.drop_capacity(number=number, by=request.viewer, at=present())
    return _changes(request, team)


@capability.read("/absences", Page[AbsenceOut])
def list_absences(request: ProgramRequest, asked: Query[AbsencesAsked]) -> dict[str, object]:
    """List absences of open teams, the next ones first."""
    page = queries.absence_page(
        request.viewer, since=asked.since or _today(), team=asked.team, page=asked.page, size=asked.size
    )
    return page_out(request, page, AbsenceOut.model_validate)


@capability.write("POST", "/teams/{int:number}/absences", AbsenceOut, status=201)
def add_absence(request: ProgramRequest, number: Number, given: AbsenceGiven) -> Status[AbsenceOut]:
    """Note that some or all of a team are away."""
    absence = services.add_absence(team=number, by=request.viewer, at=present(), **given.given())
    return Status(201, AbsenceOut.model_validate(queries.find_absence(absence, request.viewer)))


@capability.write("PATCH", "/absences/{int:number}", AbsenceOut)
def change_absence(request: ProgramRequest, number: Number, given: AbsenceChanged) -> AbsenceOut:
    """Change an absence.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    services.change_absence(number=number, by=request.viewer, at=present(), **given.given())
    return AbsenceOut.model_validate(queries.find_absence(number, request.viewer))


@capability.write("POST", "/absences/{int:number}/remove", AbsenceOut)
def remove_absence(request: ProgramRequest, number: Number) -> AbsenceOut:
    """Take back an absence; answers what it was."""
    found = AbsenceOut.model_validate(queries.find_absence(number, request.viewer))
    services.remove_absence(number=number, by=request.viewer, at=present())
    return found


@capability.read("/attributes", Page[AttributeOut])
def list_attributes(request: ProgramRequest, asked: Query[AttributesAsked]) -> dict[str, object]:
    """List what the product has and will have."""
    page = queries.attribute_page(
        request.viewer,
        today=_today(),
        text=asked.text,
        readiness=asked.readiness or "",
        sort=asked.sort,
        page=asked.page,
        size=asked.size,
    )
    return page_out(request, page, AttributeOut.model_validate)


@capability.read("/attributes/{int:number}", AttributeOut)
def get_attribute(request: ProgramRequest, number: Number) -> AttributeOut:
    """Get an attribute."""
    return AttributeOut.model_validate(queries.find_attribute(number, request.viewer))


@capability.write("POST", "/attributes", AttributeOut, status=201)
def add_attribute(request: ProgramRequest, given: AttributeGiven) -> Status[AttributeOut]:
    """State something that the product has or will have."""
    number = services.add_attribute(by=request.viewer, at=present(), **given.given())
    return Status(201, AttributeOut.model_validate(queries.find_attribute(number, request.viewer)))


@capability.write("PATCH", "/attributes/{int:number}", AttributeOut)
def change_attribute(request: ProgramRequest, number: Number, given: AttributeChanged) -> AttributeOut:
    """Change an attribute.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    services.change_attribute(number=number, by=request.viewer, at=present(), **given.given())
    return AttributeOut.model_validate(queries.find_attribute(number, request.viewer))


@capability.write("POST", "/attributes/{int:number}/remove", AttributeOut)
def remove_attribute(request: ProgramRequest, number: Number, given: WhyGone) -> AttributeOut:
    """Remove an attribute; answers what it was."""
    found = AttributeOut.model_validate(queries.find_attribute(number, request.viewer))
    services.remove_attribute(number=number, reason=given.reason, by=request.viewer, at=present())
    return found


@capability.read("/measures", Page[MeasureOut])
def list_measures(request: ProgramRequest, asked: Query[MeasuresAsked]) -> dict[str, object]:
    """List what is measured."""
    page = queries.measure_page(request.viewer, text=asked.text, sort=asked.sort, page=asked.page, size=asked.size)
    return page_out(request, page, MeasureOut.model_validate)


@capability.read("/measures/{int:number}", MeasureOut)
def get_measure(request: ProgramRequest, number: Number) -> MeasureOut:
    """Get a service measure."""
    return MeasureOut.model_validate(queries.find_measure(number, request.viewer))


@capability.write("POST", "/measures", MeasureOut, status=201)
def add_measure(request: ProgramRequest, given: MeasureGiven) -> Status[MeasureOut]:
    """Add something that is measured."""
    number = services.add_measure(by=request.viewer, at=present(), **given.given())
    return Status(201, MeasureOut.model_validate(queries.find_measure(number, request.viewer)))


@capability.write("PATCH", "/measures/{int:number}", MeasureOut)
def change_measure(request: ProgramRequest, number: Number, given: MeasureChanged) -> MeasureOut:
    """Change a service measure.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    services.change_measure(number=number, by=request.viewer, at=present(), **given.given())
    return MeasureOut.model_validate(queries.find_measure(number, request.viewer))


@capability.read("/measures/{int:number}/measurements", Page[MeasurementOut])
def list_measurements(request: ProgramRequest, number: Number, asked: Query[MeasurementsAsked]) -> dict[str, object]:
    """List the measurements of a measure, the latest first."""
    wanted = queries.WantedMeasurements(asked.since, asked.first, asked.last, asked.is_good)
    page = queries.measurement_page(number, request.viewer, wanted, page=asked.page, size=asked.size)
    return page_out(request, page, MeasurementOut.model_validate)


@capability.read("/measures/{int:number}/attainment", AttainmentOut)
def get_attainment(request: ProgramRequest, number: Number, asked: Query[AttainmentAsked]) -> AttainmentOut:
    """Get how often a measure was as good as it should be in a window, a year up to today unless it says otherwise."""
    until = asked.until or _today()
    since = asked.since or until - timedelta(days=364)
    row = queries.find_measure(number, request.viewer)
    days = queries.measured_days([number], request.viewer, since=since, until=until)[number]
    found = attainment(row, days)
    return AttainmentOut(
        since=since,
        until=until,
        attained=None if found is None else AttainedOut.model_validate(found.found),
        verdict=None if found is None else found.verdict,
    )


@capability.write("POST", "/measurements", MeasuredOut)
def push_measurements(request: ProgramRequest, given: MeasurementsGiven) -> MeasuredOut:
    """Push measurements of one measure: sent twice, they count once.

    A measurement is known by its `reference`, or without one by its moment; the same one with another value corrects
    it. All of them are kept, or none.
    """
    measure = given.measure
    number = measure if isinstance(measure, int) else queries.measure_named(measure, request.viewer)
    sent = [Observation(one.at, one.value, one.given().get("reference", "")) for one in given.measurements]
    return MeasuredOut.model_validate(
        services.measure(number=number, observations=sent, by=request.viewer, at=present())
    )


@capability.write("POST", "/tables/{kind}", BroughtInOut)
def bring_in_table(request: ProgramRequest, kind: TableKind, given: TableGiven) -> BroughtInOut:
    """Bring in a table, as it is brought in on pages.

    With `dry_run` nothing is written and what would become of each row is answered. Else the rows come in by
    themselves: ask for `/capability/imports/{number}` with the `number` that is answered, until it has ended. The same
    table again changes nothing.
    """
    content = given.text.encode()
    table = services.read_table(content, f"{kind}.csv", kind)
    mapping = guess_mapping(table.headings, services.headings_of(kind))
    if given.dry_run:
        preview = services.preview_import(
            kind=kind, rows=table.rows, mapping=mapping, by=request.viewer, at=present(), today=_today()
        )
        return preview_out(preview, table.headings, mapping)
    number = services.begin_import(
        kind=kind,
        table=table,
        mapping=mapping,
        name=f"{kind}.csv",
        digest=keep_file(content),
        by=request.viewer,
        at=present(),
        today=_today(),
    )
    return _import(request, number)


@capability.read("/imports/{int:number}", BroughtInOut)
def get_import(request: ProgramRequest, number: Number) -> BroughtInOut:
    """Get how far an import is, and the first rows that it refused."""
    return _import(request, number)


def _import(request: ProgramRequest, number: int) -> BroughtInOut:
    viewer = request.viewer
    return run_out(find_run(number, viewer), refused_rows(number, viewer, most=MOST_TOLD))


def _team(request: ProgramRequest, number: int) -> TeamOut:
    return TeamOut.model_validate(queries.find_team(number, request.viewer, today=_today()).row)


def _changes(request: ProgramRequest, team: int) -> list[CapacityChangeOut]:
    found = queries.find_team(team, request.viewer, today=_today())
    return [CapacityChangeOut.model_validate(one) for one in found.changes]


def _today() -> date:
    return timezone.localdate(present())
