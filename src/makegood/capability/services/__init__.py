"""What can be done with capability, by verb."""

from __future__ import annotations

from makegood.capability.services.attributes import (
    AttributeFields,
    UnableToStateAttribute,
    add_attribute,
    change_attribute,
    remove_attribute,
)
from makegood.capability.services.capacity import (
    AbsenceFields,
    UnableToNoteAbsence,
    UnableToPlanCapacity,
    add_absence,
    add_slots,
    change_absence,
    drop_capacity,
    plan_capacity,
    remove_absence,
)
from makegood.capability.services.finding import rebuild_search
from makegood.capability.services.import_values import COLUMNS, headings_of, read_table
from makegood.capability.services.importing import POLICIES, begin_import, open_import, preview_import
from makegood.capability.services.measures import (
    MeasureFields,
    UnableToKeepMeasure,
    add_measure,
    change_measure,
    remove_measure,
)
from makegood.capability.services.measuring import Measured, Observation, UnableToMeasure, measure
from makegood.capability.services.news import CHANGED
from makegood.capability.services.teams import (
    TeamFields,
    UnableToAddTeam,
    UnableToChangeTeam,
    UnableToCloseTeam,
    add_team,
    change_team,
    close_team,
    reopen_team,
)
from makegood.tables.services import UnableToBringIn

__all__ = [
    "CHANGED",
    "COLUMNS",
    "POLICIES",
    "AbsenceFields",
    "AttributeFields",
    "MeasureFields",
    "Measured",
    "Observation",
    "TeamFields",
    "UnableToAddTeam",
    "UnableToBringIn",
    "UnableToChangeTeam",
    "UnableToCloseTeam",
    "UnableToKeepMeasure",
    "UnableToMeasure",
    "UnableToNoteAbsence",
    "UnableToPlanCapacity",
    "UnableToStateAttribute",
    "add_absence",
    "add_attribute",
    "add_measure",
    "add_slots",
    "add_team",
    "begin_import",
    "change_absence",
    "change_attribute",
    "change_measure",
    "change_team",
    "close_team",
    "drop_capacity",
    "headings_of",
    "measure",
    "open_import",
    "plan_capacity",
    "preview_import",
    "read_table",
    "rebuild_search",
    "remove_absence",
    "remove_attribute",
    "remove_measure",
    "reopen_team",
]
