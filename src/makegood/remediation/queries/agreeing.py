"""Where the four functions stand with a plan, and what they said against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.content import content_hash
from makegood.foundation.approvals.queries import Line, standing_of
from makegood.foundation.approvals.states import Standing
from makegood.remediation.models import Dissent, Ruling
from makegood.remediation.queries.plans import PlanRow, visible
from makegood.remediation.states import FOUR

APPROVED = "plan"
"""The kind of what is approved, with the plan's number."""


@dataclass(frozen=True, slots=True)
class StandRow:
    """Where one function stands: who is named, what they said and why, and what was changed since."""

    function: str
    person: int | None
    name: str
    standing: Standing
    said_at: datetime | None
    reason: str
    changed: tuple[str, ...]
    seen: str
    """The hash of everything that the function would say something about now."""


@dataclass(frozen=True, slots=True)
class DissentRow:
    """One time that a function did not agree; ``stands`` where it has said nothing else since."""

    number: int
    function: str
    by: str
    at: datetime
    reason: str
    stands: bool


@dataclass(frozen=True, slots=True)
class RulingRow:
    """What a decider said about dissent."""

    by: str
    at: datetime
    reason: str


def stands_of(plan: PlanRow) -> tuple[StandRow, ...]:
    """Return where each of the four stands, in two queries."""
    lines = {line.role: line for line in lines_of(plan.number)}
    named = {member.function: member for member in plan.members if member.function}
    rows = []
    for function in FOUR:
        line, member = lines.get(function), named.get(function)
        rows.append(
            StandRow(
                function=function,
                person=member.person if member else None,
                name=member.name if member else "",
                standing=line.standing if line else Standing.AWAITED,
                said_at=line.said_at if line else None,
                reason=line.reason if line else "",
                changed=line.reset_parts if line else (),
                seen=seen_of(line) if line else "",
            )
        )
    return tuple(rows)


def dissents_of(plan: int, viewer: Viewer) -> tuple[DissentRow, ...]:
    """Return every dissent from a plan, the first first, with whether it stands."""
    standing = {line.role: line for line in lines_of(plan)}
    found = Dissent.objects.filter(plan=plan, plan__in=visible(viewer)).select_related("by").order_by("pk")
    return tuple(
        DissentRow(one.pk, one.function, one.by.name, one.at, one.reason, _stands(one, standing.get(one.function)))
        for one in found
    )


def rulings_of(plan: int, viewer: Viewer) -> tuple[RulingRow, ...]:
    """Return what was decided about dissents, the latest first."""
    found = Ruling.objects.filter(plan=plan, plan__in=visible(viewer)).select_related("by").order_by("-pk")
    return tuple(RulingRow(one.by.name, one.at, one.reason) for one in found)


def lines_of(plan: int) -> list[Line]:
    """Return what is to be approved by each of the four."""
    return standing_of(subject=(APPROVED, plan))


def seen_of(line: Line) -> str:
    """Return the one hash of everything that a function would say something about now."""
    return content_hash(dict(line.now))


def _stands(one: Dissent, line: Line | None) -> bool:
    return line is not None and line.standing is Standing.DECLINED and line.said_at == one.at
