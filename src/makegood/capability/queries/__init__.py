"""Reading capability: what people look at, and all of it at once for forecasts."""

from __future__ import annotations

from makegood.capability.queries.attributes import AttributeRow, attribute_page, attribute_story, find_attribute
from makegood.capability.queries.measures import (
    MeasurementRow,
    MeasureRow,
    find_measure,
    measure_named,
    measure_page,
    measure_story,
    measurement_page,
)
from makegood.capability.queries.teams import (
    AbsenceRow,
    ChangeRow,
    TeamDetail,
    TeamRow,
    absence_page,
    find_absence,
    find_change,
    find_team,
    team_choices,
    team_keys,
    team_page,
    team_story,
)
from makegood.capability.queries.whole import (
    AbsenceState,
    AttributeState,
    Capability,
    ChangeState,
    MeasurementState,
    MeasureState,
    TeamState,
    whole_capability,
)

__all__ = [
    "AbsenceRow",
    "AbsenceState",
    "AttributeRow",
    "AttributeState",
    "Capability",
    "ChangeRow",
    "ChangeState",
    "MeasureRow",
    "MeasureState",
    "MeasurementRow",
    "MeasurementState",
    "TeamDetail",
    "TeamRow",
    "TeamState",
    "absence_page",
    "attribute_page",
    "attribute_story",
    "find_absence",
    "find_attribute",
    "find_change",
    "find_measure",
    "find_team",
    "measure_named",
    "measure_page",
    "measure_story",
    "measurement_page",
    "team_choices",
    "team_keys",
    "team_page",
    "team_story",
    "whole_capability",
]
