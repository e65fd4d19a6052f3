"""Between rows, the engine, and words."""

from __future__ import annotations

from makegood.engine.results import TwoViews
from makegood.feasibility.bridge.changes import about, engine_change, fields_of, told_row
from makegood.feasibility.bridge.contradicting import problems_of, told_circles
from makegood.feasibility.bridge.inputs import (
    engine_history,
    engine_item,
    engine_promise,
    engine_risk,
    engine_service_level,
    engine_specification,
    is_specification,
    without_unknown,
)
from makegood.feasibility.bridge.keeping import (
    Details,
    Samples,
    change_kept,
    details_of,
    digest_of,
    figures_of,
    frozen_past,
    has_same_details,
    kept_message,
    plain,
    read_details,
    thawed_past,
    written_details,
)
from makegood.feasibility.bridge.pieces import digests_in, joined, packed, pieces_of
from makegood.feasibility.bridge.ranking import class_of, engine_policy
from makegood.feasibility.bridge.standing_out import earliest, overloaded, stands_out
from makegood.feasibility.bridge.telling import (
    Told,
    ToldCause,
    ToldProblem,
    ToldTerm,
    cause_name,
    readers_language,
    told,
    told_change,
    told_contradictions,
    told_problems,
)

__all__ = [
    "Details",
    "Samples",
    "Told",
    "ToldCause",
    "ToldProblem",
    "ToldTerm",
    "TwoViews",
    "about",
    "cause_name",
    "change_kept",
    "class_of",
    "details_of",
    "digest_of",
    "digests_in",
    "earliest",
    "engine_change",
    "engine_history",
    "engine_item",
    "engine_policy",
    "engine_promise",
    "engine_risk",
    "engine_service_level",
    "engine_specification",
    "fields_of",
    "figures_of",
    "frozen_past",
    "has_same_details",
    "is_specification",
    "joined",
    "kept_message",
    "overloaded",
    "packed",
    "pieces_of",
    "plain",
    "problems_of",
    "read_details",
    "readers_language",
    "stands_out",
    "thawed_past",
    "told",
    "told_change",
    "told_circles",
    "told_contradictions",
    "told_problems",
    "told_row",
    "without_unknown",
    "written_details",
]
