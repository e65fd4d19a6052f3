"""All of capability at once, for forecasts: plain rows, in a fixed number of queries however much there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from makegood.capability.models import Absence, CapacityChange, Measurement, ProductAttribute, ServiceMeasure, Team


@dataclass(frozen=True, slots=True)
class TeamState:
    """A team as a forecast sees it; ``key`` is its name there. ``available_share`` None: the usual one."""

    number: int
    key: str
    name: str
    slots: float
    hours_per_day: tuple[float, ...]
    country: str
    region: str
    available_share: float | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChangeState:
    """From ``start`` on, the team with the number ``team`` has ``slots`` slots."""

    team: int
    start: date
    slots: float


@dataclass(frozen=True, slots=True)
class AbsenceState:
    """From ``start`` to ``end``, both included, ``slots`` slots of ``team`` are away; all of them where None."""

    team: int
    start: date
    end: date
    slots: float | None


@dataclass(frozen=True, slots=True)
class AttributeState:
    """What the product has; ``available_from`` None means now."""

    number: int
    name: str
    value: str
    unit: str
    available_from: date | None
    available_p90: date | None
    source: str


@dataclass(frozen=True, slots=True)
class MeasureState:
    """Something that is measured."""

    number: int
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class MeasurementState:
    """One observation of the measure with the number ``measure``."""

    measure: int
    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class Capability:
    """What operations can do, whole; ``bridge.engine_teams`` and its neighbours turn it into what the engine reads.

    Teams, attributes and measures stand in the order in which they were made, changes by day, measurements by time.
    Closed teams are in it, because work may still wait for one.
    """

    teams: tuple[TeamState, ...]
    changes: tuple[ChangeState, ...]
    absences: tuple[AbsenceState, ...]
    attributes: tuple[AttributeState, ...]
    measures: tuple[MeasureState, ...]
    measurements: tuple[MeasurementState, ...]


def whole_capability() -> Capability:
    """Return all of it, in six queries. Nobody is asked for: whoever shows a part of it says who may see that."""
    return Capability(
        teams=tuple(
            TeamState(
                number=team.pk,
                key=team.key,
                name=team.name,
                slots=team.slots,
                hours_per_day=tuple(map(float, team.hours_per_day)),
                country=team.country,
                region=team.region,
                available_share=team.available_share,
                closed_at=team.closed_at,
            )
            for team in Team.objects.order_by("pk")
        ),
        changes=tuple(
            ChangeState(*values)
            for values in CapacityChange.objects.order_by("team", "start").values_list("team", "start", "slots")
        ),
        absences=tuple(
            AbsenceState(*values)
            for values in Absence.objects.order_by("pk").values_list("team", "start", "end", "slots")
        ),
        attributes=tuple(
            AttributeState(*values)
            for values in ProductAttribute.objects.order_by("pk").values_list(
                "pk", "name", "value", "unit", "available_from", "available_p90", "source"
            )
        ),
        measures=tuple(
            MeasureState(*values) for values in ServiceMeasure.objects.order_by("pk").values_list("pk", "name", "unit")
        ),
        measurements=tuple(
            MeasurementState(*values)
            for values in Measurement.objects.order_by("measure", "at", "pk").values_list("measure", "at", "value")
        ),
    )
