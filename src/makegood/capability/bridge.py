"""Between rows and the engine: the same teams, attributes and measurements as a portfolio folder would give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from makegood.capability.queries import AbsenceRow, Capability, MeasuredDayRow, MeasureRow, TeamDetail
from makegood.capability.states import USUAL_SHARE
from makegood.engine import portfolio as engine
from makegood.engine.attainment import Attained, DayCount, attained
from makegood.engine.calendars import team_calendar
from makegood.engine.track_figures import Verdict
from makegood.engine.units import is_known

DAYS_PER_WEEK = 7
VERDICTS = {Verdict.MET: "met", Verdict.MISSED: "missed"} | dict.fromkeys((Verdict.INCONCLUSIVE, Verdict.NONE), "open")
_Of = TypeVar("_Of")


@dataclass(frozen=True, slots=True)
class CapacityWeek:
    """What a team can give to promised work in the week that begins on ``start``, of ``most`` without days off."""

    start: date
    hours: float
    most: float


@dataclass(frozen=True, slots=True)
class Attainment:
    """How often a measure was as good as it should be: the share with its interval, held against the target.

    ``verdict`` is ``met`` where the whole interval reaches the target, ``missed`` where none of it does, else ``open``.
    """

    found: Attained
    verdict: str


def engine_teams(capability: Capability) -> tuple[engine.Team, ...]:
    """Return the teams as the engine reads them, in their order; a closed one has no slots from its last day on."""
    changes, absences = _by_team(capability.changes), _by_team(capability.absences)
    return tuple(
        engine.Team(
            name=team.key,
            slots=team.slots,
            hours_per_day=team.hours_per_day,
            country=team.country or None,
            region=team.region or None,
            available_share=USUAL_SHARE if team.available_share is None else team.available_share,
            changes=_until(
                None if team.closed_at is None else team.closed_at.date(),
                (engine.CapacityChange(one.start, one.slots) for one in changes.get(team.number, ())),
            ),
            absences=tuple(engine.Absence(one.start, one.end, one.slots) for one in absences.get(team.number, ())),
        )
        for team in capability.teams
    )


def engine_attributes(capability: Capability) -> tuple[engine.ProductAttribute, ...]:
    """Return the product's attributes as the engine reads them, in their order."""
    return tuple(
        engine.ProductAttribute(
            name=one.name,
            value=one.value,
            unit=one.unit,
            available_from=one.available_from,
            available_p90=one.available_p90,
            source=one.source,
        )
        for one in capability.attributes
    )


def engine_measurements(capability: Capability, *, zone: str) -> tuple[engine.Measurement, ...]:
    """Return the measurements as the engine reads them: by the clock of ``zone``, the company's, without an offset."""
    names = {measure.number: measure.name for measure in capability.measures}
    clock = ZoneInfo(zone)
    return tuple(
        engine.Measurement(names[one.measure], one.at.astimezone(clock).replace(tzinfo=None), one.value)
        for one in capability.measurements
    )


def capacity_weeks(team: TeamDetail, *, today: date, weeks: int) -> tuple[CapacityWeek, ...]:
    """Return what a team can give in each week, this one whole: with holidays, changes, absences and its share."""
    monday = today - timedelta(days=today.weekday())
    days = weeks * DAYS_PER_WEEK
    planned = team_calendar(_engine_team(team, team.absences), monday, days)
    undisturbed = team_calendar(_engine_team(team, (), at_home=True), monday, days)
    given, most = (
        calendar.capacity.reshape(weeks, DAYS_PER_WEEK).sum(axis=1) / engine.MINUTES_PER_HOUR
        for calendar in (planned, undisturbed)
    )
    return tuple(
        CapacityWeek(monday + timedelta(weeks=week), float(given[week]), float(most[week])) for week in range(weeks)
    )


def attainment(measure: MeasureRow, days: Iterable[MeasuredDayRow]) -> Attainment | None:
    """Return how often ``measure`` was good on ``days``; None where nobody said how good, or nothing is known."""
    if measure.target is None:
        return None
    found = attained(DayCount(one.day, one.count, one.good) for one in days)
    return None if found is None else Attainment(found, VERDICTS[found.against(measure.target)])


def monthly(days: Iterable[MeasuredDayRow]) -> list[tuple[date, Attained]]:
    """Return how often it was good in each month that has measurements, the latest first."""
    by_month: dict[date, list[DayCount]] = {}
    for one in days:
        by_month.setdefault(one.day.replace(day=1), []).append(DayCount(one.day, one.count, one.good))
    found = [(first, attained(counts)) for first, counts in sorted(by_month.items(), reverse=True)]
    return [(first, one) for first, one in found if one is not None]


def is_unit(unit: str) -> bool:
    """Say whether the engine can compare values in ``unit``; blank for what is counted or named, such as IP67."""
    return is_known(unit)


def _engine_team(team: TeamDetail, absences: Iterable[AbsenceRow], *, at_home: bool = False) -> engine.Team:
    row = team.row
    return engine.Team(
        name=row.key,
        slots=row.slots,
        hours_per_day=row.hours_per_day,
        country=None if at_home else row.country or None,
        region=None if at_home else row.region or None,
        available_share=row.share,
        changes=_until(
            None if row.closed_at is None else row.closed_at.date(),
            (engine.CapacityChange(one.start, one.slots) for one in team.changes),
        ),
        absences=tuple(engine.Absence(one.start, one.end, one.slots) for one in absences),
    )


def _until(last: date | None, changes: Iterable[engine.CapacityChange]) -> tuple[engine.CapacityChange, ...]:
    """Return the changes; of a team that was closed those before that day, and then none of it is left."""
    if last is None:
        return tuple(changes)
    return (*(one for one in changes if one.start < last), engine.CapacityChange(last, 0.0))


def _by_team(rows: Iterable[_Of], of: Callable[[_Of], int] = attrgetter("team")) -> dict[int, list[_Of]]:
    return {number: list(found) for number, found in groupby(sorted(rows, key=of), key=of)}
