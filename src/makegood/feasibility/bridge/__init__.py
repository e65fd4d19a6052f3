"""Between rows, the engine, and words."""

from __future__ import annotations

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
    details_of,
    digest_of,
    figures_of,
    frozen,
    frozen_past,
    plain,
    read_details,
    thawed,
    thawed_past,
)
from makegood.feasibility.bridge.standing_out import earliest, overloaded, stands_out
from makegood.feasibility.bridge.telling import (
    Told,
    ToldCause,
    ToldTerm,
    cause_name,
    told,
)

__all__ = [
    "Details",
    "Samples",
    "Told",
    "ToldCause",
    "ToldTerm",
    "cause_name",
    "details_of",
    "digest_of",
    "earliest",
    "engine_history",
    "engine_item",
    "engine_promise",
    "engine_risk",
    "engine_service_level",
    "engine_specification",
    "figures_of",
    "frozen",
    "frozen_past",
    "is_specification",
    "overloaded",
    "plain",
    "read_details",
    "stands_out",
    "thawed",
    "thawed_past",
    "told",
    "without_unknown",
]
