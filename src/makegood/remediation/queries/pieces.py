"""One piece of a plan as a form shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.remediation.models import (
    Contingency,
    ContingencyStep,
    PlanAction,
    PlanMilestone,
    PlannedMessage,
    PlanRisk,
    RootCause,
)
from makegood.remediation.queries.plans import visible
from makegood.remediation.states import Kind

FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.CAUSE: ("code", "words", "points", "teams", "peers_would"),
    Kind.ACTION: ("title", "function", "owner", "due", "after"),
    Kind.MILESTONE: ("title", "due", "acceptance"),
    Kind.RISK: ("title", "probability", "effect", "mitigation", "owner"),
    Kind.CONTINGENCY: ("title", "trigger", "threshold", "day", "milestone", "indicator"),
    Kind.STEP: ("contingency", "title", "function", "owner", "days"),
    Kind.MESSAGE: ("teller", "contact", "to_whom", "on", "channel", "text", "next_update"),
}
"""What can be said of each kind."""
ROWS: dict[Kind, Any] = {
    Kind.CAUSE: RootCause.objects,
    Kind.ACTION: PlanAction.objects,
    Kind.MILESTONE: PlanMilestone.objects,
    Kind.RISK: PlanRisk.objects,
    Kind.CONTINGENCY: Contingency.objects,
    Kind.STEP: ContingencyStep.objects,
    Kind.MESSAGE: PlannedMessage.objects,
}


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A piece of a plan: what it says, by the names of its form."""

    number: int
    plan: int
    version: int
    said: dict[str, Any]


def find_piece(kind: Kind, number: int, viewer: Viewer) -> PieceRow:
    """Return a piece of a plan; NotFound."""
    path = "contingency__plan" if kind is Kind.STEP else "plan"
    found = ROWS[kind].filter(**{"pk": number, f"{path}__in": visible(viewer)})
    row = found.values("version", path, *FIELDS[kind]).first()
    if row is None:
        raise NotFound(_("There is no such part of a plan."))
    return PieceRow(number, row[path], row["version"], {name: row[name] for name in FIELDS[kind]})
